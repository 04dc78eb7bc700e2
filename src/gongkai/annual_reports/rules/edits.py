"""Corrections by hand laid over what was read: a value, a blank, or the cell as it was read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from gongkai.annual_reports.rules.forms import for_year, form
from gongkai.annual_reports.rules.reading import Amount, Line, Reading, Unread, Value
from gongkai.annual_reports.rules.structure import FormColumn, FormTable

Kind = Literal["value", "blank", "as_read"]
YEAR = ("", "", "year")


@dataclass(frozen=True, slots=True)
class Edit:
    """What a cell should hold. `unit` is an amount's where its column leaves it open; YEAR is the year."""

    table: str
    row: str
    column: str
    kind: Kind
    value: int | Decimal | None = None
    unit: str = ""

    @property
    def cell(self) -> tuple[str, str, str]:
        """(table, row, column)."""
        return self.table, self.row, self.column


def column_of(format: str | None, table: str, row: str, column: str) -> FormColumn | None:
    """The column of a cell that exists in the form, or None for a cell that does not."""
    shape = form(format).tables.get(table) if format else None
    if shape is None or not shape.has(row) or column not in shape.row(row).columns:
        return None
    return shape.column(row, column)


def apply(reading: Reading, edits: Iterable[Edit]) -> Reading:
    """The reading with the latest edit of each cell (the last in order) in force.

    Edits of cells that the form does not have change nothing.
    """
    latest = {edit.cell: edit for edit in edits}
    wanted = [edit for edit in latest.values() if edit.kind != "as_read"]
    reading = _with_year(reading, latest.get(YEAR))
    tables = dict(reading.tables)
    unread = list(reading.unread)
    for edit in wanted:
        column = column_of(reading.format, edit.table, edit.row, edit.column)
        if column is None or reading.format is None:
            continue
        lines = dict(tables.get(edit.table) or {})
        before = lines.get(edit.row, Line())
        lines[edit.row] = Line({**before.cells, edit.column: _value(edit, column)}, before.note)
        tables[edit.table] = lines
        unread = _without(unread, edit, form(reading.format).tables[edit.table], lines)
    return replace(reading, tables=tables, unread=tuple(unread))


def _with_year(reading: Reading, edit: Edit | None) -> Reading:
    if edit is None or edit.kind != "value" or edit.value is None:
        return reading
    year = int(edit.value)
    unread = tuple(item for item in reading.unread if item.table or "年度" not in item.reason)
    return replace(reading, year=year, format=reading.format or for_year(year).format, unread=unread)


def _value(edit: Edit, column: FormColumn) -> Value:
    if edit.kind == "blank" or edit.value is None:
        return None
    value = int(edit.value) if edit.value == int(edit.value) else edit.value
    return Amount(value, edit.unit) if column.kind == "amount" and edit.unit and not column.unit else value


def _without(unread: list[Unread], edit: Edit, table: FormTable, lines: dict[str, Line]) -> list[Unread]:
    """The unread cells that remain; of a whole row or table, each cell that nobody has filled in."""
    remaining = []
    for item in unread:
        if (
            item.table != edit.table
            or item.row not in (None, edit.row)
            or item.col not in (None, edit.column)
        ):
            remaining.append(item)
            continue
        for row, column in table.cells:
            if item.row in (None, row) and item.col in (None, column):
                filled = row in lines and column in lines[row].cells
                if not filled:
                    remaining.append(Unread(edit.table, row, column, item.reason))
    return remaining
