"""Web pages as sites publish them: the report is found among what stands around it, and in scripts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from gongkai.annual_reports.rules import NothingRead, Reading, check, read
from tests import material

TABLES = ("table2", "table3", "table4")
TITLE = "云溪市2023年政府信息公开工作年度报告"


def report(seed: int = 21) -> dict[str, Any]:
    return material.figures("2021", seed, 900)


def read_page(text: str) -> Reading:
    return read(text.encode())


def figures(shape: dict[str, Any]) -> dict[str, Any]:
    return {key: shape[key] for key in TABLES}


def prose(truth: dict[str, Any]) -> str:
    return "".join(f"<p>{line}</p>" for line in (*material.before(truth), *material.AFTER))


def tables(truth: dict[str, Any]) -> list[str]:
    return [material.html_table(draw(truth)) for draw in (material.table2, material.table3, material.table4)]


def literal(markup: str) -> str:
    return json.dumps(markup, ensure_ascii=True).replace("/", "\\/").replace("<", "\\u003c")


SCRIPTS: dict[str, Callable[[str], str]] = {
    "a variable": lambda table: f"<script>var t = '{table.replace(chr(10), '')}';</script>",
    "JSON with escaped markup": lambda table: f'<script>window.data = {{"body": {literal(table)}}};</script>',
    "JSON for the page": lambda table: f'<script type="application/json">{{"a":{literal(table)}}}</script>',
    "line by line": lambda table: (
        "<script>" + "".join(f"document.write('{line}');\n" for line in table.splitlines()) + "</script>"
    ),
    "added up": lambda table: (
        "<script>var h = '';\n"
        + "".join(f"h += '{line}' +\n '';\n" for line in table.splitlines())
        + "</script>"
    ),
    "a template string": lambda table: f"<script>el.innerHTML = `{table}`; // don't\n</script>",
    "percent-escaped": lambda table: f"<script>document.write(decodeURIComponent('{quote(table)}'))</script>",
    "entities": lambda table: (
        "<script>x('"
        + table.replace("\n", "").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        + "')</script>"
    ),
    "records of a data store": lambda table: (
        '<script type="text/xml"><datastore><recordset>'
        f"<record><![CDATA[{table}]]></record></recordset></datastore></script>"
    ),
}


@pytest.mark.parametrize("way", SCRIPTS)
def test_tables_in_the_strings_of_scripts_are_read_and_nothing_is_executed(way: str) -> None:
    truth = report()
    reading = read_page(prose(truth) + "".join(SCRIPTS[way](table) for table in tables(truth)))
    assert figures(reading.as_json()) == figures(truth)
    assert not reading.unread


def test_where_a_variable_stands_in_the_string_the_cell_is_unread() -> None:
    truth = report()
    table2, table3, table4 = tables(truth)
    label = "<p><span>二、上年结转政府信息公开申请数量</span></p></td>"
    start = table3.index("<p>", table3.index(label) + len(label))
    end = table3.index("</p>", start)
    script = f"var t = '{table3[:start]}' + count + '{table3[end:]}';".replace("\n", "")
    reading = read_page(prose(truth) + table2 + table4 + f"<script>{script}</script>")
    line = (reading.tables["table3"] or {})["carried_in"]
    assert "natural" not in line.cells
    assert line.cells["total"] == truth["table3"]["carried_in"]["total"]


def test_a_table_that_the_page_shows_is_not_taken_from_its_scripts() -> None:
    truth, other = report(1), report(2)
    scripts = "".join(SCRIPTS["a template string"](table) for table in tables(other))
    assert figures(read_page(material.html(truth) + scripts).as_json()) == figures(truth)


def test_a_page_that_is_all_script_has_its_prose_there() -> None:
    truth = report()
    body = material.html(truth)
    reading = read_page(
        f"<html><body><div id=app></div><script>render({literal(body)})</script></body></html>"
    )
    assert (reading.place, reading.year) == ("云溪市", 2023)
    assert figures(reading.as_json()) == figures(truth)


CHROME = (
    "<ul><li><a href=1>{other}2019年政府信息公开工作年度报告</a></li><li><a href=2>依申请公开</a></li></ul>",
    "<div class=r><h3>相关文章</h3><a>{other}2022年政府信息公开工作年度报告</a></div>",
    "<div>主办：{other}人民政府办公室　网站标识码：3213000001　发布机构：{other}人民政府</div>",
    "<p>{other}2020年政府信息公开工作年度报告已有99人次阅读，全年点击1234次。</p>",
)


@pytest.mark.parametrize("index", range(len(CHROME)))
def test_what_stands_behind_the_report_is_not_the_report(index: int) -> None:
    truth = report()
    longer = material.html(truth).replace("公开的深度还要加强。", "公开的深度还要加强，方式还要更多。" * 20)
    page = longer.replace("</body>", CHROME[index].format(other="石桥市") + "</body>")
    reading = read_page(page)
    assert (reading.place, reading.year) == ("云溪市", 2023)
    assert figures(reading.as_json()) == figures(truth)
    assert not {claim.value for claim in reading.narrative} & {99, 1234}


def test_a_last_chapter_in_a_block_of_its_own_is_still_the_reports() -> None:
    truth = report()
    longer = material.html(truth).replace("公开的深度还要加强。", "公开的深度还要加强，方式还要更多。" * 40)
    split = longer.replace("<p>六、", "</div><div><p>六、")
    assert read_page(split).paragraphs == read_page(longer).paragraphs


@pytest.mark.parametrize("index", range(2))
def test_links_before_the_report_are_not_its_title(index: int) -> None:
    truth = report()
    page = material.html(truth).replace("<div>", CHROME[index].format(other="石桥市") + "<div>", 1)
    reading = read_page(page)
    assert (reading.place, reading.year) == ("云溪市", 2023)
    assert not reading.unread


def test_the_title_may_stand_outside_the_reports_block() -> None:
    truth = report()
    page = material.html(truth).replace(f"<p>{TITLE}</p>\n", "").replace("<div>", f"<h1>{TITLE}</h1><div>", 1)
    assert read_page(page).place == "云溪市"


@pytest.mark.parametrize(
    "hidden",
    [
        "<textarea>{}</textarea>",
        '<div style="display:none">{}</div>',
        '<div style="position:absolute;left:-9999px">{}</div>',
        "<div hidden>{}</div>",
        "<!-- {} -->",
        "<template>{}</template>",
    ],
)
def test_what_a_visitor_does_not_see_is_not_read(hidden: str) -> None:
    truth = report(3)
    page = material.html(truth).replace("<body>", "<body>" + hidden.format(material.html(report(4))))
    reading = read_page(page)
    assert figures(reading.as_json()) == figures(truth)


def test_a_frame_around_prose_and_tables_keeps_paragraphs_apart() -> None:
    truth = report()
    framed = material.html(truth).replace("<div>", "<table><tr><td>").replace("</div>", "</td></tr></table>")
    assert read_page(framed).paragraphs == read_page(material.html(truth)).paragraphs
    assert check(read_page(framed)) == check(read_page(material.html(truth)))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("</td>", ""), ("</tr>", ""), ("</p>", ""), ("<html>", ""), ("</table>", "</table></table></div>")],
)
def test_markup_with_tags_left_out_is_read_as_browsers_do(was: str, becomes: str) -> None:
    truth = report()
    assert figures(read_page(material.html(truth).replace(was, becomes)).as_json()) == figures(truth)


def test_only_images_in_the_report_stand_for_tables() -> None:
    truth = report()
    page = "<img src=logo.png>" + prose(truth) + "<img src=code.png>"
    with_one = prose(truth).replace("<p>五、", "<p><img src=0005.jpg></p><p>五、")
    assert any("图片" in item.reason for item in read_page(f"<div>{with_one}</div>").unread)
    assert not any(
        "图片" in item.reason
        for item in read_page(
            page.replace("<p>", "<div><p>", 1).replace("<img src=code", "</div><img src=code")
        ).unread
    )


@pytest.mark.parametrize(
    "page",
    [
        b"<table>" + b"<tr><td>1</td></tr>" * 400_000,
        b"<table><tr>" + b"<td>1" * 300_000,
        b"<html>" + b" " * (200 * 1024 * 1024),
        b"<script>" + b"'<td>'+" * 150_000,
        b"<script>" + b"'\"`<td" * 150_000,
        b"<script>" + b"<![CDATA[<td>" * 100_000,
        b"<script>" + b"/*<td>" * 100_000,
        b"<script>var a='<td>" + b"/" * 1_000_000,
        b"<script>var a='" + b"\\\\u003ctd\\\\u003e" * 40_000 + b"'</script>",
        b"<a><div>" * 100_000,
        "<p>总体情况。</p><div>".encode() * 20_000,
    ],
    ids=[
        "endless",
        "one row",
        "200 MB",
        "pieces",
        "quotes",
        "records",
        "comments",
        "slashes",
        "escapes",
        "links",
        "blocks",
    ],
)
def test_hostile_pages_end_soon(page: bytes) -> None:
    began = time.process_time()
    with pytest.raises(NothingRead):
        read(page)
    assert time.process_time() - began < 6
