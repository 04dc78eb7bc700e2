"""Every identity, tried on every cell: one figure changed gives exactly the findings the notices imply.

The expectation is worked out here from the words of the notices, not from the form files.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual_reports.rules import Finding, Reading, check, read
from tests import material

FORMATS = ("2019", "2021")


def reading_of(report: dict[str, Any]) -> Reading:
    return Reading.from_json(report | {"narrative": [], "unread": []})


def implied(table: str, row: str, column: str) -> set[tuple[str, str]]:
    """(code, line) of every identity in which a cell takes part."""
    if table == "table4":
        # 总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结
        return {("T4-A", row)}
    # 总计 = 自然人 + 五类法人或其他组织, in every row
    found = {("T3-C", row)}
    # 第一项加第二项之和，等于第三项加第四项之和, in every column; the third item's sum is its (七)总计
    if row in ("new", "carried_in", "total", "carried_out"):
        found.add(("T3-A", column))
    # (七)总计 is the sum of (一) to (六), in every column
    if row not in ("new", "carried_in", "carried_out"):
        found.add(("T3-B", column))
    return found


def lines_of(findings: list[Finding]) -> set[tuple[str, str]]:
    """(code, line): the column for T3-A and T3-B, the row for T3-C and T4-A."""
    return {
        (finding.code, finding.cells[0][1] if finding.code in ("T3-A", "T3-B") else finding.cells[0][0])
        for finding in findings
    }


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("table", ["table3", "table4"])
@pytest.mark.parametrize("format", FORMATS)
def test_each_cell_changed_by_one_gives_exactly_its_findings(format: str, table: str, step: int) -> None:
    report = material.figures(format, 20, 50)
    for row, line in report[table].items():
        for column in line:
            changed = copy.deepcopy(report)
            changed[table][row][column] += step
            if changed[table][row][column] < 0:
                continue
            findings = check(reading_of(changed))
            assert lines_of(findings) == implied(table, row, column), (row, column)
            for finding in findings:
                assert finding.level == "error"
                assert (row, column) in finding.cells
                assert finding.expected is not None and finding.found is not None
                assert abs(finding.expected - finding.found) == 1
                assert "相差1" in finding.message
                assert str(finding.expected) in finding.message and str(finding.found) in finding.message


@pytest.mark.parametrize("format", FORMATS)
@given(seed=st.integers(0, 2**32), change=st.integers(1, 10**6), data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_changed_cell_is_found_in_the_published_page(
    format: str, seed: int, change: int, data: st.DataObject
) -> None:
    report = material.figures(format, seed, 10**4)
    table = data.draw(st.sampled_from(("table3", "table4")))
    row = data.draw(st.sampled_from(sorted(report[table])))
    column = data.draw(st.sampled_from(sorted(report[table][row])))
    report[table][row][column] += change
    findings = check(read(material.html(report).encode()))
    assert lines_of(findings) == implied(table, row, column)


@pytest.mark.parametrize("missing", ["blank", "unread"])
@pytest.mark.parametrize("table", ["table3", "table4"])
@pytest.mark.parametrize("format", FORMATS)
def test_what_is_blank_or_unread_is_never_held_against_the_report(
    format: str, table: str, missing: str
) -> None:
    report = material.figures(format, 21, 50)
    for row, line in report[table].items():
        for column in line:
            changed = copy.deepcopy(report)
            if missing == "blank":
                changed[table][row][column] = None
            else:
                del changed[table][row][column]
            codes = [(finding.code, finding.level) for finding in check(reading_of(changed))]
            assert codes == ([("FMT", "warn")] if missing == "blank" else []), (row, column)


def test_the_sentence_names_table_line_sums_and_difference() -> None:
    report = material.figures("2019", 22, 0)
    report["table3"]["1"]["natural"] = report["table3"]["1"]["total"] = 6385
    report["table3"]["new"]["natural"] = report["table3"]["new"]["total"] = 6386
    report["table3"]["total"]["natural"] = report["table3"]["total"]["total"] = 6386
    said = [finding.message for finding in check(reading_of(report))]
    assert said[0] == "表三“自然人”列：予以公开至其他处理各项相加为6385，第(七)项总计填报为6386，相差1。"


@pytest.mark.parametrize(
    ("code", "row", "column", "value", "says"),
    [
        ("T3-A", "new", "research", 3, "表三“科研机构”列：第一项加第二项为3，第三项总计加第四项为0"),
        ("T3-C", "2", "natural", 4, "行：各类申请人相加为4，总计填报为0，相差4。"),
        ("T4-A", "litigation_direct", "pending", 2, "表四“行政诉讼·未经复议直接起诉”：四种结果相加为2"),
    ],
)
def test_each_identity_has_its_sentence(code: str, row: str, column: str, value: int, says: str) -> None:
    report = material.figures("2021", 0, 0)
    report["table4" if code == "T4-A" else "table3"][row][column] = value
    assert any(says in finding.message for finding in check(reading_of(report)) if finding.code == code)


@pytest.mark.parametrize(
    ("format", "row", "column", "value", "level"),
    [
        # 件数 are integers not below 0
        ("2021", "行政许可", "本年处理决定数量", -3, "error"),
        ("2021", "规章", "本年制发件数", 2.5, "error"),
        # 收费金额 may have decimals, but is not below 0
        ("2021", "行政事业性收费", "本年收费金额", 4068.208, None),
        ("2021", "行政事业性收费", "本年收费金额", -1.5, "error"),
        # 本年增/减 may be negative, but not by more than there was
        ("2019", "行政处罚", "本年增/减", -7, None),
        ("2019", "行政处罚", "本年增/减", -8, "error"),
        ("2019", "行政处罚", "本年增/减", 1.5, "error"),
    ],
)
def test_impossible_values(format: str, row: str, column: str, value: Any, level: str | None) -> None:
    report = material.figures(format, 0, 0)
    if format == "2019":
        report["table2"][row]["上一年项目数量"] = 7
    report["table2"][row][column] = value
    found = [(f.code, f.level) for f in check(reading_of(report)) if (row, column) in f.cells]
    assert found == ([("FMT", level)] if level else [])


def test_blanks_of_a_table_are_one_finding_that_names_them_all() -> None:
    report = material.figures("2021", 3, 9)
    report["table3"]["3.1"]["natural"] = report["table3"]["3.2"]["other"] = None
    report["table4"]["review"]["upheld"] = None
    findings = check(reading_of(report))
    assert [(f.code, f.level, f.table) for f in findings] == [
        ("FMT", "warn", "table3"),
        ("FMT", "warn", "table4"),
    ]
    assert findings[0].cells == (("3.1", "natural"), ("3.2", "other"))


def test_a_form_of_another_year_is_a_warning() -> None:
    report = material.figures("2019", 3, 9) | {"year": 2022}
    findings = check(reading_of(report))
    assert [(f.code, f.level) for f in findings] == [("FMT", "warn")]
    assert "2022年度报告应当使用2021年格式" in findings[0].message


def test_a_report_without_form_or_tables_has_no_findings() -> None:
    assert check(Reading(None, None, None, {})) == []
    nothing = {"place": None, "year": 2016, "format": "pre2019"}
    assert check(Reading.from_json(nothing)) == []
