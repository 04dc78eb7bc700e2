"""From the bytes of a published report to a Reading."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from gongkai.annual_reports.rules import forms, grids, heading, narrative, pages, sources, streams, texts
from gongkai.annual_reports.rules.document import LONGEST_TEXT, Document
from gongkai.annual_reports.rules.forms import TABLE_KEYS, Form, form
from gongkai.annual_reports.rules.found import Found
from gongkai.annual_reports.rules.labels import split
from gongkai.annual_reports.rules.reading import Line, NothingRead, Reading, Unread
from gongkai.annual_reports.rules.structure import Table
from gongkai.text.script import to_simplified

_SUBJECT = ("信息公开", "政务公开", "主动公开", "政府信息")
_NOTHING = (
    "文件里没有找到政府信息公开工作年度报告的内容。请确认选对了文件；"
    "如果报告内容是图片或者由脚本载入的，请在网页上全选复制正文和表格，粘贴后再试。"
)
_IMAGES = "这张表是图片，图片里的数字不能确定地读出；请上传带文字表格的网页，或者把表格复制成文字后粘贴"


def read(data: bytes, name: str = "") -> Reading:
    """Read a report from the bytes of a web page or of a text; `name` is the file's name, if it has one.

    The content decides what kind of file it is, never the name. Raises NothingRead with a sentence naming the
    remedy. Time is linear in the size of the file; nothing is fetched.
    """
    document = _document(sources.decode(data))
    whole = "\n".join((document.title, *document.paragraphs))
    if not any(subject in whole for subject in _SUBJECT) and not _names_in(document):
        raise NothingRead(_NOTHING)
    place, year, doubts = heading.find(document)
    shape = _form_of(document, year)
    tables: dict[str, dict[str, Line] | None] = dict.fromkeys(TABLE_KEYS)
    unread = list(doubts)
    for table in shape.tables.values() if shape else ():
        tables[table.key], missing = _read_table(table, document).settle()
        if tables[table.key] is None and document.images and missing[0].reason.startswith("文中没有"):
            missing = [Unread(table.key, None, None, _IMAGES)]
        unread += missing
    claims = narrative.find(document.paragraphs)
    if not claims and not any(tables.values()) and not (place and year):
        raise NothingRead(_NOTHING)
    return Reading(place, year, shape.format if shape else None, tables, tuple(claims), tuple(unread))


def _document(text: str) -> Document:
    if sources.is_markup(text):
        document = pages.parse(text)
        document.convert(to_simplified)
        return document
    if len(text) > LONGEST_TEXT:
        sources.refuse_endless()
    return texts.parse(to_simplified(text))


def _read_table(table: Table, document: Document) -> Found:
    """From cells in place where there are any; else from the flow of the text."""
    placed = grids.read(table, document.grids)
    if placed.rows:
        return placed
    flowing = streams.read(table, document.pieces)
    if flowing.rows or not (placed.problem or placed.refused):
        return flowing
    return placed


def _form_of(document: Document, year: int | None) -> Form | None:
    """The form that the tables' own heads and labels show; without any, the one for the year."""
    seen = _names_in(document)
    marks = {name: len(seen & _marks(name)) for name in forms.FORMATS}
    best = max(marks, key=lambda name: marks[name])
    if marks[best] and list(marks.values()).count(marks[best]) == 1:
        return form(best)
    return forms.for_year(year) if year is not None else None


def _names_in(document: Document) -> set[str]:
    """The names of rows and columns that occur as cells, or inside run-together text."""
    cells: Iterable[str] = (box.text for grid in document.grids for line in grid.rows for box in line)
    pieces = [piece.text for piece in document.pieces if piece.kind == "text"]
    seen = {split(text)[1] for text in (*cells, *pieces) if len(text) <= 80}
    known = {mark for name in forms.FORMATS for mark in _marks(name)}
    long = "\n".join(text for text in pieces if len(text) > 80)
    return (seen & known) | {mark for mark in known if len(mark) >= 6 and mark in long}


@cache
def _marks(format: str) -> frozenset[str]:
    """Names that this form has and no other."""
    others = [form(name) for name in forms.FORMATS if name != format]
    return frozenset(_all_names(form(format)) - {name for other in others for name in _all_names(other)})


def _all_names(shape: Form) -> set[str]:
    labels: list[str] = []
    for table in shape.tables.values():
        for column in table.columns.values():
            labels += [column.label, *column.also]
        for row in table.rows.values():
            labels += [row.label, *row.also]
    return {split(label)[1] for label in labels}
