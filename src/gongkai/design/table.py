"""The cells that the component `data_table` draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class TableMark:
    """A finding's number in a cell, linking to its sentence; `word` is its level for a screen reader."""

    number: int
    level: Literal["error", "warn", "ask"]
    word: str
    message: str
    href: str


@dataclass(frozen=True)
class TableCell:
    """One cell: `head` and `label` are headers (of columns, of rows), `data` holds a figure.

    `state` says why a figure looks unusual: `blank` (left blank), `missing` (could not be read), `none`
    (the form has no such cell). `depth` counts the label columns from 1; `last_label` is the label next to
    the figures, which stays in view on a narrow screen. A cell with `marks` is where a finding shows; one
    that is only `touched` takes part in it. `current` is the cell that is being changed; `label` is what
    its link does, for a screen reader.
    """

    kind: Literal["head", "label", "data"]
    text: str
    rowspan: int = 1
    colspan: int = 1
    id: str = ""
    href: str = ""
    note: str = ""
    state: Literal["", "blank", "missing", "none"] = ""
    depth: int = 0
    last_label: bool = False
    marks: tuple[TableMark, ...] = ()
    touched: bool = False
    current: bool = False
    label: str = ""

    @property
    def scope(self) -> str:
        """The `scope` attribute of a header cell; spanning headers speak for a group."""
        if self.kind == "head":
            return "colgroup" if self.colspan > 1 else "col"
        return "rowgroup" if self.rowspan > 1 else "row"


def plain(heads: Sequence[str], rows: Iterable[Sequence[str | TableCell]]) -> list[list[TableCell]]:
    """A simple table: one row of heads, then rows whose first cell is their label."""
    table = [[TableCell("head", head) for head in heads]]
    for row in rows:
        table.append([_plain_cell(value, first=index == 0) for index, value in enumerate(row)])
    return table


def _plain_cell(value: str | TableCell, *, first: bool) -> TableCell:
    if isinstance(value, TableCell):
        return value
    return TableCell("label" if first else "data", value, last_label=first)
