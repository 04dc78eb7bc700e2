"""Office files of our own, made from invented figures as an officer would make them."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.table import Table
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.material import drawing
from tests.material.drawing import Rows, Write, plain
from tests.material.forms import Figures


def saved(document: WordDocument | Workbook) -> bytes:
    """The bytes of the file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word_table(document: Any, rows: Rows) -> Table:
    """A Word table with merged cells; `document` may be a cell as well."""
    width = sum(colspan for _, _, colspan in rows[0])
    table: Table = document.add_table(len(rows), width)
    fill(table, rows)
    return table


def fill(table: Table, rows: Rows) -> None:
    """Write and merge the cells of an empty table."""
    # Merging is slow over the document's tree: cells are fetched once.
    cells = [list(row.cells) for row in table.rows]
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(rows):
        left = 0
        for text, rowspan, colspan in row:
            while (top, left) in taken:
                left += 1
            taken |= {(top + down, left + right) for down in range(rowspan) for right in range(colspan)}
            cell = cells[top][left]
            if rowspan * colspan > 1:
                cell = cell.merge(cells[top + rowspan - 1][left + colspan - 1])
            cell.text = text


def word(report: Figures, write: Write = plain) -> WordDocument:
    """A Word document: paragraphs, chapter headings, three tables."""
    document = Document()
    for text in drawing.before(report):
        document.add_paragraph(text)
    for chapter, rows in drawing.tables(report, write):
        document.add_paragraph(chapter)
        word_table(document, rows)
    for text in drawing.after(report):
        document.add_paragraph(text)
    return document


def sheet_table(sheet: Worksheet, rows: Rows, top: int = 1, left: int = 1) -> int:
    """Draw a table from (top, left), figures as numbers; the row after it."""
    taken: set[tuple[int, int]] = set()
    for down, row in enumerate(rows, top):
        column = left
        for text, rowspan, colspan in row:
            while (down, column) in taken:
                column += 1
            taken |= {(down + y, column + x) for y in range(rowspan) for x in range(colspan)}
            sheet.cell(down, column, value=number(text))
            if rowspan * colspan > 1:
                sheet.merge_cells(
                    start_row=down,
                    start_column=column,
                    end_row=down + rowspan - 1,
                    end_column=column + colspan - 1,
                )
    return top + len(rows)


def number(text: str) -> int | float | str | None:
    """What a spreadsheet makes of what is typed."""
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(Decimal(text))
    except ArithmeticError:
        return text


def workbook(report: Figures, write: Write = plain, *, one_sheet: bool) -> Workbook:
    """A workbook with everything on one sheet, or with a sheet for each table."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    row = 1
    for text in drawing.before(report):
        sheet.cell(row, 1, text)
        row += 1
    for chapter, rows in drawing.tables(report, write):
        if not one_sheet:
            sheet, row = book.create_sheet(chapter[:2]), 1
        sheet.cell(row, 1, chapter)
        row = sheet_table(sheet, rows, row + 1) + 1
    for text in drawing.after(report):
        sheet.cell(row, 1, text)
        row += 1
    return book
