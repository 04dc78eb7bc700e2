"""Legal values as they were on a day: value and citation stand in one tuple, and old values stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

from gongkai.law.citation import Citation

T = TypeVar("T")
Sureness = Literal["S", "K"]

UNSURE = "〔本项目理解〕"


class BeforeFirst(ValueError):
    """The day lies before the first known value; the message names the parameter and that day."""


@dataclass(frozen=True, slots=True)
class ParameterValue(Generic[T]):
    """One value of a parameter: in force from `since` (inclusive) until the next entry.

    `sure` is "S" where the text was read, "K" where this project relies on common knowledge or practice.
    """

    since: date
    value: T
    citation: Citation
    sure: Sureness = "S"
    note: str = ""

    @property
    def mark(self) -> str:
        """〔本项目理解〕 for what has not been verified, else empty."""
        return UNSURE if self.sure == "K" else ""


@dataclass(frozen=True, slots=True)
class LegalParameter(Generic[T]):
    """A legal parameter through time.

    `name` is the dotted Python name below `gongkai.law`, `label` and `unit` are what a page shows,
    `group` is the heading it stands under. `written` puts a value into words (default: `str`).
    """

    name: str
    label: str
    unit: str
    group: str
    entries: tuple[ParameterValue[T], ...]
    written: Callable[[T], str] = str

    def __post_init__(self) -> None:
        days = [entry.since for entry in self.entries]
        if not days or days != sorted(set(days)):
            raise ValueError(f"{self.name}: entries must exist, in order of their day, each day once.")
        if any(entry.sure == "K" and not entry.note for entry in self.entries):
            raise ValueError(f"{self.name}: an unsure entry needs a note that says what is not known.")

    def on(self, day: date) -> ParameterValue[T]:
        """The entry in force on `day`. Raises `BeforeFirst`."""
        for entry in reversed(self.entries):
            if entry.since <= day:
                return entry
        first = self.entries[0].since
        raise BeforeFirst(
            f"“{self.label}”自{first.year}年{first.month}月{first.day}日起才有规定，"
            f"{day.isoformat()}早于这一天。请核对日期。"
        )

    def value(self, day: date) -> T:
        """The value in force on `day`. Raises `BeforeFirst`."""
        for entry in reversed(self.entries):
            if entry.since <= day:
                return entry.value
        return self.on(day).value

    def text(self, entry: ParameterValue[T]) -> str:
        """An entry's value with its unit, as a page shows it: 20个工作日."""
        return f"{self.written(entry.value)}{self.unit}"
