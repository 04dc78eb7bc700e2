"""Flattened tables: a row is its label followed by exactly as many figures as the form has columns.

More or fewer figures, or blanks that cannot be placed, and the row is refused: text has no borders to prove
which figure was lost. Heads are looked for too: columns in another order are not the form's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.annual_reports.rules.document import Piece
from gongkai.annual_reports.rules.structure import FormBlock, FormColumn, FormTable
from gongkai.annual_reports.rules.tables.found import Found
from gongkai.annual_reports.rules.tables.labels import RowNames, is_head, row_names, split, words

_COUNT = "这一行应有{due}个数字，文中有{seen}个，不能确定缺了哪一格或者多了哪一格"
_BLANKS = "这一行有空白的单元格，文本里看不出空在哪一格"
_EMPTY = "文中有这一行，但是后面没有数字，看不出是空白还是漏掉了"
_NO_TITLE = "没有认出这一行属于第二十条第几项"
_NO_HEADS = "没有认出这一行的表头，或者表头的次序与规定格式不同"
_RUN_TOGETHER = "表格的文字和数字连成一串，分不清每一格的数字；请上传原网页（HTML），或者从网页上重新复制表格"
_BROKEN_LABEL = 4  # a label may be broken over as many lines


@dataclass(slots=True)
class Group:
    """Texts in a row and the figures (or blanks) that follow them.

    `closed`: the row's end was seen; `torn`: figures without a label follow it, as if it went on.
    """

    texts: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    closed: bool = False
    torn: bool = False

    @property
    def filled(self) -> bool:
        """Whether there is a figure at all."""
        return any(self.values)


def groups(pieces: Sequence[Piece]) -> list[Group]:
    """Cut the flow into groups: each begins with the first text after figures or after a row's end."""
    found = [Group()]
    for piece in pieces:
        group = found[-1]
        if piece.kind == "end":
            group.closed = True
            found.append(Group())
        elif piece.kind == "text" and group.values:
            found.append(Group([piece.text]))
        elif piece.kind == "text":
            group.texts.append(piece.text)
        else:
            group.values.append(piece.text)
    for group, following in pairwise(found):
        group.torn = group.closed and following.filled and not following.texts
    return found


def read(table: FormTable, pieces: Sequence[Piece]) -> Found:
    """Everything of `table` that can be read from the flow for certain."""
    found = Found(table)
    if table.layout == "blocks":
        _read_blocks(table, groups(pieces), found)
    elif table.layout == "matrix":
        _read_matrix(table, groups(pieces), found)
    else:
        _read_across(table, groups(pieces), found)
    if not found.rows and not found.problem and _run_together(table, pieces):
        found.problem = _RUN_TOGETHER
    if found.rows:
        _say_what_is_empty(table, pieces, found)
    return found


def _say_what_is_empty(table: FormTable, pieces: Sequence[Piece], found: Found) -> None:
    """A row whose label is there without a figure is blank or torn, not missing."""
    names = row_names(table)
    for piece in pieces:
        row = names.find([piece.text], strict=True) if piece.kind == "text" else None
        if row is not None and row not in found.rows:
            found.refuse(row, _EMPTY)


def _label(names: RowNames, texts: list[str]) -> tuple[str | None, int]:
    """The row that the last texts name, and how many texts its label takes."""
    for length in range(1, min(_BROKEN_LABEL, len(texts)) + 1):
        if row := names.find(texts[-length:], strict=True):
            return row, length
    return None, 0


def _figures(group: Group, due: int, width: int | None) -> list[str] | str:
    """The row's figures, or the reason why they are not certain.

    `width` is the number of cells after the label that rows of this table have where bars show it.
    """
    values = group.values
    first, rest = values[:due], values[due:]
    if len(first) < due or any(rest) or group.torn:
        return _COUNT.format(due=due, seen=sum(bool(value) for value in values))
    if all(first) or (group.closed and not rest):
        return first
    # A first figure right after the label shows that the padding stands at the row's end.
    if first[0] and not group.closed and len(values) == width:
        return first
    return _BLANKS


