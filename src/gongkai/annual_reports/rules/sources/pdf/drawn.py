"""What stands on a page: glyphs, straight strokes and pictures, in points from its upper left corner."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pdfminer.layout import LTChar
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFSimpleFont, PDFUnicodeNotDefined
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, apply_matrix_rect

from gongkai.annual_reports.rules.sources.pdf.bounds import MOST_DRAWN, BoundedResources, TooMuch

UNREADABLE = "\ufffd"
MOST_GLYPHS, MOST_STROKES = 30_000, 60_000  # of one page; of a file ten times as many
_THIN = 2.6  # a filled bar up to this thickness is a line
_STRAIGHT = 0.6
# Radicals that stand for characters in what some programs write, and that no normal form replaces.
_RADICALS = dict(
    zip(
        "⻓⻔⻚⻛⻋⻅⻉⻢⻥⻦⻩⻬⻰⺠⻄⻘⻆⻝⻣⻁⺟",
        "长门页风车见贝马鱼鸟黄齐龙民西青角食骨虎母",
        strict=True,
    )
)
_HIDDEN_MODES = (3, 7)


@dataclass(slots=True)
class Glyph:
    """A character; `middle` is the height of its middle, reckoned from the line it stands on."""

    text: str
    left: float
    right: float
    middle: float
    size: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line, upright or level: at `at`, from `start` to `end`."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class DrawnPage:
    """A page's content.

    `turned` counts characters that do not stand upright; `covered` is the part of the page under pictures.
    """

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    turned: int = 0
    pictures: int = 0
    covered: float = 0.0


class Device(PDFTextDevice):
    """Takes down what the interpreter draws, page after page."""

    page: DrawnPage
    visible: tuple[float, float, float, float]

    def __init__(self, resources: BoundedResources) -> None:
        super().__init__(resources)
        self.resources = resources
        self.hidden = False
        self.charged = self.glyphs = self.strokes = 0

    def charge(self, size: int) -> None:
        """Count `size` bytes of instructions."""
        self.charged += size
        if self.charged > MOST_DRAWN:
            raise TooMuch

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        """A new page; what lies outside its visible part is not taken down."""
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self.page = DrawnPage(abs(x1 - x0), abs(y1 - y0))
        self.visible = apply_matrix_rect(ctm, page.cropbox)

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Text; invisible text (laid over a scan by recognition) is passed over."""
        self.hidden = textstate.render in _HIDDEN_MODES
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        """Take down one character; returns how far the pen moves."""
        text = self.character(font, cid)
        width, place = font.char_width(cid), font.char_disp(cid)
        char = LTChar(matrix, font, fontsize, scaling, rise, text, width, place, ncs, graphicstate)
        self.glyphs += 1
        if len(self.page.glyphs) > MOST_GLYPHS or self.glyphs > 10 * MOST_GLYPHS:
            raise TooMuch
        middle = (char.y0 + char.y1) / 2
        if not font.is_vertical():
            middle = apply_matrix_pt(matrix, (0, rise + 0.36 * fontsize))[1]
        x0, y0, x1, y1 = self.visible
        inside = x0 <= (char.x0 + char.x1) / 2 <= x1 and y0 <= middle <= y1
        if self.hidden or not inside:
            return char.adv
        if not char.upright:
            self.page.turned += 1
            return char.adv
        self.page.glyphs.append(Glyph(text, char.x0, char.x1, self.page.height - middle, char.size))
        return char.adv

    def character(self, font: PDFFont, cid: int) -> str:
        """The character that `cid` is known to be, else UNREADABLE; never what the bare code looks like."""
        try:
            if id(font) in self.resources.codes_only:
                text = UNREADABLE
            elif isinstance(font, PDFSimpleFont) and font.unicode_map and cid != ord(" "):
                text = font.unicode_map.get_unichr(cid)
            else:
                text = font.to_unichr(cid)
        except (PDFUnicodeNotDefined, KeyError):
            return UNREADABLE
        if len(text) == 1 and ("\u2e80" <= text <= "\u2fdf" or "\uf900" <= text <= "\ufaff"):
            return _RADICALS.get(text) or unicodedata.normalize("NFKC", text)
        return text if text.isprintable() or text.isspace() else UNREADABLE

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        """Straight lines, and filled bars that are as thin as lines; what is white is no line."""
        drawn = stroke and not _is_white(graphicstate.scolor)
        filled = fill and not _is_white(graphicstate.ncolor)
        if not drawn and not filled:
            return
        ctm = self.ctm or MATRIX_IDENTITY
        parts = _parts(path)
        outlines = [[apply_matrix_pt(ctm, step[-2:]) for step in part] for part in parts]
        if drawn:
            for part, points in zip(parts, outlines, strict=True):
                self.draw(points, "".join(step[0] for step in part))
            return
        for index, points in enumerate(outlines):
            if index and _is_ring(outlines[index - 1], points):
                # A border filled between two rectangles.
                self.draw([*points, points[0]], "m" + "l" * len(points))
            self.fill(points)

    def draw(self, points: list[tuple[float, float]], steps: str) -> None:
        """The straight pieces of a drawn path."""
        for index in range(1, len(points)):
            if steps[index] == "l":
                self.add(*points[index - 1], *points[index])

    def fill(self, points: list[tuple[float, float]]) -> None:
        """A filled area, if it is a thin bar."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        if high <= _THIN and wide > high:
            level = (max(ys) + min(ys)) / 2
            self.add(min(xs), level, max(xs), level)
        elif wide <= _THIN:
            place = (max(xs) + min(xs)) / 2
            self.add(place, min(ys), place, max(ys))

    def add(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A straight piece from (x0, y0) to (x1, y1), if it stands upright or lies level."""
        height = self.page.height
        if abs(y1 - y0) <= _STRAIGHT < abs(x1 - x0):
            self.page.strokes.append(Stroke(False, height - (y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT < abs(y1 - y0):
            self.page.strokes.append(Stroke(True, (x0 + x1) / 2, height - max(y0, y1), height - min(y0, y1)))
        self.strokes += 1
        if len(self.page.strokes) > MOST_STROKES or self.strokes > 10 * MOST_STROKES:
            raise TooMuch

    def render_image(self, name: str, stream: Any) -> None:
        """A picture covers what the unit square becomes."""
        x0, y0, x1, y1 = apply_matrix_rect(self.ctm or MATRIX_IDENTITY, (0, 0, 1, 1))
        wide = min(x1, self.visible[2]) - max(x0, self.visible[0])
        high = min(y1, self.visible[3]) - max(y0, self.visible[1])
        part = max(0.0, wide) * max(0.0, high) / max(1.0, self.page.width * self.page.height)
        self.page.covered += part
        # Seals and emblems are small.
        self.page.pictures += part > 0.06


def _is_ring(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> bool:
    """Whether two outlines are rectangles one in the other, hardly smaller."""
    if not 4 <= len(one) <= 5 or not 4 <= len(other) <= 5:
        return False
    return all(
        edge(point[axis] for point in one) - edge(point[axis] for point in other) <= _THIN
        and edge(point[axis] for point in other) - edge(point[axis] for point in one) <= _THIN
        for axis in (0, 1)
        for edge in (min, max)
    )


def _parts(path: Sequence[Any]) -> list[list[Any]]:
    """Cut a path where the pen is lifted; a closing step becomes a line back to the beginning."""
    parts: list[list[Any]] = []
    for step in path:
        if step[0] == "m":
            parts.append([step])
        elif parts and step[0] == "h":
            parts[-1].append(("l", *parts[-1][0][-2:]))
        elif parts:
            parts[-1].append(step)
    return parts


def _is_white(color: Any) -> bool:
    """White in grey, RGB or CMYK; a pattern or a colour that is not known is none."""
    parts = tuple(color) if isinstance(color, tuple | list) else (color,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return False
    if len(parts) == 4:
        return all(part < 0.02 for part in parts)
    return all(part > 0.98 for part in parts)
