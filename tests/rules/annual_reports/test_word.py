"""A Word document is read as it is seen: cells in place, without what is deleted or hidden."""

from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell

from gongkai.annual_reports.rules import Reading, check, read
from tests import material
from tests.material import offices

TABLES = ("table2", "table3", "table4")
TITLE = "云溪市2023年政府信息公开工作年度报告"


def read_word(document: WordDocument, name: str = "") -> Reading:
    return read(offices.saved(document), name)


def tables(shape: dict[str, Any]) -> dict[str, Any]:
    return {key: shape[key] for key in TABLES}


def cell_with(document: WordDocument, text: str) -> _Cell:
    """The first cell of the second table that holds `text`."""
    cells: list[_Cell] = [cell for row in document.tables[1].rows for cell in row.cells]
    return next(cell for cell in cells if cell.text == text)


# ——— reading back ———


@pytest.mark.parametrize("format", ["2019", "2021"])
@pytest.mark.parametrize(("seed", "largest"), [(1, 0), (2, 9), (3, 120), (4, 10**6)])
def test_a_consistent_report_reads_back_identical_and_closes(format: str, seed: int, largest: int) -> None:
    report = material.figures(format, seed, largest)
    reading = read_word(offices.word(report))
    assert tables(reading.as_json()) == tables(report)
    assert (reading.place, reading.year, reading.format) == ("云溪市", report["year"], format)
    assert not reading.unread
    assert check(reading) == []


@pytest.mark.parametrize("name", ["report.pdf", "report.xlsx", "report.html", "报告", ""])
def test_the_content_decides_what_it_is_not_the_name(name: str) -> None:
    report = material.figures("2021", 5, 90)
    assert tables(read_word(offices.word(report), name).as_json()) == tables(report)


@pytest.mark.parametrize("format", ["2019", "2021"])
@pytest.mark.parametrize("seed", [6, 7, 8])
def test_a_blank_cell_is_a_blank_and_never_moves_its_neighbours(format: str, seed: int) -> None:
    report = material.figures(format, seed, 120)
    dice = random.Random(seed)  # noqa: S311 (test material)
    for key in TABLES:
        for line in report[key].values():
            for column in line:
                if column != "unit" and dice.random() < 0.2:
                    line[column] = None
    assert tables(read_word(offices.word(report)).as_json()) == tables(report)


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    report = material.figures("2021", 9, 90)
    document = offices.word(report)
    cell_with(document, "（一）予以公开").text = "（一）予以公開"
    assert tables(read_word(document).as_json()) == tables(report)


@pytest.mark.corpus
def test_the_official_form_is_read_as_blank_without_a_zero(corpus: Path) -> None:
    [path] = (corpus / "reports").glob("090_*.docx")
    reading = read(path.read_bytes())
    cells = [
        value
        for table in reading.tables.values()
        for line in (table or {}).values()
        for value in line.cells.values()
    ]
    assert reading.format == "2021"
    assert len(cells) == 200
    assert set(cells) == {None}
    assert [(item.table, item.row) for item in reading.unread] == [(None, None), (None, None)]


# ——— what is seen and what is not ———


def test_deleted_text_is_no_text_and_inserted_text_is() -> None:
    report = material.figures("2021", 10, 90)
    document = offices.word(report)
    cell = cell_with(document, "一、本年新收政府信息公开申请数量")
    row = next(row for row in document.tables[1].rows if row.cells[0].text == cell.text)
    figure = row.cells[3].paragraphs[0]
    value = figure.text
    figure.clear()
    figure._p.append(
        parse_xml(f"<w:del {nsdecls('w')} w:id='1'><w:r><w:delText>77</w:delText></w:r></w:del>")
    )
    figure._p.append(parse_xml(f"<w:ins {nsdecls('w')} w:id='2'><w:r><w:t>{value}</w:t></w:r></w:ins>"))
    assert tables(read_word(document).as_json()) == tables(report)


