"""A letter as DOCX in the layout of GB/T 9704-2012, made of styles so that an office can go on editing it."""

from __future__ import annotations

import io
from datetime import datetime
from functools import cache
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gongkai.records.letters.rendering.ooxml import (
    add_field,
    border,
    drop_styles,
    element,
    indent,
    mm,
    name_substitutes,
    place,
    saved,
    set_font,
    set_style,
    twips,
)
from gongkai.records.letters.rules.layout import centred_columns, column_widths, mark_size, signature
from gongkai.records.letters.rules.letter import (
    AttachmentList,
    LetterTable,
    LetterText,
    NumberedHeading,
    Paragraph,
    attachment_lines,
    imprint,
    numbered,
)
from gongkai.records.letters.rules.page import MM_TO_PT, PAGE, Role

MARK, NUMBER, SIGNATURE = "发文机关标志", "发文字号", "落款"
CELL, IMPRINT = "公文表格", "版记"
CENTER, RIGHT, LEFT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
STYLES: Final = frozenset(
    {"Normal", "Body Text", "Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Header", "Footer"}
    | {MARK, NUMBER, SIGNATURE, CELL, IMPRINT, "Default Paragraph Font", "Normal Table", "No List"}
)
HEADING_ROLES: Final[dict[int, Role]] = {1: "level1", 2: "level2", 3: "body", 4: "body"}


def render(letter: LetterText, at: datetime) -> bytes:
    """The file's bytes; equal letters at an equal instant give equal bytes."""
    document = docx.Document(io.BytesIO(_blank()))
    _head(document, letter)
    _body(document, letter)
    _signature(document, letter)
    if letter.note:
        indent(document.add_paragraph(f"（{letter.note}）"), left=2)
    if letter.has_imprint:
        _imprint(document, letter)
    properties = document.core_properties
    properties.title, properties.author = letter.plain_title, letter.signatory
    properties.subject, properties.language = letter.number, "zh-CN"
    properties.comments = properties.last_modified_by = ""
    return saved(document, at)


@cache
def _blank() -> bytes:
    """A sheet with page, styles and font table but no word: the same for every letter, and made once."""
    document = docx.Document()
    _page(document)
    _styles(document)
    drop_styles(document, keep=STYLES)
    name_substitutes(document)
    blank = io.BytesIO()
    document.save(blank)
    return blank.getvalue()


def _page(document: Document) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(PAGE.width), Mm(PAGE.height)
    section.top_margin, section.bottom_margin = Mm(PAGE.top), Mm(PAGE.bottom)
    section.left_margin, section.right_margin = Mm(PAGE.binding), Mm(PAGE.outer)
    section.gutter = Mm(0)
    section.header_distance = Mm(15)
    # 7.5: the dashes of the page number, in the middle of its line, lie 7 mm below the text.
    half_line = PAGE.small_pt / MM_TO_PT / 2
    section.footer_distance = Mm(PAGE.bottom - PAGE.page_number_below_text - half_line)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    grid: dict[str, str | int] = {"type": "lines", "linePitch": twips(PAGE.line_pt)}
    properties.append(element("docGrid", grid))
    settings = document.settings
    settings.odd_and_even_pages_header_footer = True
    # 订口 is where the sheet is bound: left on odd pages, right on even ones (printed on both sides).
    place(settings.element, element("mirrorMargins"))
    _page_number(section.footer, RIGHT, "right")
    _page_number(section.even_page_footer, LEFT, "left")


def _page_number(footer: Any, side: Any, free: str) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    paragraph.add_run("— ")
    add_field(paragraph, "PAGE")
    paragraph.add_run(" —")
    indent(paragraph, **{free: 1})


