"""What a decoded source is made of: prose, tables with their cells in place, and a flow of pieces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

# A report has some 30,000 characters and 250 cells; a page around it may have some times as much.
LONGEST_TEXT, MOST_CELLS = 500_000, 50_000
# In a cell: here its width broke a number, for there was no room for another digit on the line.
BREAK = "⏎"


@dataclass(eq=False, slots=True)
class Box:
    """A cell of a table: its text and the rows and columns it covers (`right` is exclusive)."""

    text: str
    top: int
    left: int
    right: int
    rowspan: int = 1


@dataclass(slots=True)
class Grid:
    """A table: for every row the boxes that cover it, left to right (a box that spans rows is in each)."""

    rows: list[list[Box]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of flattened text. `kind`: text, value, blank (an empty cell seen as such), end (of a row)."""

    kind: str
    text: str = ""


@dataclass(slots=True)
class Document:
    """A decoded source. `pieces` is the flow in which tables without borders are looked for.

    `doubts`: what the file holds that was left out, in sentences for the reader of the report. `published`:
    the day of publication as the source itself states it beside its text (a page's PubDate). `laid_out`: the
    lines of a text whose columns are made with spaces, as they are.
    """

    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    images: int = 0
    doubts: list[str] = field(default_factory=list)
    published: str = ""
    laid_out: list[str] = field(default_factory=list)

    def convert(self, change: Callable[[str], str]) -> None:
        """Apply `change`, which must keep lines apart, to every text, in one call."""
        boxes = list({id(box): box for grid in self.grids for row in grid.rows for box in row}.values())
        texts = [self.title, *self.paragraphs, *(box.text for box in boxes), *(p.text for p in self.pieces)]
        changed = iter(change("\n".join(" ".join(text.split("\n")) for text in texts)).split("\n"))
        self.title = next(changed)
        self.paragraphs = [next(changed) for _ in self.paragraphs]
        for box in boxes:
            box.text = next(changed)
        self.pieces = [Piece(piece.kind, next(changed)) for piece in self.pieces]
