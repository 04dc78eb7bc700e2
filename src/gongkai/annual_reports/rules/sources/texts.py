"""Flattened text as a Document: the borders that are left (bars, tabs, line ends) say where cells are.

Three kinds of rows: explicit ones (a line of Markdown, with tabs, with commas) of which every cell is seen,
blanks included; cells ended by a bar, over many lines, blanks included; and a cell per line, blanks lost.
"""

from __future__ import annotations

import re

from gongkai.annual_reports.rules.cells import is_value
from gongkai.annual_reports.rules.document import Box, Document, Grid, Piece
from gongkai.annual_reports.rules.sources import separators, vocabulary

_IN_A_CELL = re.compile(r"[^|\s]")
_BAR_AFTER_TEXT = re.compile(r"[^|\s][ \t\u3000]{0,20}\|")
_TAB_AFTER_TEXT = re.compile(r"[^\t\n\r \u3000][ \u3000]{0,20}\t")
# A printer's text parts columns with spaces; a few lines of any text have some.
_SPACED = re.compile(r"\S {2,}\S")
_MANY_SPACED = 6
_RULER = re.compile(r"[\s|:\-]+")
_IMAGE = re.compile(r"\S{1,200}\.(?:jpe?g|png|gif|bmp)", re.IGNORECASE)


def parse(text: str) -> Document:
    """Split the text into prose, pieces and, where rows of equal width follow each other, grids."""
    if "\t" in text and not _TAB_AFTER_TEXT.search(text):
        text = text.replace("\t", " ")  # set in by tabs: no cell ends with one
    reader = _LineReader(bars_alone=not _BAR_AFTER_TEXT.search(text))
    lines = text.splitlines()
    for line in lines:
        reader.take(vocabulary.mended(line.strip()) if "\ufffd" in line else line)
    reader.finish()
    document = reader.document
    if sum(_SPACED.search(line) is not None for line in lines) >= _MANY_SPACED:
        document.laid_out = lines
        document.paragraphs = [line for line in document.paragraphs if not _is_row(line)]
    document.title = next(iter(document.paragraphs), "")
    return document


def _is_row(line: str) -> bool:
    """Whether a laid-out line is a label and figures; no sentence ends with three figures in a row."""
    words = line.split()
    return len(words) > 3 and all(word.replace(".", "").isdecimal() for word in words[-3:])


class _LineReader:
    """Takes line after line; `loose` is a line that the next bar may turn out to end as a cell.

    `bars_alone`: every bar stands on its own line below its cell. Where bars follow cells on the line, a
    stray line (a page number) before an empty cell's bar is not that cell's figure.
    """

    def __init__(self, *, bars_alone: bool) -> None:
        self.bars_alone = bars_alone
        self.document = Document()
        self.loose = ""
        self.run: list[list[str]] = []

    def take(self, line: str) -> None:
        if _is_explicit(line) and _RULER.fullmatch(line):
            return
        if cells := _explicit_cells(line):
            self.settle()
            self.run.append(cells)
            for cell in cells:
                self.add(cell)
            self.document.pieces.append(Piece("end"))
            return
        if _RULER.fullmatch(line) and "-" in line and "|" in line:
            return
        if self.run and is_value(line):
            # The last row goes on in the next line: where it was torn cannot be seen.
            self.run.pop()
        self.end_run()
        if "|" in line:
            self.take_bars(line)
        elif line.strip():
            self.settle()
            self.loose = line.strip()

    def take_bars(self, line: str) -> None:
        *ended, rest = line.split("|")
        for cell in ended:
            if not cell.strip() and self.loose and self.bars_alone:
                cell, self.loose = self.loose, ""
            else:
                self.settle()
            self.add(cell)
        self.loose = rest.strip()

    def settle(self) -> None:
        """The loose line was not a cell of bars: it is prose, or a cell that stands alone on its line."""
        text, self.loose = self.loose, ""
        if text:
            self.document.paragraphs.append(text)
            self.add(text)

    def add(self, cell: str) -> None:
        cell = cell.strip()
        kind = "blank" if not cell else "value" if is_value(cell) else "text"
        if _IMAGE.fullmatch(cell):
            self.document.images += 1
        self.document.pieces.append(Piece(kind, cell))

    def end_run(self) -> None:
        """Explicit rows of one width, one under the other, are a table whose columns can be trusted."""
        run, self.run = self.run, []
        if len(run) > 1 and len({len(cells) for cells in run}) == 1:
            self.document.grids.append(
                Grid(
                    [
                        [Box(cell.strip(), top, left, left + 1) for left, cell in enumerate(cells)]
                        for top, cells in enumerate(run)
                    ]
                )
            )

    def finish(self) -> None:
        self.settle()
        self.end_run()


def _is_explicit(line: str) -> bool:
    """Whether bars begin and end the line, with something between them."""
    line = line.strip()
    return line[:1] == line[-1:] == "|" and _IN_A_CELL.search(line) is not None


def _explicit_cells(line: str) -> list[str]:
    """The cells of a Markdown row or of one parted by tabs or punctuation; empty if the line is neither."""
    if _is_explicit(line):
        return line.strip()[1:-1].split("|")
    cells = line.rstrip("\r\n").split("\t")
    if len(cells) > 1 and (len(line.strip().split("\t")) > 1 or len(cells) > 3):
        return cells
    return separators.cells(line)
