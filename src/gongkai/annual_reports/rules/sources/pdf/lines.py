"""From glyphs to lines of text, and from lines to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.annual_reports.rules.sources.pdf.bounds import TooMuch
from gongkai.annual_reports.rules.sources.pdf.drawn import UNREADABLE, Glyph

_FIGURE = frozenset("0123456789０１２３４５６７８９.．,，-−+")
MOST_PAIRS = 2_000_000  # figures of a page that stand at one height; of a table line there are some dozens
_ENDED = re.compile(r"[。；：！？;:!?][”’」』）)]*$")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,2}[）)]")
_BESIDE = r"[\s\-—–－·.~]*+"
_PAGE_NUMBER = re.compile(
    rf"{_BESIDE}(?:第\s*+)?\d{{1,3}}(?:\s*+页)?(?:\s*+[,，/／]?\s*+共?\s*+\d{{1,3}}(?:\s*+页)?)?{_BESIDE}"
)


@dataclass(slots=True)
class PrintedLine:
    """A line of text: where it stands, and its pieces where wide gaps part it."""

    left: float
    right: float
    middle: float
    size: float
    pieces: list[str]

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join(self.pieces)


def of(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """The lines that `glyphs` stand in, from top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle):
        if rows and glyph.middle - rows[-1][-1].middle <= 0.35 * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [line for row in rows if (line := _line(row)) is not None]


def text_of(lines: Iterable[PrintedLine], joint: str = " ") -> str:
    """The text of a cell. A figure broken over lines keeps the break as `joint`: it may be two figures."""
    text = ""
    for line in lines:
        text += joint if text and _needs_space(text[-1], line.text[0]) else ""
        text += line.text
    return text


def touching(glyphs: Iterable[Glyph]) -> Iterable[tuple[Glyph, Glyph]]:
    """Figures that stand so close that they are one number, wherever lines are drawn; raises TooMuch."""
    figures = [glyph for glyph in glyphs if glyph.text in _FIGURE]
    figures.sort(key=lambda glyph: (glyph.middle, glyph.left))
    waiting: list[Glyph] = []
    pairs = 0
    for glyph in figures:
        waiting = [other for other in waiting if glyph.middle - other.middle <= 0.3 * glyph.size]
        pairs += len(waiting)
        if pairs > MOST_PAIRS:
            raise TooMuch
        for other in waiting:
            first, second = (other, glyph) if other.left <= glyph.left else (glyph, other)
            if second.left - first.right < 0.12 * min(first.size, second.size):
                yield first, second
        waiting.append(glyph)


def _line(row: list[Glyph]) -> PrintedLine | None:
    """The glyphs of one line in order; a glyph drawn twice (to look bold) counts once."""
    row.sort(key=lambda glyph: glyph.left)
    visible: list[Glyph] = []
    spaced: set[int] = set()
    for glyph in row:
        if glyph.text.isspace():
            spaced.add(len(visible))
            continue
        before = visible[-1] if visible else None
        if before is not None:
            overlap = before.right - glyph.left
            half = 0.5 * min(before.right - before.left, glyph.right - glyph.left)
            if overlap > half > 0:
                if before.text != glyph.text and (before.text in _FIGURE or glyph.text in _FIGURE):
                    # Two characters over each other: which one is meant cannot be seen.
                    before.text = UNREADABLE
                    continue
                if before.text == glyph.text:
                    continue
        visible.append(glyph)
    if not visible:
        return None
    pieces = [visible[0].text]
    for index, (before, glyph) in enumerate(pairwise(visible), 1):
        gap, size = glyph.left - before.right, max(before.size, glyph.size)
        if gap > 1.5 * size:
            pieces.append(glyph.text)
        elif index in spaced or _is_gap(gap, size, before.text, glyph.text):
            pieces[-1] += f" {glyph.text}"
        else:
            pieces[-1] += glyph.text
    sizes = sorted(glyph.size for glyph in visible)
    middle = sum(glyph.middle for glyph in visible) / len(visible)
    return PrintedLine(visible[0].left, max(g.right for g in visible), middle, sizes[len(sizes) // 2], pieces)


def _is_gap(gap: float, size: float, before: str, after: str) -> bool:
    """Between figures and letters a small gap parts words; Chinese characters are spread to fill a line."""
    return gap > (0.22 if before[-1:].isascii() and after[:1].isascii() else 0.8) * size


def _needs_space(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def without_running(pages: Sequence[list[PrintedLine]]) -> list[list[PrintedLine]]:
    """The lines of each page without page numbers and without what stands at the edge of most pages."""
    edges = [[_running(lines[0]), _running(lines[-1])] if lines else [] for lines in pages]
    often = {text for text, count in Counter(t for pair in edges for t in set(pair)).items() if count > 2}
    often = {text for text in often if sum(text in pair for pair in edges) * 2 > len(pages)}
    seen: set[str] = set()
    kept = []
    for lines in pages:
        lines = list(lines)
        for place in (-1, 0):
            while lines and _is_running(lines[place], often & seen):
                lines.pop(place)
        seen.update(_running(line) for line in lines[:1] + lines[-1:])
        kept.append(lines)
    return kept


def _is_running(line: PrintedLine, known: set[str]) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text) is not None or _running(line) in known


def _running(line: PrintedLine) -> str:
    """What of a line is the same on every page."""
    return re.sub(r"\d+", "0", line.text)


class Paragraphs:
    """Joins lines: a full line goes on in the next one, unless that one is set in or the sentence is over."""

    def __init__(self) -> None:
        self._parts: list[list[str]] = []
        self.last: PrintedLine | None = None
        self.full = False

    @property
    def texts(self) -> list[str]:
        """The paragraphs so far."""
        return ["".join(parts) for parts in self._parts]

    def close(self) -> None:
        """Something else than text follows."""
        self.last = None

    def add(self, line: PrintedLine, left: float, right: float) -> None:
        """The next line; `left` and `right` are where the lines of this file begin and end."""
        set_in = line.left > left + 0.8 * line.size or _HEADING.match(line.text) is not None
        if self.last is not None and self.full and not set_in and not _ENDED.search(self.last.text):
            before, after = self._parts[-1][-1][-1], line.text[0]
            # A number that runs over the end of the line: prose never has two with nothing between.
            runs_on = before.isdigit() and after.isdigit()
            self._parts[-1] += (" " if _needs_space(before, after) and not runs_on else "", line.text)
        else:
            self._parts.append([line.text])
        self.last = line
        self.full = line.right >= right - 1.6 * line.size
