"""Drafts that departments of 云河市 hand in: most close, some do not, one cannot be read, some are missing.

The figures are invented from the code of the department, so that every build of the demo has the same ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from gongkai.annual_reports.rules import for_year
from gongkai.annual_reports.rules.forms import Form

Cells = dict[tuple[str, str, str], int]

# Department → what is wrong with its draft. The others of the city's departments hand nothing in.
PLANTED: Final = {
    "yunhe-development": "",
    "yunhe-education": "total",
    "yunhe-science": "",
    "yunhe-industry": "",
    "yunhe-public-security": "text",
    "yunhe-civil-affairs": "broken",
    "yunhe-justice": "",
    "yunhe-finance": "balance",
    "yunhe-human-resources": "",
    "yunhe-housing": "",
    "yunhe-transport": "year",
}
_FEW: Final = 4


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file as it is handed in."""

    path: str
    data: bytes


def files(names: dict[str, str], year: int) -> Iterator[DraftFile]:
    """The files of those of PLANTED that are among `names` (code → name on the day), by code."""
    for code, fault in PLANTED.items():
        if code not in names:
            continue
        name = names[code]
        if fault == "broken":
            yield DraftFile(f"年报草稿/{name}{year}年年报.pdf", b"%PDF-1.7\n% scanned and torn\n")
            continue
        said = year - 1 if fault == "year" else year
        page = report(name, said, code, fault)
        yield DraftFile(f"年报草稿/{name}{year}年年报.html", page.encode())


def report(name: str, year: int, seed: str, fault: str = "") -> str:
    """A department's report as a web page; `fault` plants one thing that does not fit."""
    shape = for_year(year)
    cells = _figures(shape, random.Random(f"{seed}/{year}"))  # noqa: S311 - guards nothing
    received = cells["table3", "new", "total"]
    if fault == "total":
        cells["table4", "review", "total"] += 1
    elif fault == "balance":
        cells["table3", "carried_out", "natural"] += 2
        cells["table3", "carried_out", "total"] += 2
    said = received + 3 if fault == "text" else received
    title = f"{name}{year}年政府信息公开工作年度报告"
    chapters = "一二三四五六"
    parts = [f"<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1>"]
    for number, chapter in zip(chapters, shape.chapters, strict=True):
        parts.append(f"<h2>{number}、{escape(chapter)}</h2>")
        table = next((key for key, one in shape.tables.items() if one.title == chapter), "")
        parts.append(_table(shape, table, cells) if table else _prose(chapter, year, said))
    return "".join(parts)


def _prose(chapter: str, year: int, received: int) -> str:
    if chapter.startswith("总体"):
        return f"<p>{year}年，共收到政府信息公开申请{received}件。</p>"
    if chapter.startswith("存在"):
        return "<p>公开内容的更新还不够及时，下一步将加强培训和检查。</p>"
    return "<p>没有其他需要报告的事项。</p>"


def _table(shape: Form, key: str, cells: Cells) -> str:
    rows = []
    for line in shape.grid(key):
        boxes = (
            f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}">'
            f"{cells[key, cell.row, cell.col] if cell.kind == 'data' else escape(cell.label)}</td>"
            for cell in line
        )
        rows.append(f"<tr>{''.join(boxes)}</tr>")
    return f"<table border=1>{''.join(rows)}</table>"


def _figures(shape: Form, chance: random.Random) -> Cells:
    """Figures such that everything the form demands holds."""
    cells: Cells = {
        ("table2", row, column): 0 if row == "规章" else chance.randint(0, 40)
        for row, column in shape.tables["table2"].cells
    }
    table = shape.tables["table3"]
    results = [row for row in table.rows if row[0].isdigit()]
    people = [column for column in table.columns if column != "total"]
    for place, column in enumerate(people):
        for row in results:
            cells["table3", row, column] = chance.randint(0, _FEW) if place < 2 else 0
        done = sum(cells["table3", row, column] for row in results)
        carried_in, carried_out = (chance.randint(0, _FEW) if place < 2 else 0 for _side in range(2))
        new = max(0, done + carried_out - carried_in)
        cells["table3", "new", column] = new
        cells["table3", "carried_in", column] = done + carried_out - new
        cells["table3", "total", column] = done
        cells["table3", "carried_out", column] = carried_out
    for row in table.rows:
        cells["table3", row, "total"] = sum(cells["table3", row, column] for column in people)
    outcomes = [column for column in shape.tables["table4"].columns if column != "total"]
    for row in shape.tables["table4"].rows:
        for column in outcomes:
            cells["table4", row, column] = chance.randint(0, 2)
        cells["table4", row, "total"] = sum(cells["table4", row, column] for column in outcomes)
    return cells
