"""From the bytes of a published report to a Reading."""

from __future__ import annotations

from dataclasses import replace

from gongkai.annual_reports.rules import prose, sources, tables
from gongkai.annual_reports.rules.document import Document
from gongkai.annual_reports.rules.forms import CHAPTER_TABLES, Form
from gongkai.annual_reports.rules.prose import heading
from gongkai.annual_reports.rules.reading import Line, NothingRead, Reading, Unread

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
    ready = sources.reading(data)
    if ready is not None:
        return replace(ready, narrative=ready.narrative or tuple(prose.find(ready.paragraphs, ready.year)))
    document = sources.document(data, name)
    whole = "\n".join((document.title, *document.paragraphs))
    if not any(subject in whole for subject in _SUBJECT) and not tables.names_in(document):
        raise NothingRead(_NOTHING)
    place, year, doubts = heading.find(document)
    shape = tables.form_of(document, year)
    figures: dict[str, dict[str, Line] | None] = dict.fromkeys(CHAPTER_TABLES)
    unread = [*doubts, *(Unread(None, None, None, doubt) for doubt in document.doubts)]
    if shape is not None:
        tables_read, missing = _tables(shape, document, year)
        figures |= tables_read
        unread += missing
    claims = prose.find(document.paragraphs, year)
    if shape is not None and shape.format == "pre2019" and not figures.get("statistics"):
        listed, doubtful = tables.listed(document)
        claims, unread = [*claims, *listed], [*unread, *doubtful]
    if not claims and not any(figures.values()) and not (place and year):
        raise NothingRead(_NOTHING)
    format = shape.format if shape else None
    paragraphs = tuple(document.paragraphs)
    published = heading.published(document)
    return Reading(place, year, format, figures, tuple(claims), tuple(unread), paragraphs, published)


def _tables(
    shape: Form, document: Document, year: int | None
) -> tuple[dict[str, dict[str, Line] | None], list[Unread]]:
    """Every table of the form (None for one that could not be read), and what could not be read."""
    figures: dict[str, dict[str, Line] | None] = {}
    unread: list[Unread] = []
    for table in shape.tables.values():
        found = tables.read(shape, table.key, document, year)
        if table.layout == "list" and not found.rows:
            continue  # an annex that not every report has
        figures[table.key], missing = found.settle()
        if figures[table.key] is None and document.images and missing[0].reason.startswith("文中没有"):
            missing = [Unread(table.key, None, None, _IMAGES)]
        unread += missing
    return figures, unread