def test_a_deleted_row_is_no_row() -> None:
    report = material.figures("2021", 11, 90)
    document = offices.word(report)
    table: Any = document.tables[0]  # untyped: its rows are added
    row = table.add_row()
    for cell, text in zip(row.cells, ("规章", "5", "5", "5"), strict=True):
        cell.text = text
    properties = row._tr.get_or_add_trPr()
    properties.append(parse_xml(f"<w:del {nsdecls('w')} w:id='1'/>"))
    assert tables(read_word(document).as_json()) == tables(report)


@pytest.mark.parametrize("by_style", [False, True], ids=["by the run", "by its style"])
def test_hidden_text_is_skipped(by_style: bool) -> None:
    report = material.figures("2021", 12, 90)
    document = offices.word(report)
    run = document.tables[1].rows[3].cells[3].paragraphs[0].add_run("99")
    if by_style:
        style = document.styles.add_style("Unseen", WD_STYLE_TYPE.CHARACTER)
        style.font.hidden = True
        run.style = style
    else:
        run.font.hidden = True
    assert tables(read_word(document).as_json()) == tables(report)


def test_the_instructions_of_a_field_are_not_read_but_its_result_is() -> None:
    document = Document()
    document.add_paragraph(TITLE)
    paragraph = document.add_paragraph("全年收到申请")
    for part in (
        "<w:r {0}><w:fldChar w:fldCharType='begin'/></w:r>",
        "<w:r {0}><w:instrText>DDEAUTO c:\\\\x.exe 999</w:instrText></w:r>",
        "<w:r {0}><w:fldChar w:fldCharType='separate'/></w:r>",
        "<w:r {0}><w:t>12件。</w:t></w:r>",
        "<w:r {0}><w:fldChar w:fldCharType='end'/></w:r>",
    ):
        paragraph._p.append(parse_xml(part.format(nsdecls("w"))))
    assert read_word(document).paragraphs == (TITLE, "全年收到申请12件。")


def test_the_placeholder_of_a_control_is_no_text() -> None:
    document = Document()
    document.add_paragraph(TITLE)
    control = (
        "<w:p {0}><w:sdt><w:sdtPr>{1}</w:sdtPr><w:sdtContent><w:r><w:t>收到申请3件</w:t></w:r></w:sdtContent>"
        "</w:sdt></w:p>"
    )
    for shown in ("<w:showingPlcHdr/>", ""):
        document.element.body.insert(1, parse_xml(control.format(nsdecls("w"), shown)))
    assert read_word(document).paragraphs == (TITLE, "收到申请3件")


def test_a_text_box_is_a_paragraph_of_its_own_and_read_once() -> None:
    document = Document()
    paragraph = document.add_paragraph(TITLE)
    box = "<w:txbxContent><w:p><w:r><w:t>收到申请8件</w:t></w:r></w:p></w:txbxContent>"
    spaces = (
        nsdecls("w")
        + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        + ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        + ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    paragraph._p.append(
        parse_xml(
            f"<w:r {spaces}><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
            f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
    )
    assert sorted(read_word(document).paragraphs) == [TITLE, "收到申请8件"]


# ——— automatic numbers ———


def numbered(document: WordDocument, number_format: str, text: str) -> str:
    """A new list whose numbers look like `text`; its id."""
    numbering = document.part.numbering_part.element
    abstract = str(900 + len(numbering))
    level = (
        f"<w:abstractNum {nsdecls('w')} w:abstractNumId='{abstract}'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
        f"<w:numFmt w:val='{number_format}'/><w:lvlText w:val='{text}'/></w:lvl></w:abstractNum>"
    )
    first = numbering.find(qn("w:num"))
    first.addprevious(parse_xml(level))
    return str(numbering.add_num(int(abstract)).numId)


def put_in_list(paragraph: Any, list_id: str) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f"<w:numPr {nsdecls('w')}><w:ilvl w:val='0'/><w:numId w:val='{list_id}'/></w:numPr>")
    )


