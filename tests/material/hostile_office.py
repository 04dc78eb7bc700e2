"""Hostile office files of any size: what a Word document or a workbook may repeat, nest and merge."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache

from tests import material
from tests.material import offices
from tests.material.hostile_dress import (
    SUBJECT,
    TITLE,
    Text,
    nested,
    numbered,
    of,
    repeated,
)


def packed(parts: dict[str, bytes], base: bytes = b"") -> bytes:
    """A zip of the parts, and of those of `base` that are not replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        if base:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in old.namelist():
                    if name not in parts:
                        new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


@cache
def _word_base() -> bytes:
    return offices.saved(offices.word(material.figures("2021", 1, 9)))


@cache
def _book_base() -> bytes:
    return offices.saved(offices.workbook(material.figures("2021", 1, 9), one_sheet=True))


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _word(body: Text) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        title = f"<w:p><w:r><w:t>{TITLE}{SUBJECT}</w:t></w:r></w:p>"
        document = f'<w:document xmlns:w="{W}"><w:body>{title}{body(size)}</w:body></w:document>'
        return packed({"word/document.xml": document.encode()}, _word_base())

    return make


def _word_part(name: str, root: str, body: Text) -> Callable[[int], bytes]:
    return lambda size: packed(
        {f"word/{name}.xml": f'<w:{root} xmlns:w="{W}">{body(size)}</w:{root}>'.encode()}, _word_base()
    )


def _book(
    rows: Text, behind: Text = lambda _size: "", before: Text = lambda _size: ""
) -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        title = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{TITLE}{SUBJECT}</t></is></c></row>'
        sheet = (
            f'<worksheet xmlns="{S}">{before(size)}<sheetData>{title}{rows(size)}</sheetData>'
            f"{behind(size)}</worksheet>"
        )
        return packed({"xl/worksheets/sheet1.xml": sheet.encode()}, _book_base())

    return make


def _book_part(name: str, root: str, body: Text) -> Callable[[int], bytes]:
    return lambda size: packed(
        {f"xl/{name}.xml": f'<{root} xmlns="{S}">{body(size)}</{root}>'.encode()}, _book_base()
    )


