"""Every identity, tried on every cell: one figure changed gives exactly the findings the notices imply.

The expectation is worked out here from the words of the notices, not from the form files.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gongkai.annual_reports.rules import Finding, Reading, check, read
from tests import material
from tests.material import offices

FORMATS = ("2019", "2021")
# (format, whether （六） of table three is one row)
FORMS = {
    "statistics": ("pre2019", False),
    "2019": ("2019", False),
    "2021": ("2021", False),
    "2021, one row": ("2021", True),
}
TABLES = [(form, table) for form in list(FORMS)[1:] for table in ("table3", "table4")]
WAYS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "page": lambda report: material.dressed(report).encode(),
    "bars": lambda report: material.bars(report).encode(),
    "tabs": lambda report: material.tabs(report).encode(),
    "a cell a line": lambda report: material.lines(report).encode(),
    "word": lambda report: offices.saved(offices.word(report)),
    "workbook": lambda report: offices.saved(offices.workbook(report, one_sheet=False)),
}
Cell = tuple[str, str]
# code, level, the cells that take part, expected, found
Broken = tuple[str, str, frozenset[Cell], Any, Any]


def reading_of(report: dict[str, Any]) -> Reading:
    return Reading.from_json(report | {"narrative": [], "unread": []})


def figures(form: str, seed: int, largest: int) -> dict[str, Any]:
    format, combined = FORMS[form]
    return material.figures(format, seed, largest, combined=combined)


def broken(report: dict[str, Any]) -> set[Broken]:
    """What the notices imply about these figures: every relation that does not hold."""
    if report["format"] == "pre2019":
        return set(_of_statistics(report["statistics"]))
    return {*_of_table3(report["table3"]), *_of_table4(report["table4"])}


def _in_column(column: str) -> Callable[[str], Cell]:
    return lambda row: (row, column)


def _in_row(row: str) -> Callable[[str], Cell]:
    return lambda column: (row, column)


def _of_table3(table: dict[str, dict[str, int]]) -> Iterator[Broken]:
    results = [row for row in table if row not in ("new", "carried_in", "total", "carried_out")]
    for column in (*material.APPLICANTS, "total"):
        # 第一项加第二项之和，等于第三项加第四项之和; the third item's sum is its （七）总计
        due, done = ("new", "carried_in"), ("total", "carried_out")
        yield from _equal("T3-A", table, done, due, _in_column(column))
        # （七）总计 is the sum of （一） to （六）
        yield from _equal("T3-B", table, ("total",), results, _in_column(column))
    for row in table:
        # 总计 is the sum of 自然人 and the five kinds of 法人或其他组织
        yield from _equal("T3-C", table, ("total",), material.APPLICANTS, _in_row(row))


def _of_table4(table: dict[str, dict[str, int]]) -> Iterator[Broken]:
    for row in table:
        # 总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结
        outcomes = material.OUTCOMES[:-1]
        yield from _equal("T4-A", table, ("total",), outcomes, _in_row(row))


def _of_statistics(table: dict[str, dict[str, Any]]) -> Iterator[Broken]:
    # Applications received, concluded, answered, refused; reviews, suits, staff: the sum of the rows below
    codes = {"3.1": "A", "3.2": "B", "3.3": "C", "3.3.4": "D", "4": "E", "5": "F", "8.3": "G"}
    for total, parts in material.STATISTICS_SUMS.items():
        yield from _equal(f"ST-{codes[total]}", table, (total,), parts, lambda row: (row, "value"), "warn")
    # 主动公开规范性文件数 are among the 制发规范性文件总数
    issued, opened = table["1.1.2"]["value"], table["1.1.1"]["value"]
    if opened > issued:
        yield "ST-H", "warn", frozenset({("1.1.1", "value"), ("1.1.2", "value")}), issued, opened


def _equal(
    code: str,
    table: dict[str, dict[str, Any]],
    left: Iterable[str],
    right: Iterable[str],
    cell: Callable[[str], Cell],
    level: str = "error",
) -> Iterator[Broken]:
    sums = [sum(table[cell(key)[0]][cell(key)[1]] for key in side) for side in (right, left)]
    if sums[0] != sums[1]:
        yield code, level, frozenset(cell(key) for key in (*left, *right)), *sums


def found(findings: list[Finding]) -> set[Broken]:
    return {(f.code, f.level, frozenset(f.cells), f.expected, f.found) for f in findings}


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize(("form", "table"), [("statistics", "statistics"), *TABLES])
def test_each_cell_changed_by_one_gives_exactly_its_findings(form: str, table: str, step: int) -> None:
    report = figures(form, 20, 50)
    for row, line in report[table].items():
        for column in line:
            changed = copy.deepcopy(report)
            if column == "unit" or changed[table][row][column] + step < 0:
                continue
            changed[table][row][column] += step
            findings = check(reading_of(changed))
            assert found(findings) == broken(changed), (row, column)
            assert len(findings) == len(broken(changed))
            for finding in findings:
                assert (row, column) in finding.cells
                assert finding.expected is not None and finding.found is not None
                assert abs(finding.expected - finding.found) == 1
                assert "相差1" in finding.message
                assert str(finding.expected) in finding.message and str(finding.found) in finding.message
            # Every cell of tables three and four takes part in a relation; of the statistics not every one.
            assert findings or table == "statistics"


@pytest.mark.parametrize("way", [*WAYS])
@given(data=st.data(), form=st.sampled_from(list(FORMS)), change=st.sampled_from((1, -1, 10, 10**6)))
@settings(max_examples=12, deadline=None)
def test_a_changed_cell_is_found_in_what_is_published(
    way: str, data: st.DataObject, form: str, change: int
) -> None:
    report = figures(form, data.draw(st.integers(0, 2**32)), 10**4)
    table = data.draw(st.sampled_from([key for key in material.tables_of(report) if key != "table2"]))
    row = data.draw(st.sampled_from(sorted(report[table])))
    column = data.draw(st.sampled_from(sorted(set(report[table][row]) - {"unit"})))
    assume(report[table][row][column] + change >= 0)
    report[table][row][column] += change
    assert found(check(read(WAYS[way](report)))) == broken(report)


@pytest.mark.parametrize("table", ["table3", "table4"])
@pytest.mark.parametrize("format", FORMATS)
def test_what_is_unread_is_never_held_against_the_report(format: str, table: str) -> None:
    report = material.figures(format, 21, 50)
    for row, line in report[table].items():
        for column in line:
            changed = copy.deepcopy(report)
            del changed[table][row][column]
            assert check(reading_of(changed)) == [], (row, column)


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
    report = material.figures("2021", 3, 0)
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
