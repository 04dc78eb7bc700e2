"""A Word document (docx) as a Document: what a reader sees in it, tables with their cells in place.

ECMA-376 part 1 (WordprocessingML), transitional and strict. Deleted and hidden text is not there; inserted
text, text boxes and the numbers of automatic lists are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from gongkai.annual_reports.rules.cells import is_value
from gongkai.annual_reports.rules.document import LONGEST_TEXT, MOST_CELLS, Box, Document, Grid, Piece
from gongkai.annual_reports.rules.sources.kinds import refuse_endless
from gongkai.annual_reports.rules.sources.numbering import Numbering, attribute, child
from gongkai.annual_reports.rules.sources.packages import Package

WIDEST = 1000

_MAIN = ("/wordprocessingml/2006/main}", "/ooxml/wordprocessingml/main}")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
# Deleted or moved away, instructions of fields, phonetic guides, the notice of a placeholder.
_SKIPPED = frozenset(("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "rubyPr", "sectPr"))
# A picture may be a seal beside a figure; what a text box or a list puts there may be the figure itself.
_IMAGE, _TEXT_BOX, _NUMBER = "（图片）", "[文本框]", "自动编号"
_EMBEDDED = "文件里嵌有另一个文件的内容（altChunk），这部分没有读；请用Word打开，另存为docx后再上传"


@dataclass(slots=True)
class _Cell:
    """A cell as drawn: grid columns, and whether it begins (restart) or goes on with (continue) a merge."""

    left: int
    right: int
    merge: str = ""
    across: bool = False
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """A table being walked through; `layout` once another table is found inside it."""

    rows: list[list[_Cell]] = field(default_factory=list)
    cell: _Cell | None = None
    column: int = 0
    layout: bool = False


@dataclass(slots=True)
class _Flow:
    """The body's text, or that of one text box: its open tables and the paragraph that is being said."""

    tables: list[_Table] = field(default_factory=list)
    paragraph: list[str] = field(default_factory=list)

    @property
    def cell(self) -> _Cell | None:
        """The cell that text goes into, None outside tables of cells."""
        return self.tables[-1].cell if self.tables else None


def parse(package: Package) -> Document:
    """Walk the main part once, without recursion, in time linear in its length. Raises NothingRead."""
    parts = dict(package.related(package.main).values())
    styles = package.tree(parts.get("styles", ""))
    numbering = Numbering(package.tree(parts.get("numbering", "")), styles)
    walker = _Walker(numbering, _hidden_styles(styles))
    root = package.tree(package.main)
    if root is not None:
        walker.walk(root)
    walker.document.title = next(iter(walker.document.paragraphs), "")
    return walker.document


