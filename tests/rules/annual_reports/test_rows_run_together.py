"""Digits of a row run together: parted where the form's sums leave one way, refused wherever they do not."""

from __future__ import annotations

import itertools
import random
from contextlib import suppress
from time import perf_counter
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongkai.annual_reports.rules import Reading, check, read
from gongkai.annual_reports.rules.tables.splits import Digits, TooMany, closing_groups, closing_splits
from tests import material

TABLES = ("table2", "table3", "table4")
seeds = st.integers(0, 2**32)


def glue(rows: material.Rows) -> str:
    return "".join(cell[0] for row in rows for cell in row)


def publish(report: dict[str, Any], draw: Any = glue) -> str:
    return material.assemble(report, draw, line="{}")


def sparse(format: str, seed: int) -> dict[str, Any]:
    """What most offices publish: few rows with figures, most of the applicants natural persons."""
    report, dice = material.figures(format, seed, 0), random.Random(seed)  # noqa: S311 (test material)
    table = report["table3"]
    leaves = [row for row in table if row not in ("new", "carried_in", "carried_out", "total")]
    for row in dice.sample(leaves, 6):
        table[row]["natural"] = dice.randint(0, 60)
        table[row]["commercial"] = dice.choice((0, 0, 1, 3))
    table["carried_out"]["natural"] = dice.randint(0, 9)
    for column in ("natural", "commercial"):
        table["total"][column] = sum(table[row][column] for row in leaves)
        table["new"][column] = table["total"][column] + table["carried_out"][column]
    for line in table.values():
        line["total"] = sum(line[column] for column in material.APPLICANTS)
    return report


def wrong(reading: Reading, truth: dict[str, Any]) -> list[tuple[Any, ...]]:
    shape = reading.as_json()
    return [
        (key, row, column, value)
        for key in TABLES
        for row, line in (shape[key] or {}).items()
        for column, value in line.items()
        if column not in ("note", "unit") and value != truth[key][row][column]
    ]


def share_read(reading: Reading, truth: dict[str, Any], key: str) -> float:
    cells = [(row, column) for row, line in truth[key].items() for column in line if column != "unit"]
    lines = reading.tables[key] or {}
    return sum(row in lines and column in lines[row].cells for row, column in cells) / len(cells)


# ——— the splits themselves ———


def every_split(text: str, width: int) -> list[tuple[int, ...]]:
    """All of them, the slow and simple way."""
    found = []
    for cuts in itertools.combinations(range(1, len(text)), width - 1):
        parts = [text[a:b] for a, b in itertools.pairwise((0, *cuts, len(text)))]
        if all(part == "0" or part[0] != "0" for part in parts):
            found.append(tuple(map(int, parts)))
    return found


@pytest.mark.parametrize(
    ("runs", "splits"),
    [
        (["640020470"], [(64, 0, 0, 2, 0, 4, 70)]),
        (["0000000"], [(0,) * 7]),
        (["500000", "5"], [(5, 0, 0, 0, 0, 0, 5)]),
        (["20", "0", "0", "0", "02"], [(2, 0, 0, 0, 0, 0, 2)]),
        # 27+0+0+2+0+1 and 2+7+0+0+20+1: both are 30
        (["270020130"], [(27, 0, 0, 2, 0, 1, 30), (2, 7, 0, 0, 20, 1, 30)]),
        (["1000002"], []),
        (["00000000"], []),
        (["12"], []),
    ],
)
def test_a_row_closes_in_these_ways(runs: list[str], splits: list[tuple[int, ...]]) -> None:
    assert sorted(closing_splits(Digits.of(runs), 7)) == sorted(splits)


@given(st.lists(st.integers(0, 40), min_size=3, max_size=3), st.booleans())
@settings(max_examples=100, deadline=None)
def test_the_splits_are_those_of_the_slow_and_simple_way(cells: list[int], closing: bool) -> None:
    text = "".join(map(str, [*cells, sum(cells) if closing else 7]))
    slow = [cells for cells in every_split(text, 4) if sum(cells[:-1]) == cells[-1]]
    assert sorted(closing_splits(Digits.of([text]), 4)) == sorted(slow)