def _read_blocks(table: FormTable, parts: list[Group], found: Found) -> None:
    names, corner = row_names(table), words(table.corner)
    titles = {words(block.title): block for block in table.blocks}
    block: FormBlock | None = None
    heads: list[str] = []
    widths = Counter(len(group.values) for group in parts if _label(names, group.texts)[0])
    for group in parts:
        row, length = _label(names, group.texts)
        for text in group.texts[: len(group.texts) - length]:
            if words(text) in titles:
                block, heads = titles[words(text)], []
            elif words(text) != corner:
                heads.append(text)
        if row is None or not group.filled:
            continue
        if block is None or row not in block.rows:
            found.refuse(row, _NO_TITLE)
            continue
        columns = [table.columns[col] for col in block.columns]
        if not _heads_fit(heads, columns):
            found.refuse(row, _NO_HEADS)
            continue
        width = widths.most_common(1)[0][0] if len(columns) > 1 else None
        _settle(found, row, _figures(group, len(columns), width))


def _heads_fit(heads: list[str], columns: list[FormColumn]) -> bool:
    if not heads:
        return len(columns) == 1
    return len(heads) == len(columns) and all(
        is_head(head, column) for head, column in zip(heads, columns, strict=True)
    )


def _settle(found: Found, row: str, figures: list[str] | str) -> None:
    if isinstance(figures, str):
        found.refuse(row, figures)
    else:
        found.take(row, figures)


def _read_matrix(table: FormTable, parts: list[Group], found: Found) -> None:
    names = row_names(table)
    group_names = {split(text)[1] for row in table.rows.values() for text in row.groups}
    rows: list[tuple[str, Group, int]] = []
    heads: list[str] = []
    for group in parts:
        row, length = _label(names, group.texts)
        above = group.texts[: len(group.texts) - length]
        for text in above if not rows else ():
            if words(table.title) in words(text):
                heads.clear()
            else:
                heads.append(text)
        if row is not None and group.filled:
            rows.append((row, group, 1 + _trailing(above, group_names)))
    if not rows:
        return
    if not _order_fits(table, heads):
        found.problem = _NO_HEADS
        return
    widths = Counter(lead + len(group.values) for _, group, lead in rows)
    width = widths.most_common(1)[0][0]
    for row, group, lead in rows:
        _settle(found, row, _figures(group, len(table.row(row).columns), width - lead))


def _trailing(texts: list[str], group_names: set[str]) -> int:
    """How many group heads (三、本年度办理结果, (三)不予公开) stand in the same row before the label."""
    count = 0
    for text in reversed(texts):
        if split(text)[1] not in group_names:
            break
        count += 1
    return count


def _order_fits(table: FormTable, heads: list[str]) -> bool:
    """Whether the heads seen are the form's: line by line, or each group followed by its members."""
    columns = list(table.columns.values())
    groups = {column.group for column in columns if column.group}
    by_line = [column.group or column.key for column in columns]
    by_line = list(dict.fromkeys(by_line)) + [column.key for column in columns if column.group]
    by_group = list(
        dict.fromkeys(name for c in columns for name in ((c.group, c.key) if c.group else (c.key,)))
    )
    plain = [column.key for column in columns]
    seen = list(dict.fromkeys(_head_keys(heads, columns, groups)))
    return seen in (by_line, by_group, plain)


def _head_keys(heads: list[str], columns: list[FormColumn], groups: set[str]) -> Iterator[str]:
    for text in heads:
        # “申请人情况(自然人)” names its column in the remark.
        name = words(text)
        name = name.removeprefix("申请人情况") or name
        group = next((g for g in groups if words(g) == name), None)
        key = group or next((column.key for column in columns if is_head(name, column)), None)
        if key:
            yield key


