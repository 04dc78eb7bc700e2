"""A workbook (xlsx) as a Document: every visible sheet, with its cells in place as they show their values.

ECMA-376 part 1 (SpreadsheetML). Formulas are never computed: what the file keeps as their result is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from gongkai.annual_reports.rules.cells import is_value
from gongkai.annual_reports.rules.document import LONGEST_TEXT, MOST_CELLS, Document
from gongkai.annual_reports.rules.sources import formats
from gongkai.annual_reports.rules.sources.kinds import refuse_endless
from gongkai.annual_reports.rules.sources.packages import Package
from gongkai.annual_reports.rules.sources.surfaces import Surface, lay_out

LAST_COLUMN = 10**7  # beyond what a reference can say
MOST_SHEETS, MOST_STRINGS, MOST_MERGES = 200, 500_000, 20_000

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RANGE = re.compile(r"([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})")
_NO_RESULT = "公式，文件里没有存下结果"
_HIDDEN_SHEET = "工作表“{name}”是隐藏的，里面的数字没有读；需要读的，请取消隐藏，保存后再上传"
_HIDDEN_LINES = "工作表“{name}”有隐藏的行或列，里面的数字没有读；需要读的，请取消隐藏，保存后再上传"


@dataclass(slots=True)
class _Book:
    """What all sheets share: texts, number formats by style, the calendar."""

    texts: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    from_1904: bool = False
    characters: int = 0


def parse(package: Package) -> Document:
    """The visible sheets one after the other; what is hidden and holds figures is said in `doubts`.

    Raises NothingRead for damaged or endless workbooks. Time is linear in the size of the file.
    """
    document = Document()
    root = package.tree(package.main)
    parts = package.related(package.main)
    book = _book(package, root, dict(parts.values()))
    for sheet in list(root.iterfind(".//{*}sheets/{*}sheet") if root is not None else ())[:MOST_SHEETS]:
        reference = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        kind, part = parts.get(str(reference), ("", ""))
        if kind != "worksheet":
            continue
        name = (sheet.get("name") or "")[:40]
        surface = _surface(package, part, book)
        if sheet.get("state", "visible") != "visible":
            if surface.hidden_figures or any(map(is_value, surface.cells.values())):
                document.doubts.append(_HIDDEN_SHEET.format(name=name))
            continue
        if surface.hidden_figures:
            document.doubts.append(_HIDDEN_LINES.format(name=name))
        lay_out(surface, document)
    document.images += sum("/media/" in name for name in package.archive.namelist())
    document.title = next(iter(document.paragraphs), "")
    return document


def _book(package: Package, root: etree._Element | None, parts: dict[str, str]) -> _Book:
    book = _Book()
    properties = root.find("{*}workbookPr") if root is not None else None
    book.from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    styles = package.tree(parts.get("styles", ""))
    if styles is not None:
        own = {
            int(item.get("numFmtId", "0")): item.get("formatCode", "General")[:200]
            for item in styles.iterfind("{*}numFmts/{*}numFmt")
            if item.get("numFmtId", "").isdecimal()
        }
        for style in styles.iterfind("{*}cellXfs/{*}xf"):
            number = style.get("numFmtId", "0")
            book.codes.append(formats.code_of(int(number) if number.isdecimal() else 0, own))
    characters = 0
    for item in package.events(parts.get("sharedStrings", ""), "{*}si"):
        text = _text_of(item)
        characters += len(text)
        if len(book.texts) >= MOST_STRINGS or characters > 10 * LONGEST_TEXT:
            refuse_endless()
        book.texts.append(text)
    return book


def _text_of(item: etree._Element) -> str:
    """The text of a string with its runs, without the phonetic guide."""
    pieces = []
    for text in item.iterfind(".//{*}t"):
        parent = text.getparent()
        if parent is None or not str(parent.tag).endswith("}rPh"):
            pieces.append(text.text or "")
    return _SPACE.sub(" ", "".join(pieces)).strip()


def _surface(package: Package, part: str, book: _Book) -> Surface:
    surface = Surface()
    hidden_columns: list[tuple[int, int]] = []
    hides_rows = False
    row = 0
    # Columns and defaults stand before the rows, merges after them.
    for element in package.events(part, ("{*}sheetFormatPr", "{*}cols", "{*}row", "{*}mergeCells")):
        name = str(element.tag).rpartition("}")[2]
        if name == "sheetFormatPr":
            hides_rows = element.get("zeroHeight") in ("1", "true")
        elif name == "cols":
            hidden_columns = _apart(_columns(item) for item in element if _hidden(item, "width"))
        elif name == "mergeCells":
            for item in list(element)[:MOST_MERGES]:
                if found := _RANGE.fullmatch(item.get("ref", "")):
                    (top, left), (bottom, right) = _place(found[1]), _place(found[2])
                    surface.merges.append((top, left, bottom, right))
        else:
            row = _whole(element.get("r"), row + 1)
            hidden = _hidden(element, "ht") or (hides_rows and element.get("ht") is None)
            _take_row(surface, element, row, book, hidden_columns, hidden=hidden)
    return surface


def _take_row(
    surface: Surface,
    element: etree._Element,
    row: int,
    book: _Book,
    hidden_columns: list[tuple[int, int]],
    *,
    hidden: bool,
) -> None:
    if hidden:
        surface.hidden_rows.add(row)
    column, drawn = 0, 0
    for cell in element:
        place = _PLACE.fullmatch(cell.get("r", ""))
        column = _place(place[0])[1] if place else column + 1
        drawn += 1
        nearest = bisect_right(hidden_columns, (column, LAST_COLUMN)) - 1
        out_of_sight = nearest >= 0 and column <= hidden_columns[nearest][1]
        if out_of_sight:
            surface.hidden_columns.add(column)
        text = _shown(cell, book)
        if not text:
            continue
        if hidden or out_of_sight:
            surface.hidden_figures = surface.hidden_figures or is_value(text)
            surface.hidden_texts[row, column] = text
        else:
            surface.cells[row, column] = text
        book.characters += len(text)
        if len(surface.cells) + len(surface.hidden_texts) > MOST_CELLS or book.characters > LONGEST_TEXT:
            refuse_endless()
    if drawn > 2 and not hidden:
        surface.drawn_rows.add(row)


def _shown(cell: etree._Element, book: _Book) -> str:
    """What the cell shows; a sentence that is no number where that is not certain."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text_of(cell)
    value = cell.find("{*}v")
    raw = (value.text or "") if value is not None else ""
    if not raw.strip():
        return _NO_RESULT if cell.find("{*}f") is not None and kind != "str" else ""
    if kind == "s":
        return book.texts[int(raw)] if raw.isdecimal() and int(raw) < len(book.texts) else "缺少的文字"
    if kind == "b":
        return "是" if raw == "1" else "否"
    if kind == "d":
        return f"日期{raw}"
    if kind in ("str", "e"):
        return _SPACE.sub(" ", raw).strip()
    style = cell.get("s", "0")
    known = style.isdecimal() and int(style) < len(book.codes)
    return formats.shown(raw, book.codes[int(style)] if known else "General", from_1904=book.from_1904)


def _hidden(element: etree._Element, size: str) -> bool:
    return element.get("hidden") in ("1", "true") or element.get(size) in ("0", "0.0")


def _columns(item: etree._Element) -> tuple[int, int]:
    return _whole(item.get("min"), 1), _whole(item.get("max"), 1)


def _apart(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges in order, those that overlap put together: whether one holds a place is found by halving."""
    found: list[tuple[int, int]] = []
    for left, right in sorted(ranges):
        if found and left <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], right)
        elif left <= right:
            found.append((left, right))
    return found


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,7}", text) else default


def _place(reference: str) -> tuple[int, int]:
    """“C12” → (12, 3)."""
    match = _PLACE.fullmatch(reference)
    if match is None:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
