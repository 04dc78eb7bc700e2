"""One table out of many units' reports: sums cell by cell, and whether the government's own report agrees.

A cell that is blank or unread in some unit is summed over the others, and those units are named: a sum
never passes for complete when it is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annual_reports.rules.checks import ComparedFigure, Finding, FindingKind
from gongkai.annual_reports.rules.forms import form
from gongkai.annual_reports.rules.reading import Amount, Line, Reading, Value
from gongkai.annual_reports.rules.structure import FormTable

Cell = tuple[str, str, str]
KIND = FindingKind(
    "AGG",
    "warn",
    "政府汇总报告的每个数字，应等于名单内各单位同一格之和",
    "国办公开办函〔2021〕30号；〔本项目理解〕",
    ("2019", "2021"),
)
_UNITS = {"元": Decimal("0.0001"), "千元": Decimal("0.1"), "万元": Decimal(1), "百万元": Decimal(100)}
_UNITS["亿元"] = Decimal(10000)


@dataclass(frozen=True, slots=True)
class RolledUp:
    """`total` has a value where at least one unit has one; `incomplete`: cell → units that have none."""

    total: Reading
    incomplete: Mapping[Cell, tuple[str, ...]]


def total(readings: Sequence[tuple[str, Reading]], *, place: str | None, year: int, format: str) -> RolledUp:
    """The sum of the readings (unit's name, reading), all of the form `format`; amounts in 万元."""
    tables: dict[str, dict[str, Line] | None] = {}
    incomplete: dict[Cell, tuple[str, ...]] = {}
    for table in form(format).tables.values():
        lines: dict[str, Line] = {}
        for row, column in table.cells:
            found = [(name, amount(reading, table, row, column)) for name, reading in readings]
            values = [value for _name, value in found if value is not None]
            lacking = tuple(name for name, value in found if value is None)
            if lacking:
                incomplete[table.key, row, column] = lacking
            lines.setdefault(row, Line()).cells[column] = _shown(values, table, column)
        tables[table.key] = lines if readings else None
    _combine(tables, readings, format, incomplete)
    return RolledUp(Reading(place, year, format, tables), incomplete)


def amount(reading: Reading, table: FormTable, row: str, column: str) -> int | Decimal | None:
    """The figure of a cell, amounts of any unit in 万元; None where there is none or its unit is unknown."""
    line = (reading.tables.get(table.key) or {}).get(row)
    value = line.cells.get(column) if line else None
    if not isinstance(value, Amount):
        return value
    return value.value * _UNITS[value.unit] if value.unit in _UNITS else None


def against(own: Reading, sums: RolledUp) -> list[Finding]:
    """Where a government's consolidated report differs from the sum of its units, in cells that all have."""
    if own.format != sums.total.format or own.format is None:
        return []
    found = []
    for table in form(own.format).tables.values():
        for row, column in table.cells_of(sums.total.tables.get(table.key) or {}):
            said, summed = _either(own, table, row, column), amount(sums.total, table, row, column)
            incomplete = (table.key, row, column) in sums.incomplete
            if said is None or summed is None or incomplete or said == summed:
                continue
            label = f"{table.label}“{_label(table, row)}·{table.columns[column].label}”"
            message = (
                f"{label}：汇总报告是{said}，名单内各单位之和是{summed}，相差{abs(said - summed)}；"
                "请核对是否漏报、重复计算，或者名单与汇总范围不同。"
            )
            values = (ComparedFigure("汇总报告", said), ComparedFigure("各单位之和", summed))
            found.append(
                Finding("AGG", KIND.level, table.key, ((row, column),), summed, said, message, values)
            )
    return found


def _shown(values: list[int | Decimal], table: FormTable, column: str) -> Value:
    if not values:
        return None
    summed = sum(values, start=Decimal(0))
    plain = int(summed) if summed == int(summed) else summed
    shape = table.columns[column]
    return Amount(plain, "万元") if shape.kind == "amount" and not shape.unit else plain


def _combine(
    tables: dict[str, dict[str, Line] | None],
    readings: Sequence[tuple[str, Reading]],
    format: str,
    incomplete: dict[Cell, tuple[str, ...]],
) -> None:
    """Where a unit has one row for several, so has the sum: the parts cannot be told apart."""
    for table in form(format).tables.values():
        lines = tables[table.key]
        for key, row in table.combined.items():
            if lines is None or not any(
                key in (reading.tables.get(table.key) or {}) for _n, reading in readings
            ):
                continue
            line = Line()
            for column in row.columns:
                found = [(name, _either(reading, table, key, column)) for name, reading in readings]
                values = [value for _name, value in found if value is not None]
                line.cells[column] = _shown(values, table, column)
                if lacking := tuple(name for name, value in found if value is None):
                    incomplete[table.key, key, column] = lacking
            for part in row.instead_of:
                del lines[part]
                for column in row.columns:
                    incomplete.pop((table.key, part, column), None)
            lines[key] = line


def _either(reading: Reading, table: FormTable, key: str, column: str) -> int | Decimal | None:
    """A cell; that of a combined row as it stands, or as the sum of its parts."""
    own = amount(reading, table, key, column)
    if own is not None or key not in table.combined:
        return own
    parts = [amount(reading, table, part, column) for part in table.combined[key].instead_of]
    whole = [part for part in parts if part is not None]
    return sum(whole) if len(whole) == len(parts) else None


def _label(table: FormTable, row: str) -> str:
    return "·".join((*table.row(row).groups, table.row(row).label))
