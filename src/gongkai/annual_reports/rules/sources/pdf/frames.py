"""Ruled tables of a page: which strokes belong together, and which cells they fence in.

The strokes of a table divide its area into the smallest fields; fields without a stroke between them are
one cell. So merged cells need no guess, and a side that is left open (at the end of a page, at the edge
of a table without side lines) closes where the table ends.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from gongkai.annual_reports.rules.sources.pdf.drawn import Glyph, Stroke

_SAME = 2.0  # strokes closer than this are one line
_GAP = 3.0  # a line goes on over a gap like this (dots, dashes, corners)
_COVERS = 0.7  # the part of a field's side that must be drawn
MOST_LINES, MOST_FIELDS = 2_000, 40_000
MOST_CROSSINGS = 1_000_000  # of a page: level lines at the height of an upright one

Field = tuple[int, int]


@dataclass(slots=True)
class FrameCell:
    """A fenced cell: rows and columns it covers (`right`, `bottom` exclusive) and what stands in it."""

    top: int
    left: int
    bottom: int
    right: int
    glyphs: list[Glyph] = field(default_factory=list)
    doubtful: bool = False


@dataclass(slots=True)
class Frame:
    """A table: the places of its lines, its cells, and for each field the cell it belongs to.

    `open_top`, `open_bottom`: columns' fields along the edge over (under) which no line is drawn.
    """

    xs: list[float]
    ys: list[float]
    cells: list[FrameCell]
    field_cells: list[list[FrameCell]]
    open_top: frozenset[int] = frozenset()
    open_bottom: frozenset[int] = frozenset()

    def cell_at(self, x: float, y: float) -> FrameCell | None:
        """The cell at a point of the page."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]):
            return None
        return self.field_cells[bisect_right(self.ys, y) - 1][bisect_right(self.xs, x) - 1]


def find(strokes: Iterable[Stroke]) -> list[Frame]:
    """The ruled tables of a page, smallest first (a table may stand inside a frame around the page)."""
    strokes = list(strokes)
    level = _merge([stroke for stroke in strokes if not stroke.upright])
    upright = _merge([stroke for stroke in strokes if stroke.upright])
    if len(level) > MOST_LINES or len(upright) > MOST_LINES:
        return []
    groups = _groups(level, upright)
    if groups is None:
        return []
    frames = [_frame(rows, columns) for rows, columns in groups]
    found = [frame for frame in frames if frame is not None and len(frame.cells) > 1]
    return sorted(found, key=lambda frame: (frame.xs[-1] - frame.xs[0]) * (frame.ys[-1] - frame.ys[0]))


def _merge(strokes: list[Stroke]) -> list[Stroke]:
    """Pieces of one line become one stroke."""
    bands: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda stroke: stroke.at):
        if bands and stroke.at - bands[-1][0].at <= _SAME:
            bands[-1].append(stroke)
        else:
            bands.append([stroke])
    merged = []
    for band in bands:
        at = sum(stroke.at for stroke in band) / len(band)
        start = end = None
        for stroke in sorted(band, key=lambda stroke: stroke.start):
            if end is not None and start is not None and stroke.start <= end + _GAP:
                end = max(end, stroke.end)
                continue
            if start is not None and end is not None:
                merged.append(Stroke(stroke.upright, at, start, end))
            start, end = stroke.start, stroke.end
        if start is not None and end is not None:
            merged.append(Stroke(band[0].upright, at, start, end))
    return merged


def _groups(level: list[Stroke], upright: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]] | None:
    """Lines that touch each other belong to one table. None if more of them may touch than in any table."""
    head = list(range(len(level) + len(upright)))

    def leader(index: int) -> int:
        while head[index] != index:
            head[index] = head[head[index]]
            index = head[index]
        return index

    order = sorted(range(len(level)), key=lambda row: level[row].at)
    heights = [level[row].at for row in order]
    crossings = 0
    for column, line in enumerate(upright, len(level)):
        beside = slice(bisect_left(heights, line.start - _GAP), bisect_right(heights, line.end + _GAP))
        crossings += beside.stop - beside.start
        if crossings > MOST_CROSSINGS:
            return None
        for row in order[beside]:
            if level[row].start - _GAP <= line.at <= level[row].end + _GAP:
                head[leader(column)] = leader(row)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for index, line in enumerate((*level, *upright)):
        groups[leader(index)][line.upright].append(line)
    found = [group for group in groups.values() if group[0] and group[1]]
    reaches = [[min(line.start for line in lines), max(line.end for line in lines)] for _, lines in found]
    for group in groups.values():
        if not group[0]:
            _adjoin(group[1], found, reaches)
    return found


