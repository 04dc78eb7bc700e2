"""Tables whose figures ran together (640020470): read where the form's sums leave one way to part them.

A separator that is left is the end of a cell. Row by row first: the total is the sum of the six kinds of
applicants (T3-C), or of the four outcomes (T4-A). Where that leaves several ways, the columns decide (T3-A,
T3-B), but only if all of them can close. Figures without any sum are read only if there is one way at all.
Assumed, and said in the row's note: the sums that decide do hold. Where the columns show that they may not,
every row that could be to blame is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from gongkai.annual_reports.rules.document import Piece
from gongkai.annual_reports.rules.forms import Form
from gongkai.annual_reports.rules.structure import FormTable
from gongkai.annual_reports.rules.tables import flow
from gongkai.annual_reports.rules.tables.flow import Strip
from gongkai.annual_reports.rules.tables.found import Found
from gongkai.annual_reports.rules.tables.splits import (
    Cells,
    Digits,
    SplitRows,
    TooMany,
    any_splits,
    closing_groups,
    closing_splits,
)

BY_SUMS = "由合计关系分开"
BY_DIGITS = "数字只有一种分法"
# A row that no column confirms is parted by its own sum only if there are few ways in which it could be
# parted at all: of hundreds, one may well close by chance.
_FEW = 20
# Three groups in one string must each close, which few do by chance: of so many ways to part it one may.
_MANY = 20_000
_PLEASE = "请对照原表逐格填写"
_NONE = f"数字“{{digits}}”连在一起，没有一种分法符合合计关系，{_PLEASE}"
_SEVERAL = f"数字“{{digits}}”连在一起，不止一种分法符合合计关系，这一格不能确定，{_PLEASE}"
_NO_SUM = f"数字“{{digits}}”连在一起，这几格之间没有合计关系，不能确定从哪里分开，{_PLEASE}"
_ENDLESS = f"数字“{{digits}}”连在一起，太长，分不开，{_PLEASE}"
_COLUMNS = (
    f"数字“{{digits}}”连在一起，按本行的合计能够分开，但是各列的合计不成立，可能正是这一行有误，{_PLEASE}"
)
_ALONE = f"数字“{{digits}}”连在一起，分法很多，别的行又不全，各列的合计无从印证，{_PLEASE}"
_TORN = f"数字“{{digits}}”分在几行，可能有一个数字断成两截，也可能有空白的单元格，不能确定，{_PLEASE}"
_CHANCE = f"数字“{{digits}}”连在一起，分法太多，合计关系也会碰巧成立，不能确定，{_PLEASE}"
_COUNT = f"这一行应有{{due}}个数字，文中是“{{digits}}”，不能确定缺了哪一格，{_PLEASE}"
_UNCERTAIN = f"数字“{{digits}}”前后不清楚：{{doubt}}，{_PLEASE}"
# A report has a table once, with the year before perhaps twice, and a list of contents.
MOST_PLACES = 20
_OFTEN = f"这张表的表头在文中出现了{MOST_PLACES}次以上，不能确定取哪一次"
_EMPTY = "文中有这一行，但是后面没有数字，看不出是空白还是漏掉了"


def read(shape: Form, table: FormTable, pieces: Sequence[Piece]) -> Found:
    """Everything of `table` that can be parted for certain; only what was seen is refused."""
    found = Found(table)
    if table.layout not in ("blocks", "matrix", "across"):
        return found
    text = flow.joined(pieces)
    if table.layout == "blocks":
        blocks = list(islice(flow.block_strips(table, text), MOST_PLACES * len(table.blocks) + 1))
        if len(blocks) > MOST_PLACES * len(table.blocks):
            return _too_often(found)
        for block, strips in blocks:
            _read_block(strips, len(block.columns), found)
    elif table.layout == "matrix":
        places = list(islice(flow.matrix_strips(table, text), MOST_PLACES + 1))
        if len(places) > MOST_PLACES:
            return _too_often(found)
        for strips in places:
            _read_matrix(shape, table, strips, found)
    else:
        lines = list(islice(flow.across_strips(table, text), MOST_PLACES + 1))
        if len(lines) > MOST_PLACES:
            return _too_often(found)
        for strip in lines:
            _read_across(table, strip, found)
    return found


def _too_often(found: Found) -> Found:
    """No report has a table so many times; to part the figures of each may take long."""
    for row in found.table.rows:
        found.refuse(row, _OFTEN)
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's digits with its kept separators, in each way in which they can be delimited."""

    key: str
    options: tuple[tuple[str, ...], ...]
    width: int

    @property
    def shown(self) -> str:
        text = " ".join(self.options[0])
        return text if len(text) <= 24 else f"{text[:24]}…"

    @property
    def whole(self) -> bool:
        """Every separator is there and no figure begins with 0: nothing ran together."""
        runs = self.options[0]
        return len(runs) == self.width and not any(_glued(run) for run in runs)

    @property
    def tight(self) -> bool:
        """No doubt that figures ran together: 0 at the beginning of a run, or one run for the whole row."""
        runs = self.options[0]
        return any(_glued(run) for run in runs) or (len(runs) == 1 and len(runs[0]) >= self.width > 1)

    def closes(self, width: int) -> bool:
        """Whether the runs are as many figures as `width` and the last of each group is the others' sum."""
        runs = self.options[0]
        if not self.whole or not all(run.isdecimal() for run in runs):
            return False
        groups = [list(map(int, runs[at : at + width])) for at in range(0, len(runs), width)]
        return all(group[-1] == sum(group[:-1]) for group in groups)


