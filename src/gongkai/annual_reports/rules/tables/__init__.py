"""From a Document to the figures of a form's tables, or the reasons why they are not certain."""

from __future__ import annotations

from gongkai.annual_reports.rules.document import Document
from gongkai.annual_reports.rules.structure import Table
from gongkai.annual_reports.rules.tables import grids, streams
from gongkai.annual_reports.rules.tables.found import Found
from gongkai.annual_reports.rules.tables.recognition import form_of, names_in

__all__ = ["form_of", "names_in", "read"]


def read(table: Table, document: Document) -> Found:
    """From cells in place where there are any; else from the flow of the text."""
    placed = grids.read(table, document.grids)
    if placed.rows:
        return placed
    flowing = streams.read(table, document.pieces)
    if flowing.rows or not (placed.problem or placed.refused):
        return flowing
    return placed
