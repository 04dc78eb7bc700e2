"""Tables cut in pieces, two years side by side, labels that lost characters or got foreign ones."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual_reports.rules import Reading, read
from tests import material

TABLES = ("table2", "table3", "table4")
LABELS = 3  # columns before the first figure of table three


def report(seed: int = 21) -> dict[str, Any]:
    return material.figures("2021", seed, 300) | {"year": 2023}


def page(truth: dict[str, Any], instead: str, key: str = "table3") -> str:
    """The report with `instead` in place of the table `key`."""
    return material.html(truth).replace(material.html_table(getattr(material, key)(truth)), instead)


def wrong(reading: Reading, truth: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (key, row, column)
        for key in TABLES
        for row, line in (reading.as_json()[key] or {}).items()
        for column, value in line.items()
        if column not in ("note", "unit") and value != truth[key][row][column]
    ]


def placed(rows: material.Rows) -> list[list[str]]:
    """Every position of the grid, merged cells as blanks after the first: a page of PDF has no spans."""
    width = sum(colspan for _, _, colspan in rows[0])
    taken: dict[tuple[int, int], str] = {}
    for top, row in enumerate(rows):
        left = 0
        for text, rowspan, colspan in row:
            while (top, left) in taken:
                left += 1
            for down in range(rowspan):
                for right in range(colspan):
                    taken[top + down, left + right] = text if down == right == 0 else ""
    return [[taken[top, left] for left in range(width)] for top in range(len(rows))]


def table(lines: list[list[str]]) -> str:
    return material.html_table([[(text, 1, 1) for text in line] for line in lines])


# ——— cut in pieces ———


@given(seed=st.integers(0, 2**32), cut=st.integers(4, 26))
@settings(max_examples=20, deadline=None)
def test_a_table_cut_between_two_rows_is_put_together(seed: int, cut: int) -> None:
    truth = report(seed)
    lines = placed(material.table3(truth))
    reading = read(page(truth, table(lines[:cut]) + "<p>— 3 —</p>" + table(lines[cut:])).encode())
    assert reading.as_json()["table3"] == truth["table3"]
    assert not reading.unread


def test_a_table_over_three_pages_is_put_together() -> None:
    truth = report()
    lines = placed(material.table3(truth))
    parts = table(lines[:9]) + table(lines[9:15]) + table(lines[15:])
    assert read(page(truth, parts).encode()).as_json()["table3"] == truth["table3"]


def test_heads_on_one_page_and_figures_on_the_next() -> None:
    truth = report()
    rows = material.table4(truth)
    parts = material.html_table(rows[:3]) + material.html_table(rows[3:])
    reading = read(page(truth, parts, "table4").encode())
    assert reading.as_json()["table4"] == truth["table4"]


def test_a_block_of_table_two_goes_on_on_the_next_page() -> None:
    truth = report()
    lines = placed(material.table2(truth))
    cut = next(index for index, line in enumerate(lines) if line[0] == "行政强制")
    reading = read(page(truth, table(lines[:cut]) + table(lines[cut:]), "table2").encode())
    assert reading.as_json()["table2"] == truth["table2"]


@pytest.mark.parametrize("damage", ["a row is missing", "another width", "not its turn"])
def test_what_is_no_certain_continuation_is_refused(damage: str) -> None:
    truth = report()
    lines = placed(material.table3(truth))
    rest = copy.deepcopy(lines[12:])
    if damage == "a row is missing":
        del rest[0]
    elif damage == "another width":
        rest = [[*line[:4], "", *line[4:]] for line in rest]
    else:
        rest[0], rest[1] = rest[1], rest[0]
    reading = read(page(truth, table(lines[:12]) + table(rest)).encode())
    assert not wrong(reading, truth)
    assert "carried_out" not in (reading.tables["table3"] or {})
    assert any("表头" in item.reason for item in reading.unread if item.row == "carried_out")


# ——— two years ———


def side_by_side(left: dict[str, Any], right: dict[str, Any], over: tuple[str, str] | None) -> str:
    first, second = placed(material.table3(left)), placed(material.table3(right))
    rows: material.Rows = [
        [(text, 1, 1) for text in (*a, *b[LABELS:])] for a, b in zip(first, second, strict=True)
    ]
    if over is not None:
        rows.insert(0, [("", 1, LABELS), (over[0], 1, 7), (over[1], 1, 7)])
    return material.html_table(rows)


@pytest.mark.parametrize(
    ("over", "mine"),
    [
        (("2022年", "2023年"), 1),
        (("2023年度", "2022年度"), 0),
        (("本年", "上年"), 0),
        (("上年度", "本年度"), 1),
        (("2022年申请人情况", "2023年申请人情况"), 1),
    ],
)
def test_of_two_years_the_reports_own_is_taken(over: tuple[str, str], mine: int) -> None:
    truth, other = report(1), report(2)
    pair = (truth, other) if mine == 0 else (other, truth)
    reading = read(page(truth, side_by_side(*pair, over)).encode())
    assert reading.year == 2023
    assert reading.as_json()["table3"] == truth["table3"]


@pytest.mark.parametrize(
    "over",
    [None, ("2021年", "2022年"), ("2023年", "2023年"), ("甲", "乙"), ("2023年", ""), ("本年", "2022年")],
)
def test_where_the_heads_do_not_say_whose_columns_they_are_the_table_is_refused(
    over: tuple[str, str] | None,
) -> None:
    truth = report(1)
    reading = read(page(truth, side_by_side(truth, report(2), over)).encode())
    assert reading.tables["table3"] is None
    assert any("出现了两次" in item.reason for item in reading.unread)


# ——— labels ———


@pytest.mark.parametrize("way", ["html", "tabs", "lines", "markdown"])
@pytest.mark.parametrize(
    ("label", "printed"),
    [
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
        ("4.无正当理由大量反复申请", "4.无正当理由在线精彩大量反复申请"),
        ("5.属于三类内部事务信息", "5.属于三类内部事务信"),
    ],
)
def test_a_label_between_certain_neighbours_may_lose_some_characters(
    way: str, label: str, printed: str
) -> None:
    truth = report()
    text = getattr(material, way)(truth)
    assert label in text
    reading = read(text.replace(label, printed).encode())
    assert reading.as_json()["table3"] == truth["table3"]
    assert not reading.unread


@pytest.mark.parametrize("way", ["html", "lines"])
@pytest.mark.parametrize(
    ("label", "printed"),
    [
        ("2.其他法律行政法规禁止公开", "2.其他情形"),
        ("2.其他法律行政法规禁止公开", "9.其他法律行政止公开"),
        ("2.其他法律行政法规禁止公开", "其他法律行政止公开"),
        ("5.属于三类内部事务信息", "5.属于四类过程性信息"),
        ("5.属于三类内部事务信息", "5.属于信息"),
    ],
)
def test_a_label_that_could_be_another_is_refused(way: str, label: str, printed: str) -> None:
    truth = report()
    reading = read(getattr(material, way)(truth).replace(label, printed).encode())
    assert not wrong(reading, truth)
    assert ("3.2" if label.startswith("2") else "3.5") not in (reading.tables["table3"] or {})


def test_two_damaged_labels_in_a_row_are_refused() -> None:
    truth = report()
    text = material.html(truth).replace("2.其他法律行政法规禁止公开", "2.其他法律行政止公开")
    reading = read(text.replace("3.危及“三安全一稳定”", "3.危及“三安全一”").encode())
    assert not {"3.2", "3.3"} & set(reading.tables["table3"] or {})
    assert not wrong(reading, truth)


@pytest.mark.parametrize("way", ["lines", "bars"])
@pytest.mark.parametrize(
    "heading", ["三\n、\n本\n年\n度\n办\n理\n结\n果", "三 、本 年 度办 理 结果", "三、本年度办理\n结果", ""]
)
def test_a_heading_may_be_vertical_broken_or_lost(way: str, heading: str) -> None:
    truth = report()
    text = getattr(material, way)(truth).replace("三、本年度办理结果", heading)
    assert read(text.encode()).as_json()["table3"] == truth["table3"]


def test_a_heading_may_stand_in_every_row() -> None:
    truth = report()
    lines = placed(material.table3(truth))
    for line in lines[5:-1]:
        line[0] = "三、本年度办理结果"
    assert read(page(truth, table(lines)).encode()).as_json()["table3"] == truth["table3"]
