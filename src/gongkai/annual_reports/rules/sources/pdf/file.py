"""A PDF file as a Document: prose in reading order, ruled tables with their cells in place.

Nothing is recognised from pictures. A page that is a picture, or whose characters are only codes, is named.
"""

from __future__ import annotations

import logging
from io import BytesIO

from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage

from gongkai.annual_reports.rules.cells import is_value
from gongkai.annual_reports.rules.document import LONGEST_TEXT, MOST_CELLS, Document, Piece
from gongkai.annual_reports.rules.reading import NothingRead
from gongkai.annual_reports.rules.sources.pdf import frames, lines, tables
from gongkai.annual_reports.rules.sources.pdf.bounds import (
    BoundedDocument,
    BoundedInterpreter,
    BoundedParser,
    BoundedResources,
    TooMuch,
)
from gongkai.annual_reports.rules.sources.pdf.drawn import UNREADABLE, Device, DrawnPage
from gongkai.annual_reports.rules.sources.pdf.lines import PrintedLine
from gongkai.annual_reports.rules.sources.pdf.tables import OpenTable

LARGEST, MOST_PAGES = 30 * 1024 * 1024, 300
# Where the table of objects is broken, finding them means reading the whole file in small steps.
LARGEST_MENDED = 2 * 1024 * 1024

_REMEDY = "请上传报告的Word原件，或者网页（HTML）；也可以把报告全文连同表格复制出来，粘贴后再试。"
_TOO_LARGE = f"文件超过{LARGEST // 1024 // 1024}MB，请只上传报告正文。"
_LOCKED = "这份PDF加了密码，请去掉密码后再上传。"
_BROKEN = f"这份PDF已经损坏或者不完整，打不开。请重新导出或者重新下载；{_REMEDY}"
_TOO_MUCH = f"这份PDF的内容过于庞大，不像是一份年度报告，没有读完。{_REMEDY}"
_TOO_LONG = f"这份PDF超过{MOST_PAGES}页，不像是一份年度报告；请只上传报告正文。"
_SCANNED = f"这份PDF整份都是扫描图片，图片里的数字不能确定地读出。{_REMEDY}"
_CODES = f"这份PDF的字体没有附文字对照表，文字和数字不能确定地读出。{_REMEDY}"
_SCANNED_PAGE = "第{page}页是扫描图片，图片里的数字不能确定地读出；请提供文字版"
_TURNED_PAGE = "第{page}页的文字是横放的，没有读；请把这一页转正后再上传"
_CODES_PAGE = "第{page}页有些文字没有附文字对照表，不能确定是什么字；请提供文字版"
_BROKEN_PAGE = "第{page}页已经损坏，没有读出；请重新导出这份PDF"
# What pdfminer has to say about odd files is for its developers.
logging.getLogger("pdfminer").setLevel(logging.ERROR)
_FEW = 60  # a scan may carry a stamp, a date or a page number as text
_MOST_OF_PAGE = 0.5


def parse(data: bytes) -> Document:
    """The file's prose and ruled tables. Raises NothingRead with the remedy; time and memory are bounded."""
    if len(data) > LARGEST:
        raise NothingRead(_TOO_LARGE)
    if len(data) > LARGEST_MENDED and b"startxref" not in data[-65536:]:
        raise NothingRead(_BROKEN)
    try:
        pages, doubts = _pages(data)
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise NothingRead(_LOCKED) from None
    except TooMuch:
        raise NothingRead(_TOO_MUCH) from None
    except NothingRead:
        raise
    except Exception:  # whatever pdfminer stumbles over in a broken file
        raise NothingRead(_BROKEN) from None
    if not pages:
        raise NothingRead(_BROKEN)
    _refuse_without_text(pages)
    document = Document(images=sum(page.pictures for page in pages), doubts=doubts)
    try:
        _compose(pages, document)
    except TooMuch:
        raise NothingRead(_TOO_MUCH) from None
    return document