def _read_across(table: FormTable, parts: list[Group], found: Found) -> None:
    tokens = _Tokens(table)
    for group in parts:
        tokens.add(group.texts)
        if not group.filled:
            continue
        if tokens.seen and tokens.whole():
            _take_whole(table, group, found)
        elif row := tokens.single():
            _settle(found, row, _figures(group, len(table.rows[row].columns), None))
        tokens.seen.clear()


class _Tokens:
    """The heads of a table laid sideways, as they were met since the last figures."""

    def __init__(self, table: FormTable) -> None:
        self.columns = list(table.columns)
        self.names = {
            words(label): row.key for row in table.rows.values() for label in (row.label, *row.also)
        }
        self.names |= {words(group): group for row in table.rows.values() for group in row.groups}
        self.names |= {words(column.label): column.key for column in table.columns.values()}
        rows = list(table.rows.values())
        alone = [row.key for row in rows if not row.groups]
        grouped = [row.key for row in rows if row.groups]
        group = list(dict.fromkeys(name for row in rows for name in row.groups))
        leaves = self.columns
        self.orders = (
            [*alone, *group, *leaves * len(alone), *grouped, *leaves * len(grouped)],
            [*alone, *leaves * len(alone), *group, *(k for row in grouped for k in (row, *leaves))],
        )
        self.rows = set(table.rows)
        self.seen: list[str] = []

    def add(self, texts: list[str]) -> None:
        self.seen += [self.names[words(text)] for text in texts if words(text) in self.names]

    def whole(self) -> bool:
        """All heads of the table, in one of the orders in which a page is flattened."""
        return any(self.seen[-len(order) :] == order for order in self.orders)

    def single(self) -> str | None:
        """One row's name followed by its columns."""
        tail = self.seen[-len(self.columns) - 1 :]
        return tail[0] if tail[1:] == self.columns and tail[0] in self.rows else None


def _take_whole(table: FormTable, group: Group, found: Found) -> None:
    due = len(table.cells)
    figures = _line_of_figures(group, due, due - len(table.columns) * 2)
    if figures is None:
        seen = sum(bool(value) for value in group.values)
        found.problem = _COUNT.format(due=due, seen=seen).replace("这一行", table.label)
        return
    for key, row in table.rows.items():
        found.take(key, figures[: len(row.columns)])
        figures = figures[len(row.columns) :]


def _line_of_figures(group: Group, due: int, padding: int) -> list[str] | None:
    """The line of figures, after the blanks with which the lowest line of heads may have been filled up."""
    values = group.values
    filled = [index for index, value in enumerate(values) if value]
    if len(filled) == due and filled[-1] - filled[0] == due - 1:
        return values[filled[0] : filled[-1] + 1]
    if len(values) == due and (values[0] or (group.closed and not group.texts)):
        return values
    if len(values) == due + padding and not any(values[:padding]):
        return values[padding:]
    return None


def _run_together(table: FormTable, pieces: Sequence[Piece]) -> bool:
    """Whether several row labels stand inside one long text, glued to digits."""
    labels = [split(column.label)[1] for column in table.columns.values()]
    labels += [split(row.label)[1] for row in table.rows.values()]
    long = [label for label in labels if len(label) >= 6]
    flow = "\n".join(words(piece.text) for piece in pieces if piece.kind == "text")
    if sum(f"{label}{digit}" in flow for label in long for digit in "0123456789") >= 3:
        return True
    if table.layout == "across" and "".join(split(c.label)[1] for c in table.columns.values()) in flow:
        return True
    return any(
        sum(len(label) >= 4 and f"{label}{digit}" in text for label in labels for digit in "0123456789") >= 1
        and sum(label in text for label in labels) >= len(labels) // 2
        for piece in pieces
        if piece.kind == "text" and len(piece.text) > 150
        for text in (words(piece.text),)
    )
