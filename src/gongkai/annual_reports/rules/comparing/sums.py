"""The sum over places in one year, with the list of who is missing in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gongkai.annual_reports.rules.comparing.cells import ComparedPlace
from gongkai.annual_reports.rules.comparing.measures import Measure, MeasuredValue
from gongkai.annual_reports.rules.comparing.series import Comparison


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over places. A share is the sum of numerators over the sum of denominators, no mean of shares.

    `value` is None where no place has a figure; `complete`: nobody is missing; `levels`: places of different
    levels were added, and a higher one may already contain a lower one.
    """

    measure: Measure
    year: int
    value: int | Decimal | None
    part: int | Decimal | None
    whole: int | Decimal | None
    counted: int
    missing: tuple[tuple[ComparedPlace, MeasuredValue], ...]
    mixed_levels: bool

    @property
    def complete(self) -> bool:
        """Whether every place is in it."""
        return not self.missing

    @property
    def sentence(self) -> str:
        """Over how many places, who is missing, and what else to beware of."""
        if self.value is None:
            return f"{self.year}年没有一个地方有可以合计的数。"
        words = f"{self.year}年{self.counted}个地方合计"
        if self.missing:
            words += f"，不是全部：缺{_names(self.missing)}"
        if self.measure.share:
            words += f"；分子、分母分别相加后再相除，分母为{self.measure.denominator}"
        if self.mixed_levels:
            words += "；所选地方层级不同，上级的数可能已经包含下级的数，请避免重复计算"
        return words + "。"


NAMED = 12  # of those missing, in a sentence


def total(comparison: Comparison, year: int) -> Total:
    """The sum of the measure over all places of the comparison."""
    measure = comparison.measure
    value: int | Decimal = 0
    part: int | Decimal = 0
    whole: int | Decimal = 0
    counted: list[ComparedPlace] = []
    missing = []
    for place, outcome in comparison.of_year(year):
        # A share that cannot be reckoned because nothing came in still belongs to the sums it is made of.
        if outcome.value is None and outcome.state != "undefined":
            missing.append((place, outcome))
            continue
        counted.append(place)
        value += outcome.value or 0
        part += outcome.part or 0
        whole += outcome.whole or 0
    result: int | Decimal | None = value if counted else None
    if measure.share:
        result = None
        if whole:
            result = (Decimal(100) * part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    mixed = len({place.level for place in counted}) > 1
    return Total(
        measure=measure,
        year=year,
        value=result,
        part=part if measure.share else None,
        whole=whole if measure.share else None,
        counted=len(counted),
        missing=tuple(missing),
        mixed_levels=mixed,
    )


def _names(missing: tuple[tuple[ComparedPlace, MeasuredValue], ...]) -> str:
    names = "、".join(f"{place.name}（{outcome.word}）" for place, outcome in missing[:NAMED])
    return f"{names}等{len(missing)}个地方" if len(missing) > NAMED else names