def _is_torn(text: str) -> bool:
    """Whether figures stand on several lines and not one to each: a number may be broken, a cell empty."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and any(len(line) > 1 for line in lines)


def _glued(run: str) -> bool:
    return len(run) > 1 and run[0] == "0" and run[1] != "."


def _rows(strips: Iterable[Strip], width: int, found: Found) -> list[_Row]:
    """The rows whose digits are delimited; the others are refused."""
    rows = []
    for strip in strips:
        torn = _is_torn(strip.texts[0])
        row = _Row(strip.row.key, tuple(tuple(text.split()) for text in strip.texts), width)
        if not any(row.options):
            found.refuse(row.key, _EMPTY)
        elif strip.doubt:
            found.refuse(row.key, _UNCERTAIN.format(digits=row.shown, doubt=strip.doubt))
        elif torn and not row.closes(width):
            found.refuse(row.key, _TORN.format(digits=row.shown))
        else:
            rows.append(row)
    found.singly = found.singly or bool(rows)
    return rows


def _read_block(strips: Sequence[Strip], width: int, found: Found) -> None:
    """Rows between which and within which no sum holds: one figure, or one way to part them.

    Nor may there be a way to part them into fewer: an empty cell leaves no trace where nothing is between.
    """
    for row in _rows(strips, width, found):
        runs = row.options[0]
        if row.whole:
            found.take(row.key, list(runs))
        elif width == 1 or not row.tight or not "".join(runs).isdecimal():
            found.refuse(row.key, _COUNT.format(due=width, digits=row.shown))
        elif [_bare(row, count)[0] for count in range(1, width + 1)] == [0] * (width - 1) + [1]:
            found.take(row.key, [str(value) for value in _bare(row, width)[1]], BY_DIGITS)
        else:
            found.refuse(row.key, _NO_SUM.format(digits=row.shown))


def _read_matrix(shape: Form, table: FormTable, strips: Sequence[Strip], found: Found) -> None:
    rows = {row.key: row for row in _rows(strips, len(table.columns), found)}
    torn = [row for row in rows.values() if not row.whole]
    # Where most rows kept their separators, a figure too few is an empty cell lost.
    mostly = sum(row.tight for row in torn) * 2 >= len(rows)
    ways: dict[str, list[Cells]] = {}
    for row in rows.values():
        if row.whole:
            ways[row.key] = [tuple(map(int, row.options[0]))]
        elif not (row.tight or mostly):
            found.refuse(row.key, _COUNT.format(due=row.width, digits=row.shown))
        elif (possible := _ways(row)) is None:
            found.refuse(row.key, _ENDLESS.format(digits=row.shown))
        elif not possible:
            found.refuse(row.key, _NONE.format(digits=row.shown))
        else:
            ways[row.key] = possible
    relations = [
        identity.among(table, [strip.row.key for strip in strips])
        for identity in shape.identities
        if identity.table == table.key and identity.along == "column" and not identity.needs_previous
    ]
    sheet = SplitRows(tuple(table.columns), ways, relations)
    narrowed = sheet.narrowed()
    confirmed = sheet.related() if narrowed is not None else set()
    doubtful = set() if narrowed is not None else _doubtful(sheet, rows)
    for key, splits in (narrowed or ways).items():
        row = rows[key]
        if key in doubtful:
            found.refuse(key, _COLUMNS.format(digits=row.shown))
        elif not row.whole and key not in confirmed and _is_weak(row):
            found.refuse(key, _ALONE.format(digits=row.shown))
        else:
            values = [{split[index] for split in splits} for index in range(row.width)]
            _take(found, row, tuple(table.columns), values)


def _is_weak(row: _Row) -> bool:
    """Whether the row's own sum proves too little: many ways, or a blank cell that may have been lost."""
    return _bare(row, row.width)[0] > _FEW or any(_bare(row, count)[0] for count in range(1, row.width))


