"""From a Document to the figures of a form's tables, or the reasons why they are not certain."""

from __future__ import annotations

from gongkai.annual_reports.rules.document import Document
from gongkai.annual_reports.rules.forms import Form
from gongkai.annual_reports.rules.reading import Claim, Unread
from gongkai.annual_reports.rules.tables import (
    annexes,
    broken,
    grids,
    laid_out,
    run_together,
    statistics,
    streams,
)
from gongkai.annual_reports.rules.tables.found import Found
from gongkai.annual_reports.rules.tables.recognition import form_of, names_in

__all__ = ["form_of", "listed", "names_in", "read"]


def listed(document: Document) -> tuple[list[Claim], list[Unread]]:
    """The lines of an annex of no form, as claims, and what of it is not certain."""
    return annexes.read(document)


def read(shape: Form, key: str, document: Document, year: int | None) -> Found:
    """The table `key` of the form: from cells in place where there are any; else from the flow of the text.

    `year`: the report's, by which it is known which columns are its own where two years stand side by side.
    """
    table = shape.tables[key]
    if table.layout == "list":
        return statistics.read(table, document)
    placed = grids.read(table, document.grids, year)
    broken.mend(shape, table, placed)
    if placed.rows:
        return placed
    flowing = streams.read(table, document.pieces)
    if len(flowing.rows) < len(table.rows):
        flowing.complete(run_together.read(shape, table, document.pieces))
    if len(flowing.rows) < len(table.rows) and document.laid_out:
        flowing.complete(laid_out.read(shape, table, document.laid_out))
    if flowing.rows or not (placed.problem or placed.refused):
        return flowing
    return placed
