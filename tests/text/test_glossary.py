"""docs/glossary.md: one term, one identifier, one line; and nothing of the forms is missing."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
FORMS = sorted((ROOT / "src" / "gongkai" / "law" / "report_forms").glob("*.yaml"))


def _lines() -> Iterator[tuple[str, list[str], str]]:
    """(term, names in backquotes, the whole line) of every line of every table."""
    for line in GLOSSARY.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] not in {"Term"}:
            yield cells[0], [name for cell in cells[1:-1] for name in re.findall("`([^`]+)`", cell)], line


TERMS = {term: names for term, names, _ in _lines()}


def test_each_term_stands_once_and_each_identifier_once() -> None:
    terms = Counter(term for term, _, _ in _lines())
    identifiers = Counter(names[-1] for _, names, _ in _lines())
    assert len(terms) > 100
    assert [term for term, times in terms.items() if times > 1] == []
    assert [name for name, times in identifiers.items() if times > 1] == []


@pytest.mark.parametrize("line", [line for _, _, line in _lines()])
def test_a_line_has_a_chinese_term_an_identifier_and_a_sentence(line: str) -> None:
    term, *names, meaning = (cell.strip() for cell in line.strip("|").split("|"))
    assert re.match("[\u4e00-\u9fff]", term)
    assert re.fullmatch("`[a-z][a-z0-9_]*`", names[-1])
    assert meaning.endswith((".", "〕", ";"))


@pytest.mark.parametrize(
    "term",
    [
        *(
            "政府信息公开",
            "主动公开",
            "依申请公开",
            "答复期限",
            "补正",
            "征求意见",
            "延期",
            "信息处理费",
            "行政复议",
        ),
        *(
            "行政诉讼",
            "政府信息公开工作年度报告",
            "予以公开",
            "勾稽关系",
            "发文字号",
            "索引号",
            "网站标识码",
            "工作日",
        ),
        *("调休", "结转下年度继续办理", "上年结转政府信息公开申请数量"),
    ],
)
def test_the_terms_of_the_first_slice_are_there(term: str) -> None:
    assert term in TERMS


def _rows_and_columns(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from table.get("columns", [])
    # The keys of a list are the form's own numbers; the reference of forms has them with their labels.
    yield from table.get("rows", []) if table["layout"] != "list" else []
    for block in table.get("blocks", []):
        yield from (row for row in block["rows"] if isinstance(row, dict))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_row_and_column_of_a_form_is_explained_under_its_key(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    known = set(TERMS) | {name for names in TERMS.values() for name in names}
    keys = {str(item["key"]) for table in form["tables"].values() for item in _rows_and_columns(table)}
    assert keys <= known


@pytest.mark.corpus
def test_every_key_of_the_transcribed_reports_is_explained(corpus: Path) -> None:
    known = set(TERMS) | {name for names in TERMS.values() for name in names}
    aside = {"note", "unit"}  # remarks of the transcriber
    unknown = set()
    for golden in [*corpus.glob("seeds/*.json"), *corpus.glob("reports/golden/*.json")]:
        figures = json.loads(golden.read_text(encoding="utf-8"))
        for name in ("table2", "table3", "table4"):
            for row, cells in (figures.get(name) or {}).items():
                unknown |= ({row, *cells} if isinstance(cells, dict) else {row}) - known - aside
    assert unknown == set()
