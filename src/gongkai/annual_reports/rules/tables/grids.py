"""Tables with their cells in place: a figure is read where its row meets the form's recognised heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.annual_reports.rules.document import Box, Grid
from gongkai.annual_reports.rules.structure import FormColumn, FormTable
from gongkai.annual_reports.rules.tables.found import Found
from gongkai.annual_reports.rules.tables.labels import is_head, misspells, row_names, split, words
from gongkai.annual_reports.rules.tables.stitching import stitched
from gongkai.annual_reports.rules.tables.two_years import own_half, own_line

_HEADS_TWICE = "表头“{label}”出现了两次（像是两个年度并排），不能确定取哪一列"
_MISALIGNED = "这一行的单元格与表头没有对齐"
_MERGED = "这一行有合并的单元格，不能确定属于哪一格"
_TOO_WIDE = "这一行的数字比表头的列多"
_NO_HEADS = "没有认出这一行上面的表头"

Range = tuple[int, int]


def read(table: FormTable, grids: Sequence[Grid], year: int | None) -> Found:
    """Everything of `table` that stands in `grids`; `year` is the report's, where two stand side by side."""
    found = Found(table)
    for grid in stitched(table, grids, lambda grid: _begins(table, grid)):
        if table.layout == "blocks":
            _read_blocks(table, grid, found)
        elif table.layout == "matrix":
            _read_matrix(table, grid, found, year)
        else:
            _read_across(table, grid, found, year)
    if table.layout == "matrix":
        _say_what_has_no_heads(table, grids, found)
    return found


def _say_what_has_no_heads(table: FormTable, grids: Sequence[Grid], found: Found) -> None:
    """Rows that stand in a table whose heads were not recognised are refused as such, not as missing."""
    names = row_names(table)
    for box in (box for grid in grids for line in grid.rows for box in line if box.text):
        row = names.find([box.text], strict=True)
        if row is not None and row not in found.rows:
            found.refuse(row, _NO_HEADS)


def _begins(table: FormTable, grid: Grid) -> bool:
    """Whether the grid has heads of the table."""
    if table.layout == "matrix":
        return any(_has_heads(table, _own(line, top)) for top, line in enumerate(grid.rows))
    if table.layout == "across":
        return any(_completes(table, grid, top) for top in range(len(grid.rows)))
    first = next((box.text for line in grid.rows for box in line if box.text), "")
    if row_names(table).find([first], strict=False):
        return False
    return any(words(box.text).startswith("第二十条") for line in grid.rows for box in line)


def _own(line: list[Box], top: int) -> list[Box]:
    """The boxes that begin in this row."""
    return [box for box in line if box.top == top]


def _read_blocks(table: FormTable, grid: Grid, found: Found) -> None:
    names, heads, title, edge = row_names(table), None, False, 0
    corner = words(table.corner)
    for top, line in enumerate(grid.rows):
        boxes = [box for box in _own(line, top) if box.text]
        if not boxes:
            continue
        row = names.find([boxes[0].text], strict=False)
        if row is not None:
            columns = [table.columns[col] for col in table.row(row).columns]
            _take_block_row(found, row, columns, heads, line, boxes[0], title, edge)
        elif words(boxes[0].text).startswith("第二十条"):
            heads, title = None, True
        elif words(boxes[0].text) == corner:
            heads, edge = boxes[1:], line[-1].right
        elif any(is_head(box.text, column) for box in boxes for column in table.columns.values()):
            heads, edge = boxes, line[-1].right


def _take_block_row(
    found: Found,
    row: str,
    columns: list[FormColumn],
    heads: list[Box] | None,
    line: list[Box],
    label: Box,
    title: bool,
    edge: int,
) -> None:
    values = [box for box in line if box.left >= label.right]
    if heads is None:
        # Under the item's title a single column needs no head to be certain.
        if title and len(columns) == 1 and sum(bool(box.text) for box in values) == 1:
            found.take(row, [next(box.text for box in values if box.text)])
        else:
            found.refuse(row, _NO_HEADS)
        return
    heads = [head for head in heads if head.left >= label.right]
    if len(heads) != len(columns) or not all(
        is_head(head.text, column) for head, column in zip(heads, columns, strict=True)
    ):
        found.refuse(row, _NO_HEADS)
        return
    _take_under(found, row, [(head.left, head.right) for head in heads], line, label, edge)


