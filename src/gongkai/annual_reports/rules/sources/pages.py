"""A web page as a Document: paragraphs, and every innermost table with its cells as a browser puts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from gongkai.annual_reports.rules.cells import is_value
from gongkai.annual_reports.rules.document import LONGEST_TEXT, MOST_CELLS, Box, Document, Grid, Piece
from gongkai.annual_reports.rules.sources import main_text, scripts
from gongkai.annual_reports.rules.sources.kinds import refuse_endless

# The widest form has 15 columns and the tallest 28 rows; spans beyond these are nonsense and clamped.
WIDEST, TALLEST_SPAN = 48, 64

# A report's page has some thousand tags; this bounds the memory that a page can take.
MOST_TAGS = 400_000

# The parser looks through all attributes of a tag for each further one; tags have a dozen.
MOST_ATTRIBUTES = 200
_ATTRIBUTE = r"""(?:[\s/]*+[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?+)"""
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+(?P<many>{_ATTRIBUTE}{{{MOST_ATTRIBUTES}}})?+{_ATTRIBUTE}*+")
_SKIPPED = frozenset(("script", "style", "noscript", "template", "head", "iframe", "textarea", "select"))
# Whatever is not named here ends a word; tags of office programs and site builders are inline.
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|big|cite|code|em|font|i|ins|kbd|label|mark|q|s|small|span|strike|strong|sub|sup|tt|u|var"
    "|[a-z0-9]+:[a-z]+|ucaptitle|ucapcontent|publishtime"
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{3,}", re.IGNORECASE
)
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_NEXT_TO_NOTHING = 400  # characters
_CUT = re.compile(r"<!--\s*(\[\[[^\]\n]{0,60}\]\])\s*-->")


@dataclass(slots=True)
class _OpenTable:
    """A table being walked through; `frame` if it only arranges the page."""

    frame: bool = False
    rows: list[list[tuple[str, int, int]]] = field(default_factory=list)
    cell: list[str] | None = None
    spans: tuple[int, int] = (1, 1)


def parse(text: str) -> Document:
    """Walk the page without recursion, in time linear in its length; nothing is fetched, nothing executed.

    Prose comes from the block in which the report stands, and from what stands before it but in links;
    tables come from everywhere, those in the strings of scripts where the page does not show them.
    """
    if text.count("<") > MOST_TAGS or any(tag["many"] for tag in _TAG.finditer(text)):
        refuse_endless()
    if scripts.is_code(text):
        document = Document()
        _add_from_scripts(document, [text])
        return document
    root = _tree(_without_records(text))
    if root is None:
        return Document()
    document = _walked(root, main_text.find(root, _is_skipped))
    _describe(document, root)
    _add_from_scripts(document, [script.text or "" for script in root.iter("script")])
    # A copy that says that something was cut out of it must not look whole.
    if cut := _CUT.search(text):
        document.paragraphs.append(cut[1])
    return document


def _tree(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        # An encoding declared in the text itself is about bytes that are decoded already.
        return etree.fromstring(re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _without_records(text: str) -> str:
    """CDATA outside scripts is shown as the markup it holds."""
    if "<![CDATA[" not in text or "<script" in text.lower():
        return text
    return text.replace("<![CDATA[", " ").replace("]]>", " ")


def _walked(root: etree._Element, layout: main_text.Layout) -> Document:
    walker = _Walker(layout)
    walker.walk(root)
    return walker.document


def _describe(document: Document, root: etree._Element) -> None:
    """The title and the day of publication, from what the page says of itself."""
    title = root.find(".//title")
    if title is not None:
        document.title = _SPACE.sub(" ", "".join(map(str, title.itertext()))).strip()
    said = {(meta.get("name") or "").lower(): meta.get("content") or "" for meta in root.iter("meta")}
    if "信息公开" in (article := said.get("articletitle", "")):
        document.title = article.strip()
    document.published = said.get("pubdate", "").strip()[:40]


def _add_from_scripts(document: Document, codes: list[str]) -> None:
    """Tables that only scripts have; the prose of scripts where the page itself shows next to none."""
    shown = _labels(document)
    bare = sum(map(len, document.paragraphs)) < _NEXT_TO_NOTHING
    left = 4 * LONGEST_TEXT
    for code in codes:
        for piece in scripts.markup(code):
            left -= len(piece)
            root = _tree(piece) if left > 0 else None
            if root is None:
                continue
            part = _walked(root, main_text.Layout())
            labels = _labels(part)
            if labels and len(labels & shown) * 2 <= len(labels):
                document.grids += part.grids
            if bare:
                document.paragraphs += part.paragraphs
                document.pieces += part.pieces


def _labels(document: Document) -> set[str]:
    """The words of the tables, by which one is known again."""
    boxes = (box.text for grid in document.grids for line in grid.rows for box in line)
    return {text for text in boxes if len(text) >= 2 and not is_value(text)}


def _is_skipped(element: etree._Element) -> bool:
    return element.tag in _SKIPPED or element.get("hidden") is not None or _hides(element.get("style"))


@lru_cache(maxsize=512)
def _hides(style: str | None) -> bool:
    # The cells of a table have one style.
    return style is not None and ":" in style and _HIDDEN.search(style) is not None


@lru_cache(maxsize=512)
def _is_inline(tag: str) -> bool:
    return _INLINE.fullmatch(tag) is not None


class _Walker:
    """Collects paragraphs and tables from start and end events."""

    def __init__(self, layout: main_text.Layout) -> None:
        self.layout = layout
        self.document = Document()
        self.tables: list[_OpenTable] = []
        self.paragraph: list[str] = []
        self.characters = self.cells = self.links = 0
        # Where in the page the walk is: before the report's block, in it (or there is none), behind it.
        self.place = "in" if layout.main is None else "before"

    def walk(self, root: etree._Element) -> None:
        events = etree.iterwalk(root, events=("start", "end"))
        passed: etree._Element | None = None
        for event, element in events:
            tag = element.tag
            if not isinstance(tag, str):
                continue
            if event == "start":
                if _is_skipped(element):
                    events.skip_subtree()
                    passed = element
                    continue
                self.enter(element)
                self.start(tag, element)
                self.say(element.text)
            else:
                # Of what is skipped nothing was opened, so nothing is closed; what follows it counts.
                if element is not passed:
                    self.end(tag)
                    self.leave(element)
                self.say(element.tail)
        self.end_paragraph()

    def enter(self, element: etree._Element) -> None:
        self.links += element.tag == "a"
        if element is self.layout.main:
            self.end_paragraph()
            self.place = "in"

    def leave(self, element: etree._Element) -> None:
        self.links -= element.tag == "a"
        if element is self.layout.main:
            self.end_paragraph()
            self.place = "behind"

    def start(self, tag: str, element: etree._Element) -> None:
        if tag == "table":
            self.end_paragraph()
            self.tables.append(_OpenTable(element in self.layout.frames))
        elif tag == "tr" and self.tables and not self.tables[-1].frame:
            self.end_cell()
            self.tables[-1].rows.append([])
        elif tag in ("td", "th") and self.tables and not self.tables[-1].frame:
            self.end_cell()
            table = self.tables[-1]
            table.cell = []
            self.cells += 1
            if self.cells > MOST_CELLS:
                refuse_endless()
            table.spans = (_span(element, "colspan", WIDEST), _span(element, "rowspan", TALLEST_SPAN))
        elif tag == "img":
            self.document.images += self.place == "in"
        elif not _is_inline(tag):
            self.break_line()

    def end(self, tag: str) -> None:
        if tag == "table" and self.tables:
            self.end_cell()
            table = self.tables.pop()
            self.end_paragraph()
            if not table.frame and table.rows:
                self.document.grids.append(_place(table.rows))
        elif tag in ("td", "th", "tr") and self.tables and not self.tables[-1].frame:
            self.end_cell()
        elif not _is_inline(tag):
            self.break_line()

    def say(self, text: str | None) -> None:
        if not text:
            return
        self.characters += len(text.strip())
        if self.characters > LONGEST_TEXT:
            refuse_endless()
        if self.links and self.place != "in":
            return
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
        if text and self.place != "behind":
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
