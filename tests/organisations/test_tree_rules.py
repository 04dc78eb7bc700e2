"""The pure rules: circles on any day, gaps in a parent's life, powers kept apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.organisations.rules import Period, clash, cycles, first_gap

DAY = date(2026, 1, 1)
days = st.integers(0, 6).map(lambda number: DAY + timedelta(days=number))


@st.composite
def periods(draw: st.DrawFn, names: str = "abcd") -> list[Period]:
    """For every body one version before a day and one after it, under any parents."""
    found = []
    for name in names:
        parents = st.sampled_from([None, *(other for other in names if other != name)])
        turn = draw(days)
        if turn > DAY:
            found.append(Period(name, draw(parents), DAY, turn))
        found.append(Period(name, draw(parents), turn, None))
    return found


def above_itself(body: str, rows: list[Period], day: date) -> bool:
    """By brute force: whether going up from `body` never ends on that day."""
    parents = {row.body: row.parent for row in rows if row.covers(day)}
    here: str | None = body
    for _step in range(10):
        here = parents.get(here) if here else None
    return here is not None


@given(rows=periods(), since=days)
def test_a_circle_is_found_on_its_first_day_and_only_then(rows: list[Period], since: date) -> None:
    found = cycles(rows, ["a"], since)
    later = (since + timedelta(days=number) for number in range(10))
    expected = next((day for day in later if above_itself("a", rows, day)), None)
    assert (found[0] if found else None) == expected


@given(lives=st.lists(st.tuples(days, days), max_size=3), start=days, end=st.none() | days)
def test_the_first_day_without_a_parent_is_found(
    lives: list[tuple[date, date]], start: date, end: date | None
) -> None:
    parents = [Period("p", None, one, other) for one, other in lives if one < other]
    last = end if end and end > start else None
    needed = (start + timedelta(days=number) for number in range(30))
    gaps = (
        day
        for day in needed
        if (last is None or day < last) and not any(parent.covers(day) for parent in parents)
    )
    assert first_gap(Period("c", "p", start, last), parents) == next(gaps, None)


# 三员分立: system administrator, security administrator and auditor are three people, and do no business
SEPARATION = [
    (["clerk", "reviewer", "supervisor"], None),
    (["system_admin"], None),
    (["system_admin", "system_admin"], None),
    (["system_admin", "security_admin"], ("system_admin", "security_admin")),
    (["security_admin", "auditor"], ("security_admin", "auditor")),
    (["clerk", "auditor"], ("auditor", "clerk")),
    ([], None),
]


@pytest.mark.parametrize(("roles", "expected"), SEPARATION)
def test_powers_are_kept_apart(roles: list[str], expected: tuple[str, str] | None) -> None:
    assert clash(roles) == expected
