"""Hostile texts of several hundred kinds, each of any size: what a stranger may send to make reading slow.

A kind is a unit (a character that some reader knows, a phrase of real reports, a piece of markup) in a dress
(one line, many lines, a page, cells, a document). `Kind.make(size)` gives about `size` bytes of text; of a
compressed file, so much before compression. `second_half` parts the kinds by a fixed hash: one half served
to find the causes of superlinear time, the other to see whether the causes or the cases were mended.
"""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from gongkai.annual_reports.rules.forms import form
from tests import material
from tests.material import offices
from tests.material.prints import one_page, stream

TITLE = "云溪市2023年政府信息公开工作年度报告\n"
SUBJECT = "本年度主动公开政府信息。"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of text: its name, who reads it (`tests.material.hostile_readers`), and the text at a size."""

    name: str
    reader: str
    make: Callable[[int], bytes]

    @property
    def second_half(self) -> bool:
        """Whether it belongs to the half that was held back."""
        return zlib.crc32(self.name.encode()) % 2 == 1


# What is repeated without end.
UNITS: dict[str, str] = {
    # single characters of every class
    "digit": "1",
    "zero": "0",
    "full-width digit": "１",
    "circled digit": "①",
    "superscript": "²",
    "arabic-indic digit": "٣",
    "numeral": "一",
    "ten": "十",
    "ten thousand": "万",
    "hundred million": "亿",
    "dot": ".",
    "full-width dot": "．",
    "comma": ",",
    "full-width comma": "，",
    "enumeration comma": "、",
    "semicolon": "；",
    "colon": "：",
    "full stop": "。",
    "per cent": "%",
    "full-width per cent": "％",
    "hyphen": "-",
    "dash": "—",
    "slash": "/",
    "opening quote": "“",
    "closing quote": "”",
    "straight quote": '"',
    "book mark": "《",
    "opening bracket": "（",
    "closing bracket": "）",
    "narrow bracket": "(",
    "square bracket": "[",
    "tortoise bracket": "〔",
    "lenticular bracket": "【",
    "brace": "{",
    "bar": "|",
    "full-width bar": "｜",
    "box drawing": "│",
    "space": " ",
    "full-width space": "　",
    "no-break space": "\u00a0",
    "tab": "\t",
    "line feed": "\n",
    "carriage return": "\r",
    "form feed": "\x0c",
    "line separator": "\u2028",
    "zero width": "\u200b",
    "combining mark": "\u0301",
    "letter and combining mark": "e\u0301",
    "emoji": "😀",
    "joined emoji": "👩\u200d",
    "right to left": "\u202e",
    "replacement": "\ufffd",
    "private use": "\ue5d2",
    "noncharacter": "\ufdd0",
    "ideograph": "政",
    "traditional ideograph": "開",
    "look-alike": "⽂",
    "compatibility": "﹪",
    "letter": "a",
    "full-width letter": "ａ",
    "question mark": "?",
    "asterisk": "*",
    "underscore": "_",
    "star": "★",
    "ampersand": "&",
    "less": "<",
    "greater": ">",
    "backslash": "\\",
    "plus": "+",
    "tilde": "~",
    "equals": "=",
    "year": "年",
    "month": "月",
    "day": "日",
    "piece": "件",
    "copy": "份",
    "time": "次",
    "person": "人",
    "ten thousand yuan": "万元",
    "first": "第",
    "total": "共",
    "of it": "其中",
    "respectively": "分别为",
    "this year": "本年",
    "last year": "上年",
    "growth": "增长",
    "none": "无",
    "and": "和",
    "not": "不",
    # phrases of real reports
    "figure": "12件",
    "figures": "收到申请12件，",
    "figures without marks": "收到申请12件",
    "whole and parts": "受理申请12件，其中网络申请3件，当面申请9件。",
    "parts without end": "其中网络申请3件，",
    "parts with semicolons": "其中：网络申请3件；",
    "lists respectively": "主动公开、依申请公开分别为3件、4件，",
    "names respectively": "甲、乙、丙分别为1、2、3件。",
    "including": "包括当面3件、",
    "shares": "占总数的1.5%，",
    "growth rates": "比上年增长1.5%，",
    "growth with base": "较2022年的12件增长1.5%；",
    "decrease": "同比减少12件，下降3.2个百分点，",
    "approximate": "约12万余件次，",
    "answered": "答复12件，办结率100%。",
    "denials": "未发生行政复议、行政诉讼案件。",
    "denial lists": "无、未收取费用，没有",
    "ranges of days": "2023年1月1日至2023年12月31日，",
    "bare days": "2023-01-01 ",
    "dotted days": "2023.1.1至",
    "years": "2023年",
    "year ranges": "2019—2023年",
    "numerals of years": "二〇二三年",
    "long numerals": "一百二十三万四千五百六十七",
    "document numbers": "国办发〔2014〕32号，",
    "open document numbers": "国办公开办函〔2021〕",
    "orders": "国务院令第711号",
    "articles": "《条例》第二十条第（一）项，",
    "headings": "一、总体情况\n",
    "numbered headings": "（一）主动公开情况\n",
    "digit headings": "1.主动公开\n1.1 情况\n",
    "enumerators": "（一）",
    "first second": "一是公开12条，二是公开3条；",
    "chapters out of order": "六、其他\n二、主动公开\n",
    "annexes": "附件1：统计表\n",
    "annex words": "附件",
    "table titles": "收到和处理政府信息公开申请情况\n",
    "bodies": "云溪市教育局",
    "bodies listed": "云溪市教育局、云溪市公安局、",
    "quoted bodies": "“云溪市教育局”",
    "sites": "http://www.yunxi.gov.cn/a?b=c&",
    "mail": "a@b.cn ",
    "telephones": "0731-12345678 ",
    "money": "收取费用1,234.56万元，",
    "grouped numbers": "1,234,",
    "numbers in lists": "1、2、3、",
    "decimals": "1.5.",
    "signs": "+-1",
    "fractions": "1/2/",
    "rows": "（一）予以公开 1 2 3 4 5 6 7\n",
    "rows with tabs": "（一）予以公开\t1\t2\t3\t4\t5\t6\t7\n",
    "rows with bars": "| 总计 | 1 | 2 |\n",
    "rulers": "|---|---|\n",
    "figures in bars": "|1.5",
    "figures with tabs": "1\t",
    "blank cells": "|\n",
    "labels": "总计\n",
    "labels glued": "总计规章行政规范性文件",
    "labels in part": "（三）不予公",
    "figures on lines": "12\n",
    "figures glued": "1234567",
    "label and figure": "总计12",
    "heads of table two": "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n",
    "heads of table three": "商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他\n总计\n",
    "table four": "结果维持 结果纠正 其他结果 尚未审结 总计\n0 0 0 0 0\n",
    "statistics": "主动公开政府信息数 条 12\n",
    "statistics numbered": "（一）政府网站公开政府信息数\n条\n12\n",
    "spaced columns": "规章   1   2   3\n",
    "commas in rows": "规章, 12, 3, 7\n",
    "semicolon rows": "行政许可；198\n",
    "images": "a.jpg\n",
    "two years": "2022年 2023年\n12 13\n",
    "carried": "上年结转12件，结转下年3件，",
    "scopes": "全市12件，市本级3件，",
    "days that are none": "2023年2月30日，",
    "periods that end early": "2023年5月1日至2023年1月1日，",
    "periods of figures": "统计期限2023年1月1日至2023年11月1日。",
    "reports of other years": "现将2019年政府信息公开年度报告，",
    "reports made of other years": "统计期限，编制了《2019年政府信息公开年度报告》，",
    "guides of others": "编制《青川县信息公开指南》，",
    "written by others": "本报告由青川县人民政府编制，",
    "our bureau": "，我局，",
    "published on": "发布时间：2023-01-01",
    "points without a second": "一是甲。三是乙。",
    "lists that do not add up": "收到申请12件，分别为甲3件、乙4件。",
    "lists in brackets": "收到申请12件（自然人3件、法人4件），",
    "numbers without measures": "公开12条，分别为部分公开67，甲3条，",
    "shares over a hundred": "办结率150%，",
    "growth of no whole number": "公开12条，同比增长7.77%，",
    "excerpts": "此处略",
    "another year's figures": "2021年收到申请12件，",
    "notes": "注：1",
    "signature": "云溪市人民政府\n2023年1月1日\n",
    "mojibake": "鏀垮簻淇℃伅",
    "narrow mojibake": "ÐÅÏ¢",
    "lost": "政府信\ufffd公\ufffd1",
    "escapes": "\\u653f",
    "percent escapes": "%E6%94%BF",
    # markup
    "unclosed tags": "<td ",
    "unclosed blocks": "<div>",
    "unclosed paragraphs": "<p>12件",
    "unclosed spans": "<span>1",
    "unclosed bold": "<b><i>1",
    "unclosed lists": "<ul><li>1",
    "unclosed anchors": "<a href=1>1",
    "closing tags": "</div></td>",
    "crossed tags": "<b><p></b></p>",
    "formatting in paragraphs": "<p><b><font>",
    "tables in tables": "<table><tr><td>",
    "tables beside": "<table><tr><td>总计<td>1</table>",
    "rows of cells": "<tr><td>1</td><td>2</td></tr>",
    "cells": "<td>1",
    "cells and text": "<td>总计1件<p>",
    "columns spanned": "<td colspan=999>1",
    "rows spanned": "<tr><td rowspan=999>1",
    "both spanned": "<tr><td colspan=99 rowspan=99>1",
    "huge spans": "<td colspan=99999999999 rowspan=99999999999>1",
    "captions": "<caption>总计</caption>",
    "column groups": "<colgroup span=9><col span=99>",
    "comments": "<!--",
    "closed comments": "<!-- 1 -->",
    "conditional comments": "<![if !vml]>",
    "scripts": "<script>",
    "closed scripts": "<script>var a='政府信息公开';</script>",
    "script strings": '<script>var a="<td>1</td>',
    "styles": "<style>p{a:1}</style>",
    "templates": "<template>1",
    "frames": "<iframe src=1>",
    "images of pages": "<img src=a.jpg>",
    "hidden blocks": "<div style='display:none'>1",
    "styles on elements": "<p style='a:1;b:2;display:block'>1</p>",
    "breaks": "1<br>",
    "preformatted": "<pre>\n1",
    "references": "&#x4e00;",
    "named references": "&nbsp;&ldquo;",
    "unfinished references": "&nbsp&#x",
    "metas": "<meta name=PubDate content=2023-01-01>",
    "doctypes": "<!doctype html><html>",
    "processing instructions": "<?xml a?>",
    "sections": "<![CDATA[1]]>",
    "attributes unclosed": '<p a="',
    "quotes in tags": "<p a='\"' b=\"'\">",
    "headings of pages": "<h1>总体情况</h1>",
    "navigation": "<a href=#>首页</a> | ",
    "menus": "<li><a href=#>政务公开</a></li>",
    "textareas": "<textarea>",
    "selects": "<select><option>1",
    "superscripts": "1<sup>2</sup>",
    "namespaces": "<o:p>1</o:p>",
    "forms": "<form><input value=1>",
    "vector drawings": "<svg><text>1",
}

# Characters in an order that no pattern foresees.
MIXED: dict[str, str] = {
    "mixed marks": "“”‘’（）()《》【】〔〕、，。；：",
    "mixed figures": "0123456789.,%１２．，万亿千百十一二三",
    "mixed words": "年月日件份次条个本上共其中分别为占比增长减少",
    "mixed cells": "|\t\n 1２总计-/无",
    "mixed spaces": " \u3000\u00a0\t\r\n\u2003\u200b",
    "mixed markup": "<>/=\"'&;#tdrbp ",
    "mixed everything": "“”（）1.,%万一年件|\t\n 其中占增长<td>&#;总计附件",
}

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


Text = Callable[[int], str]


def _text(text: Text) -> Callable[[int], bytes]:
    return lambda size: (TITLE + SUBJECT + text(size)).encode()


def _behind(text: Text) -> Callable[[int], bytes]:
    return lambda size: f"{a_report()}\n{text(size)}".encode()


def _before(text: Text) -> Callable[[int], bytes]:
    return lambda size: f"{TITLE}{text(size)}\n{a_report()}".encode()


def _markup(text: Text) -> Callable[[int], bytes]:
    return lambda size: f"<html><body><h1>{TITLE}</h1><p>{SUBJECT}</p>{text(size)}{TAIL}".encode()


def _in_the_page(text: Text) -> Callable[[int], bytes]:
    return lambda size: a_page().replace("<body>", f"<body><p>{text(size)}</p>").encode()


def _lined(unit: str) -> Text:
    return lambda size: repeated(f"{unit}\n", size)


def _paragraphs(unit: str) -> Text:
    return lambda size: repeated(f"<p>{unit}</p>", size)


def _cells(unit: str) -> Text:
    return lambda size: "<table>" + repeated("<tr>" + f"<td>{unit}</td>" * 6 + "</tr>", size) + "</table>"


def _wide(unit: str) -> Text:
    return lambda size: "<table><tr>" + repeated(f"<td>{unit}</td>", size) + "</tr></table>"


def _one_cell(unit: str) -> Text:
    return lambda size: "<table><tr><td>总计</td><td>" + repeated(unit, size) + "</td></tr></table>"


def _dressed() -> Iterator[Kind]:
    for name, unit in UNITS.items():
        run: Text = lambda size, unit=unit: repeated(unit, size)  # type: ignore[misc]
        markup = unit.startswith("<")
        if markup:
            yield Kind(f"{name}", "report", _markup(run))
            yield Kind(f"{name} in a report", "report", _in_the_page(run))
            continue
        yield Kind(f"{name} in a line", "report", _text(run))
        yield Kind(f"{name} on lines", "report", _text(_lined(unit)))
        yield Kind(f"{name} behind a report", "report", _behind(run))
        yield Kind(f"{name} before a report", "report", _before(_lined(unit)))
        if unit.strip() and unit not in "<>&":
            yield Kind(f"{name} in paragraphs", "report", _markup(_paragraphs(unit)))
            yield Kind(f"{name} in cells", "report", _markup(_cells(unit)))
            yield Kind(f"{name} in a row", "report", _markup(_wide(unit)))
            yield Kind(f"{name} in one cell", "report", _markup(_one_cell(unit)))
            yield Kind(f"{name} in the page of a report", "report", _in_the_page(run))
    for name, characters in MIXED.items():
        run = lambda size, characters=characters: mixed(characters, size)  # type: ignore[misc] # noqa: E731
        yield Kind(name, "report", _text(run))
        yield Kind(f"{name} behind a report", "report", _behind(run))
        yield Kind(f"{name} in the page of a report", "report", _in_the_page(run))


# Shapes that no repetition makes.


def _of(unit: str) -> Text:
    return lambda size: repeated(unit, size)


def _heads(layout: str) -> str:
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


def _in_the_table(row: str) -> Callable[[int], bytes]:
    """The row, behind the heads of table three of a whole page."""

    def make(size: int) -> bytes:
        before, mark, behind = a_page().partition("商业企业")
        row_ends = behind.index("</tr>") + len("</tr>")
        return (before + mark + behind[:row_ends] + repeated(row, size) + behind[row_ends:]).encode()

    return make


def _attributes(size: int) -> str:
    return f"<p {' '.join(f'a{number}=1' for number in range(size // 8))}>x</p>"


def _nested(opening: str, closing: str) -> Text:
    def make(size: int) -> str:
        depth = size // len(opening + closing)
        return opening * depth + "1" + closing * depth

    return make


def _numbered(shape: str) -> Text:
    """A shape with a running number (`{}`), so that nothing in it comes twice."""
    return lambda size: "".join(shape.format(number) for number in range(size // len(shape.encode())))


def _json(shape: Text) -> Callable[[int], bytes]:
    return lambda size: shape(size).encode()


SHAPES: dict[str, Callable[[int], bytes]] = {
    "attributes": _markup(_attributes),
    "attributes on elements": _markup(_numbered("<p a{}=1>1</p>")),
    "elements of many names": _markup(_numbered("<x{0}>1</x{0}>")),
    "attributes in quotes": _markup(
        lambda size: "<p " + " ".join(f'a{n}=">"' for n in range(size // 10)) + ">x</p>"
    ),
    "attributes without values": _markup(
        lambda size: f"<p {' '.join(f'a{n}' for n in range(size // 7))}>x</p>"
    ),
    "attributes again": _markup(_of("<p " + "<p " * 180 + ">")),
    "running losses": _text(
        lambda size: "".join(
            f"{chr(0x4E00 + n % 9000)}\ufffd{chr(0x5000 + n % 7001)}息公\n" for n in range(size // 16)
        )
    ),
    "labels that lost characters": _text(
        lambda size: "".join(
            f"属\ufffd国家秘\ufffd{'，' * (n % 7)}{'。' * (n // 7 % 5)}\n" for n in range(size // 34)
        )
    ),
    "heads of table three glued": _text(_of(_heads("matrix"))),
    "heads of table four glued": _text(_of(_heads("across"))),
    "table three glued, of digits": _text(
        _of(_heads("matrix") + "（一）予以公开" + "1" * 42 + "（二）部分公开")
    ),
    "table three glued, of twos": _text(
        _of(_heads("matrix") + "（一）予以公开" + "12" * 20 + "（二）部分公开")
    ),
    "table four glued, of digits": _text(_of(_heads("across") + "1" * 90 + "。")),
    "table four glued, of tens": _text(_of(_heads("across") + "10" * 40 + "。")),
    "rows of a table without one": _markup(
        lambda size: (
            a_page().split("</body>")[0]
            + "<table>"
            + repeated("<tr><td>（一）予以公开<tr><td>甲<tr><td>（三）不予公开", size)
        )
    ),
    "rows without one in a table": _in_the_table(
        "<tr><td>（一）予以公开</td></tr><tr><td>2.甲</td></tr><tr><td>1.属于国家秘密</td></tr>"
    ),
    "rows of table three again": _in_the_table("<tr><td>（一）予以公开" + "<td>1" * 7 + "</tr>"),
    "continuations of table four": _markup(
        lambda size: a_page().split("</body>")[0] + repeated("<table><tr>" + "<td>1" * 15 + "</table>", size)
    ),
    "rows below tall cells": _markup(
        lambda size: "<table>" + repeated("<tr>" + "<td rowspan=64>1" * 48 + "<tr>" * 63, size)
    ),
    "empty rows": _markup(lambda size: "<table><tr><td>总计<td>1" + repeated("<tr>", size)),
    "literals of scripts": lambda size: (
        f"<html><body>{SUBJECT}<script>{repeated(chr(39) + '<p>' + chr(39) + ';', size)}</script>".encode()
    ),
    "tables in literals": lambda size: (
        f"<html><body>{SUBJECT}<script>{repeated(chr(39) + '<table><td>1' + chr(39) + ';', size)}</script>".encode()
    ),
    "scripts as text": lambda size: (
        f'["{SUBJECT}",{repeated(chr(34) + "<p>1" + chr(34) + ",", size)}1]'.encode()
    ),
    "rates": _text(_of("办结率1%，")),
    "growth of one figure": _text(lambda size: "公开信息12条，" + repeated("比上年增长1%、", size)),
    "growth against last year": _text(
        lambda size: repeated("收到申请12件，比上年增长1%。2022年收到申请3件。", size)
    ),
    "shares of many wholes": _text(
        lambda size: (
            "".join(f"上年结转{n}件，" for n in range(size // 44))
            + repeated("收到申请12件，办结3件，办结率为7%。", size // 2)
        )
    ),
    "of it at the beginnings": _text(_of("收到申请12件。其中网络3件。")),
    "long brackets": _text(lambda size: "共12件" + repeated("（含甲3件，", size)),
    "annex of no form": _text(_of("指标名称 计量单位 年末统计\n主动公开数 条 12\n")),
    "running numbers that no day is": _text(
        lambda size: "".join(f"2023年{13 + n % 80}月{n % 90}日，" for n in range(size // 19))
    ),
    "running days on lines": _text(
        lambda size: "".join(f"20{n % 90 + 10}年2月30日\n" for n in range(size // 18))
    ),
    "nested blocks": _markup(_nested("<div>", "</div>")),
    "nested inline": _markup(_nested("<b>", "</b>")),
    "nested tables": _markup(_nested("<table><tr><td>", "</td></tr></table>")),
    "nested lists": _markup(_nested("<ul><li>", "</li></ul>")),
    "nested brackets": _text(_nested("（", "）")),
    "nested quotes": _text(_nested("“", "”")),
    "nested book marks": _text(_nested("《", "》")),
    "nested json lists": _json(_nested("[", "]")),
    "nested json objects": _json(_nested('{"a":', "}")),
    "json of many keys": _json(
        lambda size: '{"year":2023,' + _numbered('"k{}":1,')(size) + '"content":"政府信息公开"}'
    ),
    "json of one text": _json(lambda size: '{"content":"政府信息公开' + repeated("12件，", size) + '"}'),
    "json of many texts": _json(lambda size: "[" + repeated('{"content":"政府信息12件"},', size) + "1]"),
    "json of numbers": _json(lambda size: '{"table2":[' + repeated("1,", size) + "1]}"),
    "json of digits": _json(lambda size: '{"a":' + repeated("1", size) + "}"),
    "json of escapes": _json(lambda size: '{"content":"' + repeated("\\u653f", size) + '"}'),
    "json cut short": _json(lambda size: repeated('{"a":"政', size)),
    "running figures": _text(_numbered("第{}类信息12件，")),
    "running wholes": _text(_numbered("共{0}件，其中第{0}类3件，")),
    "running bodies": _text(_numbered("云溪市第{}局收到申请3件；")),
    "running quotes": _text(_numbered("“第{}类”")),
    "running headings": _text(_numbered("{}、情况\n")),
    "running labels": _text(_numbered("总计{}\n")),
    "running years": _text(lambda size: "".join(f"{1990 + n % 110}年公开{n}件。" for n in range(size // 24))),
    "running growth": _text(_numbered("公开{}条，比上年增长1.5%。")),
    "running days": _text(
        lambda size: "".join(f"2023年{n % 12 + 1}月{n % 28 + 1}日" for n in range(size // 17))
    ),
    "running parts on lines": _text(_numbered("其中：第{}类3件\n")),
    "running annexes": _text(_numbered("附件{}：统计表\n总计 1 2\n")),
    "running cells": _markup(_numbered("<table><tr><td>第{}类</td><td>1</td></tr></table>")),
    "running rows": _markup(lambda size: "<table>" + _numbered("<tr><td>第{0}类<td>{0}</tr>")(size)),
    "running spans": _markup(
        lambda size: (
            "<table>"
            + "".join(f"<tr><td rowspan={n % 50 + 1} colspan={n % 9 + 1}>1" for n in range(size // 40))
        )
    ),
    "stairs of cells": _markup(
        lambda size: "<table>" + "".join("<tr>" + "<td>1" * (n + 1) for n in range(int((size / 2.5) ** 0.5)))
    ),
    "stairs of bars": _text(lambda size: "\n".join("|" + "1|" * (n + 1) for n in range(int(size**0.5)))),
    "stairs of tabs": _text(lambda size: "\n".join("总计" + "\t1" * (n + 1) for n in range(int(size**0.5)))),
    "rows of a wide table": _text(
        lambda size: ("|1" * int((size / 2) ** 0.5) + "|\n") * int((size / 2) ** 0.5)
    ),
    "one long sentence": _text(lambda size: repeated("公开信息并收到申请及办理", size)),
    "long words and one figure": _text(
        lambda size: repeated("公开", size // 2) + "12件" + repeated("办理", size // 2)
    ),
    "opened at first, closed at last": _text(lambda size: "“" * (size // 6) + "”" * (size // 6)),
    "brackets apart": _text(lambda size: repeated("（公开", size // 2) + repeated("办理）", size // 2)),
    "figures, then parts": _text(
        lambda size: repeated("公开12件，", size // 2) + repeated("其中3件，", size // 2)
    ),
    "labels, then figures": _text(lambda size: repeated("总计\n", size // 2) + repeated("12\n", size // 2)),
    "titles, then rows": _text(
        lambda size: (
            repeated("收到和处理政府信息公开申请情况\n", size // 2)
            + repeated("（一）予以公开 1 2 3 4 5 6 7\n", size // 2)
        )
    ),
    "spaces, then a mark": _text(lambda size: repeated((" " * 200) + "，", size)),
    "csv of quotes": _text(lambda size: repeated('"a","1","2"\n', size)),
    "csv of open quotes": _text(lambda size: repeated('"a,\n', size)),
    "reports again": lambda size: (a_report() * max(1, size // len(a_report().encode()))).encode(),
    "pages again": lambda size: (a_page() * max(1, size // len(a_page().encode()))).encode(),
    "many whole reports as lines": lambda size: repeated(
        material.lines(material.figures("2021", 1, 9)), size
    ).encode(),
    "old reports again": lambda size: repeated(
        material.lines(material.figures("pre2019", 1, 9)), size
    ).encode(),
    "framed text": lambda size: material.framed(material.figures("2021", 1, 9)).encode() + b"" * size,
    "latin-1 of gb 18030": lambda size: (
        (TITLE + repeated("政府信息公开", size)).encode("gb18030").decode("latin-1").encode()
    ),
    "utf-8 read as gb 18030": lambda size: (
        (TITLE + repeated("政府信息公开", size)).encode().decode("gb18030", "replace").encode()
    ),
    "utf-16": lambda size: (TITLE + repeated("公开12件，", size)).encode("utf-16"),
    "gb 18030": lambda size: (TITLE + repeated("公开12件，", size)).encode("gb18030"),
    "big5": lambda size: (repeated("政府資訊", size)).encode("big5"),
    "broken utf-8": lambda size: TITLE.encode() + b"\xe4\xb8" * (size // 2),
    "random bytes": lambda size: random.Random(7).randbytes(size),  # noqa: S311
    "control characters": lambda size: TITLE.encode() + bytes(range(1, 32)) * (size // 31),
    "surrogates in utf-8": lambda size: TITLE.encode() + b"\xed\xa0\x80" * (size // 3),
}


# ——— office files, prints, archives ———


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
_LIST = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr><w:r><w:t>1</w:t></w:r></w:p>'
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
    "docx of paragraphs": _word(_of("<w:p><w:r><w:t>公开12件，其中3件。</w:t></w:r></w:p>")),
    "docx of empty paragraphs": _word(_of("<w:p/>")),
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
    "docx of tables": _word(_of(f"<w:tbl><w:tr>{_TC.format('总计')}{_TC.format('1')}</w:tr></w:tbl>")),
    "docx of nested tables": _word(_nested("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>")),
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
                '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>',
                size,
            )
            + "</w:tbl>"
        )
    ),
    "docx of spans": _word(
        lambda size: (
            "<w:tbl>"
            + repeated(
                '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>',
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
    "docx of nested text boxes": _word(_nested("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>")),
    "docx of content controls": _word(_nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")),
    "docx of deleted text": _word(_of("<w:p><w:del><w:r><w:delText>1</w:delText></w:r></w:del></w:p>")),
    "docx of automatic numbers": _word(_of(_LIST.format(1))),
    "docx of many lists": _word(_numbered(_LIST)),
    "docx of altchunks": _word(_of('<w:altChunk r="1"/>')),
    "docx of styles": _word_part(
        "styles",
        "styles",
        _numbered('<w:style w:styleId="s{}"><w:basedOn w:val="s0"/><w:rPr><w:vanish/></w:rPr></w:style>'),
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
        _numbered(
            '<w:num w:numId="{0}"><w:abstractNumId w:val="{0}"/></w:num><w:abstractNum w:abstractNumId="{0}"/>'
        ),
    ),
    "docx of attributes": _word(
        lambda size: f"<w:p {' '.join(f'a{n}=' + chr(34) + '1' + chr(34) for n in range(size // 10))}/>"
    ),
    "docx of fallbacks": _word(lambda size: '<m:A xmlns:m="m">' + repeated("<m:Fallback/>", size) + "</m:A>"),
    "docx of placeholders": _word(
        _nested(
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
    "xlsx of rows": _book(_of("<row><c><v>1</v></c></row>")),
    "xlsx of cells in a row": _book(lambda size: "<row>" + repeated("<c><v>1</v></c>", size) + "</row>"),
    "xlsx of texts": _book(_of('<row><c t="inlineStr"><is><t>总计</t></is></c><c><v>1</v></c></row>')),
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
        _of("<row><c><v>1</v></c></row>"),
        lambda size: (
            "<mergeCells>"
            + "".join(f'<mergeCell ref="A{2 * n + 2}:C{2 * n + 3}"/>' for n in range(size // 30))
            + "</mergeCells>"
        ),
    ),
    "xlsx of large merges": _book(
        _of("<row><c><v>1</v></c></row>"),
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
    "xlsx of hidden rows": _book(_of('<row hidden="1"><c><v>1</v></c></row>')),
    "xlsx of empty rows": _book(_of("<row><c/><c/><c/></row>")),
    "xlsx of formulas": _book(_of("<row><c><f>A1</f></c></row>")),
    "xlsx of long numbers": _book(lambda size: f"<row><c><v>{repeated('1', size)}</v></c></row>"),
    "xlsx of exponents": _book(_of("<row><c><v>1E+29</v></c></row>")),
    "xlsx of strings": _book_part("sharedStrings", "sst", _of("<si><t>总计</t></si>")),
    "xlsx of styles": _book_part(
        "styles",
        "styleSheet",
        lambda size: (
            "<numFmts>"
            + _numbered('<numFmt numFmtId="{0}" formatCode="0&quot;件&quot;"/>')(size)
            + "</numFmts><cellXfs>"
            + repeated('<xf numFmtId="1"/>', size)
            + "</cellXfs>"
        ),
    ),
    "xlsx of sheets": _book_part(
        "workbook",
        "workbook",
        lambda size: (
            "<sheets>" + _numbered('<sheet name="a{0}" sheetId="{0}" id="rId1"/>')(size) + "</sheets>"
        ),
    ),
    "xlsx of nested elements": _book(_nested("<row><c>", "</c></row>")),
}


def offices_column(number: int) -> str:
    """27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


