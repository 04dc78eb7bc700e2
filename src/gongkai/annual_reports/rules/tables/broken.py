"""Figures broken over the lines of their cell (4675 over 2): one number where the form's sums show it.

Two figures under each other in one cell look the same. The break is closed only if the sum of the row holds
with the whole number; and if the file does not show that the cell was too narrow, those of its column too.
"""

from __future__ import annotations

import re

from gongkai.annual_reports.rules.document import BREAK
from gongkai.annual_reports.rules.forms import Form
from gongkai.annual_reports.rules.structure import FormTable
from gongkai.annual_reports.rules.tables.found import Found
from gongkai.annual_reports.rules.tables.sums import Sums

_BROKEN = re.compile(rf"\s*[1-9]\d{{0,7}}(?:(?:\s+|{BREAK})\d{{1,8}}){{1,3}}\s*")
_WHOLE = re.compile(r"\s*(?:0|[1-9]\d{0,8})\s*")


def mend(shape: Form, table: FormTable, found: Found) -> None:
    """Put the broken figures of `found` together where they are certain."""
    broken = [key for key, texts in found.rows.items() if len(texts) == 1 and any(map(_is_broken, texts[0]))]
    if not broken:
        return
    figures = {
        key: {
            column: int(_together(text))
            for column, text in zip(table.row(key).columns, texts[0], strict=True)
            if _WHOLE.fullmatch(text) or _is_broken(text)
        }
        for key, texts in found.rows.items()
        if len(texts) == 1
    }
    sums = Sums.of(shape, table, figures)
    for key in broken:
        [texts] = found.rows[key]
        doubtful = [
            column
            for column, text in zip(table.row(key).columns, texts, strict=True)
            if _is_broken(text) and BREAK not in text
        ]
        if sums.row_closes(figures, key) and all(sums.column_closes(figures, key, each) for each in doubtful):
            found.rows[key] = [tuple(_together(text) if _is_broken(text) else text for text in texts)]


def _is_broken(text: str) -> bool:
    return _BROKEN.fullmatch(text) is not None


def _together(text: str) -> str:
    return "".join(text.replace(BREAK, " ").split())