def _ways(row: _Row) -> list[Cells] | None:
    """Every split that closes, however the digits are delimited; None if they are too many."""
    try:
        return [cells for runs in row.options if runs for cells in closing_splits(Digits.of(runs), row.width)]
    except TooMany:
        return None


def _doubtful(sheet: SplitRows, rows: dict[str, _Row]) -> set[str]:
    """The columns do not close: the rows that were parted by a sum and may be to blame."""
    parted = {key for key in sheet.ways if not rows[key].whole and _bare(rows[key], rows[key].width)[0] != 1}
    if any(len(ways) > 1 for ways in sheet.ways.values()):
        return parted
    choice = {key: ways[0] for key, ways in sheet.ways.items()}
    return {
        key
        for key in parted
        if any(sheet.explains(choice, key, Digits.of(runs)) for runs in rows[key].options if runs)
    }


def _bare(row: _Row, width: int) -> tuple[int, Cells]:
    """In how many ways the digits alone can be split into `width` figures, and one of them."""
    try:
        ways = [any_splits(Digits.of(runs), width) for runs in row.options if runs]
    except TooMany:
        return 0, ()
    return sum(number for number, _ in ways), ways[0][1]


def _read_across(table: FormTable, strip: Strip, found: Found) -> None:
    """All rows in one string, each of which must close."""
    columns = tuple(table.columns)
    due = len(table.cells)
    row = _Row(strip.row.key, (tuple(strip.texts[0].split()),), due)
    [runs] = row.options
    values: list[set[int]] = []
    if not runs:
        return
    found.singly = True
    if strip.doubt:
        reason = _UNCERTAIN.format(digits=row.shown, doubt=strip.doubt)
    elif _is_torn(strip.texts[0]) and not row.closes(len(columns)):
        reason = _TORN.format(digits=row.shown)
    elif row.whole:
        values, reason = [{int(run)} for run in runs], ""
    elif not row.tight:
        reason = _COUNT.format(due=due, digits=row.shown)
    else:
        try:
            values = closing_groups(Digits.of(runs), len(columns), len(table.rows))
            reason = "" if all(values) else _NONE.format(digits=row.shown)
            if not reason and _bare(row, due)[0] > _MANY:
                reason = _CHANCE.format(digits=row.shown)
        except TooMany:
            reason = _ENDLESS.format(digits=row.shown)
    for index, key in enumerate(table.rows):
        if reason:
            found.refuse(key, reason)
        else:
            part = values[index * len(columns) : (index + 1) * len(columns)]
            _take(found, _Row(key, row.options, row.width), columns, part)


def _take(found: Found, row: _Row, columns: Sequence[str], values: Sequence[set[int]]) -> None:
    """The cells of which every split says the same; the others are refused one by one."""
    texts = [str(next(iter(each))) if len(each) == 1 else "" for each in values]
    if not any(texts):
        found.refuse(row.key, _SEVERAL.format(digits=row.shown))
        return
    found.take(row.key, texts, "" if row.whole else BY_SUMS)
    for column, text in zip(columns, texts, strict=True):
        if not text:
            found.doubt(row.key, column, _SEVERAL.format(digits=row.shown))
