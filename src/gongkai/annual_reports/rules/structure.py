"""What a form is made of: tables, rows, columns, blocks, and the relations that must hold between cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of figures. `kind`: count (integer ≥ 0), change (signed integer) or amount (decimal ≥ 0)."""

    key: str
    label: str
    also: tuple[str, ...] = ()
    group: str = ""
    kind: str = "count"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of figures: its label, the heads it stands under (outermost first) and the columns it has."""

    key: str
    label: str
    columns: tuple[str, ...]
    also: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a table with its own heads (an item of article 20 in table two)."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a form. `layout`: blocks (table two), matrix (three), across (four: rows side by side)."""

    key: str
    label: str
    title: str
    layout: str
    columns: Mapping[str, Column]
    rows: Mapping[str, Row]
    blocks: tuple[Block, ...] = ()
    corner: str = ""
    over: str = ""

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Every (row, column) that exists, in reading order."""
        return tuple((row.key, column) for row in self.rows.values() for column in row.columns)


@dataclass(frozen=True, slots=True)
class Term:
    """A summand of an identity: a row or column key, its sign, and whether last year's report supplies it."""

    key: str
    sign: int
    previous: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """A relation the form demands: Σ left = Σ right, in every column or in every row of one table."""

    code: str
    level: str
    table: str
    along: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    over: tuple[str, ...]
    citation: str
    rule: str
    message: str

    @property
    def needs_previous(self) -> bool:
        """Whether the relation reaches into last year's report."""
        return any(term.previous for term in (*self.left, *self.right))

    def cell(self, line: str, term: Term) -> tuple[str, str]:
        """The (row, column) that `term` means on `line` (a column if along column, else a row)."""
        return (term.key, line) if self.along == "column" else (line, term.key)
