"""Every cell of an archived report is a row, written and replaced together with the report."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from gongkai.annual_reports import operations
from gongkai.annual_reports.models import AnnualReport, ArchivedFigure, EarlierVersion
from gongkai.annual_reports.rules.forms import form
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.refusals import Refused
from tests import material

pytestmark = [pytest.mark.django_db, pytest.mark.database]

AT, LATER = datetime(2026, 3, 2, 1, 30, tzinfo=UTC), datetime(2026, 4, 1, 1, 30, tzinfo=UTC)


def figures(seed: int = 1, **changes: Any) -> dict[str, Any]:
    return material.figures("2021", seed, 20) | {"narrative": [], "unread": []} | changes


def archive(data: dict[str, Any]) -> AnnualReport:
    return operations.archive_report(
        place_code="yunxi",
        place_name="云溪市",
        level="city",
        figures=data,
        source=operations.ReportSource(),
        act=SystemAct(SYSTEM, AT),
    )


def replace(report: AnnualReport, data: dict[str, Any], reason: str = "原公布的数据已更正") -> AnnualReport:
    return operations.replace_report(
        report=report,
        figures=data,
        source=operations.ReportSource(),
        reason=reason,
        act=SystemAct(SYSTEM, LATER),
    )


def rows(report: AnnualReport) -> dict[tuple[str, str, str], tuple[Decimal | None, str]]:
    return {
        (each.table, each.row, each.column): (each.value, each.unit) for each in report.archived_figures.all()
    }


def test_every_cell_of_the_form_becomes_a_row_with_its_figure() -> None:
    data = figures()
    found = rows(archive(data))
    assert set(found) == {
        (key, row, column) for key, table in form("2021").tables.items() for row, column in table.cells
    }
    for (table, row, column), (value, _unit) in found.items():
        told = data[table][row][column]
        assert value == (Decimal(str(told)) if isinstance(told, float) else told)


def test_blank_has_a_row_without_a_value_and_what_was_not_read_has_none() -> None:
    data = figures()
    data["table4"]["review"]["upheld"] = None
    del data["table4"]["review"]["corrected"]
    found = rows(archive(data))
    assert found["table4", "review", "upheld"] == (None, "")
    assert ("table4", "review", "corrected") not in found
    assert found["table4", "review", "total"][0] is not None


@pytest.mark.parametrize(
    ("amount", "stored"),
    [
        # With the form's own unit where none is written
        (8, (Decimal(8), "万元")),
        ({"value": 1.5, "unit": "亿元"}, (Decimal("1.5"), "亿元")),
        # Too fine for the column: told in a smaller unit, not rounded
        ({"value": 1.23456789, "unit": "亿元"}, (Decimal("12345.6789"), "万元")),
        ({"value": 1.234567, "unit": "万元"}, (Decimal("12345.67"), "元")),
        (None, (None, "")),
    ],
)
def test_amounts_keep_their_unit(amount: object, stored: tuple[Decimal | None, str]) -> None:
    data = figures()
    data["table2"]["行政事业性收费"]["本年收费金额"] = amount
    assert rows(archive(data))["table2", "行政事业性收费", "本年收费金额"] == stored


def test_a_replaced_report_has_the_rows_of_its_new_version_and_keeps_the_old_one() -> None:
    report = archive(figures())
    new = figures(seed=2)
    replaced = replace(report, new)
    assert (replaced.version, replaced.figures) == (2, new)
    assert rows(replaced)["table3", "new", "total"][0] == new["table3"]["new"]["total"]
    assert ArchivedFigure.objects.count() == len(rows(replaced))
    earlier = EarlierVersion.objects.get()
    assert (earlier.version, earlier.figures, earlier.reason) == (1, figures(), "原公布的数据已更正")
    assert (earlier.archived_at, earlier.replaced_at) == (AT, LATER)
    assert [entry.verb for entry in journal.entries()] == ["report.replaced", "report.archived"]


@pytest.mark.parametrize(
    ("data", "reason", "refusal"),
    [
        (figures(seed=2), " ", operations.ReasonMissing),
        (figures(), "重发", operations.NothingToReplace),
        (figures(seed=2) | {"year": 2022}, "重发", operations.NothingToReplace),
        (figures(seed=2) | {"colour": 1}, "重发", operations.FiguresAreNotAReading),
    ],
)
def test_a_replacement_that_is_refused_leaves_everything_as_it_was(
    data: dict[str, Any], reason: str, refusal: type[Refused]
) -> None:
    report = archive(figures())
    before = rows(report)
    with pytest.raises(refusal, match=r"请|不要"):
        replace(report, data, reason)
    assert rows(report) == before
    assert not EarlierVersion.objects.exists()


def test_undone_a_replacement_leaves_the_rows_of_the_version_before() -> None:
    report = archive(figures())
    before = rows(report)
    with pytest.raises(RuntimeError), transaction.atomic():
        replace(report, figures(seed=2))
        raise RuntimeError
    assert rows(report) == before


def test_archiving_the_same_again_writes_no_row_twice() -> None:
    archive(figures())
    count = ArchivedFigure.objects.count()
    archive(figures())
    assert ArchivedFigure.objects.count() == count


def test_reports_archived_before_there_were_rows_are_given_them_once() -> None:
    data = figures()
    data["table2"]["行政事业性收费"]["本年收费金额"] = {"value": 1.5, "unit": "亿元"}
    data["table4"]["review"]["upheld"] = None
    report = archive(data)
    written = rows(report)
    ArchivedFigure.objects.all().delete()
    fill = importlib.import_module("gongkai.annual_reports.migrations.0004_fill_archived_figures").fill
    for _again in range(2):
        fill(apps, None)
    assert rows(report) == written
