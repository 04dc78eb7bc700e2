"""The labels, heads and titles that stand inside the tables of all forms: text is known by them."""

from __future__ import annotations

from functools import cache, lru_cache

from gongkai.annual_reports.rules.forms import FORMATS, form
from gongkai.text.script import fold_width, to_simplified


@lru_cache(maxsize=8192)
def is_label(text: str) -> bool:
    """Whether `text` is a label, head or title of a table, whatever its punctuation, width or script."""
    name = _letters(text)
    return name in _labels() or name.startswith("第二十条")


def _letters(text: str) -> str:
    return "".join(character for character in fold_width(to_simplified(text)) if character.isalnum())


@cache
def _labels() -> frozenset[str]:
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
    return frozenset(_letters(text) for text in (*texts, *bare)) - {""}
