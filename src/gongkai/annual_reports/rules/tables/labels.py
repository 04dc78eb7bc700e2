"""Which row or column a piece of text names, whatever its punctuation, spacing, width or numbering."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from gongkai.annual_reports.rules.structure import FormColumn, FormTable
from gongkai.text.script import fold_width

_HAN = "一二三四五六七八九十"
_NUMBERING = re.compile(rf"(?:\(([{_HAN}]|\d{{1,2}})\)|([{_HAN}]|\d{{1,2}})[、.,:：])[、.,]?")
_REMARK = re.compile(r"\([^()]*\)?")
_UNIT = re.compile(r"单位[:：]?([千百万亿]*元)")
_LONGEST = 80  # no label is longer; longer texts are prose


@lru_cache(maxsize=8192)
def words(text: str) -> str:
    """Only the letters and digits of `text`: punctuation, quotes and spaces make no difference to a label."""
    return "".join(character for character in fold_width(text) if character.isalnum())


@lru_cache(maxsize=8192)
def split(text: str) -> tuple[str, str]:
    """(numbering, name): “(二)部分公开(区分处理的…)” → ("2", "部分公开"); remarks are left out."""
    if len(text) > _LONGEST:
        return "", words(text[:_LONGEST])
    text = "".join(fold_width(text).split()).lstrip("#*")
    numbering = _NUMBERING.match(text)
    if numbering is None:
        return "", words(_REMARK.sub("", text))
    number = numbering[1] or numbering[2]
    name = words(_REMARK.sub("", text[numbering.end() :]))
    return (str(_HAN.index(number) + 1) if number in _HAN else number), name


@lru_cache(maxsize=256)
def names(column: FormColumn) -> tuple[str, ...]:
    """Every name of a column, without remarks."""
    return tuple(split(label)[1] for label in (column.label, *column.also))


@lru_cache(maxsize=8192)
def is_head(text: str, column: FormColumn) -> bool:
    """Whether `text` may stand over `column`: one of its names, or the beginning of one (heads lose words).

    A head that states another unit than the form's is not the form's head.
    """
    name = split(text)[1]
    unit = _UNIT.search(fold_width("".join(text.split())))
    if unit and column.unit and unit[1] != column.unit:
        return False
    return any(name == known or (len(name) >= 3 and known.startswith(name)) for known in names(column))


def misspells(text: str, name: str, names: Iterable[str]) -> bool:
    """Whether `text` is `name` with a few characters lost, or with foreign ones put in at one place.

    At least four characters and three fifths of the name are left, and no other of `names` is meant as well.
    Both texts as `split` or `words` give them.
    """
    others = (other for other in names if other != name)
    return _near(text, name) and not any(_near(text, other) for other in others)


def _near(text: str, name: str) -> bool:
    if len(text) <= len(name):
        return len(text) >= max(4, 0.6 * len(name)) and _within(text, name)
    if len(name) < 5 or len(text) > 2 * len(name):
        return False
    same = next((i for i, (a, b) in enumerate(zip(text, name, strict=False)) if a != b), len(name))
    return text.endswith(name[same:])


def _within(text: str, name: str) -> bool:
    """Whether the characters of `text` stand in `name` in their order."""
    rest = iter(name)
    return all(character in rest for character in text)


@dataclass(frozen=True, slots=True)
class RowNames:
    """The names of a table's rows, with their numbering and alone."""

    numbered: dict[tuple[str, str], str]
    alone: dict[str, str]
    ambiguous: frozenset[str]

    def find(self, texts: Iterable[str], *, strict: bool) -> str | None:
        """The row that `texts` (a label, perhaps broken into pieces) names, or None.

        strict: in flattened text 其他, 总计 and 其他处理 may as well be heads and need their numbering.
        """
        numbering, name = split("".join(texts))
        if row := self.numbered.get((numbering, name)):
            return row
        if name in self.ambiguous and (strict or numbering):
            return None
        return self.alone.get(name)


@lru_cache(maxsize=64)
def _row_names(rows: tuple[tuple[str, tuple[str, ...]], ...], heads: frozenset[str]) -> RowNames:
    numbered, alone = {}, {}
    for row, labels in rows:
        for label in labels:
            numbering, name = split(label)
            numbered[numbering, name] = row
            alone[name] = row
    return RowNames(numbered, alone, heads)


def row_names(table: FormTable) -> RowNames:
    """The row names of `table`."""
    rows = (*table.rows.values(), *table.combined.values())
    heads = {name for column in table.columns.values() for name in names(column)}
    heads |= {split(group)[1] for row in rows for group in row.groups}
    return _row_names(tuple((row.key, (row.label, *row.also)) for row in rows), frozenset(heads))
