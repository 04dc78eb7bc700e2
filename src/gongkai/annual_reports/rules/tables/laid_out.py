"""Tables as a printer's text lays them out: columns by spaces, heads and long numbers broken over lines.

What stands under each other belongs together. Heads must spell the form's columns in its order; the lines of
figures are given to the form's rows in its order. Where every line has all its figures, that is enough; where
numbers were broken, every sum along rows and columns must hold, and in one way only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise

from gongkai.annual_reports.rules.forms import Form
from gongkai.annual_reports.rules.structure import FormRow, FormTable
from gongkai.annual_reports.rules.tables.found import Found
from gongkai.annual_reports.rules.tables.labels import split, words
from gongkai.annual_reports.rules.tables.sums import Sums
from gongkai.text.script import fold_width

_FIGURE = re.compile(r"\d{1,8}")
_MOST_LINES = 200  # of a table; the longest form has 60
_MOST_TABLES = 4  # of one kind; a list of contents may name it too
_MOST_BROKEN = 4  # lines that one row of figures is broken over
_LONGEST = 8  # digits of a figure
_MOST_WAYS = 200
_MOST_BESIDE = 5
BY_PLACE = "按文字的上下左右位置对应"


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    line: int
    left: int
    right: int


Lines = list[list[_Word]]


def read(shape: Form, table: FormTable, lines: Sequence[str]) -> Found:
    """The figures of a matrix or of a table laid sideways that stand in `lines` for certain."""
    found = Found(table)
    if table.layout not in ("matrix", "across"):
        return found
    ways: list[dict[str, list[str]]] = []
    for heads, below in islice(_tables(shape, table, lines), _MOST_TABLES):
        if table.layout == "matrix":
            ways += _matrix(shape, table, below) if _spells(heads, table, _columns(table)) else []
        else:
            columns = _columns(table) * len(table.rows)
            ways += _across(shape, table, below) if _spells(heads, table, columns) else []
    if len(ways) == 1:
        for key, texts in ways[0].items():
            found.take(key, texts, BY_PLACE)
    return found


def _columns(table: FormTable) -> list[str]:
    return [words(column.label) for column in table.columns.values()]


def _tables(shape: Form, table: FormTable, lines: Sequence[str]) -> Iterator[tuple[Lines, Lines]]:
    """For every place where the table's title stands: the lines above the first figures, and the others."""
    title = words(table.title)
    bounds = [index for index, line in enumerate(lines) if _is_chapter(shape, line)]
    for index, start in enumerate(bounds):
        if title not in words(lines[start]):
            continue
        end = bounds[index + 1] if index + 1 < len(bounds) else len(lines)
        placed = [_words(at, lines[at]) for at in range(start + 1, min(end, start + _MOST_LINES))]
        placed = [line for line in placed if line]
        first = next((at for at, line in enumerate(placed) if _figures([line])), len(placed))
        # A label may begin above its figures.
        while first > 0 and not _is_head(table, placed[first - 1]):
            first -= 1
        yield placed[:first], placed[first:]


def _is_chapter(shape: Form, line: str) -> bool:
    text = words(line)
    titles = [words(title) for title in shape.chapters] + [words(t.title) for t in shape.tables.values()]
    return any(title and text.endswith(title) and len(text) <= len(title) + 3 for title in titles)


def _words(at: int, line: str) -> list[_Word]:
    return [_Word(match[0], at, *match.span()) for match in re.finditer(r"\S+", fold_width(line))]


def _figures(lines: Lines) -> list[_Word]:
    return [word for line in lines for word in line if _FIGURE.fullmatch(word.text)]


def _is_head(table: FormTable, line: list[_Word]) -> bool:
    """Whether every word of the line is part of the heads."""
    heads = "|".join([words(table.corner), *_groups(table), *_columns(table)])
    return all(words(word.text) in heads for word in line)


def _groups(table: FormTable) -> list[str]:
    """What stands over several heads at once."""
    over = [table.over, *(column.group for column in table.columns.values())]
    if table.layout == "across":
        over += [text for row in table.rows.values() for text in (row.label, *row.also, *row.groups)]
    return [words(text) for text in over if text]


def _spells(heads: Lines, table: FormTable, columns: list[str]) -> bool:
    """Whether the heads, read from top to bottom, are these columns from left to right and nothing else."""
    over, corner = _groups(table), words(table.corner)
    single = [
        word
        for line in heads
        for word in line
        if words(word.text) not in over and not (len(word.text) > 3 and words(word.text) in corner)
    ]
    # A short line in the middle of a head may stand a little beside the line above it.
    return any([words(text) for text in _stacked(single, room)] == columns for room in range(_MOST_BESIDE))


def _stacked(placed: Sequence[_Word], room: int = 0) -> list[str]:
    """Words put together that stand under each other, or `room` beside, from left to right."""
    return [_text(stack) for stack in _stacks(placed, room)]


def _stacks(placed: Sequence[_Word], room: int = 0) -> list[list[_Word]]:
    stacks: list[list[_Word]] = []
    right = -_MOST_BESIDE
    for word in sorted(placed, key=lambda word: (word.left, word.line)):
        if word.left >= right + room:
            stacks.append([])
        stacks[-1].append(word)
        right = max(right, word.right)
    return stacks