def test_numbers_of_automatic_lists_are_read_as_they_are_seen() -> None:
    document = Document()
    document.add_paragraph(TITLE)
    chapters, items = numbered(document, "chineseCounting", "%1、"), numbered(document, "decimal", "%1.")
    for text, own in (("总体情况", chapters), ("2人办理", items), ("问题", chapters), ("3次培训", items)):
        put_in_list(document.add_paragraph(text), own)
    assert read_word(document).paragraphs == (
        TITLE,
        "一、总体情况",
        "1. 2人办理",
        "二、问题",
        "2. 3次培训",
    )


@pytest.mark.parametrize("format", ["2019", "2021"])
@pytest.mark.parametrize("known", [True, False], ids=["numbers that can be written", "numbers lost"])
def test_a_row_is_recognised_by_its_label_with_an_automatic_number(format: str, known: bool) -> None:
    report = material.figures(format, 13, 90)
    document = offices.word(report)
    before, own = "", ""
    for row in document.tables[1].rows:
        label = next(cell for cell in (row.cells[2], row.cells[1]))
        if not label.text[:2].endswith(".") or label.text == before:
            continue
        before = label.text
        if label.text.startswith("1."):
            own = numbered(document, "decimal" if known else "hebrew2", "%1.")
        label.text = label.text[2:]
        put_in_list(label.paragraphs[0], own)
    assert tables(read_word(document).as_json()) == tables(report)


def test_a_cell_that_shows_nothing_but_an_automatic_number_holds_no_figure() -> None:
    report = material.figures("2021", 14, 90)
    document = offices.word(report)
    figure = document.tables[1].rows[3].cells[3]
    figure.text = ""
    put_in_list(figure.paragraphs[0], numbered(document, "decimal", "%1"))
    reading = read_word(document)
    assert [(item.table, item.row, item.col) for item in reading.unread] == [("table3", "new", "natural")]


# ——— tables ———


def test_a_table_inside_a_table_is_the_table() -> None:
    report = material.figures("2021", 15, 90)
    document = Document()
    frame = document.add_table(1, 1).rows[0].cells[0]
    frame.text = material.before(report)[0]
    for chapter, rows in zip(
        material.CHAPTERS,
        (material.table2(report), material.table3(report), material.table4(report)),
        strict=True,
    ):
        frame.add_paragraph(chapter)
        grid = frame.add_table(len(rows), sum(span for _, _, span in rows[0]))
        offices.fill(grid, rows)
    reading = read_word(document)
    assert tables(reading.as_json()) == tables(report)
    assert reading.place == "云溪市"


def test_two_paragraphs_in_a_cell_are_not_one_number() -> None:
    report = material.figures("2021", 16, 90)
    document = offices.word(report)
    document.tables[1].rows[3].cells[3].text = "1\n2"
    reading = read_word(document)
    assert [(item.row, item.col) for item in reading.unread] == [("new", "natural")]


def test_a_picture_in_a_cell_is_no_blank() -> None:
    report = material.figures("2021", 17, 90)
    document = offices.word(report)
    cell = document.tables[1].rows[3].cells[3]
    cell.text = ""
    cell.paragraphs[0].add_run().add_picture(io.BytesIO(picture()))
    reading = read_word(document)
    assert [(item.row, item.col) for item in reading.unread] == [("new", "natural")]


def test_tables_that_are_pictures_are_named_as_such() -> None:
    document = Document()
    for text in material.before(material.figures("2021", 18, 9)):
        document.add_paragraph(text)
    document.add_picture(io.BytesIO(picture()))
    reading = read_word(document)
    assert all("图片" in item.reason for item in reading.unread)
    assert [item.table for item in reading.unread] == list(TABLES)


def test_an_embedded_page_is_said_to_be_unread() -> None:
    document = Document()
    document.add_paragraph(TITLE)
    document.element.body.insert(1, OxmlElement("w:altChunk"))
    assert any("docx" in item.reason for item in read_word(document).unread if item.table is None)


def picture() -> bytes:
    """A PNG of one white point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\x00\xff")), chunk(b"IEND", b""))
    )
