"""From a page's frames to grids: what stands in each cell, and tables that go on over a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.annual_reports.rules.cells import is_value
from gongkai.annual_reports.rules.document import BREAK, Box, Grid
from gongkai.annual_reports.rules.sources.pdf.bounds import TooMuch
from gongkai.annual_reports.rules.sources.pdf.drawn import UNREADABLE, Glyph
from gongkai.annual_reports.rules.sources.pdf.frames import Frame
from gongkai.annual_reports.rules.sources.pdf.lines import of, text_of, touching
from gongkai.annual_reports.rules.sources.pdf.narrow import Room

MOST_LOOKED_AT = (
    2_000_000  # glyphs times tables of a page; a full page has 3,000 of the ones, few of the others
)
_AGREES = 2.0  # edges of columns on two pages
_NUMBERED = re.compile(r"\s*[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．:：]")


def fill(frames: Sequence[Frame], glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Put glyphs into the cells they stand in; returns those that stand in none.

    A number that reaches over a line makes both cells doubtful: where it is cut would be a guess. Raises
    TooMuch for more tables and glyphs than a page can show.
    """
    loose = []
    place = {}
    glyphs = list(glyphs)
    if len(frames) * len(glyphs) > MOST_LOOKED_AT:
        raise TooMuch
    for glyph in glyphs:
        middle = (glyph.left + glyph.right) / 2
        cells = (frame.cell_at(middle, glyph.middle) for frame in frames)
        cell = next((cell for cell in cells if cell is not None), None)
        if cell is None:
            loose.append(glyph)
        else:
            cell.glyphs.append(glyph)
            place[id(glyph)] = cell
    inside = (glyph for frame in frames for cell in frame.cells for glyph in cell.glyphs)
    for first, second in touching(inside):
        if place[id(first)] is not place[id(second)]:
            place[id(first)].doubtful = place[id(second)].doubtful = True
    return loose


@dataclass(slots=True)
class OpenTable:
    """A table that may go on on the next page: the grid so far and the places of its columns' edges."""

    grid: Grid
    xs: list[float]
    top: float
    open_top: frozenset[int]
    open_bottom: frozenset[int]

    @classmethod
    def of(cls, frame: Frame) -> OpenTable:
        """The table that `frame` fences in, with the text of its cells."""
        rows: list[list[Box]] = []
        lines = {id(cell): of(cell.glyphs) for cell in frame.cells}
        room = Room(frame, ((cell, lines[id(cell)]) for cell in frame.cells))
        boxes = {
            id(cell): Box(
                text_of(lines[id(cell)], BREAK if room.breaks(cell, lines[id(cell)]) else " ")
                + (UNREADABLE if cell.doubtful else ""),
                cell.top,
                cell.left,
                cell.right,
                cell.bottom - cell.top,
            )
            for cell in frame.cells
        }
        for fields in frame.field_cells:
            rows.append(list({id(cell): boxes[id(cell)] for cell in fields}.values()))
        return cls(Grid(rows), list(frame.xs), frame.ys[0], frame.open_top, frame.open_bottom)

    def take(self, other: OpenTable) -> bool:
        """Whether `other`, first on the next page, goes on with this table; if so, it is added."""
        if not self._fits(other) or _begins_with_heads(other):
            return False
        xs = sorted({*self.xs, *(x for x in other.xs if self._index(x) is None)})
        mine = [xs.index(x) for x in self.xs]
        theirs = [_near(xs, x) for x in other.xs]
        _renumber(self.grid, mine, 0)
        height = len(self.grid.rows)
        is_open = self._is_open_towards(other)
        _renumber(other.grid, theirs, height)
        self.xs, self.open_bottom = xs, frozenset(_near(xs, other.xs[i]) for i in other.open_bottom)
        self.grid.rows += other.grid.rows
        rows = self.grid.rows
        whole = _is_whole(rows[height - 1], height - 1) and _is_whole(rows[height], height)
        doubtful = is_open and not whole
        if (doubtful or _is_cut(self.grid, height)) and not _mend(self.grid, height) and doubtful:
            _spoil(self.grid, height)
        return True

    def _index(self, x: float) -> int | None:
        return next((i for i, own in enumerate(self.xs) if abs(own - x) <= _AGREES), None)

    def _fits(self, other: OpenTable) -> bool:
        """The outer edges agree, and the columns of one table are among those of the other."""
        if abs(self.xs[0] - other.xs[0]) > _AGREES or abs(self.xs[-1] - other.xs[-1]) > _AGREES:
            return False
        common = sum(self._index(x) is not None for x in other.xs)
        return common == min(len(self.xs), len(other.xs))

    def _is_open_towards(self, other: OpenTable) -> bool:
        """Whether the line between the pages is missing on both sides all along."""
        return len(self.open_bottom) == len(self.xs) - 1 and len(other.open_top) == len(other.xs) - 1


