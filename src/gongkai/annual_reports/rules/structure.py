"""What a form is made of: tables, rows, columns, blocks, and the relations that must hold between cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True, eq=False)
class FormColumn:
    """A column of figures. `kind`: count (integer ≥ 0), change (signed integer) or amount (decimal ≥ 0)."""

    key: str
    label: str
    also: tuple[str, ...] = ()
    group: str = ""
    kind: str = "count"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of figures: its label, the heads it stands under (outermost first) and the columns it has.

    `instead_of`: the rows of the form for which this one stands in some published reports; it has their sum.
    `unit`: the measure of a list's row; a row measured in money holds amounts.
    """

    key: str
    label: str
    columns: tuple[str, ...]
    also: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FormBlock:
    """A part of a table with its own heads (an item of article 20 in table two)."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table of a form.

    `layout`: blocks (table two), matrix (three), across (four: rows side by side) or list (the statistics:
    a label, its unit and one figure to a row).

    `rows` are those that the form prescribes; `combined` those that may stand for several of them.
    """

    key: str
    label: str
    title: str
    layout: str
    columns: Mapping[str, FormColumn]
    rows: Mapping[str, FormRow]
    blocks: tuple[FormBlock, ...] = ()
    corner: str = ""
    over: str = ""
    combined: Mapping[str, FormRow] = field(default_factory=dict)

    def row(self, key: str) -> FormRow:
        """The row `key`, prescribed or combined; KeyError for any other."""
        return self.rows[key] if key in self.rows else self.combined[key]

    def column(self, row: str, col: str) -> FormColumn:
        """The column `col` as it is in `row`: in a list the row's unit decides whether it holds amounts."""
        column, unit = self.columns[col], self.row(row).unit
        return replace(column, kind="amount", unit=unit) if unit.endswith("元") else column

    def has(self, key: str) -> bool:
        """Whether there is a row `key`, prescribed or combined."""
        return key in self.rows or key in self.combined

    def rows_of(self, present: Iterable[str] = ()) -> tuple[FormRow, ...]:
        """The rows, in order, of a report that has the rows `present`.

        They are the prescribed ones, but for those whose combined row is present while none of them is.
        """
        seen = set(present)
        instead = {
            part: row
            for row in self.combined.values()
            if row.key in seen and not seen & set(row.instead_of)
            for part in row.instead_of
        }
        rows = {(row := instead.get(key, prescribed)).key: row for key, prescribed in self.rows.items()}
        return tuple(rows.values())

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Every (row, column) that the form prescribes, in reading order."""
        return self.cells_of()

    def cells_of(self, present: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
        """Every (row, column) of a report that has the rows `present`, in reading order."""
        return tuple((row.key, column) for row in self.rows_of(present) for column in row.columns)


@dataclass(frozen=True, slots=True)
class Term:
    """A summand of an identity: a row or column key, its sign, and whether last year's report supplies it."""

    key: str
    sign: int
    previous: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """A relation the form demands: Σ left = Σ right, in every column or in every row of one table.

    `relation`: equal, or at_most where Σ left may be less than Σ right but not more.
    """

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
    relation: str = "equal"

    def holds(self, left: int | Decimal, right: int | Decimal) -> bool:
        """Whether the two sums stand as they must."""
        return left <= right if self.relation == "at_most" else left == right

    @property
    def needs_previous(self) -> bool:
        """Whether the relation reaches into last year's report."""
        return any(term.previous for term in (*self.left, *self.right))

    def cell(self, line: str, term: Term) -> tuple[str, str]:
        """The (row, column) that `term` means on `line` (a column if along column, else a row)."""
        return (term.key, line) if self.along == "column" else (line, term.key)

    def among(self, table: FormTable, present: Iterable[str]) -> Identity:
        """The same relation in a report with the rows `present`: a combined row in place of its parts."""
        instead = {part: row.key for row in table.rows_of(present) for part in row.instead_of}
        if not instead:
            return self
        if self.along == "row":
            over = dict.fromkeys(instead.get(line, line) for line in self.over)
            return replace(self, over=tuple(over))
        left, right = (
            tuple(dict.fromkeys(replace(term, key=instead.get(term.key, term.key)) for term in side))
            for side in (self.left, self.right)
        )
        return replace(self, left=left, right=right)