def _pages(data: bytes) -> tuple[list[DrawnPage], list[str]]:
    """What stands on the pages, and what is wrong with some of them."""
    parser = BoundedParser(BytesIO(data))
    document = BoundedDocument(parser, fallback=len(data) <= LARGEST_MENDED)
    resources = BoundedResources()
    device = Device(resources)
    interpreter = BoundedInterpreter(resources, device)
    pages: list[DrawnPage] = []
    doubts: list[str] = []
    for number, object_ in enumerate(document.page_objects(), 1):
        if number > MOST_PAGES:
            raise NothingRead(_TOO_LONG)
        page, doubt = _page(interpreter, device, object_)
        pages.append(page)
        if doubt:
            doubts.append(doubt.format(page=number))
    if pages and all(doubt.endswith("请重新导出这份PDF") for doubt in doubts) and len(doubts) == len(pages):
        raise NothingRead(_BROKEN)
    return pages, doubts


def _page(interpreter: BoundedInterpreter, device: Device, object_: PDFPage) -> tuple[DrawnPage, str]:
    """A page, and the doubt about it if there is one; a broken page is empty."""
    try:
        interpreter.process_page(object_)
    except (TooMuch, RecursionError):
        raise TooMuch from None
    except Exception:  # whatever pdfminer stumbles over: the other pages may be whole
        return DrawnPage(0, 0), _BROKEN_PAGE
    page = device.page
    shown = [glyph for glyph in page.glyphs if not glyph.text.isspace()]
    if page.covered >= _MOST_OF_PAGE and len(shown) < _FEW:
        page.pictures = max(1, page.pictures)
        return page, _SCANNED_PAGE
    if page.turned > max(_FEW, len(shown)):
        return page, _TURNED_PAGE
    if any(UNREADABLE in glyph.text for glyph in shown):
        return page, _CODES_PAGE
    return page, ""


def _refuse_without_text(pages: list[DrawnPage]) -> None:
    shown = [glyph for page in pages for glyph in page.glyphs if not glyph.text.isspace()]
    if len(shown) > LONGEST_TEXT:
        raise NothingRead(_TOO_MUCH)
    if sum(UNREADABLE in glyph.text for glyph in shown) * 4 > len(shown) > 0:
        raise NothingRead(_CODES)
    if len(shown) < _FEW and any(page.pictures or page.covered >= _MOST_OF_PAGE for page in pages):
        raise NothingRead(_SCANNED)


def _compose(pages: list[DrawnPage], document: Document) -> None:
    """Text and tables of all pages in reading order; tables that go on over the page are put together."""
    sheets, prose = [], []
    cells = 0
    for page in pages:
        found = frames.find(page.strokes)
        loose = tables.fill(found, page.glyphs)
        found = [frame for frame in found if any(cell.glyphs for cell in frame.cells)]
        cells += sum(len(frame.cells) for frame in found)
        if cells > MOST_CELLS:
            raise NothingRead(_TOO_MUCH)
        sheets.append([OpenTable.of(frame) for frame in found])
        prose.append(lines.of(loose))
    paragraphs = lines.Paragraphs()
    open_sheet: OpenTable | None = None
    prose = lines.without_running(prose)
    left, right = _edges(prose, sheets)
    for page_lines, page_sheets in zip(prose, sheets, strict=True):
        first = True
        items: list[tuple[float, PrintedLine | OpenTable]] = [(line.middle, line) for line in page_lines]
        items += [(sheet.top, sheet) for sheet in page_sheets]
        for _, item in sorted(items, key=lambda item: item[0]):
            if isinstance(item, PrintedLine):
                paragraphs.add(item, left, right)
                _add_pieces(item, paragraphs, document)
                open_sheet = None
            else:
                paragraphs.close()
                if not (first and open_sheet is not None and open_sheet.take(item)):
                    document.grids.append(item.grid)
                    open_sheet = item
            first = False
    document.paragraphs = paragraphs.texts


def _edges(prose: list[list[PrintedLine]], sheets: list[list[OpenTable]]) -> tuple[float, float]:
    """Where lines of text begin and end; tables are as wide as the text."""
    found = [(line.left, line.right) for page in prose for line in page]
    found += [(sheet.xs[0], sheet.xs[-1]) for page in sheets for sheet in page]
    return min((left for left, _ in found), default=0.0), max((right for _, right in found), default=0.0)


def _add_pieces(line: PrintedLine, paragraphs: lines.Paragraphs, document: Document) -> None:
    """The flow, for tables without lines: each piece of a row that gaps part, and the row's end."""
    if len(line.pieces) > 1:
        document.pieces += [Piece("value" if is_value(text) else "text", text) for text in line.pieces]
        document.pieces.append(Piece("end"))
    else:
        text = line.pieces[0]
        document.pieces.append(Piece("value" if is_value(text) else "text", text))