@given(st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=2), min_size=2, max_size=2))
@settings(max_examples=100, deadline=None)
def test_groups_in_one_string_are_those_of_the_slow_and_simple_way(groups: list[list[int]]) -> None:
    text = "".join(str(value) for cells in groups for value in (*cells, sum(cells)))
    slow = [s for s in every_split(text, 6) if s[0] + s[1] == s[2] and s[3] + s[4] == s[5]]
    assert closing_groups(Digits.of([text]), 3, 2) == [{split[i] for split in slow} for i in range(6)]


def test_an_endless_row_is_refused_at_once() -> None:
    with pytest.raises(TooMany):
        closing_splits(Digits.of(["1" * 60]), 7)
    assert closing_splits(Digits.of(["1" * 42]), 7) == []


@pytest.mark.parametrize("text", ["1" * 90, "1" * 45, "0" * 90, "9" * 60, "12" * 45, "1" * 30, "10203" * 18])
def test_the_worst_digits_are_parted_or_refused_within_a_second(text: str) -> None:
    started = perf_counter()
    with suppress(TooMany):
        closing_groups(Digits.of([text]), 5, 3)
    with suppress(TooMany):
        closing_splits(Digits.of([text[:42]]), 7)
    assert perf_counter() - started < 1


# ——— whole reports ———


@given(seed=seeds, size=st.sampled_from((0, 1, 9, 120, 900, 10**5)), format=st.sampled_from(("2019", "2021")))
@settings(max_examples=30, deadline=None)
def test_figures_that_close_are_read_right_or_refused(seed: int, size: int, format: str) -> None:
    truth = material.figures(format, seed, size)
    reading = read(publish(truth).encode())
    assert not wrong(reading, truth)
    assert not [finding for finding in check(reading) if finding.level == "error"]


@given(seed=seeds, format=st.sampled_from(("2019", "2021")))
@settings(max_examples=30, deadline=None)
def test_with_few_figures_nearly_every_cell_is_read(seed: int, format: str) -> None:
    truth = sparse(format, seed)
    reading = read(publish(truth).encode())
    assert not wrong(reading, truth)
    assert share_read(reading, truth, "table3") > 0.75
    assert share_read(reading, truth, "table4") == 1


@given(seed=seeds, format=st.sampled_from(("2019", "2021")))
@settings(max_examples=20, deadline=None)
def test_where_each_row_closes_in_one_way_every_cell_is_read(seed: int, format: str) -> None:
    truth = sparse(format, seed)
    texts = {row: "".join(str(line[c]) for c in line) for row, line in truth["table3"].items()}
    reading = read(publish(truth).encode())
    for row, text in texts.items():
        if len(closing_splits(Digits.of([text]), 7)) == 1:
            assert set((reading.tables["table3"] or {})[row].cells) == set(truth["table3"][row]), row


@given(seed=seeds, size=st.sampled_from((1, 30, 300)), change=st.sampled_from((-10, -1, 1, 9, 100)))
@settings(max_examples=30, deadline=None)
@example(seed=0, size=30, change=-1)
def test_a_report_that_does_not_close_is_not_made_to_close(seed: int, size: int, change: int) -> None:
    truth, dice = material.figures("2021", seed, size), random.Random(seed)  # noqa: S311 (test material)
    line = dice.choice([*truth["table3"].values(), *truth["table4"].values()])
    column = dice.choice(list(line))
    line[column] = max(0, line[column] + change)
    assert not wrong(read(publish(truth).encode()), truth)


@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_a_separator_that_is_left_is_the_end_of_a_cell(seed: int) -> None:
    truth, dice = sparse("2021", seed), random.Random(seed)  # noqa: S311 (test material)

    def now_and_then(rows: material.Rows) -> str:
        return "".join(cell[0] + dice.choice(("", "", " ")) for row in rows for cell in row)

    reading = read(publish(truth, now_and_then).encode())
    assert not wrong(reading, truth)
    assert share_read(reading, truth, "table3") > 0.75


