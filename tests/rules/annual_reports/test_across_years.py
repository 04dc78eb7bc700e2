"""What one year hands over, the next takes up."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from gongkai.annual_reports.rules import Reading, check
from tests import material

COLUMNS = (*material.APPLICANTS, "total")


def reading_of(report: dict[str, Any]) -> Reading:
    return Reading.from_json(report | {"narrative": [], "unread": []})


def two_years(format: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """(last year, this year), consistent with each other."""
    last, this = material.figures(format, 5, 40), material.figures(format, 6, 40)
    this["year"] = last["year"]
    last["year"] -= 1
    for column in COLUMNS:
        handed_over = last["table3"]["carried_out"][column]
        difference = handed_over - this["table3"]["carried_in"][column]
        this["table3"]["carried_in"][column] = handed_over
        this["table3"]["new"][column] -= difference
    for line, before in zip(this["table2"].values(), last["table2"].values(), strict=True):
        if "现行有效件数" in line:
            before["现行有效件数"] = line["本年废止件数"] + 3
            line["现行有效件数"] = before["现行有效件数"] + line["本年制发件数"] - line["本年废止件数"]
        if "上一年项目数量" in line:
            line["上一年项目数量"] = before["上一年项目数量"] + before["本年增/减"]
            line["本年增/减"] = 0
    return last, this


@pytest.mark.parametrize("format", ["2019", "2021"])
def test_consistent_years_have_no_findings(format: str) -> None:
    last, this = two_years(format)
    assert check(reading_of(this), reading_of(last)) == []


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("format", ["2019", "2021"])
def test_carried_in_is_what_the_year_before_carried_out(format: str, column: str) -> None:
    last, this = two_years(format)
    last["table3"]["carried_out"][column] += 2
    [finding] = check(reading_of(this), reading_of(last))
    assert (finding.code, finding.level, finding.cells) == ("T3-D", "error", (("carried_in", column),))
    assert finding.expected == last["table3"]["carried_out"][column]


@pytest.mark.parametrize("row", ["规章", "行政规范性文件"])
def test_documents_in_force_follow_from_the_year_before_or_are_asked_about(row: str) -> None:
    last, this = two_years("2021")
    this["table2"][row]["现行有效件数"] += 1
    [finding] = check(reading_of(this), reading_of(last))
    assert (finding.code, finding.level) == ("T2-A", "warn")
    assert finding.cells[0] == (row, "现行有效件数")


@pytest.mark.parametrize(
    "row", ["行政许可", "其他对外管理服务事项", "行政处罚", "行政强制", "行政事业性收费"]
)
def test_items_of_the_year_before_plus_change_are_this_years_base(row: str) -> None:
    last, this = two_years("2019")
    this["table2"][row]["上一年项目数量"] += 1
    [finding] = check(reading_of(this), reading_of(last))
    assert (finding.code, finding.level) == ("T2-B", "warn")
    assert finding.cells == ((row, "上一年项目数量"),)


def test_between_the_two_forms_only_what_both_have_is_compared() -> None:
    last, this = material.figures("2019", 5, 40), material.figures("2021", 6, 40)
    last["year"], this["year"] = 2020, 2021
    for column in COLUMNS:
        last["table3"]["carried_out"][column] = this["table3"]["carried_in"][column]
    assert check(reading_of(this), reading_of(last)) == []
    last["table3"]["carried_out"]["natural"] += 1
    assert [finding.code for finding in check(reading_of(this), reading_of(last))] == ["T3-D"]


def test_a_report_that_is_not_of_the_year_before_is_not_compared() -> None:
    last, this = two_years("2021")
    wrong = copy.deepcopy(last) | {"year": last["year"] - 1}
    wrong["table3"]["carried_out"]["natural"] += 5
    [finding] = check(reading_of(this), reading_of(wrong))
    assert (finding.code, finding.level) == ("FMT", "ask")


def test_what_was_not_read_of_the_year_before_is_not_compared() -> None:
    last, this = two_years("2021")
    del last["table3"]["carried_out"]["total"]
    last["table2"] = None
    assert check(reading_of(this), reading_of(last)) == []


def test_a_blank_that_the_year_before_handed_over_is_asked_about_where_its_row_is_filled_in() -> None:
    last, this = two_years("2021")
    handed = this["table3"]["carried_in"]["natural"]
    last["table3"]["carried_out"]["natural"] = None
    [finding] = check(reading_of(this), reading_of(last))
    assert (finding.code, finding.level, finding.found) == ("T3-D", "ask", handed)
    assert f"是否漏填了{handed}" in finding.message
    for column in COLUMNS:
        last["table3"]["carried_out"][column] = None
    assert check(reading_of(this), reading_of(last)) == []


@pytest.mark.parametrize("format", ["2019", "2021"])
def test_the_year_after_is_held_against_what_was_handed_over(format: str) -> None:
    last, this = two_years(format)
    assert check(reading_of(last), following=reading_of(this)) == []
    last["table3"]["carried_out"]["natural"] += 2
    found = [f for f in check(reading_of(last), following=reading_of(this)) if f.code == "T3-D"]
    assert [(f.level, f.cells) for f in found] == [("error", (("carried_out", "natural"),))]
    assert found[0].expected == this["table3"]["carried_in"]["natural"]
    assert found[0].found == last["table3"]["carried_out"]["natural"]
    assert "相差2" in found[0].message and "请" in found[0].message


def test_stock_that_the_year_after_does_not_take_up_is_a_warning() -> None:
    last, this = two_years("2021")
    this["table2"]["行政规范性文件"]["现行有效件数"] += 1
    [finding] = check(reading_of(last), following=reading_of(this))
    assert (finding.code, finding.level) == ("T2-A", "warn")
    assert finding.cells == (("行政规范性文件", "现行有效件数"),)


def test_a_report_that_is_not_of_the_year_after_is_not_compared() -> None:
    last, this = two_years("2021")
    this["year"] += 1
    last["table3"]["carried_out"]["natural"] += 2
    found = check(reading_of(last), following=reading_of(this))
    assert ("FMT", "ask") in [(f.code, f.level) for f in found]
    assert "T3-D" not in [f.code for f in found]