class _Walker:
    """Collects paragraphs and tables from start and end events."""

    def __init__(self, numbering: Numbering, hidden_styles: frozenset[str]) -> None:
        self.document = Document()
        self.numbering, self.hidden_styles = numbering, hidden_styles
        self.flows = [_Flow()]
        self.number = ""
        self.characters = self.cells = 0

    @property
    def flow(self) -> _Flow:
        """Where text goes now."""
        return self.flows[-1]

    def walk(self, root: etree._Element) -> None:
        events = etree.iterwalk(root, events=("start", "end"))
        skipped: etree._Element | None = None
        for event, element in events:
            tag = str(element.tag)
            space, _, name = tag.rpartition("}")
            own = f"{space}}}".endswith(_MAIN)
            if event == "start":
                if self.hides(element, name, own=own):
                    events.skip_subtree()
                    skipped = element
                elif own:
                    self.start(name, element)
                elif name in ("blip", "imagedata"):
                    self.image()
                elif name == "t" and space.endswith("/math"):
                    self.say(element.text)
            elif own and element is not skipped:
                self.end(name, element)
        self.end_paragraph()

    def hides(self, element: etree._Element, name: str, *, own: bool) -> bool:
        """Whether nothing of the element is seen on the page."""
        if not own:
            # What older programs draw instead of what newer ones do.
            alone = element.getprevious() is None and element.getnext() is None
            return name == "Fallback" and not alone and element.getparent() is not None
        if name in _SKIPPED:
            return True
        if name == "r":
            properties = child(element, "rPr")
            return _on(properties, "vanish") or (
                attribute(child(properties, "rStyle")) in self.hidden_styles and not _off(properties)
            )
        if name == "p":
            return attribute(child(element, "pPr", "pStyle")) in self.hidden_styles
        if name == "tr":
            properties = child(element, "trPr")
            return child(properties, "del") is not None or _on(properties, "hidden")
        if name == "tc":
            return child(element, "tcPr", "cellDel") is not None
        return name == "sdt" and _is_placeholder(element)

    def start(self, name: str, element: etree._Element) -> None:
        if name == "t":
            self.say(element.text)
        elif name in ("tab", "ptab", "noBreakHyphen"):
            parent = element.getparent()
            # w:tab is also a tab stop among the properties of a paragraph.
            if parent is not None and str(parent.tag).endswith("}r"):
                self.say("-" if name == "noBreakHyphen" else " ")
        elif name in ("br", "cr"):
            self.break_line()
        elif name == "p":
            self.start_paragraph(child(element, "pPr"))
        elif name == "tbl":
            self.open_table()
        elif name == "tr" and self.flow.tables and not self.flow.tables[-1].layout:
            table = self.flow.tables[-1]
            table.rows.append([])
            table.column = _number(child(element, "trPr", "gridBefore"), 0)
        elif name == "tc" and self.flow.tables and not self.flow.tables[-1].layout:
            self.open_cell(self.flow.tables[-1], child(element, "tcPr"))
        elif name == "txbxContent":
            if self.flow.cell is not None:
                self.flow.cell.text.append(_TEXT_BOX)
            self.flows.append(_Flow())
        elif name == "altChunk":
            self.document.doubts.append(_EMBEDDED)

    def end(self, name: str, element: etree._Element) -> None:
        if name == "p":
            # A paragraph whose end was deleted goes on in the next one.
            if child(element, "pPr", "rPr", "del") is None:
                self.finish_paragraph()
        elif name == "tc":
            if self.flow.tables and not self.flow.tables[-1].layout:
                self.flow.tables[-1].cell = None
        elif name == "tbl" and self.flow.tables:
            table = self.flow.tables.pop()
            if not table.layout and any(table.rows):
                self.document.grids.append(_place(table.rows))
        elif name == "txbxContent" and len(self.flows) > 1:
            self.end_paragraph()
            self.flows.pop()

    def start_paragraph(self, properties: etree._Element | None) -> None:
        number = self.numbering.before(properties)
        if number and self.flow.cell is None and number.endswith(("、", "）", ")")):
            self.number = number
        else:
            self.number = f"{number} " if number else ""

    def finish_paragraph(self) -> None:
        if self.number and self.flow.cell is not None:
            self.flow.cell.text.append(f"{_NUMBER}{self.number}")
        self.number = ""
        self.break_line()

    def say(self, text: str | None) -> None:
        if not text:
            return
        self.characters += len(text)
        if self.characters > LONGEST_TEXT:
            refuse_endless()
        text, self.number = self.number + text, ""
        cell = self.flow.cell
        (self.flow.paragraph if cell is None else cell.text).append(text)

    def image(self) -> None:
        self.document.images += 1
        if self.flow.cell is not None:
            self.flow.cell.text.append(_IMAGE)

    def break_line(self) -> None:
        if self.flow.cell is not None:
            self.flow.cell.text.append(" ")
        else:
            self.end_paragraph()

    def open_table(self) -> None:
        """A table inside a table: the outer one only arranges the page, its words are paragraphs."""
        self.end_paragraph()
        if self.flow.tables and not self.flow.tables[-1].layout:
            outer = self.flow.tables[-1]
            outer.layout = True
            for cell in (cell for row in outer.rows for cell in row):
                self.add_paragraph("".join(cell.text))
            outer.rows, outer.cell = [], None
        self.flow.tables.append(_Table())

    def open_cell(self, table: _Table, properties: etree._Element | None) -> None:
        self.cells += 1
        if self.cells > MOST_CELLS:
            refuse_endless()
        width = max(1, _number(child(properties, "gridSpan"), 1))
        merge, across = child(properties, "vMerge"), child(properties, "hMerge")
        cell = _Cell(table.column, table.column + width)
        if merge is not None:
            cell.merge = attribute(merge) or "continue"
        if across is not None:
            cell.across = (attribute(across) or "continue") == "continue"
        table.column = cell.right
        table.cell = cell
        if not table.rows:
            table.rows.append([])
        table.rows[-1].append(cell)

    def end_paragraph(self) -> None:
        if self.flow.paragraph:
            self.add_paragraph("".join(self.flow.paragraph))
            self.flow.paragraph = []

    def add_paragraph(self, text: str) -> None:
        text = _SPACE.sub(" ", text).strip()
        if text:
            self.document.paragraphs.append(text)
            self.document.pieces.append(Piece("value" if is_value(text) else "text", text))


def _place(rows: list[list[_Cell]]) -> Grid:
    """Boxes from cells: one that goes on with the cell above it, of the same width, is that cell's box."""
    above: dict[tuple[int, int], Box] = {}
    placed = []
    for top, cells in enumerate(rows):
        line: list[Box] = []
        open_below: dict[tuple[int, int], Box] = {}
        for cell in cells:
            if cell.across and line:
                line[-1].right = max(line[-1].right, cell.right)
                continue
            place = (cell.left, cell.right)
            box = above.get(place) if cell.merge == "continue" else None
            if box is not None:
                box.rowspan += 1
            else:
                text = _SPACE.sub(" ", "".join(cell.text)).strip()
                box = Box(text, top, cell.left, cell.right)
            if cell.merge:
                open_below[place] = box
            line.append(box)
        above = open_below
        placed.append(line)
    return Grid(placed)


def _number(element: etree._Element | None, default: int) -> int:
    digits = attribute(element)
    return min(int(digits), WIDEST) if re.fullmatch(r"\d{1,6}", digits) else default


def _on(properties: etree._Element | None, name: str) -> bool:
    switch = child(properties, name)
    return switch is not None and attribute(switch) not in ("0", "false", "off")


def _off(properties: etree._Element | None) -> bool:
    return child(properties, "vanish") is not None and not _on(properties, "vanish")


def _is_placeholder(element: etree._Element) -> bool:
    """A control that still shows 单击此处输入文字; one that holds whole cells keeps its place."""
    if child(element, "sdtPr", "showingPlcHdr") is None:
        return False
    return not any(str(inner.tag).endswith(("}tc", "}tr", "}tbl")) for inner in element.iter())


def _hidden_styles(styles: etree._Element | None) -> frozenset[str]:
    if styles is None:
        return frozenset()
    return frozenset(
        attribute(style, "styleId")
        for style in styles
        if str(style.tag).endswith("}style") and _on(child(style, "rPr"), "vanish")
    )
