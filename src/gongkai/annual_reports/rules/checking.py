"""Does the report close? Every identity of its form, impossible values, blanks, and the year before.

Identities come from the form's YAML; an identity that touches a blank or unread cell stays silent, so that
nothing is ever held against a report because of what could not be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gongkai.annual_reports.rules import forms
from gongkai.annual_reports.rules.forms import Form, form
from gongkai.annual_reports.rules.reading import Reading
from gongkai.annual_reports.rules.structure import Identity, Table, Term

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A line of the reference of findings: what is checked, how serious, on which ground, in which forms."""

    code: str
    level: str
    rule: str
    citation: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit. `level`: error, warn or ask. `cells`: (row, column), the total first."""

    code: str
    level: str
    table: str | None
    cells: tuple[Cell, ...]
    expected: int | Decimal | None
    found: int | Decimal | None
    message: str

    def as_json(self) -> dict[str, Any]:
        """`{code, level, table, cells: [{row, col}], expected, found, message}`."""
        return {
            "code": self.code,
            "level": self.level,
            "table": self.table,
            "cells": [{"row": row, "col": col} for row, col in self.cells],
            "expected": _plain(self.expected),
            "found": _plain(self.found),
            "message": self.message,
        }


FORMAT_CODE = "FMT"
_ALL = ("2019", "2021")
_FORM_CITATION = "国办公开办函〔2019〕60号、国办公开办函〔2021〕30号附件"
FORMAT_RULES = (
    FindingKind(FORMAT_CODE, "error", "件数应为不小于0的整数，金额不小于0", _FORM_CITATION, _ALL),
    FindingKind(FORMAT_CODE, "error", "上一年项目数量加本年增/减不小于0", _FORM_CITATION, ("2019",)),
    FindingKind(FORMAT_CODE, "warn", "没有的填0，不留空白〔本项目理解〕", _FORM_CITATION, _ALL),
    FindingKind(FORMAT_CODE, "warn", "报告使用与年度相符的格式", _FORM_CITATION, _ALL),
    FindingKind(FORMAT_CODE, "ask", "跨年核对须用上一年度的报告", _FORM_CITATION, _ALL),
)


def kinds() -> tuple[FindingKind, ...]:
    """Every kind of finding there is, identities first; the reference page is made from this."""
    found: dict[str, FindingKind] = {}
    for name in forms.FORMATS:
        for item in form(name).identities:
            formats = (*(found[item.code].formats if item.code in found else ()), name)
            found[item.code] = FindingKind(item.code, item.level, item.rule, item.citation, formats)
    return (*found.values(), *FORMAT_RULES)


def check(reading: Reading, previous: Reading | None = None) -> list[Finding]:
    """All findings of a report; `previous` (the same body, the year before) adds those across years.

    Pure: the same readings give the same findings in the same order (form, tables two to four, across years).
    """
    if reading.format is None:
        return []
    found = _check_format(reading)
    shape = form(reading.format)
    for table in shape.tables.values():
        if reading.tables.get(table.key) is not None:
            found += _check_values(reading, table)
            found += _check_blanks(reading, table)
    for identity in shape.identities:
        if not identity.needs_previous:
            found += _check_identity(identity, shape, reading, None)
    if previous is not None:
        found += _check_years(shape, reading, previous)
    return found


def _check_format(reading: Reading) -> list[Finding]:
    if reading.year is None or reading.format is None or form(reading.format).serves(reading.year):
        return []
    due = forms.for_year(reading.year)
    message = (
        f"{reading.year}年度报告应当使用{due.format}年格式（{due.citation}），"
        f"表格却是{reading.format}年格式，请换用正确的表格，或者核对年份。"
        if due.tables
        else f"{reading.year}年度还没有统一表格，文中却有{reading.format}年格式的表格，请核对年份。"
    )
    return [Finding(FORMAT_CODE, "warn", None, (), None, None, message)]


def _check_values(reading: Reading, table: Table) -> list[Finding]:
    found = []
    for row, col in table.cells:
        value, kind = reading.value(table.key, row, col), table.columns[col].kind
        if value is None:
            continue
        where = f"{table.label}“{table.rows[row].label}”行“{table.columns[col].label}”"
        if kind != "amount" and value != int(value):
            message = f"{where}填报为{value}，件数应为整数，请核对是否填错单位或者多了小数点。"
        elif kind != "change" and value < 0:
            message = f"{where}填报为{value}，不应小于0，请核对。"
        else:
            continue
        found.append(Finding(FORMAT_CODE, "error", table.key, ((row, col),), None, value, message))
    return found + _check_decrease(reading, table)


def _check_decrease(reading: Reading, table: Table) -> list[Finding]:
    """No more items can be dropped than there were."""
    found = []
    for row in table.rows.values():
        change = next((col for col in row.columns if table.columns[col].kind == "change"), None)
        if change is None:
            continue
        base = row.columns[row.columns.index(change) - 1]
        before, difference = (
            reading.value(table.key, row.key, base),
            reading.value(table.key, row.key, change),
        )
        if before is None or difference is None or before + difference >= 0:
            continue
        message = (
            f"{table.label}“{row.label}”行：{base}{before}加{change}{difference}等于{before + difference}，"
            "减少的项目不可能多于原有的项目，请核对。"
        )
        cells = ((row.key, change), (row.key, base))
        found.append(Finding(FORMAT_CODE, "error", table.key, cells, None, before + difference, message))
    return found


def _check_blanks(reading: Reading, table: Table) -> list[Finding]:
    lines = reading.tables[table.key] or {}
    blanks = [
        (row, col)
        for row, col in table.cells
        if row in lines and col in lines[row].cells and lines[row].cells[col] is None
    ]
    if not blanks:
        return []
    named = "、".join(f"“{table.rows[row].label}”的{table.columns[col].label}" for row, col in blanks[:3])
    more = f"等{len(blanks)}格" if len(blanks) > 3 else ""
    message = f"{table.label}有空白或者以横线、斜线代替数字的单元格：{named}{more}；没有的请填0。"
    return [Finding(FORMAT_CODE, "warn", table.key, tuple(blanks), None, None, message)]


def _check_years(shape: Form, reading: Reading, previous: Reading) -> list[Finding]:
    years = (reading.year, previous.year)
    if None not in years and years[0] != (years[1] or 0) + 1:
        message = (
            f"本报告是{years[0]}年度，用来比较的是{years[1]}年度，不是上一年度，没有做跨年核对；"
            f"请换用{(years[0] or 0) - 1}年度报告。"
        )
        return [Finding(FORMAT_CODE, "ask", None, (), None, None, message)]
    found = []
    for identity in shape.identities:
        if identity.needs_previous:
            found += _check_identity(identity, shape, reading, previous)
    return found


def _check_identity(
    identity: Identity, shape: Form, reading: Reading, previous: Reading | None
) -> list[Finding]:
    if reading.tables.get(identity.table) is None:
        return []
    table, found = shape.tables[identity.table], []
    for line in identity.over:
        left = _sum(identity, identity.left, line, reading, previous)
        right = _sum(identity, identity.right, line, reading, previous)
        if left is None or right is None or left == right:
            continue
        terms = [term for term in (*identity.left, *identity.right) if not term.previous]
        cells = tuple(identity.cell(line, term) for term in terms)
        message = identity.message.format(
            line=_line_words(table, identity, line), left=left, right=right, difference=abs(left - right)
        )
        found.append(Finding(identity.code, identity.level, table.key, cells, right, left, message))
    return found


def _sum(
    identity: Identity, terms: tuple[Term, ...], line: str, reading: Reading, previous: Reading | None
) -> int | Decimal | None:
    total: int | Decimal = 0
    for term in terms:
        source = previous if term.previous else reading
        value = source.value(identity.table, *identity.cell(line, term)) if source else None
        if value is None:
            return None
        total += term.sign * value
    return total


def _line_words(table: Table, identity: Identity, line: str) -> str:
    if identity.along == "column":
        return f"{table.label}“{table.columns[line].label}”列"
    row = table.rows[line]
    if table.layout == "across":
        return f"{table.label}“{'·'.join((*row.groups, row.label))}”"
    return f"{table.label}“{row.label}”行"


def _plain(value: int | Decimal | None) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value
