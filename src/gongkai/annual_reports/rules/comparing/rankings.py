"""A ranking of one year: who is compared, by what, and who had to be left out."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.annual_reports.rules.comparing.cells import ComparedPlace
from gongkai.annual_reports.rules.comparing.measures import Measure, MeasuredValue
from gongkai.annual_reports.rules.comparing.series import Comparison


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place with its position; equal values share one, and the next position is left free."""

    position: int
    place: ComparedPlace
    outcome: MeasuredValue


@dataclass(frozen=True, slots=True)
class Ranking:
    """Places in order; those without a comparable figure are left out by name, never counted as 0."""

    measure: Measure
    year: int
    ranked: tuple[Ranked, ...]
    left_out: tuple[tuple[ComparedPlace, MeasuredValue], ...]

    @property
    def sentence(self) -> str:
        """What was compared, over how many, and how many were left out."""
        by = f"{self.year}年{self.measure.label}"
        if self.measure.denominator:
            by += f"（分母为{self.measure.denominator}）"
        if not self.left_out:
            return f"{by}，{len(self.ranked)}个地方全部参加排序。"
        return f"{by}，{len(self.ranked)}个地方参加排序；{len(self.left_out)}个地方没有可比的数，未列入。"


def rank(comparison: Comparison, year: int, *, ascending: bool = False) -> Ranking:
    """The places by their value in one year, the greatest first unless `ascending`."""
    known, left_out = [], []
    for place, outcome in comparison.of_year(year):
        if outcome.value is None:
            left_out.append((place, outcome))
        else:
            known.append((outcome.value, place, outcome))
    known.sort(key=lambda each: each[0], reverse=not ascending)
    ranked: list[Ranked] = []
    for index, (value, place, outcome) in enumerate(known):
        tied = bool(ranked) and ranked[-1].outcome.value == value
        ranked.append(Ranked(ranked[-1].position if tied else index + 1, place, outcome))
    return Ranking(comparison.measure, year, tuple(ranked), tuple(left_out))
