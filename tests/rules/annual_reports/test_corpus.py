"""Against real published reports: not one wrong figure, and the promised ones complete."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gongkai.annual_reports.rules import TABLE_KEYS, Reading, check, read
from gongkai.annual_reports.rules.forms import CHAPTER_TABLES

pytestmark = pytest.mark.corpus

# Read without one wrong or missing cell (and, but for blanks, without a finding).
COMPLETE = (
    "seeds/001_392dabf3539690db.txt",
    "seeds/002_a73362e2dee51328.txt",
    "reports/005_沭阳县_2025.txt",
    "reports/006_沭阳县发展和改革局_2023.html",
    "reports/010_某市_2025_杭州式样.html",
    "reports/020_平潭综合实验区_2025.html",
    "reports/102_郯城县卫生健康局_2019_excerpt.txt",
    "reports/113_建平县卫生健康局_2020_excerpt.txt",
)
# Digits of a row run together: all that the form's sums prove. 行政规范性文件 has three figures without a sum
# (693665, 8855698, 5845546): only another year's report could part them.
RUN_TOGETHER = (
    "reports/016_平潭综合实验区_2021.txt",
    "reports/017_平潭综合实验区_2022.txt",
    "reports/020_平潭综合实验区_2025.txt",
)


def golden_of(path: Path) -> dict[str, Any]:
    beside = path.with_suffix(".json") if path.parent.name == "seeds" else None
    file = beside or path.parent / "golden" / f"{path.stem}.json"
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}


def sources(corpus: Path) -> list[Path]:
    return sorted(
        path
        for folder in ("seeds", "reports")
        for path in (corpus / folder).iterdir()
        if path.suffix in (".txt", ".html")
    )


def figures(shape: dict[str, Any]) -> dict[tuple[str, str, str], Any]:
    return {
        (key, row, column): value
        for key in TABLE_KEYS
        for row, line in (shape.get(key) or {}).items()
        for column, value in line.items()
        if column not in ("note", "unit")
    }


def test_no_figure_of_the_whole_collection_is_read_wrong(corpus: Path) -> None:
    assert sources(corpus)
    for path in sources(corpus):
        truth = figures(golden_of(path))
        for cell, value in figures(read(path.read_bytes()).as_json()).items():
            assert cell not in truth or truth[cell] == value, (path.name, cell)


@pytest.mark.parametrize("name", COMPLETE)
def test_these_reports_are_read_completely(corpus: Path, name: str) -> None:
    path = corpus / name
    reading = read(path.read_bytes())
    golden = golden_of(path)
    assert figures(reading.as_json()) == figures(golden)
    assert (reading.year, reading.format) == (golden["year"], golden["format"])


@pytest.mark.parametrize(("name", "place"), [(COMPLETE[0], "重庆市"), (COMPLETE[1], "宜春市人民政府办公室")])
def test_the_two_seeds_close(corpus: Path, name: str, place: str) -> None:
    reading = read((corpus / name).read_bytes())
    assert reading.place == place
    assert check(reading) == []
    assert not reading.unread


def test_a_blank_filled_department_report_has_one_warning_and_no_error(corpus: Path) -> None:
    [finding] = check(read((corpus / COMPLETE[3]).read_bytes()))
    assert (finding.code, finding.level, len(finding.cells)) == ("FMT", "warn", 125)


@pytest.mark.parametrize("name", RUN_TOGETHER)
def test_rows_run_together_are_read_as_far_as_sums_prove_them(corpus: Path, name: str) -> None:
    path = corpus / name
    truth, reading = figures(golden_of(path)), read(path.read_bytes())
    unsettled = {
        ("table2", "行政规范性文件", column) for column in ("本年制发件数", "本年废止件数", "现行有效件数")
    }
    assert figures(reading.as_json()) == {cell: truth[cell] for cell in truth if cell not in unsettled}
    assert {(item.table, item.row, item.col) for item in reading.unread if item.table} == unsettled
    assert all("没有合计关系" in item.reason for item in reading.unread if item.table)
    assert check(reading) == []


def test_tables_that_are_images_are_named(corpus: Path) -> None:
    reading = read((corpus / "seeds/000_0df6504b60ce4280.txt").read_bytes())
    assert (reading.place, reading.year) == ("马鞍山市", 2019)
    assert [(item.table, item.row, item.col) for item in reading.unread] == [
        (key, None, None) for key in CHAPTER_TABLES
    ]
    assert all("图片" in item.reason for item in reading.unread)


def test_an_excerpt_gives_the_rows_it_has(corpus: Path) -> None:
    excerpt = read((corpus / "reports/134_安康市某局_2019_excerpt.txt").read_bytes()).as_json()
    assert set(excerpt["table2"]) == {"规章", "规范性文件", "政府集中采购"}
    assert list(excerpt["table2"]["规范性文件"].values()) == [30, 30, 30]
    assert excerpt["table2"]["政府集中采购"] == {
        "采购项目数量": 8,
        "采购总金额": {"value": 160.5964, "unit": "万元"},
    }
    town = read((corpus / "reports/110_定兴县肖村乡_2021_excerpt.txt").read_bytes()).as_json()
    # One 0 stands after 规章 where three figures belong: refused, as are the rows without any.
    assert town["table2"] == {"行政许可": {"本年处理决定数量": 270}, "行政处罚": {"本年处理决定数量": 2}}


def test_a_printed_report_with_one_row_for_other_outcomes_is_complete(corpus: Path) -> None:
    path = corpus / "reports" / "001_淮安市洪泽区_2023.pdf"
    reading = read(path.read_bytes())
    read_cells = figures(reading.as_json())
    assert len(read_cells) == 186
    assert read_cells == figures(golden_of(path))
    assert "6" in (reading.tables["table3"] or {})
    assert not reading.unread


def test_most_of_the_figures_noted_from_the_prose_are_found(corpus: Path) -> None:
    noted = found = 0
    for path in sources(corpus):
        claims = {(claim["value"], claim["unit"]) for claim in read(path.read_bytes()).as_json()["narrative"]}
        for claim in golden_of(path).get("narrative", ()):
            noted += 1
            found += (claim["value"], claim["unit"]) in claims
    assert found >= 0.9 * noted > 100


def test_readings_come_back_from_json(corpus: Path) -> None:
    for path in sources(corpus):
        reading = read(path.read_bytes())
        assert Reading.from_json(json.loads(json.dumps(reading.as_json()))) == reading