def _styles(document: Document) -> None:
    set_style(document, "Normal", "body", PAGE.body_pt, PAGE.line_pt, tracked=True)
    body = set_style(document, "Body Text", "body", PAGE.body_pt, PAGE.line_pt, tracked=True)
    body.paragraph_format.alignment = JUSTIFY
    indent(body.element.get_or_add_pPr(), firstLine=2)
    for level, role in HEADING_ROLES.items():
        style = set_style(document, f"Heading {level}", role, PAGE.body_pt, PAGE.line_pt, tracked=True)
        style.paragraph_format.keep_with_next = True
        indent(style.element.get_or_add_pPr(), firstLine=2)
    title = set_style(document, "Title", "mark", PAGE.title_pt, PAGE.title_line_pt)
    for old in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(old)
    for old in [*title.element.rPr.findall(qn("w:spacing")), *title.element.rPr.findall(qn("w:kern"))]:
        title.element.rPr.remove(old)
    title.paragraph_format.alignment = CENTER
    title.paragraph_format.keep_together = True
    mark = set_style(document, MARK, "mark", PAGE.mark_sizes_pt[0], PAGE.mark_sizes_pt[0], red=True)
    mark.paragraph_format.alignment = CENTER
    number = set_style(document, NUMBER, "body", PAGE.body_pt, PAGE.line_pt, tracked=True)
    number.paragraph_format.alignment = CENTER
    signed = set_style(document, SIGNATURE, "body", PAGE.body_pt, PAGE.line_pt, tracked=True)
    signed.paragraph_format.alignment = RIGHT
    set_style(document, CELL, "body", PAGE.table_pt, PAGE.table_line_pt)
    set_style(document, IMPRINT, "body", PAGE.small_pt, PAGE.small_line_pt)
    footer = set_style(document, "Footer", "page_number", PAGE.small_pt, PAGE.small_pt)
    for old in footer.element.pPr.findall(qn("w:tabs")):
        footer.element.pPr.remove(old)


def _head(document: Document, letter: LetterText) -> None:
    above = PAGE.mark_below_text_top * MM_TO_PT
    if letter.urgency:
        urgent = document.add_paragraph(letter.urgency, style="Heading 1")
        urgent.paragraph_format.keep_with_next = False
        indent(urgent, firstLine=0)
        above -= PAGE.line_pt
    mark = document.add_paragraph(style=MARK)
    size = mark_size(letter.mark)
    mark.add_run(letter.mark).font.size = Pt(size)
    mark.paragraph_format.line_spacing = Pt(size)
    mark.paragraph_format.space_before = Pt(above)
    number = document.add_paragraph(letter.number, style=NUMBER)
    number.paragraph_format.space_before = Pt(PAGE.number_blank_lines * PAGE.line_pt)
    # The rule lies 4 mm below the characters, not below their line.
    under = PAGE.rule_below_number * MM_TO_PT - (PAGE.line_pt - PAGE.body_pt) / 2
    place(number._p.get_or_add_pPr(), element("pBdr", None, border("bottom", PAGE.rule_pt, PAGE.red, under)))
    title = document.add_paragraph(style="Title")
    for at, line in enumerate(letter.title):
        run = title.add_run(line)
        if at < len(letter.title) - 1:
            run.add_break()
    title.paragraph_format.space_before = Pt(PAGE.title_blank_lines * PAGE.line_pt)
    title.paragraph_format.space_after = Pt(PAGE.addressee_blank_lines * PAGE.line_pt)
    if letter.addressee:
        document.add_paragraph(f"{letter.addressee}：").alignment = JUSTIFY


def _body(document: Document, letter: LetterText) -> None:
    for block in numbered(letter.blocks):
        match block:
            case NumberedHeading():
                document.add_paragraph(block.number + block.text, style=f"Heading {block.level}")
            case LetterTable():
                _table(document, block)
            case AttachmentList():
                _attachments(document, block)
            case Paragraph():
                document.add_paragraph(block.text, style="Body Text")
    # The signature never stands alone on a page: the last words of the text go with it. A text of one
    # paragraph is let go: some programs would carry all of it off, and the first page must show text (7.3.3).
    if len(letter.blocks) > 1:
        document.paragraphs[-1].paragraph_format.keep_with_next = True


def _attachments(document: Document, block: AttachmentList) -> None:
    """Continuation lines stand under the first character of the name (7.3.4)."""
    lines = attachment_lines(block.names)
    for at, line in enumerate(lines):
        paragraph = document.add_paragraph(line)
        number = 0.0 if len(lines) == 1 else 1.0 if at < 9 else 1.5
        indent(paragraph, left=5 + number, hanging=(3 if at == 0 else 0) + number)
        if at == 0:
            paragraph.paragraph_format.space_before = Pt(PAGE.attachment_blank_lines * PAGE.line_pt)
        paragraph.paragraph_format.keep_with_next = True


