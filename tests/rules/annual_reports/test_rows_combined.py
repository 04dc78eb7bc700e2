"""（六）其他处理 is three rows in the form of 2021 and one in many reports: both are complete."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import Any

import pytest

from gongkai.annual_reports.rules import Reading, check, form, read
from gongkai.annual_reports.rules.export import as_csv
from gongkai.annual_reports.rules.forms import FormError, parse
from tests import material

PARTS = ("6.1", "6.2", "6.3")


def one_row(seed: int = 5, largest: int = 300) -> dict[str, Any]:
    """A report of 2023 whose （六） is one row: drawn as the form of 2019 draws it, with heads of 2021."""
    return material.figures("2021", seed, largest, combined=True)


def published(report: dict[str, Any], way: str) -> Reading:
    return read(getattr(material, way)(report).encode())


@pytest.mark.parametrize("way", ["html", "bars", "tabs", "spreadsheet", "lines", "markdown"])
def test_one_row_for_three_is_read_and_closes(way: str) -> None:
    report = one_row()
    reading = published(report, way)
    assert reading.format == "2021"
    assert reading.as_json()["table3"] == report["table3"]
    assert (reading.unread, check(reading)) == ((), [])
    assert Reading.from_json(reading.as_json()) == reading


def test_the_sums_hold_for_the_one_row_as_for_the_three() -> None:
    report = one_row()
    report["table3"]["6"]["natural"] += 1
    found = check(published(report, "html"))
    assert sorted(finding.code for finding in found) == ["T3-B", "T3-C"]
    [column] = [finding for finding in found if finding.code == "T3-B"]
    assert ("6", "natural") in column.cells
    assert not {row for row, _ in column.cells} & set(PARTS)


def test_a_blank_in_the_one_row_is_named() -> None:
    report = one_row()
    report["table3"]["6"]["other"] = None
    [finding] = [each for each in check(published(report, "html")) if each.code == "FMT"]
    assert finding.cells == (("6", "other"),)
    assert "其他处理" in finding.message


def test_the_grid_has_one_row_where_the_reading_has_one() -> None:
    official, combined = form("2021").grid("table3"), form("2021").grid("table3", one_row()["table3"])
    assert len(official) - len(combined) == 2
    rows = [cell.row for line in combined for cell in line if cell.kind == "label" and cell.row]
    assert rows == list(form("2019").tables["table3"].rows)
    [results] = [cell for line in combined for cell in line if cell.label == "三、本年度办理结果"]
    assert results.rowspan == 20


def test_the_form_itself_prescribes_three_rows() -> None:
    table = form("2021").tables["table3"]
    assert "6" not in table.rows
    assert [row.key for row in table.rows_of(["6", "6.1"])] == list(table.rows)


def test_the_one_row_is_exported() -> None:
    lines = list(csv.reader(io.StringIO(as_csv(published(one_row(), "html")))))
    rows = {line[4] for line in lines if line[3] == "表三"}
    assert "6" in rows
    assert not rows & set(PARTS)


@pytest.mark.parametrize("parts", ['["6.1", "6.4"]', '["6.1", "6.1", "6.2"]'])
def test_a_row_that_stands_for_unknown_or_repeated_rows_is_refused(parts: str) -> None:
    text = (files("gongkai.law") / "report_forms" / "2021.yaml").read_text("utf-8")
    with pytest.raises(FormError, match=r"unknown names|twice"):
        parse(text.replace('["6.1", "6.2", "6.3"]', parts))
