"""The cells of one sheet of a workbook, cut into prose and tables.

A sheet is one surface on which title, sentences and several tables stand under each other; only what is no
label of any form and stands alone in its row is prose, and ends the table above it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.annual_reports.rules.cells import is_value
from gongkai.annual_reports.rules.document import MOST_CELLS, Box, Document, Grid, Piece
from gongkai.annual_reports.rules.sources.kinds import refuse_endless
from gongkai.annual_reports.rules.sources.vocabulary import is_label

# The widest form has 15 columns; beyond this only cells with text are kept.
WIDEST = 48
_MOST_DRAWN = 2000

# Top row, left column, bottom row, right column, all inclusive and counted from 1.
Merge = tuple[int, int, int, int]
Place = tuple[int, int]


@dataclass(slots=True)
class Surface:
    """A sheet: texts by (row, column), both from 1; merges; what is hidden.

    `drawn_rows`: rows with cells in the file, be they blank. `hidden_texts` may show through a merge that
    begins in a hidden row or column and reaches into sight.
    """

    cells: dict[Place, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    drawn_rows: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden_texts: dict[Place, str] = field(default_factory=dict)
    hidden_figures: bool = False


@dataclass(slots=True)
class _Lines:
    """The visible rows and columns that are kept, in order, and the merge that covers a place."""

    rows: list[int]
    columns: list[int]
    covered: dict[Place, Merge]


def lay_out(surface: Surface, document: Document) -> None:
    """Add the sheet's paragraphs, pieces and grids to `document`; raises NothingRead for endless sheets."""
    lines = _lines(surface)
    if len(lines.columns) == 1:
        for row in lines.rows:
            _say(surface.cells.get((row, lines.columns[0]), ""), document)
        return
    table: list[int] = []
    for row in lines.rows:
        sentence = _sentence(surface, lines, row)
        if sentence is None:
            table.append(row)
            continue
        _finish(surface, lines, table, document)
        table = []
        _say(sentence, document)
    _finish(surface, lines, table, document)


def _say(text: str, document: Document) -> None:
    if not text:
        return
    if is_value(text):
        document.pieces.append(Piece("value", text))
    else:
        document.paragraphs.append(text)
        document.pieces.append(Piece("text", text))


def _lines(surface: Surface) -> _Lines:
    filled = {row for row, _ in surface.cells}
    last = max(filled, default=0)
    blank = sorted(row for row in surface.drawn_rows - filled if row <= last + 1)[:_MOST_DRAWN]
    rows = sorted(filled | set(blank))
    used = sorted({column for _, column in surface.cells})
    wide = range(used[0], min(used[-1], used[0] + WIDEST) + 1) if used else range(0)
    columns = [column for column in wide if column not in surface.hidden_columns]
    columns += [column for column in used if column >= wide.stop]
    if len(rows) * len(columns) > 4 * MOST_CELLS:
        refuse_endless()
    return _Lines(rows, columns, _covered(surface, rows, columns))


def _covered(surface: Surface, rows: list[int], columns: list[int]) -> dict[Place, Merge]:
    covered: dict[Place, Merge] = {}
    places = 0  # merges do not overlap in what a program writes: no place is gone to twice
    for merge in surface.merges:
        top, left, bottom, right = merge
        if top == bottom and left == right:
            continue
        across = list(_within(columns, left, right))
        for row in _within(rows, top, bottom):
            places += 1 + len(across)
            if places > 8 * MOST_CELLS:
                refuse_endless()
            for column in across:
                covered.setdefault((row, column), merge)
    return covered


def _within(numbers: list[int], low: int, high: int) -> Iterator[int]:
    for at in range(bisect_left(numbers, low), len(numbers)):
        if numbers[at] > high:
            return
        yield numbers[at]


def _sentence(surface: Surface, lines: _Lines, row: int) -> str | None:
    """The text of a row that is prose; None for a row of a table."""
    seen: list[str] = []
    for column in lines.columns:
        merge = lines.covered.get((row, column))
        if merge is not None and merge[0] != merge[2]:
            return None
        if merge is None or merge[1] == column:
            text = surface.cells.get((row, column), "")
            seen += [text] if text else []
    if len(seen) != 1 or is_value(seen[0]) or is_label(seen[0]):
        return None
    return seen[0]


def _finish(surface: Surface, lines: _Lines, rows: list[int], document: Document) -> None:
    """The rows as a grid; boxes of merges are shared by the rows they cover."""
    if not any((row, column) in surface.cells for row in rows for column in lines.columns):
        return
    at = {column: place for place, column in enumerate(lines.columns)}
    merged: dict[Merge, Box] = {}
    placed = []
    for top, row in enumerate(rows):
        line: list[Box] = []
        for column in lines.columns:
            merge = lines.covered.get((row, column))
            if merge is None:
                text = surface.cells.get((row, column), "")
                line.append(Box(text, top, at[column], at[column] + 1))
                continue
            box = merged.get(merge)
            if box is None:
                begin = (merge[0], merge[1])
                text = surface.cells.get(begin) or surface.hidden_texts.get(begin, "")
                box = merged[merge] = Box(text, top, at[column], at[column] + 1, 0)
            if not line or line[-1] is not box:
                line.append(box)
                box.rowspan += 1
            box.right = max(box.right, at[column] + 1)
        placed.append(line)
    document.grids.append(Grid(placed))
