"""How a form's table is drawn: rows of cells with spans, so that a page only loops over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from gongkai.annual_reports.rules.structure import FormBlock, FormRow, FormTable

LAYOUTS = ("blocks", "matrix", "across", "list")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of the prescribed table.

    `kind`: head (column heads and titles), label (row labels and their group heads) or data. A data cell
    carries the keys of its row and column; a label carries its row's key; a leaf head its column's key.
    """

    kind: str
    label: str = ""
    rowspan: int = 1
    colspan: int = 1
    row: str = ""
    col: str = ""


def grid(table: FormTable, present: Iterable[str] = ()) -> list[list[GridCell]]:
    """Rows of cells for `table`, as the form prescribes it; a combined row among `present` is kept as one."""
    if table.layout == "blocks":
        return _blocks(table)
    if table.layout == "list":
        return _list(table)
    return _matrix(table, table.rows_of(present)) if table.layout == "matrix" else _across(table)


def _blocks(table: FormTable) -> list[list[GridCell]]:
    width = max(len(block.columns) for block in table.blocks)
    rows = []
    for block in table.blocks:
        spans = _spread(block, width)
        rows.append([GridCell("head", block.title, colspan=width + 1)])
        heads = [GridCell("head", table.columns[col].label, colspan=n, col=col) for col, n in spans]
        rows.append([GridCell("head", table.corner), *heads])
        for key in block.rows:
            label = GridCell("label", table.rows[key].label, row=key)
            rows.append([label, *(GridCell("data", colspan=n, row=key, col=col) for col, n in spans)])
    return rows


def _spread(block: FormBlock, width: int) -> list[tuple[str, int]]:
    """The block's columns with their spans: the last takes the room that is left."""
    last = width - len(block.columns) + 1
    return [(col, last if col == block.columns[-1] else 1) for col in block.columns]


def _matrix(table: FormTable, rows: tuple[FormRow, ...]) -> list[list[GridCell]]:
    columns = list(table.columns.values())
    depth = 1 + max(len(row.groups) for row in rows)
    top = [GridCell("head", table.corner, rowspan=3, colspan=depth)]
    top.append(GridCell("head", table.over, colspan=len(columns)))
    middle, low = [], []
    for group, members in groupby(columns, key=lambda column: column.group):
        leaves = list(members)
        if not group:
            middle += [GridCell("head", leaf.label, rowspan=2, col=leaf.key) for leaf in leaves]
            continue
        middle.append(GridCell("head", group, colspan=len(leaves)))
        low += [GridCell("head", leaf.label, col=leaf.key) for leaf in leaves]
    return [top, middle, low, *_matrix_rows(rows, depth)]


def _matrix_rows(rows: tuple[FormRow, ...], depth: int) -> list[list[GridCell]]:
    lines = []
    for index, row in enumerate(rows):
        line = []
        for level in range(len(row.groups)):
            path = row.groups[: level + 1]
            if index and rows[index - 1].groups[: level + 1] == path:
                continue
            span = sum(other.groups[: level + 1] == path for other in rows)
            line.append(GridCell("label", path[-1], rowspan=span))
        line.append(GridCell("label", row.label, colspan=depth - len(row.groups), row=row.key))
        line += [GridCell("data", row=row.key, col=col) for col in row.columns]
        lines.append(line)
    return lines


def _across(table: FormTable) -> list[list[GridCell]]:
    """Rows stand side by side over one line of data; rows of a group share a head above their own."""
    top, middle, low, data = [], [], [], []
    for group, members in groupby(table.rows.values(), key=lambda row: row.groups):
        rows = list(members)
        if group:
            top.append(GridCell("head", group[0], colspan=sum(len(row.columns) for row in rows)))
        for row in rows:
            leaves = [
                GridCell("head", table.columns[col].label, rowspan=1 if group else 2, row=row.key, col=col)
                for col in row.columns
            ]
            head = GridCell("head", row.label, colspan=len(leaves), row=row.key)
            if group:
                middle.append(head)
                low += leaves
            else:
                top.append(head)
                middle += leaves
            data += [GridCell("data", row=row.key, col=col) for col in row.columns]
    return [top, middle, low, data]


def _list(table: FormTable) -> list[list[GridCell]]:
    """A label, its unit and a figure to a line; heads that have no figure of their own take a whole line."""
    columns = [GridCell("head", column.label, col=column.key) for column in table.columns.values()]
    width = 2 + len(columns)
    lines = [[GridCell("head", table.corner), GridCell("head", table.over), *columns]]
    drawn = {row.label for row in table.rows.values()}
    for row in table.rows.values():
        for group in row.groups:
            if group not in drawn:
                drawn.add(group)
                lines.append([GridCell("label", group, colspan=width)])
        label = [GridCell("label", row.label, row=row.key), GridCell("label", row.unit)]
        lines.append([*label, *(GridCell("data", row=row.key, col=col) for col in row.columns)])
    return lines