def _adjoin(
    alone: list[Stroke], groups: list[tuple[list[Stroke], list[Stroke]]], reaches: list[list[float]]
) -> None:
    """A line beside a table, as high as it, fences in a cell that goes on before and after the page.

    `reaches`: for each group, where its upright lines begin and end.
    """
    for line in alone:
        for upright, reach in zip((upright for _, upright in groups), reaches, strict=True):
            if abs(line.start - reach[0]) <= 4 * _GAP and abs(line.end - reach[1]) <= 4 * _GAP:
                upright.append(line)
                reach[:] = min(reach[0], line.start), max(reach[1], line.end)
                break


def _places(values: Iterable[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _GAP:
            places.append(value)
    return places


def _nearest(places: list[float], value: float) -> int:
    """The place nearest to `value`, the first of two as near; `places` in order."""
    at = bisect_left(places, value)
    near = range(max(0, at - 1), min(len(places), at + 1))
    return min(near, key=lambda index: abs(places[index] - value))


def _frame(level: list[Stroke], upright: list[Stroke]) -> Frame | None:
    ends = [end for line in level for end in (line.start, line.end)]
    xs = _places([*(line.at for line in upright), min(ends), max(ends)])
    ends = [end for line in upright for end in (line.start, line.end)]
    ys = _places([*(line.at for line in level), min(ends), max(ends)])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows > MOST_FIELDS:
        return None
    over = _drawn(level, ys, xs)
    beside = _drawn(upright, xs, ys)
    owner = _join(rows, columns, over, beside)
    return _cells(xs, ys, owner, over)


def _drawn(lines: list[Stroke], places: list[float], across: list[float]) -> set[Field]:
    """(line's place, field along it) for every side of a field that is drawn."""
    drawn = set()
    for line in lines:
        place = _nearest(places, line.at)
        first = max(0, bisect_right(across, line.start) - 1)
        last = min(len(across) - 1, bisect_left(across, line.end))
        for index in range(first, last):
            start, end = across[index], across[index + 1]
            if min(end, line.end) - max(start, line.start) >= _COVERS * (end - start):
                drawn.add((place, index))
    return drawn


def _join(rows: int, columns: int, over: set[Field], beside: set[Field]) -> dict[Field, Field]:
    """Field → the first field of its cell: fields without a line between them are one cell."""
    owner: dict[Field, Field] = {}
    for first in ((row, column) for row in range(rows) for column in range(columns)):
        if first in owner:
            continue
        waiting = [first]
        owner[first] = first
        while waiting:
            row, column = waiting.pop()
            for field_, closed in (
                ((row - 1, column), (row, column) in over),
                ((row + 1, column), (row + 1, column) in over),
                ((row, column - 1), (column, row) in beside),
                ((row, column + 1), (column + 1, row) in beside),
            ):
                inside = 0 <= field_[0] < rows and 0 <= field_[1] < columns
                if inside and not closed and field_ not in owner:
                    owner[field_] = first
                    waiting.append(field_)
    return owner


def _cells(
    xs: list[float],
    ys: list[float],
    owner: dict[Field, Field],
    over: set[tuple[int, int]],
) -> Frame:
    """Number rows and columns by the edges of cells; a line's stub inside a cell makes no row."""
    spans: dict[Field, list[int]] = {}
    for (row, column), first in owner.items():
        top, left, bottom, right = spans.get(first, (row, column, row, column))
        spans[first] = [min(top, row), min(left, column), max(bottom, row + 1), max(right, column + 1)]
    level = sorted({edge for top, _, bottom, _ in spans.values() for edge in (top, bottom)})
    upright = sorted({edge for _, left, _, right in spans.values() for edge in (left, right)})
    row_of = {edge: index for index, edge in enumerate(level)}
    column_of = {edge: index for index, edge in enumerate(upright)}
    cells = {
        first: FrameCell(row_of[top], column_of[left], row_of[bottom], column_of[right])
        for first, (top, left, bottom, right) in spans.items()
    }
    rows, columns = len(ys) - 1, len(xs) - 1
    places = [[cells[owner[row, column]] for column in upright[:-1]] for row in level[:-1]]
    fields = {(row, column) for row, column in over}
    return Frame(
        [xs[index] for index in upright],
        [ys[index] for index in level],
        list(cells.values()),
        places,
        frozenset(column_of[c] for c in upright[:-1] if (0, c) not in fields and columns),
        frozenset(column_of[c] for c in upright[:-1] if (rows, c) not in fields),
    )
