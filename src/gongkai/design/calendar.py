"""The months that the component `calendar_month` draws: what a day says is decided by who asks."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["", "work", "off", "holiday", "moved", "paused", "counted", "start", "due"]


@dataclass(frozen=True)
class DayMark:
    """How a day is shown and what is written under its date."""

    kind: Kind
    label: str


@dataclass(frozen=True)
class Day:
    """One day of a month as it is drawn."""

    on: date
    kind: Kind = ""
    label: str = ""


@dataclass(frozen=True)
class Month:
    """A month: weeks from Monday to Sunday; None stands for a day of another month."""

    title: str
    year: int
    number: int
    weeks: tuple[tuple[Day | None, ...], ...]

    @property
    def id(self) -> str:
        """2026-3: distinct among the months of a page."""
        return f"{self.year}-{self.number}"


def month(year: int, number: int, title: str, marks: Mapping[date, DayMark]) -> Month:
    """The month `number` of `year` with the given marks."""
    weeks = Weeks(firstweekday=0).monthdatescalendar(year, number)
    return Month(
        title, year, number, tuple(tuple(_day(on, number, marks.get(on)) for on in week) for week in weeks)
    )


def _day(on: date, month_number: int, mark: DayMark | None) -> Day | None:
    if on.month != month_number:
        return None
    return Day(on, mark.kind, mark.label) if mark else Day(on)
