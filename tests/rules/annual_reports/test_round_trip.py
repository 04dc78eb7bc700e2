"""What an office filled into the form and published comes back identical, however it was published."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from gongkai.annual_reports.rules import Reading, check, read
from tests import material

TABLES = ("table2", "table3", "table4")
seeds = st.integers(0, 2**32)
sizes = st.sampled_from((0, 1, 9, 120, 10**6))

# Ways of publishing in which every cell is seen, blanks included …
WITH_BLANKS: dict[str, Callable[..., str]] = {
    "html": material.html,
    "bars": lambda report, write=material.plain: material.bars(report, write, full=True),
    "tabs": material.tabs,
    "spreadsheet": material.spreadsheet,
    "markdown": material.markdown,
}
# … and those in which a blank leaves no trace.
WITHOUT_BLANKS: dict[str, Callable[..., str]] = {"bars": material.bars, "lines": material.lines}


def tables(report: dict[str, Any]) -> dict[str, Any]:
    return {key: report[key] for key in TABLES}


def read_back(text: str) -> Reading:
    return read(text.encode())


@pytest.mark.parametrize("format", ["2019", "2021"])
@pytest.mark.parametrize("way", [*WITH_BLANKS, "lines", "bars as dumped"])
@given(seed=seeds, largest=sizes)
@settings(max_examples=25, deadline=None)
def test_a_consistent_report_reads_back_identical_and_closes(
    format: str, way: str, seed: int, largest: int
) -> None:
    report = material.figures(format, seed, largest)
    publish = WITH_BLANKS.get(way) or WITHOUT_BLANKS[way.split(maxsplit=1)[0]]
    reading = read_back(publish(report))
    assert tables(reading.as_json()) == tables(report)
    assert (reading.place, reading.year, reading.format) == ("云溪市", report["year"], format)
    assert not reading.unread
    assert check(reading) == []


@pytest.mark.parametrize("write", [material.thousands, material.full_width], ids=["1,336", "１３３６"])
@pytest.mark.parametrize("way", [*WITH_BLANKS])
@given(seed=seeds)
@settings(max_examples=10, deadline=None)
def test_the_way_digits_are_written_makes_no_difference(
    way: str, write: Callable[[Any], str], seed: int
) -> None:
    report = material.figures("2019", seed, 10**6)
    assert tables(read_back(WITH_BLANKS[way](report, write)).as_json()) == tables(report)


@pytest.mark.parametrize("format", ["2019", "2021"])
@pytest.mark.parametrize("way", [*WITH_BLANKS])
@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_a_blank_cell_is_a_blank_or_refused_and_never_moves_its_neighbours(
    format: str, way: str, seed: int
) -> None:
    report = material.figures(format, seed, 120)
    dice = random.Random(seed)  # noqa: S311 (test material)
    for key in TABLES:
        for line in report[key].values():
            for column in line:
                if column != "unit" and dice.random() < 0.2:
                    line[column] = None
    reading = read_back(WITH_BLANKS[way](report)).as_json()
    for key in TABLES:
        for row, line in (reading[key] or {}).items():
            for column, value in line.items():
                assert value == report[key][row][column], (key, row, column)
    # A row of text that is blank throughout cannot be told from a row whose figures stand elsewhere.
    if way in ("html", "spreadsheet"):
        assert tables(reading) == tables(report)


@pytest.mark.parametrize("format", ["2019", "2021"])
@given(seed=seeds)
@settings(max_examples=40, deadline=None)
def test_in_text_with_a_cell_per_line_a_lost_blank_is_never_taken_for_a_figure(
    format: str, seed: int
) -> None:
    report = material.figures(format, seed, 120)
    dice = random.Random(seed)  # noqa: S311 (test material)
    for key in TABLES:
        for line in report[key].values():
            for column in line:
                if column != "unit" and dice.random() < 0.1:
                    line[column] = None
    text = "\n".join(line for line in material.lines(report).splitlines() if line)
    reading = read_back(text).as_json()
    for key in TABLES:
        for row, line in (reading[key] or {}).items():
            for column, value in line.items():
                assert value == report[key][row][column], (key, row, column)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("publish", [material.html, material.bars], ids=["html", "bars"])
def test_the_encoding_makes_no_difference(encoding: str, publish: Callable[..., str]) -> None:
    report = material.figures("2021", 7, 900)
    assert tables(read(publish(report).encode(encoding)).as_json()) == tables(report)


def test_a_report_in_traditional_characters_is_read_like_any_other() -> None:
    report = material.figures("2019", 8, 900)
    traditional = OpenCC("s2t").convert(material.html(report))
    assert "政府信息公開" in traditional
    assert tables(read_back(traditional).as_json()) == tables(report)


@pytest.mark.parametrize("format", ["2019", "2021"])
@given(seed=seeds)
@settings(max_examples=10, deadline=None)
def test_as_json_and_from_json_are_inverse(format: str, seed: int) -> None:
    reading = read_back(material.html(material.figures(format, seed, 10**6)))
    assert Reading.from_json(reading.as_json()) == reading
