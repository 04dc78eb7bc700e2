"""A table whose text ran into one flow: where its heads, its rows' labels and their digits stand.

Labels are looked for in the form's order below the form's heads; whatever stands between the digits of a row
and the next label, and is not known, puts the row in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongkai.annual_reports.rules.document import Piece
from gongkai.annual_reports.rules.structure import FormBlock, FormRow, FormTable
from gongkai.annual_reports.rules.tables.labels import misspells, split, words
from gongkai.text.script import fold_width

# An empty cell that was seen as such; no label and no figure has this character.
BLANK = "|"
_SPACES = re.compile(r"[ \t]{2,}")
_LONGEST_TABLE = 8_000
_HAN = "零一二三四五六七八九"
_FIGURES = re.compile(r"""[\s:：”"’'」』)》]*+([\d\s]*+)""")
_MONEY = "千元|万元|百万元|亿元|元"
_AMOUNT = re.compile(rf"""[\s:：”"'’」』)》]*+(\d*+\.?\d*+(?:{_MONEY})?)""")
_REMARK = re.compile(r"\([^()]{4,}\)")
_STRANGE = re.compile(rf"[\d{re.escape(BLANK)}]")
_SAFE_END = re.compile(r"\s*(?:$|\(?[\u4e00-\u9fff])")
_SIGNED = re.compile(rf"""[\s:：”"'’」』)》]*+((?:[-−+\d.\s]|{_MONEY})*+)""")
_MORE_DIGITS = re.compile(r"\s*[\d.]")
_MEASURES = ("万", "亿", "千", "百", "十", "余", "多", "%", "‰", "/")
_MAYBE_NUMBERING = (".", "．", "、", ")", ",", "，", ":", "：")


@dataclass(frozen=True, slots=True)
class Strip:
    """The digits behind a row's label. `texts`: what they are; two if a label's own digit may be one of them.

    `doubt`: why it is not certain where they end.
    """

    row: FormRow
    texts: tuple[str, ...]
    doubt: str = ""


def joined(pieces: Sequence[Piece]) -> str:
    """The flow as one text, of the same width throughout; empty cells leave a mark."""
    texts = (BLANK if piece.kind == "blank" else piece.text.replace(BLANK, " ") for piece in pieces)
    return _SPACES.sub(" ", fold_width("\n".join(texts)))


def matrix_strips(table: FormTable, flow: str) -> Iterator[list[Strip]]:
    """The strips below each place where the form's heads stand, once for every such place."""
    heads = list(_pattern(_matrix_heads(table)).finditer(flow))
    for index, head in enumerate(heads):
        end = heads[index + 1].start() if index + 1 < len(heads) else len(flow)
        region = flow[head.end() : min(end, head.end() + _LONGEST_TABLE)]
        present = [
            row.key
            for row in table.combined.values()
            if re.search(_loose(words(row.label)) + r"\W{0,6}\d", region)
        ]
        seen = [row.key for row in table.rows.values() if _row_pattern(row).search(region)]
        yield _strips(table.rows_of([*present, *seen]), region)


def block_strips(table: FormTable, flow: str) -> Iterator[tuple[FormBlock, list[Strip]]]:
    """For each block whose title and heads stand there as prescribed, the strips of its rows."""
    titles = [
        (match, block) for block in table.blocks for match in re.finditer(_loose(words(block.title)), flow)
    ]
    titles.sort(key=lambda pair: pair[0].start())
    for index, (match, block) in enumerate(titles):
        end = titles[index + 1][0].start() if index + 1 < len(titles) else len(flow)
        region = flow[match.end() : min(end, match.end() + _LONGEST_TABLE)]
        columns = [table.columns[column] for column in block.columns]
        labels = [[words(label) for label in (column.label, *column.also)] for column in columns]
        each = "".join(rf"\W{{0,6}}{_any(names)}" for names in labels)
        heads = re.match(rf"\W{{0,6}}(?:{_loose(words(table.corner))})?{each}", region)
        if heads is None and len(columns) > 1:
            continue
        rows = tuple(table.rows[key] for key in block.rows)
        if len(columns) > 1:
            figures = _FIGURES if all(column.kind == "count" for column in columns) else _SIGNED
        else:
            figures = _AMOUNT if columns[0].kind == "amount" else _FIGURES
        yield block, _strips(rows, region[heads.end() if heads else 0 :], figures)


def across_strips(table: FormTable, flow: str) -> Iterator[Strip]:
    """The digits behind the heads of a table laid sideways, once for every place where these stand."""
    last = list(table.rows.values())[-1]
    for head in _pattern(_across_heads(table)).finditer(flow):
        yield _strip(last, flow[head.end() : head.end() + _LONGEST_TABLE], "", None, _FIGURES)


@lru_cache(maxsize=512)
def _loose(name: str) -> str:
    """A pattern for the letters of `name`, whatever stands between them but letters and digits."""
    return rf"[^\w{BLANK}]{{0,6}}".join(map(re.escape, name))


def _any(names: Sequence[str]) -> str:
    return "(?:" + "|".join(_loose(name) for name in sorted(names, key=len, reverse=True)) + ")"


@lru_cache(maxsize=16)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_any(names))


def _matrix_heads(table: FormTable) -> tuple[str, ...]:
    """The heads in the orders in which a page is flattened: line by line, or each group with its members."""
    columns = list(table.columns.values())
    upper = list(dict.fromkeys(words(column.group or column.label) for column in columns))
    lower = [words(column.label) for column in columns if column.group]
    nested: list[str] = []
    for column in columns:
        nested += [words(column.group)] if column.group and words(column.group) not in nested else []
        nested.append(words(column.label))
    return "".join((*upper, *lower)), "".join(nested), "".join(words(column.label) for column in columns)


