"""Whether figures read so far stand in the relations that the form demands of every row and every column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gongkai.annual_reports.rules.forms import Form
from gongkai.annual_reports.rules.structure import FormTable, Identity, Term

Figures = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Sums:
    """The equalities of one table, in a report with the rows that are given at first."""

    relations: tuple[Identity, ...]

    @classmethod
    def of(cls, shape: Form, table: FormTable, present: Iterable[str]) -> Sums:
        """The equalities of `table` that need no other year's report."""
        rows = tuple(present)
        return cls(
            tuple(
                each.among(table, rows)
                for each in shape.identities
                if each.table == table.key and each.relation == "equal" and not each.needs_previous
            )
        )

    def row_closes(self, figures: Figures, row: str) -> bool:
        """Whether there is a sum along the row, and every such sum holds."""
        mine = [each for each in self.relations if each.along == "row" and row in each.over]
        return bool(mine) and all(_holds(each, row, figures) for each in mine)

    def column_closes(self, figures: Figures, row: str, column: str) -> bool:
        """Whether there is a sum along the column with this row in it, and every such sum holds."""
        mine = [
            each
            for each in self.relations
            if each.along == "column"
            and column in each.over
            and any(term.key == row for term in (*each.left, *each.right))
        ]
        return bool(mine) and all(_holds(each, column, figures) for each in mine)

    def all_close(self, figures: Figures) -> bool:
        """Whether every equality holds wherever the form demands it; all rows must be there."""
        return bool(self.relations) and all(
            _holds(each, line, figures) for each in self.relations for line in each.over
        )


def _holds(identity: Identity, line: str, figures: Figures) -> bool:
    sides = [_sum(identity, side, line, figures) for side in (identity.left, identity.right)]
    return None not in sides and sides[0] == sides[1]


def _sum(identity: Identity, terms: Iterable[Term], line: str, figures: Figures) -> int | None:
    total = 0
    for term in terms:
        row, column = identity.cell(line, term)
        value = figures.get(row, {}).get(column)
        if value is None:
            return None
        total += term.sign * value
    return total
