"""A table that was cut into several, by a page's end or by the site: put together before it is read.

Only what must belong together: as many columns, no heads of its own, and the form's next rows in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from gongkai.annual_reports.rules.document import Box, Grid
from gongkai.annual_reports.rules.structure import FormTable
from gongkai.annual_reports.rules.tables.labels import row_names, split

_FIGURES = 15  # a continuation of a table laid sideways is one line of figures


def stitched(table: FormTable, grids: Sequence[Grid], has_heads: Callable[[Grid], bool]) -> list[Grid]:
    """The grids, each continuation of `table` joined to the grid it continues.

    `has_heads`: whether a grid has the table's heads, so that it begins the table and continues none.
    """
    made: list[Grid] = []
    open_until = -1  # in `made`: the grid that a continuation may follow
    for grid in grids:
        if has_heads(grid):
            open_until = len(made)
        elif open_until == len(made) - 1 and made and _continues(table, made[-1], grid):
            made[-1] = _joined(made[-1], grid)
            continue
        made.append(grid)
    return made


def _continues(table: FormTable, before: Grid, after: Grid) -> bool:
    if not after.rows or _width(before) != _width(after):
        return False
    if table.layout == "across":
        return _is_lone_line(after)
    keys, following = _keys(table, before), _keys(table, after)
    if table.layout == "blocks":
        # Titles and heads of the next blocks follow; the block that was cut decides.
        following = following[:1]
    if not following or None in following:
        return False
    last = next((key for key in reversed(keys) if key), None)
    known = [key for key in (*keys, *following) if key]
    order = [row.key for row in table.rows_of(known)]
    if any(key not in order for key in known):
        return False
    places = [order.index(key) for key in following if key]
    start = order.index(last) + 1 if last else 0
    return places[0] == start and all(b == a + 1 for a, b in pairwise(places))


def _keys(table: FormTable, grid: Grid) -> list[str | None]:
    """For every row that says something, the form's row that it names, if it names one."""
    names, found = row_names(table), []
    groups = {split(group)[1] for row in table.rows.values() for group in row.groups}
    for top, line in enumerate(grid.rows):
        texts = [box.text for box in line if box.top == top and box.text]
        # The label stands before the figures; group heads may stand before the label.
        labels = [text for text in texts[:4] if not text.isdecimal()]
        key = next((key for text in reversed(labels) if (key := names.find([text], strict=False))), None)
        if key or not all(split(text)[1] in groups for text in texts):
            found.append(key)
    return found


def _is_lone_line(grid: Grid) -> bool:
    filled = [line for top, line in enumerate(grid.rows) if any(b.text for b in line if b.top == top)]
    return len(filled) == 1 and sum(box.text[:1].isdecimal() for box in filled[0]) == _FIGURES


def _width(grid: Grid) -> int:
    return max((line[-1].right for line in grid.rows if line), default=0)


def _joined(before: Grid, after: Grid) -> Grid:
    shift = len(before.rows)
    moved: dict[int, Box] = {}
    for line in after.rows:
        for box in line:
            moved.setdefault(id(box), replace(box, top=box.top + shift))
    return Grid([*before.rows, *([moved[id(box)] for box in line] for line in after.rows)])