def _take_under(found: Found, row: str, heads: list[Range], line: list[Box], label: Box, edge: int) -> None:
    """Each head must have exactly one cell of this row under it, and nothing else may stand in the row.

    `edge` is where the line of heads ends: even a blank cell beyond it shows that the row was shifted.
    """
    texts, used = [], set()
    for left, right in heads:
        under = [box for box in line if box.left < right and box.right > left]
        filled = [box for box in under if box.text] or under[:1]
        if len(filled) != 1 or id(filled[0]) in used:
            found.refuse(row, _MERGED if filled else _MISALIGNED)
            return
        box = filled[0]
        if box.top != label.top or box.rowspan > 1 or box.left < label.right:
            found.refuse(row, _MERGED)
            return
        used.add(id(box))
        texts.append(box.text)
    others = [box for box in line if box.left >= label.right and id(box) not in used]
    if any(box.text or box.right > edge for box in others):
        found.refuse(row, _TOO_WIDE)
        return
    found.take(row, texts)


@dataclass(frozen=True, slots=True)
class _Heads:
    """Where the columns stand; `first`: where the figures begin, `beside`: the columns of another year."""

    places: list[Range]
    first: int
    edge: int
    beside: Range | None = None

    def hides(self, box: Box) -> bool:
        """Whether a cell is another year's."""
        return self.beside is not None and self.beside[0] <= box.left and box.right <= self.beside[1]


def _read_matrix(table: FormTable, grid: Grid, found: Found, year: int | None) -> None:
    names, heads = row_names(table), None
    lines: list[tuple[list[Box], Box, _Heads, str | None]] = []
    for top, line in enumerate(grid.rows):
        own = _own(line, top)
        if heads is None or _has_heads(table, own):
            heads = _heads_from(table, grid, top, found, year) or heads
        if heads is None:
            continue
        left = [box for box in own if box.left < heads.first and box.text]
        if left:
            lines.append((line, left[-1], heads, names.find([left[-1].text], strict=False)))
    keys = _with_misspelt(table, [(label.text, key) for _, label, _, key in lines])
    for (line, label, under, _), row in zip(lines, keys, strict=True):
        if row is None:
            continue
        if label.right > under.first or label.rowspan > 1:
            found.refuse(row, _MISALIGNED)
        else:
            shown = [box for box in line if not under.hides(box)]
            _take_under(found, row, under.places, shown, label, under.edge)


def _with_misspelt(table: FormTable, lines: list[tuple[str, str | None]]) -> list[str | None]:
    """The rows that the labels name, with those whose label lost or gained a few characters.

    Such a label must have its numbering, and stand alone between two rows of which the form has one between.
    """
    keys = [key for _, key in lines]
    named = set(keys)
    order = [row.key for row in table.rows_of(key for key in keys if key)]
    rows = [table.row(key) for key in order]
    known = [split(row.label)[1] for row in rows]
    for index in range(1, len(keys) - 1):
        before, after = keys[index - 1], keys[index + 1]
        if keys[index] is not None or before not in order or after not in order:
            continue
        place = order.index(before) + 1
        if order.index(after) != place + 1 or order[place] in named:
            continue
        number, name = split(lines[index][0])
        if number and number == split(rows[place].label)[0] and misspells(name, known[place], known):
            keys[index] = order[place]
            named.add(order[place])
    return keys


def _has_heads(table: FormTable, own: list[Box]) -> bool:
    texts = {box.text for box in own if box.text and not box.text.isdecimal()}
    # A row of figures has its label and little else; most rows end here.
    if len(texts) < 4:
        return False
    return sum(any(is_head(text, column) for text in texts) for column in table.columns.values()) >= 4


def _heads_from(table: FormTable, grid: Grid, top: int, found: Found, year: int | None) -> _Heads | None:
    """The columns' places if row `top` completes the heads (they stand in it and the two rows above)."""
    own = _own(grid.rows[top], top)
    if not _has_heads(table, own):
        return None
    above = {id(box): box for line in grid.rows[max(0, top - 2) : top + 1] for box in line}
    places: dict[str, list[Range]] = {}
    for box in above.values():
        for column in table.columns.values():
            if is_head(box.text, column) and not split(box.text)[0]:
                places.setdefault(column.key, []).append((box.left, box.right))
    if len(places) != len(table.columns):
        return None
    edge = max(box.right for box in above.values())
    if all(len(each) == 1 for each in places.values()):
        ranges = [places[key][0] for key in table.columns]
        return _Heads(ranges, ranges[0][0], edge) if _in_order(ranges) else None
    heads = None
    if all(len(each) == 2 for each in places.values()):
        over = {id(box): box for line in grid.rows[max(0, top - 3) : top + 1] for box in line}
        heads = _own_year(table, places, list(over.values()), edge, year)
    if heads is None:
        twice = next(column for column in table.columns.values() if len(places[column.key]) > 1)
        found.problem = _HEADS_TWICE.format(label=twice.label)
    return heads