_TC = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
_LIST = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr>'
    "<w:r><w:t>1</w:t></w:r></w:p>"
)
WORD: dict[str, Callable[[int], bytes]] = {
    "docx of quotes": _word(lambda size: f"<w:p><w:r><w:t>{repeated('“', size)}</w:t></w:r></w:p>"),
    "docx of bars": _word(lambda size: f"<w:p><w:r><w:t>{repeated('|1.5', size)}</w:t></w:r></w:p>"),
    "docx of runs": _word(lambda size: "<w:p>" + repeated("<w:r><w:t>1</w:t></w:r>", size) + "</w:p>"),
    "docx of styled runs": _word(
        lambda size: (
            "<w:p>"
            + repeated("<w:r><w:rPr><w:b/><w:rStyle w:val='a'/></w:rPr><w:t>件</w:t></w:r>", size)
            + "</w:p>"
        )
    ),
    "docx of paragraphs": _word(of("<w:p><w:r><w:t>公开12件，其中3件。</w:t></w:r></w:p>")),
    "docx of empty paragraphs": _word(of("<w:p/>")),
    "docx of tabs": _word(lambda size: "<w:p><w:r>" + repeated("<w:tab/>", size) + "</w:r></w:p>"),
    "docx of breaks": _word(
        lambda size: "<w:p><w:r>" + repeated("<w:t>1</w:t><w:br/>", size) + "</w:r></w:p>"
    ),
    "docx of breaks in a cell": _word(
        lambda size: (
            "<w:tbl><w:tr><w:tc><w:p><w:r>"
            + repeated("<w:t>1</w:t><w:br/>", size)
            + "</w:r></w:p></w:tc></w:tr></w:tbl>"
        )
    ),
    "docx of cells in a row": _word(
        lambda size: "<w:tbl><w:tr>" + repeated(_TC.format("1"), size) + "</w:tr></w:tbl>"
    ),
    "docx of rows": _word(
        lambda size: (
            "<w:tbl>" + repeated(f"<w:tr>{_TC.format('总计')}{_TC.format('1')}</w:tr>", size) + "</w:tbl>"
        )
    ),
    "docx of paragraphs in a cell": _word(
        lambda size: (
            "<w:tbl><w:tr><w:tc>"
            + repeated("<w:p><w:r><w:t>1</w:t></w:r></w:p>", size)
            + "</w:tc></w:tr></w:tbl>"
        )
    ),
    "docx of tables": _word(of(f"<w:tbl><w:tr>{_TC.format('总计')}{_TC.format('1')}</w:tr></w:tbl>")),
    "docx of nested tables": _word(nested("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>")),
    "docx of tables in a cell": _word(
        lambda size: (
            "<w:tbl><w:tr><w:tc>"
            + repeated(f"<w:tbl><w:tr>{_TC.format('1')}</w:tr></w:tbl>", size)
            + "<w:p/></w:tc></w:tr></w:tbl>"
        )
    ),
    "docx of merges down": _word(
        lambda size: (
            "<w:tbl>"
            + repeated("<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>", size)
            + "</w:tbl>"
        )
    ),
    "docx of merges begun": _word(
        lambda size: (
            "<w:tbl>"
            + repeated(
                '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc>'
                "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>",
                size,
            )
            + "</w:tbl>"
        )
    ),
    "docx of spans": _word(
        lambda size: (
            "<w:tbl>"
            + repeated(
                '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p>'
                "</w:tc></w:tr>",
                size,
            )
            + "</w:tbl>"
        )
    ),
    "docx of wide merges": _word(
        lambda size: (
            "<w:tbl>"
            + repeated(
                "<w:tr>"
                + '<w:tc><w:tcPr><w:gridSpan w:val="40"/><w:vMerge/></w:tcPr><w:p/></w:tc>' * 20
                + "</w:tr>",
                size,
            )
            + "</w:tbl>"
        )
    ),
    "docx of text boxes": _word(
        lambda size: (
            "<w:p>"
            + repeated("<w:r><w:txbxContent><w:p><w:r><w:t>1</w:t></w:r></w:p></w:txbxContent></w:r>", size)
            + "</w:p>"
        )
    ),
    "docx of nested text boxes": _word(nested("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>")),
    "docx of content controls": _word(nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")),
    "docx of deleted text": _word(of("<w:p><w:del><w:r><w:delText>1</w:delText></w:r></w:del></w:p>")),
    "docx of automatic numbers": _word(of(_LIST.format(1))),
    "docx of many lists": _word(numbered(_LIST)),
    "docx of altchunks": _word(of('<w:altChunk r="1"/>')),
    "docx of styles": _word_part(
        "styles",
        "styles",
        numbered('<w:style w:styleId="s{}"><w:basedOn w:val="s0"/><w:rPr><w:vanish/></w:rPr></w:style>'),
    ),
    "docx of styles on styles": _word_part(
        "styles",
        "styles",
        lambda size: "".join(
            f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(size // 60)
        ),
    ),
    "docx of styles in a circle": _word_part(
        "styles",
        "styles",
        lambda size: "".join(
            f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % (size // 60)}"/></w:style>'
            for n in range(size // 60)
        ),
    ),
    "docx of numberings": _word_part(
        "numbering",
        "numbering",
        numbered(
            '<w:num w:numId="{0}"><w:abstractNumId w:val="{0}"/></w:num>'
            '<w:abstractNum w:abstractNumId="{0}"/>'
        ),
    ),
    "docx of attributes": _word(
        lambda size: f"<w:p {' '.join(f'a{n}=' + chr(34) + '1' + chr(34) for n in range(size // 10))}/>"
    ),
    "docx of fallbacks": _word(lambda size: '<m:A xmlns:m="m">' + repeated("<m:Fallback/>", size) + "</m:A>"),
    "docx of placeholders": _word(
        nested(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:tc>",
            "</w:tc></w:sdtContent></w:sdt>",
        )
    ),
    "docx of many parts": lambda size: packed(
        {f"word/a{n}.xml": b"<a/>" for n in range(size // 100)}, _word_base()
    ),
}
_C = '<c r="{}{}" t="inlineStr"><is><t>1</t></is></c>'
BOOK: dict[str, Callable[[int], bytes]] = {
    "xlsx of rows": _book(of("<row><c><v>1</v></c></row>")),
    "xlsx of cells in a row": _book(lambda size: "<row>" + repeated("<c><v>1</v></c>", size) + "</row>"),
    "xlsx of texts": _book(of('<row><c t="inlineStr"><is><t>总计</t></is></c><c><v>1</v></c></row>')),
    "xlsx of one cell": _book(
        lambda size: f'<row><c t="inlineStr"><is><t>{repeated("“", size)}</t></is></c></row>'
    ),
    "xlsx of runs in a cell": _book(
        lambda size: '<row><c t="inlineStr"><is>' + repeated("<r><t>1</t></r>", size) + "</is></c></row>"
    ),
    "xlsx of far cells": _book(
        lambda size: "".join(
            f'<row r="{n * 1000 + 2}"><c r="XFD{n * 1000 + 2}"><v>1</v></c></row>' for n in range(size // 60)
        )
    ),
    "xlsx of a diagonal": _book(
        lambda size: "".join(
            f'<row r="{n + 2}"><c r="{offices_column(n % 16000 + 1)}{n + 2}"><v>1</v></c></row>'
            for n in range(size // 60)
        )
    ),
    "xlsx of merges": _book(
        of("<row><c><v>1</v></c></row>"),
        lambda size: (
            "<mergeCells>"
            + "".join(f'<mergeCell ref="A{2 * n + 2}:C{2 * n + 3}"/>' for n in range(size // 30))
            + "</mergeCells>"
        ),
    ),
    "xlsx of large merges": _book(
        of("<row><c><v>1</v></c></row>"),
        lambda size: "<mergeCells>" + repeated('<mergeCell ref="A1:XFD1048576"/>', size) + "</mergeCells>",
    ),
    "xlsx of merges without cells": _book(
        lambda _size: "",
        lambda size: (
            "<mergeCells>"
            + "".join(f'<mergeCell ref="A{n + 1}:ZZ{n + 90}"/>' for n in range(size // 30))
            + "</mergeCells>"
        ),
    ),
    "xlsx of hidden columns": _book(
        lambda size: "<row>" + repeated("<c><v>1</v></c>", size // 2) + "</row>",
        before=lambda size: "<cols>" + repeated('<col min="2" max="3" hidden="1"/>', size // 2) + "</cols>",
    ),
    "xlsx of hidden rows": _book(of('<row hidden="1"><c><v>1</v></c></row>')),
    "xlsx of empty rows": _book(of("<row><c/><c/><c/></row>")),
    "xlsx of formulas": _book(of("<row><c><f>A1</f></c></row>")),
    "xlsx of long numbers": _book(lambda size: f"<row><c><v>{repeated('1', size)}</v></c></row>"),
    "xlsx of exponents": _book(of("<row><c><v>1E+29</v></c></row>")),
    "xlsx of strings": _book_part("sharedStrings", "sst", of("<si><t>总计</t></si>")),
    "xlsx of styles": _book_part(
        "styles",
        "styleSheet",
        lambda size: (
            "<numFmts>"
            + numbered('<numFmt numFmtId="{0}" formatCode="0&quot;件&quot;"/>')(size)
            + "</numFmts><cellXfs>"
            + repeated('<xf numFmtId="1"/>', size)
            + "</cellXfs>"
        ),
    ),
    "xlsx of sheets": _book_part(
        "workbook",
        "workbook",
        lambda size: (
            "<sheets>" + numbered('<sheet name="a{0}" sheetId="{0}" id="rId1"/>')(size) + "</sheets>"
        ),
    ),
    "xlsx of nested elements": _book(nested("<row><c>", "</c></row>")),
}


def offices_column(number: int) -> str:
    """27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
