"""The archive: one report per place and year, in the form of its year, with where it came from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import AnnualReport, Place
from gongkai.annual_reports.rules import Reading, check
from gongkai.records import journal
from gongkai.records.actors import SYSTEM, Actor
from gongkai.records.acts import SystemAct
from gongkai.records.refusals import Refused
from tests import material

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
ARCHIVIST, ANOTHER = Actor("person", "p-1", "收录员"), Actor("person", "p-2", "另一人")
SOURCE = operations.ReportSource(title="云溪市2023年政府信息公开工作年度报告", published_on=date(2024, 3, 20))


def figures(format: str = "2021", seed: int = 1) -> dict[str, Any]:
    return material.figures(format, seed, 20) | {"narrative": [], "unread": []}


def archive(**changes: Any) -> AnnualReport:
    values: dict[str, Any] = {
        "place_code": "yunxi",
        "place_name": "云溪市",
        "level": "city",
        "figures": figures(),
        "source": SOURCE,
        "act": SystemAct(ARCHIVIST, AT),
    }
    return operations.archive_report(**values | changes)


def test_a_report_is_archived_with_source_hand_and_instant() -> None:
    report = archive()
    stored = queries.report("yunxi", 2023)
    assert stored == report
    assert (report.source_title, report.published_on) == (SOURCE.title, SOURCE.published_on)
    assert (report.archived_by, report.archived_at) == ("收录员", AT)
    assert report.figures == figures()


def test_archiving_the_same_report_again_changes_nothing() -> None:
    assert archive() == archive(act=SystemAct(ANOTHER, AT))
    assert AnnualReport.objects.get().archived_by == "收录员"
    assert [(entry.verb, entry.by) for entry in journal.entries()] == [("report.archived", ARCHIVIST)]


def test_other_figures_for_the_same_place_and_year_are_refused() -> None:
    archive()
    with pytest.raises(operations.AlreadyArchived, match="云溪市2023年度报告已经收录"):
        archive(figures=figures(seed=2))


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"figures": figures("2019") | {"year": 2023}}, operations.FormDoesNotFit),
        ({"figures": figures() | {"year": None}}, operations.FormDoesNotFit),
        ({"figures": {"place": None, "year": 2023, "format": None}}, operations.FormDoesNotFit),
        ({"figures": figures() | {"colour": 1}}, operations.FiguresAreNotAReading),
        ({"level": "galaxy"}, operations.UnknownLevel),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing_behind(
    change: dict[str, Any], refusal: type[Refused]
) -> None:
    with pytest.raises(refusal, match=r"请|应为"):
        archive(**change)
    assert not AnnualReport.objects.exists()
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    ("changes", "constraint", "says"),
    [
        ({}, "one_report_per_place_and_year", "已经收录"),
        ({"year": 2007, "form": "pre2019"}, "report_year_is_since_2008", "2008"),
        ({"year": 2020}, "report_form_fits_year", "格式与年度不符"),
        ({"year": 2024, "form": "2019"}, "report_form_fits_year", "格式与年度不符"),
    ],
)
def test_the_database_forbids_what_must_never_be(changes: dict[str, Any], constraint: str, says: str) -> None:
    values = {"year": 2023, "form": "2021", "figures": {}, "archived_by": "x", "archived_at": AT} | changes
    report = AnnualReport(place=archive().place, **values)
    with pytest.raises(ValidationError, match=says):
        report.validate_constraints()
    # SQLite names a CHECK by its name, a UNIQUE by its columns; PostgreSQL both by name.
    with (
        pytest.raises(IntegrityError, match=f"{constraint}|annual_reports_annualreport.place_id"),
        transaction.atomic(),
    ):
        report.save()
    assert constraint in {item.name for item in AnnualReport._meta.constraints}


@pytest.mark.parametrize(
    ("place", "constraint", "says"),
    [
        (Place(code="yunxi", name="云溪", level="city"), "place_code_is_unique", "代码已经有了"),
        (Place(code="other", name="云溪", level="galaxy"), "place_level_is_known", "层级应为"),
    ],
)
def test_the_database_forbids_places_that_cannot_be(place: Place, constraint: str, says: str) -> None:
    archive()
    with pytest.raises(ValidationError, match=says):
        place.validate_constraints()
    with pytest.raises(IntegrityError, match=f"{constraint}|annual_reports_place.code"), transaction.atomic():
        place.save()
    assert constraint in {item.name for item in Place._meta.constraints}


def test_the_starting_archive_has_eight_places_and_loads_once() -> None:
    assert operations.load_starting_archive(act=SystemAct(SYSTEM, AT)) == 11
    assert operations.load_starting_archive(act=SystemAct(SYSTEM, AT)) == 0
    found = {(report.place.code, report.year, report.form) for report in queries.archive()}
    assert found == {
        ("maanshan", 2019, "2019"),
        ("chongqing", 2019, "2019"),
        ("yichun-office", 2020, "2019"),
        ("guangshui", 2016, "pre2019"),
        ("changzhou", 2018, "pre2019"),
        ("hongze", 2023, "2021"),
        ("hongze", 2024, "2021"),
        ("pingtan", 2021, "2021"),
        ("pingtan", 2022, "2021"),
        ("pingtan", 2025, "2021"),
        ("shuyang", 2025, "2021"),
    }
    assert queries.years() == [2025, 2024, 2023, 2022, 2021, 2020, 2019, 2018, 2016]
    assert {place.code for place in queries.places()} == {code for code, _, _ in found}


def test_the_starting_archive_closes_and_says_what_it_lacks() -> None:
    operations.load_starting_archive(act=SystemAct(SYSTEM, AT))
    for report in queries.archive():
        reading = Reading.from_json(report.figures)
        before = queries.report(report.place.code, report.year - 1)
        found = check(reading, Reading.from_json(before.figures) if before else None)
        # Two totals of table four of this one were published as 0.
        published_so = (report.place.code, report.year) == ("hongze", 2023)
        assert [finding.code for finding in found] == (["T4-A", "T4-A"] if published_so else [])
        assert any(reading.tables.values()) or len(reading.narrative) > 10
    images = Reading.from_json(AnnualReport.objects.get(place__code="maanshan").figures)
    assert [(item.table, item.row) for item in images.unread] == [(f"table{n}", None) for n in (2, 3, 4)]


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        (
            {},
            [
                *("pingtan", "shuyang", "hongze", "hongze", "pingtan", "pingtan", "yichun-office"),
                *("chongqing", "maanshan", "changzhou", "guangshui"),
            ],
        ),
        ({"q": "重庆"}, ["chongqing"]),
        ({"q": "2019"}, ["chongqing", "maanshan"]),
        ({"q": "2019年 马鞍山"}, ["maanshan"]),
        ({"q": "云溪"}, []),
        ({"year": 2018}, ["changzhou"]),
        ({"level": "city"}, ["pingtan", "pingtan", "pingtan", "maanshan", "changzhou"]),
        ({"q": "市", "year": 2019, "level": "province"}, ["chongqing"]),
        ({"q": "²019 \x01%_"}, []),
    ],
)
def test_the_archive_is_searched_by_words_year_and_level(
    filters: dict[str, object], codes: list[str]
) -> None:
    operations.load_starting_archive(act=SystemAct(SYSTEM, AT))
    assert [report.place.code for report in queries.archive(filters)] == codes


def test_a_report_that_is_not_there_is_none() -> None:
    assert queries.report("yunxi", 2023) is None