def _own_year(
    table: FormTable, places: dict[str, list[Range]], over: list[Box], edge: int, year: int | None
) -> _Heads | None:
    """The columns of the report's year out of two complete sets of heads."""
    sets = [[sorted(places[key])[index] for key in table.columns] for index in (0, 1)]
    if not _in_order([*sets[0], *sets[1]]):
        return None
    halves = [(ranges[0][0], ranges[-1][1]) for ranges in sets]
    mine = own_half(halves, over, year)
    return None if mine is None else _Heads(sets[mine], halves[0][0], edge, halves[1 - mine])


def _in_order(ranges: list[Range]) -> bool:
    """In the form's order and without overlap; anything else is another table."""
    return not any(right > left for (_, right), (left, _) in pairwise(ranges))


def _read_across(table: FormTable, grid: Grid, found: Found, year: int | None) -> None:
    """One line of figures under the heads of all rows, side by side."""
    start = next((top for top in range(len(grid.rows)) if _completes(table, grid, top)), None)
    if start is None:
        return
    places = _places_across(table, grid, start)
    if places is None:
        found.problem = "表头没有认全，不能确定各列的含义"
        return
    filled = [
        (top, line)
        for top, line in enumerate(grid.rows)
        if top > start and any(box.text for box in _own(line, top))
    ]
    below = [(top, line) for top, line in enumerate(grid.rows) if top > start and _own(line, top)]
    if not filled and len(below) == 1:
        # The one row there is room for figures in was left blank.
        filled = below
    first = min(left for left, _ in places.values())
    years = [_before(line, top, first) for top, line in filled]
    mine = own_line([box.text if box else "" for box in years], year)
    beside = years[mine] if mine is not None else None
    if mine is not None:
        filled = [filled[mine]]
    if len(filled) != 1:
        found.problem = f"表头下面应有一行数字，文中有{len(filled)}行"
        return
    top, line = filled[0]
    label = Box("", top, 0, 0)
    for key, row in table.rows.items():
        ranges = [places[key, col] for col in row.columns]
        low, high = ranges[0][0], ranges[-1][1]
        _take_under(found, key, ranges, [box for box in line if low <= box.left < high], label, high)
    edge = max(box.right for box in grid.rows[start])
    columns = tuple(places.values())
    others = (box for box in line if not any(left <= box.left < right for left, right in columns))
    # One line of figures: a cell too many or too few puts all of them in doubt.
    if any(box is not beside and (box.text or box.right > edge) for box in others):
        found.problem = _TOO_WIDE
    elif found.refused:
        found.problem = next(iter(found.refused.values()))
    if found.problem:
        found.rows.clear()


def _before(line: list[Box], top: int, first: int) -> Box | None:
    """The only cell with text before the figures of a line."""
    boxes = [box for box in _own(line, top) if box.right <= first and box.text]
    return boxes[0] if len(boxes) == 1 else None


def _completes(table: FormTable, grid: Grid, top: int) -> bool:
    """Whether the row holds the leaf heads of the last two rows of the form (the lowest line of heads)."""
    texts = [split(box.text)[1] for box in _own(grid.rows[top], top) if box.text]
    leaves = [name for column in table.columns.values() for name in (split(column.label)[1],)]
    return texts.count(leaves[0]) >= 2 and all(texts.count(leaf) == texts.count(leaves[0]) for leaf in leaves)


def _places_across(table: FormTable, grid: Grid, start: int) -> dict[tuple[str, str], Range] | None:
    """(row, column) → place, from the stack of heads over each grid column."""
    places: dict[tuple[str, str], Range] = {}
    lines = grid.rows[max(0, start - 3) : start + 1]
    names = {
        name: key
        for key, row in table.rows.items()
        for label in (row.label, *row.also)
        for name in (words(label),)
    }
    columns = {split(column.label)[1]: column.key for column in table.columns.values()}
    leaves = {id(box): box for line in lines for box in line if split(box.text)[1] in columns}
    for leaf in leaves.values():
        over = [box for line in lines for box in line if box.left <= leaf.left < box.right]
        rows = {names[words(box.text)] for box in over if words(box.text) in names}
        if len(rows) != 1:
            return None
        key = (rows.pop(), columns[split(leaf.text)[1]])
        if key in places:
            return None
        places[key] = (leaf.left, leaf.right)
    ordered = [places.get(cell) for cell in table.cells]
    if None in ordered or [place for place in ordered if place] != sorted(
        place for place in ordered if place
    ):
        return None
    return places
