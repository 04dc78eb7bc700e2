"""Figures by the API: every cell once, a measure compared, files by format or Accept; missing is never 0."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from gongkai.annual_reports import operations
from gongkai.annual_reports.models import ArchivedFigure
from gongkai.annual_reports.rules.comparing import measures
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests import material as reports
from tests.api import city as material
from tests.api.city import Program, problem
from tests.prepared import prepared

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def put(code: str, year: int, new: int | None, level: str = "city") -> None:
    """A report of the city `code` in which only 本年新收 matters."""
    figures = reports.figures("2021", 1, 20) | {"narrative": [], "unread": [], "place": code, "year": year}
    figures["table3"]["new"]["total"] = new
    operations.archive_report(
        place_code=code,
        place_name=f"{code}市",
        level=level,
        figures=figures,
        source=operations.ReportSource(),
        act=SystemAct(SYSTEM, material.AT),
    )


@prepared
def cities(db: None) -> None:
    """Two cities and a county, with a blank and a gap."""
    put("yunhe", 2022, 110)
    put("yunhe", 2023, 900)
    put("yunxi", 2023, None)
    put("linjiang", 2023, 5, level="county")


@pytest.mark.usefixtures("cities")
class TestFigures:
    def test_all_pages_together_are_every_cell_once(self, anybody: Program) -> None:
        found: list[tuple[Any, ...]] = []
        cursor: str | None = ""
        while cursor is not None:
            more: dict[str, Any] = {"cursor": cursor} if cursor else {}
            page = anybody.get("/reports/figures", limit=97, **more).json()
            found += [
                (each["place"]["code"], each["year"], each["table"], each["row"], each["column"])
                for each in page["items"]
            ]
            cursor = page["next_cursor"]
        assert len(found) == len(set(found)) == ArchivedFigure.objects.count()

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"table": "table3", "row": "new", "column": "total"}, [110, 900, None, 5]),
            ({"measure": "applications_new"}, [110, 900, None, 5]),
            ({"measure": "table3/new/total", "place": ["yunhe", "linjiang"]}, [110, 900, 5]),
            ({"measure": "applications_new", "level": "county"}, [5]),
            ({"measure": "applications_new", "first_year": 2023}, [900, None, 5]),
            ({"measure": "applications_new", "last_year": 2022}, [110]),
            ({"measure": "applications_new", "table": "table4"}, []),
        ],
    )
    def test_are_narrowed_by_cell_place_level_and_year(
        self, query: dict[str, Any], found: list[int | None], anybody: Program
    ) -> None:
        items = anybody.get("/reports/figures", **query).json()["items"]
        assert [item["value"] for item in items] == found

    def test_a_cursor_is_good_for_its_own_question_only(self, anybody: Program) -> None:
        cursor = anybody.get("/reports/figures", limit=1).json()["next_cursor"]
        assert problem(anybody.get("/reports/figures", table="table4", cursor=cursor)) == "invalid-request"


@pytest.mark.usefixtures("cities")
class TestComparison:
    def test_tells_rows_ranking_sums_and_who_is_missing(self, anybody: Program) -> None:
        told = anybody.get("/reports/compare", measure="applications_new", level="city").json()
        assert told["years"] == [2022, 2023]
        states = {row["place"]["code"]: [each["state"] for each in row["values"]] for row in told["rows"]}
        assert states == {"yunhe": ["known", "known"], "yunxi": ["absent", "blank"]}
        assert [each["value"] for each in told["rows"][1]["values"]] == [None, None]
        assert told["ranking"]["year"] == 2023
        assert [each["place"] for each in told["ranking"]["left_out"]] == ["yunxi"]
        assert [each["complete"] for each in told["totals"]] == [False, False]

    def test_ranks_the_year_that_was_asked_for(self, anybody: Program) -> None:
        told = anybody.get("/reports/compare", measure="applications_new", year=2022).json()
        assert told["ranking"]["year"] == 2022

    def test_every_measure_that_is_listed_can_be_compared(self, anybody: Program) -> None:
        listed = anybody.get("/reports/measures").json()["items"]
        assert [each["key"] for each in listed] == list(measures())
        some = anybody.get("/reports/measures", group="remedies").json()["items"]
        assert some == [each for each in listed if each["group"] == "remedies"] != []
        for each in listed:
            assert anybody.get("/reports/compare", measure=each["key"]).json()["measure"] == each

    @pytest.mark.parametrize("by", ["format", "accept"])
    def test_comes_as_csv_and_as_a_workbook(self, by: str, anybody: Program) -> None:
        book = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        answers = {}
        for name, media_type in (("csv", "text/csv"), ("xlsx", book)):
            asked: dict[str, Any] = (
                {"format": name} if by == "format" else {"headers": {"accept": media_type}}
            )
            answers[name] = anybody.get("/reports/compare", measure="applications_new", **asked)
            assert answers[name]["Content-Type"].startswith(media_type)
        lines = list(csv.DictReader(io.StringIO(answers["csv"].content.decode())))
        assert [line["数值"] for line in lines if line["状态"] == "空白"] == [""]
        assert load_workbook(io.BytesIO(answers["xlsx"].content)).sheetnames == ["数据", "比较1", "说明"]

    @pytest.mark.parametrize("accept", ["*/*", "text/html", "application/json, text/csv;q=0.5"])
    def test_is_json_unless_something_else_is_preferred(self, accept: str, anybody: Program) -> None:
        answer = anybody.get("/reports/compare", measure="applications_new", headers={"accept": accept})
        assert answer["Content-Type"].startswith("application/json")

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({}, "measure"),
            ({"measure": "nonsense"}, "measure"),
            ({"measure": "applications_new", "place": ["yunhe", "nowhere"]}, "place"),
            ({"measure": "applications_new", "level": "planet"}, "level"),
            ({"measure": "applications_new", "year": 1900}, "year"),
        ],
    )
    def test_what_cannot_be_answered_is_said_at_its_field(
        self, query: dict[str, Any], field: str, anybody: Program
    ) -> None:
        answer = anybody.get("/reports/compare", **query)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"].partition("[")[0] == field