def _text(stack: Sequence[_Word]) -> str:
    return "".join(word.text for word in sorted(stack, key=lambda word: word.line))


def _options(placed: Sequence[_Word], due: int) -> list[list[str]]:
    """The ways to see `due` figures: a digit that stands just beside one may belong to it."""
    stacks = _stacks(placed)
    beside = [
        index
        for index, (one, other) in enumerate(pairwise(stacks))
        if min(word.left for word in other) - max(word.right for word in one) <= 1
        and not {word.line for word in one} & {word.line for word in other}
    ]
    if not 0 <= len(stacks) - due <= _MOST_BESIDE:
        return []
    ways = []
    for joints in islice(combinations(beside, len(stacks) - due), _MOST_WAYS):
        made: list[list[_Word]] = []
        for index, stack in enumerate(stacks):
            if index - 1 in joints:
                made[-1] = made[-1] + stack
            else:
                made.append(list(stack))
        ways.append([_text(stack) for stack in made])
    return ways


def _across(shape: Form, table: FormTable, lines: Lines) -> list[dict[str, list[str]]]:
    """One line of figures, or one whose groups close with their numbers put together."""
    end = next((at for at, line in enumerate(lines) if len(_figures([line])) < len(line)), len(lines))
    if not 0 < end <= _MOST_BROKEN or _figures(lines[end : end + 3]):
        return []
    width, found = len(table.columns), []
    for texts in _options(_figures(lines[:end]), len(table.cells)):
        rows = {key: texts[index * width : (index + 1) * width] for index, key in enumerate(table.rows)}
        if all(text == "0" or text[0] != "0" for text in texts) and (end == 1 or _close(shape, table, rows)):
            found.append(rows)
    return found


def _close(shape: Form, table: FormTable, rows: dict[str, list[str]]) -> bool:
    figures = {key: dict(zip(table.columns, map(int, texts), strict=True)) for key, texts in rows.items()}
    return Sums.of(shape, table, figures).all_close(figures)


def _matrix(shape: Form, table: FormTable, lines: Lines) -> list[dict[str, list[str]]]:
    """Every way to give the lines to the rows of the form, with or without its combined rows."""
    found = []
    for rows in dict.fromkeys((table.rows_of(), table.rows_of(table.combined))):
        bands = _Bands(table, rows, lines)
        plain = bands.plain()
        if plain is not None:
            found.append(plain)
        else:
            found += [
                way
                for way in bands.ways(Sums.of(shape, table, (row.key for row in rows)))
                if _close(shape, table, way)
            ]
    return found


class _Bands:
    """The lines of a table given to its rows, one after the other."""

    def __init__(self, table: FormTable, rows: Sequence[FormRow], lines: Lines) -> None:
        self.table, self.rows, self.lines = table, rows, lines
        self.at = [index for index, line in enumerate(lines) if _figures([line])]

    def plain(self) -> dict[str, list[str]] | None:
        """A line with all its figures for each row, if it is so."""
        texts = [[word.text for word in _figures([self.lines[at]])] for at in self.at]
        whole = len(texts) == len(self.rows) and all(len(each) == len(self.table.columns) for each in texts)
        if not whole or not all(self._labels(row, i, i + 1) for i, row in enumerate(self.rows)):
            return None
        return {row.key: each for row, each in zip(self.rows, texts, strict=True)}

    def ways(self, sums: Sums) -> list[dict[str, list[str]]]:
        """Every way in which each row has as many lines as it needs, and its sum holds."""
        partial: dict[int, list[dict[str, list[str]]]] = {0: [{}]}
        for row in self.rows:
            following: dict[int, list[dict[str, list[str]]]] = {}
            for start, made in partial.items():
                for end in range(start + 1, min(start + _MOST_BROKEN, len(self.at)) + 1):
                    for texts in self._sums(sums, row, start, end):
                        following.setdefault(end, []).extend({**one, row.key: texts} for one in made)
            if any(len(made) > _MOST_WAYS for made in following.values()):
                return []
            partial = following
        return partial.get(len(self.at), [])

    def _sums(self, sums: Sums, row: FormRow, start: int, end: int) -> Iterator[list[str]]:
        """The figures on these lines, in each way in which they close, if the row's name is there."""
        if not self._labels(row, start, end):
            return
        columns = self.table.columns
        for texts in _options(_figures([self.lines[at] for at in self.at[start:end]]), len(columns)):
            if all(len(text) <= _LONGEST and (text == "0" or text[0] != "0") for text in texts):
                figures = dict(zip(columns, map(int, texts), strict=True))
                if sums.row_closes({row.key: figures}, row.key):
                    yield texts

    def _labels(self, row: FormRow, start: int, end: int) -> bool:
        """Whether the row's name stands, in pieces perhaps, on its lines or those without figures beside."""
        low = self.at[start - 1] + 1 if start else 0
        high = self.at[end] if end < len(self.at) else len(self.lines)
        letters = iter(
            "".join(
                words(word.text)
                for line in self.lines[low:high]
                for word in line
                if not _FIGURE.fullmatch(word.text)
            )
        )
        return all(letter in letters for letter in split(row.label)[1])
