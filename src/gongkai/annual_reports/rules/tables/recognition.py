"""Which form a document's tables are, by the names that one form has and no other."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from gongkai.annual_reports.rules import forms
from gongkai.annual_reports.rules.document import Document
from gongkai.annual_reports.rules.forms import Form, form
from gongkai.annual_reports.rules.tables.labels import split

# So many names of the statistics are no accident; 传真 or 政府网站 alone is.
_LIST_SEEN = 5


def form_of(document: Document, year: int | None) -> Form | None:
    """The form that the tables' own heads and labels show; without any, the one for the year."""
    seen = names_in(document)
    marks = {name: len(seen & _marks(name)) for name in forms.FORMATS}
    # Some places kept the old statistics as an annex: they are the form only where no later one can be.
    old = marks.pop("pre2019") >= _LIST_SEEN
    if old and not any(marks.values()) and (year is None or form("pre2019").serves(year)):
        return form("pre2019")
    best = max(marks, key=lambda name: marks[name])
    if marks[best] and list(marks.values()).count(marks[best]) == 1:
        return form(best)
    return forms.for_year(year) if year is not None else None


def names_in(document: Document) -> set[str]:
    """The names of rows and columns that occur as cells, or inside run-together text."""
    cells: Iterable[str] = (box.text for grid in document.grids for line in grid.rows for box in line)
    pieces = [piece.text for piece in document.pieces if piece.kind == "text"]
    seen = {split(text)[1] for text in (*cells, *pieces) if len(text) <= 80}
    known = {mark for name in forms.FORMATS for mark in _marks(name)}
    long = "\n".join(text for text in pieces if len(text) > 80)
    return (seen & known) | {mark for mark in known if len(mark) >= 6 and mark in long}


@cache
def _marks(format: str) -> frozenset[str]:
    """Names that this form has and no other."""
    others = [form(name) for name in forms.FORMATS if name != format]
    return frozenset(_all_names(form(format)) - {name for other in others for name in _all_names(other)})


def _all_names(shape: Form) -> set[str]:
    labels: list[str] = []
    for table in shape.tables.values():
        for column in table.columns.values():
            labels += [column.label, *column.also]
        for row in (*table.rows.values(), *table.combined.values()):
            labels += [row.label, *row.also]
    return {split(label)[1] for label in labels}
