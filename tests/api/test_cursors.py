"""Pages by cursor: every row that was there once and only once, whatever is added meanwhile."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.annual_reports.models import AnnualReport, Place
from gongkai.api.cursors import Question
from gongkai.organisations import queries
from gongkai.organisations.models import Body
from gongkai.organisations.operations import bodies
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.api import city as material
from tests.api.city import Program, problem

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def report(place: str, year: int) -> AnnualReport:
    """A report without figures, to fill a list."""
    owner, _new = Place.objects.get_or_create(code=place, defaults={"name": place, "level": "city"})
    form = "pre2019" if year < 2019 else "2019" if year < 2021 else "2021"
    figures = {"place": place, "year": year, "format": form}
    return AnnualReport.objects.create(
        place=owner, year=year, form=form, figures=figures, archived_by="test", archived_at=material.AT
    )


def keys(page: dict[str, Any]) -> list[tuple[int, str]]:
    """What identifies the reports of a page."""
    return [(item["year"], item["place"]["code"]) for item in page["items"]]


class TestReports:
    def test_all_pages_together_are_the_list(self, anybody: Program) -> None:
        expected = [(year, place) for year in (2023, 2022, 2021) for place in ("a", "b-1", "b", "c", "d")]
        for year, place in reversed(expected):
            report(place, year)
        whole = keys(anybody.get("/reports", limit=100).json())
        assert sorted(whole) == sorted(expected)
        assert [year for year, _place in whole] == sorted((year for year, _place in whole), reverse=True)
        for limit in (1, 2, 4, 7, 15):
            found: list[tuple[int, str]] = []
            cursor: str | None = ""
            while cursor is not None:
                more: dict[str, Any] = {"cursor": cursor} if cursor else {}
                page = anybody.get("/reports", limit=limit, **more).json()
                assert len(page["items"]) <= limit
                found += keys(page)
                cursor = page["next_cursor"]
            assert found == whole

    def test_reports_added_while_reading_neither_repeat_nor_hide_others(self, anybody: Program) -> None:
        before = [(2022, "b"), (2022, "d"), (2021, "b"), (2021, "d")]
        for year, place in before:
            report(place, year)
        found, page = [], anybody.get("/reports", limit=1).json()
        added = iter([("a", 2023), ("c", 2022), ("a", 2021), ("e", 2021)])
        while True:
            found += keys(page)
            if (new := next(added, None)) is not None:
                report(*new)
            if page["next_cursor"] is None:
                break
            page = anybody.get("/reports", limit=1, cursor=page["next_cursor"]).json()
        assert [key for key in found if key in before] == before
        assert len(found) == len(set(found))

    def test_a_cursor_is_good_for_its_own_question_only(self, anybody: Program) -> None:
        for place in "abc":
            report(place, 2022)
        cursor = anybody.get("/reports", limit=1, year=2022).json()["next_cursor"]
        assert anybody.get("/reports", limit=2, year=2022, cursor=cursor).status_code == 200
        assert problem(anybody.get("/reports", year=2021, cursor=cursor)) == "invalid-request"
        assert problem(anybody.get("/reports", cursor=cursor)) == "invalid-request"

    def test_a_cursor_that_was_changed_is_refused(self, anybody: Program) -> None:
        for place in "abc":
            report(place, 2022)
        cursor = anybody.get("/reports", limit=1).json()["next_cursor"]
        middle = len(cursor) // 3
        changed = cursor[:middle] + ("A" if cursor[middle] != "A" else "B") + cursor[middle + 1 :]
        assert problem(anybody.get("/reports", cursor=changed)) == "invalid-request"


def test_a_cursor_tells_nothing_that_was_not_told_already() -> None:
    """It holds the keys of the last row shown, signed; another list's cursor is another question."""
    cursor = Question("list_reports", {"q": ""}).cursor([2022, "a"])
    assert Question("list_reports", {"q": ""}).keys(cursor) == [2022, "a"]
    assert Question("list_reports", {"q": ""}).keys(None) is None


class TestBodies:
    def test_bodies_founded_while_reading_neither_repeat_nor_hide_others(
        self, administration: Program, city: dict[str, Body]
    ) -> None:
        found, page, new = [], administration.get("/bodies", limit=2).json(), iter(["aaa", "zzz"])
        while True:
            found += [item["code"] for item in page["items"]]
            if (code := next(new, None)) is not None:
                bodies.create_body(
                    code=code,
                    kind="department",
                    name=f"新设立的{code}局",
                    level="department",
                    parent=queries.body("yunhe"),
                    on=date(2020, 1, 1),
                    act=SystemAct(SYSTEM, material.AT),
                )
            if page["next_cursor"] is None:
                break
            page = administration.get("/bodies", limit=2, cursor=page["next_cursor"]).json()
        assert len(found) == len(set(found))
        assert set(city) <= set(found)
        assert set(found) - set(city) == {"zzz"}
