"""What a decoded source is made of: prose, tables with their cells in place, and a flow of pieces."""

from __future__ import annotations

from dataclasses import dataclass, field


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
    """A decoded source. `pieces` is the flow in which tables without borders are looked for."""

    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    images: int = 0
