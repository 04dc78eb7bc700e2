"""What stands out: against a place's own earlier years, and against places of its level in the same year.

Nothing here is an error. Every anomaly says what was compared with what, over how many, and asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log
from statistics import median
from typing import Any, Literal

from gongkai.annual_reports.rules.comparing.cells import ComparedPlace
from gongkai.annual_reports.rules.comparing.measures import Measure
from gongkai.annual_reports.rules.comparing.series import Comparison
from gongkai.annual_reports.rules.comparing.writing import number_written

EARLIER_YEARS = 3  # known years before the one that is looked at
DEVIATIONS = 3  # times the median absolute deviation of the earlier years
SLIGHT = Decimal("0.5")  # a count this much of the median away is still nothing to ask about
SLIGHT_POINTS = Decimal(10)  # and so is a share this many points away
JUMP = 5  # times the year before
JUMP_FROM = 20  # the greater of the two must be at least this, else chance alone does it
PEERS = 7  # known places of the same level, the one looked at included
ROBUST_Z = 3.5
_Z = 0.6745  # makes the median absolute deviation comparable to a standard deviation
FEW = 0.05  # a deviation of logarithms smaller than this is no measure of how far places lie apart

Kind = Literal["history", "jump", "peers"]
LEVELS = {"province": "省级", "city": "市级", "county": "县级", "town": "乡级", "department": "部门"}


@dataclass(frozen=True, slots=True)
class Anomaly:
    """A figure that stands out. `usual` is what it was compared with, `over` how many figures those are."""

    kind: Kind
    place: ComparedPlace
    year: int
    value: int | Decimal
    usual: int | Decimal
    over: int
    score: float
    message: str

    def as_json(self) -> dict[str, Any]:
        """`{kind, place, name, year, value, usual, over, score, message}`."""
        return {
            "kind": self.kind,
            "place": self.place.code,
            "name": self.place.name,
            "year": self.year,
            "value": plain(self.value),
            "usual": plain(self.usual),
            "over": self.over,
            "score": self.score,
            "message": self.message,
        }


def plain(value: int | Decimal) -> int | float:
    """A number as JSON has it."""
    return value if isinstance(value, int) else int(value) if value == int(value) else float(value)


def anomalies(comparison: Comparison) -> list[Anomaly]:
    """Everything that stands out, newest year first, then by place; each figure once against its history."""
    found = [each for place in comparison.places for each in _against_history(comparison, place)]
    found += [each for year in comparison.years for each in _against_peers(comparison, year)]
    return sorted(found, key=lambda each: (-each.year, each.place.code, each.kind))


def _against_history(comparison: Comparison, place: ComparedPlace) -> Iterator[Anomaly]:
    measure = comparison.measure
    earlier: list[tuple[int, int | Decimal]] = []
    for year, outcome in comparison.history(place):
        value = outcome.value
        if value is None:
            continue
        if len(earlier) >= EARLIER_YEARS:
            anomaly = _jump(measure, place, year, value, earlier[-1], len(earlier)) or _unlike(
                measure, place, year, value, earlier
            )
            if anomaly:
                yield anomaly
        earlier.append((year, value))


def _jump(
    measure: Measure,
    place: ComparedPlace,
    year: int,
    value: int | Decimal,
    before: tuple[int, int | Decimal],
    over: int,
) -> Anomaly | None:
    """Five times as much as the last known year, or a fifth."""
    then, old = before
    if measure.share or max(value, old) < JUMP_FROM or min(value, old) < 0 or value == old:
        return None
    if value < JUMP * old and old < JUMP * value:
        return None
    was = f"{then}年{_with_unit(measure, old)}"
    ratio = 0.0
    if not min(value, old):
        compared = f"而{then}年为{_with_unit(measure, old)}"
    elif value > old:
        ratio = round(float(value) / float(old), 1)
        compared = f"是{was}的{ratio}倍"
    else:
        ratio = round(float(old) / float(value), 1)
        compared = f"只有{was}的{100 * float(value) / float(old):.1f}%"
    message = (
        f"{place.name}{year}年{measure.label}为{_with_unit(measure, value)}，{compared}"
        f"（此前共有{over}个年度的数），请核实。"
    )
    return Anomaly("jump", place, year, value, old, over, ratio, message)


def _unlike(
    measure: Measure,
    place: ComparedPlace,
    year: int,
    value: int | Decimal,
    earlier: Sequence[tuple[int, int | Decimal]],
) -> Anomaly | None:
    """Further from the median of the earlier years than these are among themselves, several times over."""
    values = [Decimal(each) for _year, each in earlier]
    usual = median(values)
    spread = median([abs(each - usual) for each in values])
    distance = abs(Decimal(value) - usual)
    slight = SLIGHT_POINTS if measure.share else abs(usual) * SLIGHT
    if spread == 0 or distance <= slight or distance <= DEVIATIONS * spread:
        return None
    if not measure.share and max(Decimal(value), usual) < JUMP_FROM:
        return None
    score = round(float(distance / spread), 1)
    message = (
        f"{place.name}{year}年{measure.label}为{_with_unit(measure, value)}；此前{len(values)}个年度"
        f"（{earlier[0][0]}—{earlier[-1][0]}年）的中位数为{_with_unit(measure, usual)}，"
        f"偏离达到历年离差中位数的{score}倍，请核实。"
    )
    return Anomaly("history", place, year, value, usual, len(values), score, message)


def _against_peers(comparison: Comparison, year: int) -> Iterator[Anomaly]:
    """Places far from those of the same level: counts by their logarithms, because places differ in size."""
    measure = comparison.measure
    by_level: dict[str, list[tuple[ComparedPlace, int | Decimal]]] = defaultdict(list)
    for place, outcome in comparison.of_year(year):
        if outcome.value is not None and outcome.value >= 0:
            by_level[place.level].append((place, outcome.value))
    for level, members in by_level.items():
        if len(members) < PEERS:
            continue
        scale = [float(value) if measure.share else log(float(value) + 1) for _place, value in members]
        middle = median(scale)
        spread = median([abs(each - middle) for each in scale])
        if spread < FEW:
            continue
        usual = median([Decimal(value) for _place, value in members])
        for (place, value), at in zip(members, scale, strict=True):
            score = round(_Z * (at - middle) / spread, 1)
            if abs(score) > ROBUST_Z and _worth_asking(measure, value, usual):
                words = (
                    f"{len(members)}个{LEVELS.get(level, '')}地方"
                    if level in LEVELS
                    else f"{len(members)}个地方"
                )
                message = (
                    f"{place.name}{year}年{measure.label}为{_with_unit(measure, value)}；参加比较的{words}"
                    f"中位数为{_with_unit(measure, usual)}（稳健z值{score}），请核实。"
                )
                yield Anomaly("peers", place, year, value, usual, len(members), score, message)


def _worth_asking(measure: Measure, value: int | Decimal, usual: Decimal) -> bool:
    if measure.share:
        return abs(Decimal(value) - usual) > SLIGHT_POINTS
    return max(Decimal(value), usual) >= JUMP_FROM


def _with_unit(measure: Measure, value: int | Decimal) -> str:
    return number_written(value, share=measure.share) + measure.unit