def _across_heads(table: FormTable) -> tuple[str, ...]:
    rows = list(table.rows.values())
    alone = "".join(words(row.label) for row in rows if not row.groups)
    grouped = [words(row.label) for row in rows if row.groups]
    group = "".join(dict.fromkeys(words(name) for row in rows for name in row.groups))
    leaves = "".join(words(column.label) for column in table.columns.values())
    by_line = alone + group + leaves + "".join(grouped) + leaves * len(grouped)
    return by_line, alone + leaves + group + "".join(name + leaves for name in grouped)


@lru_cache(maxsize=256)
def _row_pattern(row: FormRow) -> re.Pattern[str]:
    """The row's name with its remark; a short name (其他, 总计) needs its numbering and digits behind it."""
    names = [split(label)[1] for label in (row.label, *row.also)]
    remark = words("".join(_REMARK.findall(fold_width(row.label))))
    pattern = _any(names) + (rf"(?:\W{{0,6}}{_loose(remark)})?" if remark else "")
    number = split(row.label)[0]
    if min(map(len, names)) < 4 and number:
        return re.compile(rf"(?:{number}|{_HAN[int(number)]})[^\w{BLANK}]{{1,6}}{pattern}(?=\W{{0,6}}\d)")
    return re.compile(pattern)


def _strips(rows: Sequence[FormRow], region: str, figures: re.Pattern[str] = _FIGURES) -> list[Strip]:
    places = _places(rows, region)
    _add_misspelt(rows, region, places)
    strips = []
    for index, row in enumerate(rows):
        if row.key not in places:
            continue
        end = places[row.key][1]
        following = next((other for other in rows[index + 1 :] if other.key in places), None)
        start = places[following.key][0] if following else len(region)
        adjacent = following is not None and rows[index + 1] is following
        number = split(following.label)[0] if following else ""
        strips.append(_strip(row, region[end:start], number, adjacent, figures))
    return strips


def _places(rows: Sequence[FormRow], region: str) -> dict[str, tuple[int, int]]:
    """Where each label begins (before its name, after any numbering) and ends, in the form's order.

    A label behind which a later one was passed over is not this row's.
    """
    every = {row.key: [m.span() for m in _row_pattern(row).finditer(region)] for row in rows}
    places: dict[str, tuple[int, int]] = {}
    position = 0
    for index, row in enumerate(rows):
        place = next((span for span in every[row.key] if span[0] >= position), None)
        if place is None:
            continue
        later = (span[0] for other in rows[index + 1 :] for span in every[other.key] if span[0] >= position)
        # 其他法律… begins as 其他 does; the longer label stands at the same place.
        if min(later, default=len(region)) < place[0]:
            continue
        places[row.key] = place
        position = place[1]
    return places


def _add_misspelt(rows: Sequence[FormRow], region: str, places: dict[str, tuple[int, int]]) -> None:
    """A single row between two certain neighbours may have lost a few characters of its label."""
    names = [split(row.label)[1] for row in rows]
    for index, row in enumerate(rows):
        if row.key in places or not 0 < index < len(rows) - 1:
            continue
        before, after = places.get(rows[index - 1].key), places.get(rows[index + 1].key)
        number = split(row.label)[0]
        if before is None or after is None or not number:
            continue
        label = re.compile(rf"{number}[.、．]\s*+([^\d\s{BLANK}][^\d{BLANK}]{{3,79}})(?=\d)")
        found = [m.span(1) for m in label.finditer(region, before[1], after[0])]
        if len(found) == 1 and misspells(words(region[slice(*found[0])]), names[index], names):
            places[row.key] = found[0]


def _strip(row: FormRow, gap: str, number: str, adjacent: bool | None, figures: re.Pattern[str]) -> Strip:
    """The digits at the beginning of `gap`, which ends where the next label's name begins.

    `number`: the next label's own; `adjacent`: whether that is the form's next row (None: nothing follows).
    """
    text, doubt = gap, ""
    texts: tuple[str, ...] | None = None
    if adjacent and number:
        text, texts = _without_numbering(gap, number)
    match = figures.match(text)
    own, rest = (match[1], text[match.end() :]) if match else ("", text)
    if rest.startswith(_MAYBE_NUMBERING) and own[-1:].isdigit():
        doubt = "数字后面紧接着编号，分不清哪些数字属于这一行"
    elif _MORE_DIGITS.match(rest) or (adjacent and _STRANGE.search(rest)):
        doubt = "这一行的数字当中夹有别的内容"
    elif own and rest.startswith(_MEASURES):
        doubt = "数字后面带有量词或者约数"
    elif rest.startswith(BLANK):
        doubt = "这一行有空白的单元格，看不出空在哪一格"
    elif adjacent is False and not _SAFE_END.match(rest):
        doubt = "没有找到下一行，分不清这一行的数字到哪里为止"
    options = tuple(dict.fromkeys(option.strip() for option in (own, *(texts or ()))))
    return Strip(row, options, doubt)


def _without_numbering(gap: str, number: str) -> tuple[str, tuple[str, ...] | None]:
    """The gap without the next label's numbering at its end; and what else it may be, if not certain."""
    marked = re.search(rf"(?:[(（]\s*+)?(?:{number}|{_HAN[int(number)]})\s*+[)）.．、,，:：]\s*+$", gap)
    if marked:
        return gap[: marked.start()].rstrip(), None
    bare = re.search(rf"{number}\s*$", gap)
    if bare:
        return gap, (gap[: bare.start()],)
    return re.sub(rf"{_HAN[int(number)]}\s*$", "", gap), None