def _table(document: Document, block: LetterTable) -> None:
    table = document.add_table(rows=0, cols=len(block.head))
    width = mm(PAGE.text_width)
    shares = column_widths(block.head, block.rows)
    properties = table._tbl.tblPr
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    # Word sets the text of a table flush with the margin, not its rules: move it in by the margin of a cell.
    place(properties, element("tblInd", {"w": twips(5.4), "type": "dxa"}))
    place(properties, element("tblBorders", None, *(border(side, 0.5, PAGE.black) for side in sides)))
    place(properties, element("tblLayout", {"type": "fixed"}))
    for column, share in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), shares, strict=True):
        column.set(qn("w:w"), str(width * share // 100))
    centred = centred_columns(block.rows) or [True] * len(block.head)
    for number, row in enumerate((block.head, *block.rows)):
        cells = table.add_row()
        row_properties = cells._tr.get_or_add_trPr()
        row_properties.append(element("cantSplit"))
        if number == 0:
            row_properties.append(element("tblHeader"))
        for cell, text, share, middle in zip(cells.cells, row, shares, centred, strict=True):
            cell.width = Mm(PAGE.text_width * share / 100)
            cell._tc.get_or_add_tcPr().append(element("vAlign", {"val": "center"}))
            paragraph = cell.paragraphs[0]
            paragraph.style = CELL
            run = paragraph.add_run(text)
            if number == 0 or middle:
                paragraph.alignment = CENTER
            if number == 0:
                set_font(run._r.get_or_add_rPr(), "level1")
    # What follows a table needs a paragraph to follow.
    document.add_paragraph(style=CELL).paragraph_format.line_spacing = Pt(6)


def _signature(document: Document, letter: LetterText) -> None:
    free = signature(letter.signatory, letter.dated, sealed=letter.sealed)
    blank = PAGE.seal_blank_lines if letter.sealed else 1
    organ = document.add_paragraph(letter.signatory, style=SIGNATURE)
    organ.paragraph_format.space_before = Pt(blank * PAGE.line_pt)
    organ.paragraph_format.keep_with_next = True
    indent(organ, right=free.signatory)
    indent(document.add_paragraph(letter.dated, style=SIGNATURE), right=free.date)


def _imprint(document: Document, letter: LetterText) -> None:
    """版记: a table that floats at the foot of the last page's text area, whatever stands above it."""
    rows = imprint(letter)
    width = mm(PAGE.text_width)
    table = document.add_table(rows=len(rows), cols=1)
    table._tbl.tblGrid.findall(qn("w:gridCol"))[0].set(qn("w:w"), str(width))
    properties = table._tbl.tblPr
    position: dict[str, str | int] = {
        "leftFromText": 0,
        "rightFromText": 0,
        "vertAnchor": "margin",
        "horzAnchor": "margin",
        "tblpXSpec": "center",
        "tblpYSpec": "bottom",
    }
    rules = (
        border("top", PAGE.thick_rule_pt, PAGE.black),
        border("bottom", PAGE.thick_rule_pt, PAGE.black),
        border("insideH", PAGE.thin_rule_pt, PAGE.black),
    )
    margins = (element(side, {"w": 0, "type": "dxa"}) for side in ("left", "right"))
    place(properties, element("tblpPr", position))
    place(properties, element("tblBorders", None, *rules))
    place(properties, element("tblLayout", {"type": "fixed"}))
    place(properties, element("tblCellMar", None, *margins))
    one = twips(PAGE.small_pt)
    for row, text in zip(table.rows, rows, strict=True):
        row._tr.get_or_add_trPr().append(element("cantSplit"))
        row.cells[0].width = Mm(PAGE.text_width)
        paragraph = row.cells[0].paragraphs[0]
        paragraph.style = IMPRINT
        paragraph.add_run(text)
        wrapped = text.startswith("抄送：")
        sides = {"left": 4 * one if wrapped else one, "right": one, "hanging": 3 * one if wrapped else 0}
        place(paragraph._p.get_or_add_pPr(), element("ind", sides))
        if "\t" in text:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Pt((width - one) / 20), WD_TAB_ALIGNMENT.RIGHT)
    anchor = document.add_paragraph(style=IMPRINT)
    anchor.paragraph_format.line_spacing = Pt(1)
