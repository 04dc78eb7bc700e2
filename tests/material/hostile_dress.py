"""How a hostile text is dressed: as copied text, as a page, in cells, beside a whole report."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

from gongkai.annual_reports.rules.forms import form
from tests import material

TITLE = "云溪市2023年政府信息公开工作年度报告\n"
SUBJECT = "本年度主动公开政府信息。"
Text = Callable[[int], str]
Make = Callable[[int], bytes]
TAIL = "<table><tr><td>总计</td><td>1</td></tr></table>"


def repeated(unit: str, size: int) -> str:
    """The unit, as often as it fits into `size` bytes of UTF-8."""
    return unit * max(1, size // len(unit.encode()))


def mixed(characters: str, size: int) -> str:
    """So many of the characters, drawn by a fixed seed."""
    draw = random.Random(7)  # noqa: S311 - no secret
    width = len(characters.encode()) / len(characters)
    return "".join(draw.choices(characters, k=max(1, int(size / width))))


@cache
def a_report() -> str:
    """A whole report as copied text: what is repeated behind it meets figures and tables."""
    return material.glued(material.figures("2021", 1, 9))


@cache
def a_page() -> str:
    """A whole report as a page."""
    return material.html(material.figures("2021", 1, 9))


def as_text(text: Text) -> Callable[[int], bytes]:
    return lambda size: (TITLE + SUBJECT + text(size)).encode()


def behind(text: Text) -> Callable[[int], bytes]:
    return lambda size: f"{a_report()}\n{text(size)}".encode()


def before(text: Text) -> Callable[[int], bytes]:
    return lambda size: f"{TITLE}{text(size)}\n{a_report()}".encode()


def as_page(text: Text) -> Callable[[int], bytes]:
    return lambda size: f"<html><body><h1>{TITLE}</h1><p>{SUBJECT}</p>{text(size)}{TAIL}".encode()


def in_the_page(text: Text) -> Callable[[int], bytes]:
    return lambda size: a_page().replace("<body>", f"<body><p>{text(size)}</p>").encode()


def lined(unit: str) -> Text:
    return lambda size: repeated(f"{unit}\n", size)


def paragraphs(unit: str) -> Text:
    return lambda size: repeated(f"<p>{unit}</p>", size)


def cells(unit: str) -> Text:
    return lambda size: "<table>" + repeated("<tr>" + f"<td>{unit}</td>" * 6 + "</tr>", size) + "</table>"


def in_a_row(unit: str) -> Text:
    return lambda size: "<table><tr>" + repeated(f"<td>{unit}</td>", size) + "</tr></table>"


def in_one_cell(unit: str) -> Text:
    return lambda size: "<table><tr><td>总计</td><td>" + repeated(unit, size) + "</td></tr></table>"


def of(unit: str) -> Text:
    return lambda size: repeated(unit, size)


def heads(layout: str) -> str:
    """The heads of table three or four in one flow."""
    [table] = [table for table in form("2021").tables.values() if table.layout == layout]
    columns = list(table.columns.values())
    if layout == "matrix":
        return "".join(dict.fromkeys(text for c in columns for text in (c.group, c.label) if text))
    rows = list(table.rows.values())
    groups = dict.fromkeys(name for row in rows for name in row.groups)
    grouped = [row.label for row in rows if row.groups]
    leaves = "".join(column.label for column in columns)
    alone = "".join(row.label for row in rows if not row.groups)
    return alone + "".join(groups) + leaves + "".join(grouped) + leaves * len(grouped)


def in_the_table(row: str) -> Callable[[int], bytes]:
    """The row, behind the heads of table three of a whole page."""

    def make(size: int) -> bytes:
        before, mark, behind = a_page().partition("商业企业")
        row_ends = behind.index("</tr>") + len("</tr>")
        return (before + mark + behind[:row_ends] + repeated(row, size) + behind[row_ends:]).encode()

    return make


def attributes(size: int) -> str:
    return f"<p {' '.join(f'a{number}=1' for number in range(size // 8))}>x</p>"


def nested(opening: str, closing: str) -> Text:
    def make(size: int) -> str:
        depth = size // len(opening + closing)
        return opening * depth + "1" + closing * depth

    return make


def numbered(shape: str) -> Text:
    """A shape with a running number (`{}`), so that nothing in it comes twice."""
    return lambda size: "".join(shape.format(number) for number in range(size // len(shape.encode())))


def encoded(shape: Text) -> Callable[[int], bytes]:
    return lambda size: shape(size).encode()