FONT = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def _print(content: Callable[[int], bytes]) -> Callable[[int], bytes]:
    return lambda size: one_page(stream(content(size)), FONT)


PRINTS: dict[str, Callable[[int], bytes]] = {
    "pdf of figures in a frame": _print(
        lambda size: (
            b"20 20 m 500 20 l 500 800 l 20 800 l 20 20 l 250 20 m 250 800 l S BT /F 1 Tf 20 400 Td ("
            + b"1" * size
            + b") Tj ET"
        )
    ),
    "pdf of figures on one place": _print(
        lambda size: (
            b"20 20 m 500 20 l 500 800 l 20 800 l 20 20 l 250 20 m 250 800 l S BT /F .1 Tf 20 400 Td "
            + b"(11) Tj 0 .001 Td " * (size // 18)
            + b"ET"
        )
    ),
    "pdf of glyphs down": lambda size: one_page(
        stream(b"BT /F 1 Tf 20 1 Td " + b"0 9 Td (a) Tj " * (size // 15) + b"ET"), FONT
    ).replace(b"595 842", b"595 999999"),
    "pdf of lines beside each other": lambda size: one_page(
        stream(
            b"10 10 m 20 10 l 20 20 l 10 20 l 10 10 l 15 10 m 15 20 l S "
            + b"".join(b"%d 10 m %d 20 l S " % (n * 4, n * 4) for n in range(8, size // 24))
        ),
        FONT,
    ).replace(b"595 842", b"999999 842"),
    "pdf of many frames": lambda size: one_page(
        stream(
            b"".join(
                b"%d %d m %d %d l %d %d l %d %d l %d %d l %d %d m %d %d l S BT /F 5 Tf %d %d Td (1) Tj ET "
                % (x, y, x + 20, y, x + 20, y + 20, x, y + 20, x, y, x + 10, y, x + 10, y + 20, x + 2, y + 5)
                for n in range(size // 100)
                for x, y in [(n % 100 * 30, n // 100 * 30)]
            )
        ),
        FONT,
    ).replace(b"595 842", b"9999 99999"),
    "pdf of glyphs": _print(lambda size: b"BT /F 9 Tf 20 800 Td (" + b"1 2" * (size // 3) + b") Tj ET"),
    "pdf of texts": _print(lambda size: b"BT /F 9 Tf " + b"1 1 Td (1) Tj " * (size // 14) + b"ET"),
    "pdf of texts at one place": _print(
        lambda size: b"BT /F 9 Tf 20 800 Td " + b"(1) Tj 0 0 Td " * (size // 14) + b"ET"
    ),
    "pdf of rows": _print(
        lambda size: b"BT /F 9 Tf 20 800 Td 0 -1 TD " + b"(1  2  3) Tj T* " * (size // 16) + b"ET"
    ),
    "pdf of lines across": _print(
        lambda size: b"".join(b"20 %d m 500 %d l S " % (n % 800, n % 800) for n in range(size // 22))
    ),
    "pdf of a lattice": _print(
        lambda size: b"".join(
            b"20 %d m 500 %d l S %d 20 m %d 800 l S " % (n % 800, n % 800, n % 500, n % 500)
            for n in range(size // 44)
        )
    ),
    "pdf of a fine lattice": _print(
        lambda size: b"".join(
            b"20 %.2f m 500 %.2f l S %.2f 20 m %.2f 800 l S "
            % ((n * 0.37) % 800, (n * 0.37) % 800, (n * 0.29) % 500, (n * 0.29) % 500)
            for n in range(size // 52)
        )
    ),
    "pdf of rectangles": _print(
        lambda size: b"".join(b"%d %d 9 9 re S " % (n % 500, n % 800) for n in range(size // 17))
    ),
    "pdf of nested rectangles": _print(
        lambda size: b"".join(
            b"%.1f %.1f %.1f %.1f re S " % (n / 50, n / 50, 590 - n / 25, 800 - n / 25)
            for n in range(size // 30)
        )
    ),
    "pdf of paths": _print(lambda size: b"20 20 m " + b"30 30 l 20 20 l " * (size // 16) + b"S"),
    "pdf of states": _print(lambda size: b"q " * (size // 2)),
    "pdf of matrices": _print(lambda size: b"1 0 0 1 1 1 cm " * (size // 15) + b"BT /F 9 Tf (1) Tj ET"),
    "pdf of curves": _print(lambda size: b"20 20 m " + b"1 2 3 4 5 6 c " * (size // 14) + b"S"),
    "pdf of glyphs in a lattice": _print(
        lambda size: b"".join(
            b"%d %d 20 9 re S BT /F 8 Tf %d %d Td (1) Tj ET "
            % (n * 20 % 500, n // 25 * 9 % 800, n * 20 % 500, n // 25 * 9 % 800)
            for n in range(size // 44)
        )
    ),
    "pdf of objects": lambda size: one_page(stream(b"BT ET"), FONT, *[b"<<>>"] * (size // 40)),
    "pdf of arrays": _print(lambda size: b"BT /F 9 Tf 20 800 Td [" + b"(1) 9 " * (size // 6) + b"] TJ ET"),
    "pdf of nested arrays": _print(lambda size: b"[" * size),
    "pdf of open strings": _print(lambda size: b"(" * size),
    "pdf of hex": _print(lambda size: b"BT /F 9 Tf <" + b"31" * (size // 2) + b"> Tj ET"),
    "pdf of comments": _print(lambda size: b"%\n" * (size // 2)),
    "pdf of names": _print(lambda size: b"/a" * (size // 2)),
    "pdf of inline images": _print(lambda size: b"BI /W 1 /H 1 ID 1 EI " * (size // 21)),
    "pdf of open inline images": _print(lambda size: b"BI ID " * (size // 6)),
    "pdf broken, of objects": lambda size: b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * (size // 20),
    "pdf broken, of openings": lambda size: b"%PDF-1.4\n" + b"1 0 obj\n<<" * (size // 10),
    "pdf broken, of streams": lambda size: b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nstream\n" * (size // 20),
    "pdf broken, of tables": lambda size: b"%PDF-1.4\n" + b"xref\n0 1\n" * (size // 9),
}

ARCHIVES: dict[str, Callable[[int], bytes]] = {
    "zip of files": lambda size: packed({f"a{n}.txt": b"1" for n in range(size // 100)}),
    "zip of folders": lambda size: packed({"/".join(["a"] * (size // 2)) + ".txt": b"1"}),
    "zip of ends": lambda size: b"PK\x03\x04" + b"PK\x05\x06" * (size // 4),
    "zip of beginnings": lambda size: b"PK\x03\x04" * (size // 4),
    "compound of nothing": lambda size: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * (size // 8),
    "rich text": lambda size: b"{\\rtf1 " + b"{\\b " * (size // 4),
}


def _others() -> Iterator[Kind]:
    """What is written into forms and files beside reports: dates, numbers of documents, templates, names."""
    chosen = (
        "digit", "numeral", "ten thousand", "space", "full-width space", "opening bracket", "tortoise bracket",
        "years", "ranges of days", "numerals of years", "long numerals", "document numbers", "open document numbers",
        "orders", "articles", "bodies", "line feed", "tab", "full stop", "hyphen", "ideograph", "combining mark",
        "zero width", "first", "full-width digit", "book mark", "bodies listed", "mail", "dotted days", "comma",
    )  # fmt: skip
    for reader in ("text", "citation"):
        for name in chosen:
            yield Kind(
                f"{name} as {reader}", reader, lambda size, unit=UNITS[name]: repeated(unit, size).encode()
            )  # type: ignore[misc]
    templates = {
        "openings": "{{", "closings": "}}", "fields": "{{申请人姓名}}", "unknown fields": "{{甲}}", "conditions": "{{if extended}}",
        "ends": "{{end}}", "conditions closed": "{{if extended}}1{{else}}2{{end}}", "otherwise": "{{else}}", "lines": "1\n",
        "rows": "| 1 | 2 |\n", "headings": "一、甲\n", "hashes": "# 甲\n", "openings and lines": "{{\n", "spaces": " ", "one brace": "{",
        "words": "甲", "broken": "{{ {", "blanks": "\n \n",
    }  # fmt: skip
    for name, unit in templates.items():
        yield Kind(f"template of {name}", "template", lambda size, unit=unit: repeated(unit, size).encode())  # type: ignore[misc]
    for name in (
        "digit",
        "space",
        "opening quote",
        "less",
        "comments",
        "unclosed tags",
        "ampersand",
        "references",
        "star",
        "line feed",
        "cells",
        "attributes unclosed",
    ):
        yield Kind(
            f"{name} as a kept file", "kept txt", lambda size, unit=UNITS[name]: repeated(unit, size).encode()
        )  # type: ignore[misc]
    for name, make in {**WORD, **BOOK}.items():
        yield Kind(f"{name}, kept", f"kept {name[:4]}", make)
    for name, make in PRINTS.items():
        yield Kind(f"{name}, kept", "kept pdf", make)
    drawings = {
        "shapes": "<g/>", "texts": "<text>1</text>", "attributes": "<g a='1' b='2'/>", "styles": "<style>a{}</style>", "open": "<g>",
        "urls": "<g style='url(#a) url(#b)'/>", "data": "<image href='data:image/png;base64,AAAA'/>",
    }  # fmt: skip
    for name, unit in drawings.items():
        yield Kind(
            f"svg of {name}", "kept svg",
            lambda size, unit=unit: f'<svg xmlns="http://www.w3.org/2000/svg">{repeated(unit, size)}</svg>'.encode(),  # type: ignore[misc]
        )  # fmt: skip
    for name, make in BOOK.items():
        yield Kind(f"{name}, imported", "import", make)
    for name in (
        "digit",
        "opening quote",
        "figures",
        "whole and parts",
        "lists respectively",
        "growth rates",
        "years",
        "bodies",
        "space",
        "ideograph",
    ):
        yield Kind(f"{name} as a claim", "figures", lambda size, unit=UNITS[name]: claims(unit, size))  # type: ignore[misc]


def claims(unit: str, size: int) -> bytes:
    """Figures as the API takes them: claims that all look alike."""
    one = '{"claim":"%s","value":12,"unit":"件","kind":"%s","listing":"open","whole":0}'
    kinds = ("count", "share", "growth", "change", "listed")
    many = ",".join(
        one % (unit.strip()[:60] or " ", kinds[n % 5]) for n in range(min(4900, max(1, size // 90)))
    )
    return f'{{"place":"云溪市","year":2023,"format":"2021","narrative":[{many}],"unread":[]}}'.encode()


@cache
def kinds() -> tuple[Kind, ...]:
    """All of them; names are unique."""
    shapes = {**SHAPES, **WORD, **BOOK, **PRINTS, **ARCHIVES}
    found = (*_dressed(), *(Kind(name, "report", make) for name, make in shapes.items()), *_others())
    assert len({kind.name for kind in found}) == len(found)
    return found
