"""Text as a printer lays it out: columns by spaces, heads, labels and long numbers broken over lines."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual_reports.rules import check, read
from tests import material
from tests.rules.annual_reports.test_rows_flattened import figures, wrong

seeds = st.integers(0, 2**32)
LABELS = {4: [18], 10: [5, 7, 18], 15: []}  # widths of the columns before the figures, by those of the table


def laid_out(rows: material.Rows, room: int) -> str:
    """The table with `room` characters for a figure, each cell in the middle of its height."""
    width = sum(colspan for _, _, colspan in rows[0]) if rows[0][0][0][0] != "第" else 4
    labels = LABELS[width]
    widths = [*labels, *[room if width > 4 else 12] * (width - len(labels))]
    placed: list[tuple[int, int, int, list[str]]] = []
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(rows):
        left = 0
        for text, rowspan, colspan in row:
            while (top, left) in taken:
                left += 1
            taken |= {(top + down, left + right) for down in range(rowspan) for right in range(colspan)}
            space = sum(widths[left : left + colspan]) - 1
            placed.append((top, left, rowspan, [text[at : at + space] for at in range(0, len(text), space)]))
            left += colspan
    heights = [
        max((len(c[3]) for c in placed if c[0] == top and c[2] == 1), default=1) for top in range(len(rows))
    ]
    for top, _, rowspan, lines in placed:
        heights[top + rowspan - 1] += max(0, len(lines) - sum(heights[top : top + rowspan]))
    canvas = [[" "] * 160 for _ in range(sum(heights))]
    for top, left, rowspan, lines in placed:
        start = sum(heights[:top]) + (sum(heights[top : top + rowspan]) - len(lines)) // 2
        for down, line in enumerate(lines):
            for right, letter in enumerate(line):
                canvas[start + down][2 + sum(widths[:left]) + right] = letter
    return "".join(f"{''.join(line).rstrip()}\n" for line in canvas)


def printed(report: dict[str, Any], room: int) -> bytes:
    return material.assemble(report, lambda rows: laid_out(rows, room)).encode()


@given(seed=seeds, largest=st.sampled_from((0, 9, 90, 300)), room=st.sampled_from((6, 7, 8)))
@settings(max_examples=12, deadline=None)
@pytest.mark.parametrize("format", ["2019", "2021"])
def test_columns_by_spaces_are_read_in_place(format: str, seed: int, largest: int, room: int) -> None:
    report = material.figures(format, seed, largest)
    reading = read(printed(report, room))
    assert figures(reading.as_json()) == figures(report)
    assert not check(reading)


@given(seed=seeds, largest=st.sampled_from((900, 9000)), room=st.sampled_from((5, 6)))
@settings(max_examples=12, deadline=None)
def test_numbers_broken_over_lines_are_whole_where_every_sum_holds(
    seed: int, largest: int, room: int
) -> None:
    report = material.figures("2021", seed, largest)
    reading = read(printed(report, room))
    assert not wrong(reading, report)
    assert figures(reading.as_json())["table3"] == figures(report)["table3"]


@given(seed=seeds, largest=st.sampled_from((30, 900, 9000)), change=st.sampled_from((-9, -1, 1, 10, 100)))
@settings(max_examples=25, deadline=None)
def test_a_table_that_does_not_close_is_not_made_to_close(seed: int, largest: int, change: int) -> None:
    report = material.figures("2021", seed, largest)
    table = report["table3"] if seed % 2 else report["table4"]
    line = list(table.values())[seed % len(table)]
    column = list(line)[seed % len(line)]
    line[column] = max(0, line[column] + change)
    assert not wrong(read(printed(report, 5)), report)


@given(seed=seeds, largest=st.sampled_from((30, 9000)), share=st.sampled_from((0.01, 0.3)))
@settings(max_examples=25, deadline=None)
def test_cells_left_blank_are_never_filled(seed: int, largest: int, share: float) -> None:
    report = material.with_blanks(material.figures("2021", seed, largest), seed, share)
    assert not wrong(read(printed(report, 5)), report)


def test_columns_under_heads_in_another_order_are_refused() -> None:
    report = material.figures("2021", 3, 90)
    text = printed(report, 7).decode().replace("商业企业", "科研企业").replace("科研机构", "商业机构")
    assert read(text.encode()).tables["table3"] is None
