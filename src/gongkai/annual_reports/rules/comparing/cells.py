"""What of a report can be compared: whose it is, its year and form, and its cells as one flat table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annual_reports.rules.forms import form
from gongkai.annual_reports.rules.reading import Amount, Reading, Value

Cell = tuple[str, str, str]  # table, row, column

# What one unit is in yuan.
_YUAN = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10**4),
    "百万元": Decimal(10**6),
    "千万元": Decimal(10**7),
    "亿元": Decimal(10**8),
}


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """Whose figures they are: code, name, level (a level of the archive, or empty where nobody said)."""

    code: str
    name: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """A report reduced to what is compared. A blank cell is None; a cell that was not read is absent."""

    place: ComparedPlace
    year: int
    form: str
    cells: Mapping[Cell, Value]


def cells(reading: Reading) -> dict[Cell, Value]:
    """Every cell that was read, amounts with their unit (that of the form's column where none is written)."""
    found: dict[Cell, Value] = {}
    shape = form(reading.format) if reading.format else None
    for key, lines in reading.tables.items():
        for row, line in (lines or {}).items():
            for column, value in line.cells.items():
                unit = shape.tables[key].column(row, column).unit if shape else ""
                if unit and value is not None and not isinstance(value, Amount):
                    value = Amount(value, unit)
                found[key, row, column] = value
    return found


def facts(reading: Reading, place: ComparedPlace) -> Facts | None:
    """The facts of a reading; None where its year or its form is not known."""
    if reading.year is None or reading.format is None:
        return None
    return Facts(place, reading.year, reading.format, cells(reading))


def converted(amount: Amount, unit: str) -> Decimal | None:
    """The amount in another unit, exactly; None where one of the units is not one of money."""
    if amount.unit == unit:
        return Decimal(amount.value)
    if amount.unit not in _YUAN or unit not in _YUAN:
        return None
    return Decimal(amount.value) * _YUAN[amount.unit] / _YUAN[unit]
