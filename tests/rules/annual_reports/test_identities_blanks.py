"""Blank cells: one may stand for nought or for a figure left out, never for less than nought."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from gongkai.annual_reports.rules import Finding, Reading, check
from tests import material

FORMATS = ("2019", "2021")


def reading_of(report: dict[str, Any]) -> Reading:
    return Reading.from_json(report | {"narrative": [], "unread": []})


def asked(table: str, row: str, column: str) -> set[tuple[str, str]]:
    """(code, line) of the identities that a figure left blank leaves open.

    A total (or the first of the two items of 第一项加第二项) left blank says nothing.
    """
    if table == "table4":
        return {("T4-A", row)} if column != "total" else set()
    found = {("T3-C", row)} if column != "total" else set()
    if row in ("carried_in", "carried_out"):
        found.add(("T3-A", column))
    if row not in ("new", "carried_in", "total", "carried_out"):
        found.add(("T3-B", column))
    return found


def lines_of(findings: list[Finding]) -> set[tuple[str, str]]:
    """(code, line): the column for T3-A and T3-B, the row for T3-C and T4-A."""
    return {
        (finding.code, finding.cells[0][1] if finding.code in ("T3-A", "T3-B") else finding.cells[0][0])
        for finding in findings
    }


@pytest.mark.parametrize("table", ["table3", "table4"])
@pytest.mark.parametrize("format", FORMATS)
def test_a_blank_is_asked_about_only_where_a_figure_is_lacking(format: str, table: str) -> None:
    report = material.figures(format, 21, 50)
    for row, line in report[table].items():
        for column, value in line.items():
            changed = copy.deepcopy(report)
            changed[table][row][column] = None
            findings = check(reading_of(changed))
            assert (findings[0].code, findings[0].level) == ("FMT", "warn")
            expected = asked(table, row, column) if value else set()
            assert lines_of(findings[1:]) == expected, (row, column)
            for finding in findings[1:]:
                assert finding.level == "ask"
                assert f"是否漏填了{value}" in finding.message


def blanks_for_noughts(report: dict[str, Any]) -> dict[str, Any]:
    for table in ("table3", "table4"):
        for line in report[table].values():
            line.update({column: value or None for column, value in line.items()})
    return report


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("format", FORMATS)
def test_blanks_in_place_of_noughts_are_a_warning_and_nothing_more(format: str, seed: int) -> None:
    report = blanks_for_noughts(material.figures(format, seed, seed))
    assert {finding.code for finding in check(reading_of(report))} <= {"FMT"}


@pytest.mark.parametrize(
    ("table", "row", "column", "codes"),
    [
        # parts that are more than their total cannot be mended by what a blank may hold
        ("table3", "2", "natural", {"T3-B", "T3-C"}),
        ("table4", "review", "upheld", {"T4-A"}),
    ],
)
def test_parts_that_exceed_their_total_are_wrong_whatever_the_blanks_hold(
    table: str, row: str, column: str, codes: set[str]
) -> None:
    report = blanks_for_noughts(material.figures("2021", 0, 0))
    report[table][row][column] = 1000
    report[table][row]["total"] = 0
    if table == "table3":
        report[table]["total"][column] = 0
    found = [finding for finding in check(reading_of(report)) if finding.code != "FMT"]
    assert {finding.code for finding in found} == codes
    assert {finding.level for finding in found} == {"error"}
    assert all("空白的格按0计算也已超出" in finding.message for finding in found)
