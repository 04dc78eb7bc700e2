"""Numbers broken over the lines of a cell that is too narrow for them (4675 over 2 is 46752).

They may be one number where each line but the last has no room for another digit; the form's sums decide, for
a column may be just as wide as the first of two figures. Two in a cell that has room stay two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from gongkai.annual_reports.rules.sources.pdf.frames import Frame, FrameCell
from gongkai.annual_reports.rules.sources.pdf.lines import PrintedLine

_DIGITS = re.compile(r"[0-9]+")
_ROUNDED = 0.1  # points
# No cell keeps more than this free on a side, in points (LibreOffice 5.4, Word 5.4, browsers some 8).
_MOST_PADDING = 8.0


class Room:
    """How much of a table's cells is left free by what stands in them."""

    def __init__(self, frame: Frame, cells: Iterable[tuple[FrameCell, Sequence[PrintedLine]]]) -> None:
        self.xs = frame.xs
        self.longest: dict[tuple[int, int], int] = {}  # columns → digits that stand on one line there
        gaps = [_MOST_PADDING]
        for cell, lines in cells:
            left, right = self.xs[cell.left], self.xs[cell.right]
            gaps += chain.from_iterable((line.left - left, right - line.right) for line in lines)
            if len(lines) == 1 and _DIGITS.fullmatch(lines[0].text):
                place = (cell.left, cell.right)
                self.longest[place] = max(self.longest.get(place, 0), len(lines[0].text))
        self.padding = max(0.0, min(gaps))

    def breaks(self, cell: FrameCell, lines: Sequence[PrintedLine]) -> bool:
        """Whether no line of digits in `cell` but the last has room for one more digit."""
        if len(lines) < 2 or not all(_DIGITS.fullmatch(line.text) for line in lines):
            return False
        *full, last = lines
        digits = len(full[0].text)
        if any(len(line.text) != digits for line in full) or len(last.text) > digits:
            return False
        if lines[0].text.startswith("0") or self.longest.get((cell.left, cell.right), 0) > digits:
            return False
        width = self.xs[cell.right] - self.xs[cell.left] - 2 * self.padding
        return all(self._is_full(line, width) for line in full)

    def _is_full(self, line: PrintedLine, width: float) -> bool:
        shown = line.right - line.left
        return width - shown < shown / len(line.text) - _ROUNDED
