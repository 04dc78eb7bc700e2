"""The file of a draft as it came, made fit to be looked at: cleaned, as pictures, or as what is in it.

All that looks into the file does so in a child process; what it raises besides is CouldNotFinish, Overloaded.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from typing import Any, BinaryIO, Final, Literal

import nh3
from django.utils.translation import gettext as _

from gongkai.annual_reports.models import Draft
from gongkai.annual_reports.rules import NothingRead
from gongkai.annual_reports.rules.document import Grid
from gongkai.annual_reports.rules.sources import document, kinds
from gongkai.design.table import TableCell
from gongkai.records import process_pool
from gongkai.records.files import open_file
from gongkai.records.files.rules import pdf_pages
from gongkai.records.keys import KeyDestroyed
from gongkai.records.process_pool import STAFF, CouldNotFinish, FunctionFailed

Kind = Literal["", "page", "pictures", "tables"]
MOST_PAGES: Final = 60
MOST_GRIDS: Final = 30
MOST_ROWS: Final = 120
LONGEST: Final = 300  # characters of one cell
_WORDS: Final = {"p", "br", "hr", "div", "span", "b", "strong", "i", "em", "u", "s", "sub", "sup", "small"}
_BLOCKS: Final = {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre"}
_TABLES: Final = {"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th"}
_CELL: Final = {"rowspan", "colspan"}
_DROPPED: Final = {"script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math"}
# A page of a report has some thousand tags and is a few dozen deep; cleaning takes the product of both.
MOST_TAGS: Final = 200_000
DEEPEST: Final = 400
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
# Tags that have no end, or whose end the next one of their kind implies.
_ENDLESS: Final = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
}
_ENDED: Final = {"p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "colgroup", "option"}
_STYLE: Final = (
    'body{margin:1rem;font:16px/1.7 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;'
    "color:#1b1f24;background:#fff;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;font-size:14px;margin:.5rem 0}"
    "td,th{border:1px solid #7b8794;padding:.25rem .5rem;min-width:2em}"
    "h1{font-size:1.4rem}h2{font-size:1.2rem}h3{font-size:1.05rem}"
)


class NotThere(LookupError):
    """The file was not kept, or has no such page."""


def data_of(draft: Draft) -> bytes:
    """The bytes as they came. Raises NotThere where the file was refused and not kept."""
    with _opened(draft) as stored:
        return stored.read()


def kind_of(draft: Draft) -> Kind:
    """How the file can be shown: a cleaned page, pictures, its tables; empty where it was not kept."""
    if draft.file is None:
        return ""
    return {"html": "page", "pdf": "pictures"}.get(draft.file.kind, "tables")  # type: ignore[return-value]


def pages_of(draft: Draft) -> int:
    """How many pages of a PDF can be shown."""
    try:
        with _opened(draft) as stored:
            return min(process_pool.run(STAFF, pdf_pages.count, stored), MOST_PAGES)
    except (NotThere, CouldNotFinish):  # the file can still be taken away
        return 0


def picture(draft: Draft, number: int) -> bytes:
    """A page of a PDF as PNG. Raises NotThere."""
    if kind_of(draft) != "pictures" or number > MOST_PAGES:
        raise NotThere(draft.path)
    with _opened(draft) as stored:
        try:
            return process_pool.run(STAFF, pdf_pages.picture, stored, number)
        except pdf_pages.NoSuchPage as problem:
            raise NotThere(draft.path) from problem


def cleaned_page(draft: Draft) -> str:
    """The file as a web page without scripts, styles, pictures, links and forms. Raises NotThere."""
    try:
        return process_pool.run(STAFF, decoded_and_cleaned, data_of(draft))
    except (NothingRead, CouldNotFinish) as problem:
        return _page(f"<p>{escape(str(problem))}</p>")


def decoded_and_cleaned(data: bytes) -> str:
    """The bytes of a web page as `cleaned` gives them. Raises NothingRead. In a child process."""
    return cleaned(kinds.decode(data))


def cleaned(text: str) -> str:
    """The words and tables of a page as a page of their own; a sentence where it has too many tags."""
    if _endless(text):
        return _page(f"<p>{escape(_('这个网页的结构不正常，不能在这里显示；请下载原件核对。'))}</p>")
    inside = nh3.clean(
        text,
        tags=_WORDS | _BLOCKS | _TABLES,
        clean_content_tags=_DROPPED,
        attributes={"td": _CELL, "th": _CELL, "col": {"span"}, "colgroup": {"span"}},
        link_rel=None,
    )
    return _page(inside)


def _page(inside: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="zh-Hans"><head><meta charset="utf-8">'
        f"<title>{escape(_('原件'))}</title><style>{_STYLE}</style></head>\n<body>{inside}</body></html>\n"
    )


def _endless(text: str) -> bool:
    """Whether the page has so many tags, or tags so deep in each other, that cleaning it would not end."""
    depth = 0
    for count, tag in enumerate(_TAG.finditer(text), 1):
        if tag[2].lower() not in _ENDLESS | _ENDED:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST or count > MOST_TAGS:
            return True
    return False


def policy_of_page() -> str:
    """Under which a cleaned page is served: its own style, nothing else, and only within this site."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox"
    )


def tables_of(draft: Draft) -> list[dict[str, Any]]:
    """The tables in an office file or a text, as they stand there; none where it cannot be opened."""
    try:
        return process_pool.run(STAFF, tables_in, data_of(draft), draft.path.rpartition("/")[2])
    except (NotThere, NothingRead, CouldNotFinish, FunctionFailed):
        return []  # a file that no reader can open is not shown; why it is unreadable stands beside


def tables_in(data: bytes, name: str) -> list[dict[str, Any]]:
    """The tables of a file as the component draws them. Raises what readers raise. In a child process."""
    found = document(data, name)
    return [
        {
            "id": f"original-{number}",
            "caption": _("原件中的第%(number)s张表") % {"number": number},
            "rows": _rows(grid),
        }
        for number, grid in enumerate(found.grids[:MOST_GRIDS], 1)
        if grid.rows
    ]


def _opened(draft: Draft) -> BinaryIO:
    if draft.file is None:
        raise NotThere(draft.path)
    try:
        return open_file(draft.file)
    except (FileNotFoundError, KeyDestroyed) as problem:
        raise NotThere(draft.path) from problem


def _rows(grid: Grid) -> list[list[TableCell]]:
    """Each box once, in the row where it begins."""
    return [
        [
            TableCell(
                "data",
                box.text[:LONGEST],
                rowspan=min(box.rowspan, MOST_ROWS),
                colspan=box.right - box.left,
            )
            for box in row
            if box.top == top
        ]
        for top, row in enumerate(grid.rows[:MOST_ROWS])
    ]
