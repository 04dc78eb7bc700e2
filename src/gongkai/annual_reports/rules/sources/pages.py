"""A web page as a Document: paragraphs, and every innermost table with its cells as a browser puts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from gongkai.annual_reports.rules.cells import is_value
from gongkai.annual_reports.rules.document import LONGEST_TEXT, MOST_CELLS, Box, Document, Grid, Piece
from gongkai.annual_reports.rules.sources.kinds import refuse_endless

# The widest form has 15 columns and the tallest 28 rows; spans beyond these are nonsense and clamped.
WIDEST, TALLEST_SPAN = 48, 64

_SKIPPED = frozenset(("script", "style", "noscript", "template", "head", "iframe", "textarea", "select"))
# Whatever is not named here ends a word; tags of office programs and site builders are inline.
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|big|cite|code|em|font|i|ins|kbd|label|mark|q|s|small|span|strike|strong|sub|sup|tt|u|var"
    "|[a-z0-9]+:[a-z]+|ucaptitle|ucapcontent|publishtime"
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_CUT = re.compile(r"<!--\s*(\[\[[^\]\n]{0,60}\]\])\s*-->")


@dataclass(slots=True)
class _OpenTable:
    """A table being walked through; `layout` once another table is found inside it."""

    rows: list[list[tuple[str, int, int]]] = field(default_factory=list)
    cell: list[str] | None = None
    spans: tuple[int, int] = (1, 1)
    layout: bool = False


def parse(text: str) -> Document:
    """Walk the page once, without recursion, in time linear in its length; nothing is ever fetched."""
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(_without_declaration(text), parser)
    except (etree.XMLSyntaxError, ValueError):
        return Document()
    if root is None:
        return Document()
    walker = _Walker()
    title = root.find(".//title")
    if title is not None:
        walker.document.title = _SPACE.sub(" ", "".join(map(str, title.itertext()))).strip()
    walker.walk(root)
    # A copy that says that something was cut out of it must not look whole.
    if cut := _CUT.search(text):
        walker.document.paragraphs.append(cut[1])
    return walker.document


def _without_declaration(text: str) -> str:
    # An encoding declared in the text itself is about bytes that are decoded already.
    return re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)


def _hides(style: str | None) -> bool:
    return style is not None and "display" in style.lower() and _HIDDEN.search(style) is not None


@lru_cache(maxsize=512)
def _is_inline(tag: str) -> bool:
    return _INLINE.fullmatch(tag) is not None


class _Walker:
    """Collects paragraphs and tables from start and end events."""

    def __init__(self) -> None:
        self.document = Document()
        self.tables: list[_OpenTable] = []
        self.paragraph: list[str] = []
        self.characters = self.cells = 0

    def walk(self, root: etree._Element) -> None:
        events = etree.iterwalk(root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in events:
            tag = element.tag
            if not isinstance(tag, str):
                continue
            if event == "start":
                if tag in _SKIPPED or element.get("hidden") is not None or _hides(element.get("style")):
                    events.skip_subtree()
                    skipped = element
                    continue
                self.start(tag, element)
                self.say(element.text)
            else:
                # Of what is skipped nothing was opened, so nothing is closed; what follows it counts.
                if element is not skipped:
                    self.end(tag)
                self.say(element.tail)
        self.end_paragraph()

    def start(self, tag: str, element: etree._Element) -> None:
        if tag == "table":
            self.open_table()
        elif tag == "tr" and self.tables and not self.tables[-1].layout:
            self.end_cell()
            self.tables[-1].rows.append([])
        elif tag in ("td", "th") and self.tables and not self.tables[-1].layout:
            self.end_cell()
            table = self.tables[-1]
            table.cell = []
            self.cells += 1
            if self.cells > MOST_CELLS:
                refuse_endless()
            table.spans = (_span(element, "colspan", WIDEST), _span(element, "rowspan", TALLEST_SPAN))
        elif tag == "img":
            self.document.images += 1
        elif not _is_inline(tag):
            self.break_line()

    def end(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self.end_cell()
        elif tag == "table" and self.tables:
            self.end_cell()
            table = self.tables.pop()
            if not table.layout and table.rows:
                self.document.grids.append(_place(table.rows))
        elif not _is_inline(tag):
            self.break_line()

    def say(self, text: str | None) -> None:
        if not text:
            return
        self.characters += len(text.strip())
        if self.characters > LONGEST_TEXT:
            refuse_endless()
        table = self.tables[-1] if self.tables else None
        if table is not None and table.cell is not None:
            table.cell.append(text)
        else:
            self.paragraph.append(text)

    def break_line(self) -> None:
        table = self.tables[-1] if self.tables else None
        if table is not None and table.cell is not None:
            table.cell.append(" ")
        else:
            self.end_paragraph()

    def open_table(self) -> None:
        """A table inside a table: the outer one only arranges the page, its words are paragraphs."""
        self.end_paragraph()
        if self.tables and not self.tables[-1].layout:
            outer = self.tables[-1]
            outer.layout = True
            for row in outer.rows:
                for text, _colspan, _rowspan in row:
                    self.add_paragraph(text)
            self.add_paragraph("".join(outer.cell or ()))
            outer.rows, outer.cell = [], None
        self.tables.append(_OpenTable())

    def end_cell(self) -> None:
        table = self.tables[-1] if self.tables else None
        if table is None or table.cell is None:
            return
        if not table.rows:
            table.rows.append([])
        table.rows[-1].append((_SPACE.sub(" ", "".join(table.cell)).strip(), *table.spans))
        table.cell = None

    def end_paragraph(self) -> None:
        if self.paragraph:
            self.add_paragraph("".join(self.paragraph))
            self.paragraph = []

    def add_paragraph(self, text: str) -> None:
        text = _SPACE.sub(" ", text).strip()
        if text:
            self.document.paragraphs.append(text)
            self.document.pieces.append(Piece("value" if is_value(text) else "text", text))


def _span(element: etree._Element, name: str, limit: int) -> int:
    value = element.get(name)
    digits = re.match(r"\s*(\d{1,6})", value) if value else None
    return max(1, min(int(digits[1]), limit)) if digits else 1


def _place(rows: list[list[tuple[str, int, int]]]) -> Grid:
    """Put cells where a browser does: into the next free column, below what spans down from above."""
    covering: list[tuple[Box, int] | None] = [None] * WIDEST
    placed = []
    for top, cells in enumerate(rows):
        line: list[Box] = []
        upcoming = iter(cells)
        column = 0
        while column < WIDEST:
            above = covering[column]
            if above is not None:
                box, left_over = above
                if not line or line[-1] is not box:
                    line.append(box)
                covering[column] = (box, left_over - 1) if left_over > 1 else None
                column += 1
                continue
            cell = next(upcoming, None)
            if cell is None:
                column += 1
                continue
            text, colspan, rowspan = cell
            right = column + 1
            while right < min(column + colspan, WIDEST) and covering[right] is None:
                right += 1
            box = Box(text, top, column, right, rowspan)
            line.append(box)
            for covered in range(column, right):
                covering[covered] = (box, rowspan - 1) if rowspan > 1 else None
            column = right
        placed.append(line)
    return Grid(placed)
