"""Is the form the right one, and is each cell filled as a cell must be: whole, not negative, not blank?"""

from __future__ import annotations

from gongkai.annual_reports.rules import forms
from gongkai.annual_reports.rules.checks.findings import Finding, FindingKind
from gongkai.annual_reports.rules.forms import Form, form
from gongkai.annual_reports.rules.reading import Reading
from gongkai.annual_reports.rules.structure import FormTable

CODE = "FMT"
_ALL = ("2019", "2021")
_FORM_CITATION = "国办公开办函〔2019〕60号、国办公开办函〔2021〕30号附件"
KINDS = (
    FindingKind(CODE, "error", "件数应为不小于0的整数，金额不小于0", _FORM_CITATION, _ALL),
    FindingKind(CODE, "error", "上一年项目数量加本年增/减不小于0", _FORM_CITATION, ("2019",)),
    FindingKind(CODE, "warn", "没有的填0，不留空白〔本项目理解〕", _FORM_CITATION, _ALL),
    FindingKind(CODE, "warn", "报告使用与年度相符的格式", _FORM_CITATION, _ALL),
    FindingKind(CODE, "ask", "跨年核对须用上一年度的报告", _FORM_CITATION, _ALL),
)


def check(reading: Reading, shape: Form) -> list[Finding]:
    """The form against the year, then cell by cell."""
    found = _check_format(reading)
    for table in shape.tables.values():
        if reading.tables.get(table.key) is not None:
            found += _check_values(reading, table)
            # The statistics before 2019 had no rule against blanks.
            found += _check_blanks(reading, table) if table.key in forms.CHAPTER_TABLES else []
    return found


def _check_format(reading: Reading) -> list[Finding]:
    if reading.year is None or reading.format is None or form(reading.format).serves(reading.year):
        return []
    due = forms.for_year(reading.year)
    message = (
        f"{reading.year}年度报告应当使用{due.format}年格式（{due.citation}），"
        f"表格却是{reading.format}年格式，请换用正确的表格，或者核对年份。"
        if any(key in due.tables for key in forms.CHAPTER_TABLES)
        else f"{reading.year}年度还没有统一表格，文中却有{reading.format}年格式的表格，请核对年份。"
    )
    return [Finding(CODE, "warn", None, (), None, None, message)]


def _check_values(reading: Reading, table: FormTable) -> list[Finding]:
    found = []
    for row, col in table.cells_of(reading.tables[table.key] or ()):
        value, kind = reading.value(table.key, row, col), table.column(row, col).kind
        if value is None:
            continue
        where = f"{table.label}“{table.row(row).label}”行“{table.columns[col].label}”"
        if kind != "amount" and value != int(value):
            message = f"{where}填报为{value}，件数应为整数，请核对是否填错单位或者多了小数点。"
        elif kind != "change" and value < 0:
            message = f"{where}填报为{value}，不应小于0，请核对。"
        else:
            continue
        found.append(Finding(CODE, "error", table.key, ((row, col),), None, value, message))
    return found + _check_decrease(reading, table)


def _check_decrease(reading: Reading, table: FormTable) -> list[Finding]:
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
        found.append(Finding(CODE, "error", table.key, cells, None, before + difference, message))
    return found


def _check_blanks(reading: Reading, table: FormTable) -> list[Finding]:
    lines = reading.tables[table.key] or {}
    blanks = [
        (row, col)
        for row, col in table.cells_of(lines)
        if row in lines and col in lines[row].cells and lines[row].cells[col] is None
    ]
    if not blanks:
        return []
    named = "、".join(f"“{table.row(row).label}”的{table.columns[col].label}" for row, col in blanks[:3])
    more = f"等{len(blanks)}格" if len(blanks) > 3 else ""
    message = f"{table.label}有空白或者以横线、斜线代替数字的单元格：{named}{more}；没有的请填0。"
    return [Finding(CODE, "warn", table.key, tuple(blanks), None, None, message)]
