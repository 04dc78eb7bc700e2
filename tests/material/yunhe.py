"""The one report of the portal's and the console's tests: 云河市 2023, a value for every cell, all closing.

Its cells can be overwritten one by one before it is written as a web page or as text copied from one.
"""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.annual_reports.rules import Reading, form
from tests.material.drawing import CHAPTERS, Rows, table2, table3, table4
from tests.material.forms import APPLICANTS, Figures
from tests.material.texts import html_table

HEADING = "云河市人民政府2023年政府信息公开工作年度报告"
Cells = Mapping[tuple[str, str, str], int | str]


def figures() -> dict[tuple[str, str, str], int]:
    """A value for every cell of the form of 2021, such that every identity holds."""
    shape = form("2021")
    cells = {("table2", row, col): 3 for row, col in shape.tables["table2"].cells}
    leaves = [row for row in shape.tables["table3"].rows if row[0].isdigit()]
    for col in APPLICANTS:
        per_leaf = {"natural": 2, "commercial": 1}.get(col, 0)
        for row in leaves:
            cells["table3", row, col] = per_leaf
        cells["table3", "total", col] = per_leaf * len(leaves)
        cells["table3", "carried_in", col] = per_leaf
        cells["table3", "carried_out", col] = 2 * per_leaf
        cells["table3", "new", col] = per_leaf * (len(leaves) + 1)
    for row in shape.tables["table3"].rows:
        cells["table3", row, "total"] = sum(cells["table3", row, col] for col in APPLICANTS)
    for row in shape.tables["table4"].rows:
        cells |= {("table4", row, col): 1 for col in ("upheld", "corrected", "other", "pending")}
        cells["table4", row, "total"] = 4
    return cells


def reading(**tables: object) -> Reading:
    """The figures as the reader would give them, without going through a text."""
    data: dict[str, object] = {
        "place": "云河市",
        "year": 2023,
        "format": "2021",
        "narrative": [],
        "unread": [],
    }
    data |= _nested(figures())
    return Reading.from_json({**data, **tables})


def as_html(values: Cells) -> str:
    """The report as a web page: six chapters, three of them with the prescribed tables."""
    body = "".join(
        f"<h2>{chapter}</h2>" + (f"<p>{content}</p>" if isinstance(content, str) else html_table(content))
        for chapter, content in _chapters(values)
    )
    return f"<html><head><title>{HEADING}</title></head><body><h1>{HEADING}</h1>{body}</body></html>"


def as_text(values: Cells) -> str:
    """The same as it arrives when somebody copies the page: cells apart by tabs, rows by line ends."""
    lines = [HEADING]
    for chapter, content in _chapters(values):
        rows = [content] if isinstance(content, str) else ["\t".join(c[0] for c in row) for row in content]
        lines += [chapter, *rows]
    return "\n".join(lines)


def _chapters(values: Cells) -> list[tuple[str, str | Rows]]:
    report = {"format": "2021", **_nested(values)}
    return [
        ("一、总体情况", "本年度各项工作平稳有序，按规定做好公开。"),
        *zip(CHAPTERS, (draw(report) for draw in (table2, table3, table4)), strict=True),
        ("五、存在的主要问题及改进情况", "公开的主动性还不够，将加强培训。"),
        ("六、其他需要报告的事项", "没有其他需要报告的事项。"),
    ]


def _nested(values: Cells) -> Figures:
    made: Figures = {}
    for (table, row, column), value in values.items():
        made.setdefault(table, {}).setdefault(row, {})[column] = value
    return made