def _near(places: list[float], x: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - x))


def _renumber(grid: Grid, columns: list[int], down: int) -> None:
    if not down and columns == list(range(len(columns))):
        return
    for box in {id(box): box for row in grid.rows for box in row}.values():
        box.left, box.right, box.top = columns[box.left], columns[box.right], box.top + down


def _begins_with_heads(sheet: OpenTable) -> bool:
    """A row of heads has no figure, and more than one text or one across the table."""
    own = [box for box in sheet.grid.rows[0] if box.text and box.rowspan == 1]
    if not own or any(is_value(box.text) for box in own):
        return False
    return len(own) > 1 or own[0].right - own[0].left == len(sheet.xs) - 1


def _own(row: list[Box], top: int) -> list[Box]:
    return [box for box in row if box.top == top and box.rowspan == 1]


def _parts(row: list[Box], top: int) -> tuple[list[Box], list[Box]]:
    """The labels and the figures of a row."""
    own = [box for box in _own(row, top) if box.text]
    figures = [box for box in own if is_value(box.text)]
    return [box for box in own if not is_value(box.text)], figures


def _is_cut(grid: Grid, height: int) -> bool:
    """Whether the last row before `height`, where a page ended, and the first after it are one row.

    So it is if only together they have a label and figures, or if a numbered label goes on in one that
    has no number.
    """
    labels, figures = _parts(grid.rows[height - 1], height - 1)
    more_labels, more_figures = _parts(grid.rows[height], height)
    if labels and more_figures and not figures and not more_labels:
        return True
    if figures and more_labels and not labels and not more_figures:
        return True
    if not labels or len(more_labels) != 1 or (figures and more_figures):
        return False
    last, rest = labels[-1], more_labels[0]
    same = (last.left, last.right) == (rest.left, rest.right)
    return same and _NUMBERED.match(last.text) is not None and not _NUMBERED.match(rest.text)


def _is_whole(row: list[Box], top: int) -> bool:
    labels, figures = _parts(row, top)
    return bool(labels and figures)


def _begins(text: str) -> bool:
    """Whether the text is a figure or a label of its own."""
    return is_value(text) or _NUMBERED.match(text) is not None


def _mend(grid: Grid, height: int) -> bool:
    """A row that the end of the page cut in two becomes one, if no cell would get two figures."""
    pairs = []
    for box in _own(grid.rows[height], height):
        over = [other for other in _own(grid.rows[height - 1], height - 1) if other.left == box.left]
        if len(over) != 1 or over[0].right != box.right:
            if box.text:
                return False
            continue
        if box.text and over[0].text and (_begins(box.text) or is_value(over[0].text)):
            return False
        pairs.append((over[0], box))
    for upper, lower in pairs:
        upper.text, lower.text = upper.text + lower.text, ""
    return True


def _spoil(grid: Grid, height: int) -> None:
    """Rows on both sides of the end of a page that belong together nobody knows how: none is certain."""
    for top in (height - 1, height):
        for box in _own(grid.rows[top], top):
            box.text += UNREADABLE if not box.text or is_value(box.text) else ""
