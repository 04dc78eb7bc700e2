"""A reading as CSV: one line per cell of the form, so that blank and unread cells are seen as such."""

from __future__ import annotations

import csv
import io

from gongkai.annual_reports.rules.forms import CHAPTER_TABLES, TABLE_KEYS, form
from gongkai.annual_reports.rules.reading import Amount, Line, Reading, Value
from gongkai.annual_reports.rules.structure import FormTable

HEAD = ("地方", "年度", "格式", "表", "行代码", "行", "列代码", "列", "数值", "单位", "状态", "说明")
# A text that a spreadsheet would take for a formula is kept from acting as one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(reading: Reading) -> str:
    """CSV text with a head line (no byte order mark), cells in the form's order, then the prose figures."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    origin = [safe(reading.place or ""), reading.year or "", reading.format or ""]
    reasons = {(item.table, item.row, item.col): item.reason for item in reading.unread}
    tables = form(reading.format).tables if reading.format else {}
    for key in TABLE_KEYS:
        lines = reading.tables.get(key)
        # A report that has no statistics lacks nothing.
        if key not in tables or (lines is None and key not in CHAPTER_TABLES):
            continue
        for row, col in tables[key].cells_of(lines or ()):
            line = (lines or {}).get(row)
            reason = reasons.get((key, row, col)) or reasons.get((key, None, None), "")
            writer.writerow([*origin, *_cell(tables[key], row, col, line, reason)])
    for claim in reading.narrative:
        state = "约数" if claim.approximate else "已填"
        writer.writerow(
            [*origin, "文字", "", safe(claim.claim), "", "", claim.value, safe(claim.unit), state, ""]
        )
    return out.getvalue()


def _cell(table: FormTable, row: str, col: str, line: Line | None, reason: str) -> list[object]:
    names = [table.label, row, table.row(row).label, col, table.columns[col].label]
    if line is None or col not in line.cells:
        return [*names, "", "", "未读出", safe(reason)]
    value = line.cells[col]
    state = "空白" if value is None else "已填"
    return [
        *names,
        _number(value),
        _unit(value) or table.row(row).unit or table.columns[col].unit,
        state,
        safe(line.note),
    ]


def _number(value: Value) -> object:
    return "" if value is None else value.value if isinstance(value, Amount) else value


def _unit(value: Value) -> str:
    return safe(value.unit) if isinstance(value, Amount) else ""


def safe(text: str) -> str:
    """The text, kept from acting as a formula where it would."""
    return f"'{text}" if text.startswith(_FORMULA) else text