@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_empty_cells_leave_no_trace_and_are_never_filled(seed: int) -> None:
    truth, dice = sparse("2021", seed), random.Random(seed)  # noqa: S311 (test material)
    for key in TABLES:
        for line in truth[key].values():
            for column in line:
                if column != "unit" and not line[column] and dice.random() < 0.1:
                    line[column] = None
    assert not wrong(read(publish(truth).encode()), truth)


# ——— what is said about it ———


def test_a_row_parted_by_sums_says_so() -> None:
    truth = sparse("2021", 3)
    reading = read(publish(truth).encode())
    assert (reading.tables["table3"] or {})["new"].note == "由合计关系分开"


def test_figures_without_a_sum_are_refused_with_their_digits() -> None:
    truth = sparse("2021", 4)
    truth["table2"]["规章"] = dict.fromkeys(truth["table2"]["规章"], 0)
    truth["table2"]["行政规范性文件"] = {"本年制发件数": 69, "本年废止件数": 3, "现行有效件数": 665}
    reading = read(publish(truth).encode())
    assert set(reading.tables["table2"] or {}) == set(truth["table2"]) - {"行政规范性文件"}
    reasons = {item.reason for item in reading.unread if item.row == "行政规范性文件"}
    assert reasons == {"数字“693665”连在一起，这几格之间没有合计关系，不能确定从哪里分开，请对照原表逐格填写"}


@pytest.mark.parametrize(
    ("digits", "cells"),
    [
        ("000", [0, 0, 0]),
        ("005", [0, 0, 5]),
        # 0|13 with an empty cell would look the same
        ("013", None),
        ("123", None),
        ("00", None),
        ("0 13 5", [0, 13, 5]),
    ],
)
def test_three_figures_without_a_sum(digits: str, cells: list[int] | None) -> None:
    truth = sparse("2021", 4)
    glued = "".join(str(value) for value in truth["table2"]["规章"].values())
    text = publish(truth).replace(f"规章{glued}行政规范", f"规章{digits}行政规范")
    line = (read(text.encode()).tables["table2"] or {}).get("规章")
    assert (list(line.cells.values()) if line else None) == cells


@pytest.mark.parametrize(
    ("find", "replace"),
    [
        ("2.重复申请", "重复申请"),
        ("2.重复申请", "2重复申请"),
        ("2.重复申请", "２．重复申请"),
        ("（五）不予处理", "不予处理"),
        ("三、本年度办理结果", ""),
        ("三、本年度办理结果", "三 、本 年 度办 理 结果"),
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
        ("2.其他法律行政法规禁止公开", "2.其他法律行政精彩内容法规禁止公开"),
    ],
)
def test_labels_may_lose_their_numbers_and_some_characters(find: str, replace: str) -> None:
    truth = sparse("2021", 5)
    truth["table3"] = {row: dict.fromkeys(line, 0) for row, line in truth["table3"].items()}
    text = publish(truth)
    assert find in text
    reading = read(text.replace(find, replace).encode())
    assert not wrong(reading, truth)
    assert share_read(reading, truth, "table3") == 1


def test_a_row_with_foreign_words_among_its_digits_is_refused_and_confirms_no_other() -> None:
    truth = sparse("2021", 6)
    line = "".join(str(value) for value in truth["table3"]["5.2"].values())
    text = publish(truth).replace(f"重复申请{line}", f"重复申请{line[:3]}广告{line[3:]}")
    reading = read(text.encode())
    assert not wrong(reading, truth)
    assert "5.2" not in (reading.tables["table3"] or {})
    # A row of single digits has no room for a blank cell; the others need the columns, which are not whole.
    assert "5.1" in (reading.tables["table3"] or {})
    assert all(
        len("".join(map(str, truth["table3"][row].values()))) == 7
        for row in set(reading.tables["table3"] or {}) - {"new", "carried_in", "total", "carried_out"}
    )


@pytest.mark.parametrize("count", ["65万", "65余", "6.5万"])
def test_a_figure_with_ten_thousands_behind_it_is_not_read_without_them(count: str) -> None:
    truth = sparse("2021", 7)
    value = str(truth["table2"]["行政许可"]["本年处理决定数量"])
    text = publish(truth).replace(f"行政许可{value}第二十条", f"行政许可{count}第二十条")
    assert "行政许可" not in (read(text.encode()).tables["table2"] or {})
