"""A tree whose edges are valid for a time: no body is its own ancestor on any day, no parent is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple


class Period(NamedTuple):
    """One version of a body: under `parent` from `start` up to, but not on, `end` (None: open)."""

    body: str
    parent: str | None
    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        """Whether the version is valid on a day."""
        return self.start <= day and (self.end is None or day < self.end)


def cycle_of(body: str, parents: Mapping[str, str | None]) -> list[str]:
    """The bodies of the circle that `body` reaches going upwards, or an empty list.

    >>> cycle_of("a", {"a": "b", "b": "a"})
    ['a', 'b']
    """
    path: list[str] = []
    here: str | None = body
    while here is not None:
        if here in path:
            return path[path.index(here) :]
        path.append(here)
        here = parents.get(here)
    return []


def cycles(periods: Sequence[Period], bodies: Collection[str], since: date) -> tuple[date, list[str]] | None:
    """The first day from `since` on which one of `bodies` is in or under a circle, with the circle."""
    days = sorted({since, *(period.start for period in periods if period.start > since)})
    for day in days:
        parents = {period.body: period.parent for period in periods if period.covers(day)}
        for body in bodies:
            if circle := cycle_of(body, parents):
                return day, circle
    return None


def first_gap(needed: Period, parents: Iterable[Period]) -> date | None:
    """The first day of `needed` on which its parent (whose periods are given) does not exist, or None."""
    day = needed.start
    for period in sorted(parents, key=lambda one: one.start):
        if period.covers(day):
            if period.end is None or (needed.end is not None and needed.end <= period.end):
                return None
            day = period.end
    return day
