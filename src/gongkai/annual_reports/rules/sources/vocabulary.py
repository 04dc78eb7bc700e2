"""The labels, heads and titles that stand inside the tables of all forms: text is known by them."""

from __future__ import annotations

from functools import cache, lru_cache

from gongkai.annual_reports.rules.forms import FORMATS, form
from gongkai.text.script import fold_width, to_simplified

_LOST, _LONGEST, _LONG = "\ufffd", 80, 5


@lru_cache(maxsize=8192)
def is_label(text: str) -> bool:
    """Whether `text` is a label, head or title of a table, whatever its punctuation, width or script."""
    name = _letters(text)
    return name in _labels() or name.startswith("第二十条")


@cache
def units() -> frozenset[str]:
    """The units that stand in a column of their own in a table that is a list (条, 件, 万元)."""
    tables = (table for name in FORMATS for table in form(name).tables.values())
    return frozenset(row.unit for table in tables for row in table.rows.values() if row.unit)


@lru_cache(maxsize=8192)
def mended(text: str) -> str:
    """`text`, of which characters were lost (U+FFFD), as the label it must be; as it is if none is certain.

    Two thirds of the label must be left, and no other label fit. A mark may stand for lost punctuation, but
    in a short text it stands for a character.
    """
    parts = [_letters(part) for part in text.split(_LOST) if part]
    left = sum(map(len, parts))
    if len(text) > _LONGEST or left < 2 or any(part.isdecimal() for part in parts):
        return text
    lost = range(0 if left >= _LONG else 1, 3)
    before = lost if text.startswith(_LOST) else range(1)
    behind = lost if text.endswith(_LOST) else range(1)
    fitting = [
        name
        for name in _labels()
        if len(name) * 2 <= left * 3
        and all(part in name for part in parts)
        and _consists_of(name, parts, before, lost, behind)
    ]
    return _labels()[fitting[0]] if len(fitting) == 1 else text


def _consists_of(name: str, parts: list[str], before: range, between: range, behind: range) -> bool:
    """Whether `name` is the parts in their order, with so many characters before, between and behind them."""
    ends, gaps = {0}, before
    for part in parts:
        starts = {end + gap for end in ends for gap in gaps}
        ends = {start + len(part) for start in starts if name.startswith(part, start)}
        gaps = between
    return any(len(name) - end in behind for end in ends)


def _letters(text: str) -> str:
    return "".join(character for character in fold_width(to_simplified(text)) if character.isalnum())


@cache
def _labels() -> dict[str, str]:
    """Their letters → the labels as they are written."""
    texts: list[str] = []
    for table in (table for name in FORMATS for table in form(name).tables.values()):
        texts += [table.corner, table.over]
        for column in table.columns.values():
            texts += [column.label, column.group, *column.also]
        for row in (*table.rows.values(), *table.combined.values()):
            texts += [row.label, *row.also, *row.groups]
    # A label may have lost its number or its remark.
    bare = [text.split("（")[0] for text in texts]
    bare += [text.split("、")[-1].split("）", 1)[-1].split(".", 1)[-1] for text in texts]
    known = {_letters(text): text for text in (*bare, *texts)}
    return {name: text for name, text in known.items() if name}
