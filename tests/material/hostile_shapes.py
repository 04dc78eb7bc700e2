"""Hostile texts that no repetition makes: nested, running, stairs, one thing and then another, encodings."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests import material
from tests.material.hostile_dress import (
    SUBJECT,
    TITLE,
    a_page,
    a_report,
    as_page,
    as_text,
    attributes,
    encoded,
    heads,
    in_the_table,
    nested,
    numbered,
    of,
    repeated,
)


def _in_a_script(unit: str) -> Callable[[int], bytes]:
    return lambda size: f"<html><body>{SUBJECT}<script>{repeated(unit, size)}</script>".encode()


SHAPES: dict[str, Callable[[int], bytes]] = {
    "attributes": as_page(attributes),
    "attributes on elements": as_page(numbered("<p a{}=1>1</p>")),
    "elements of many names": as_page(numbered("<x{0}>1</x{0}>")),
    "attributes in quotes": as_page(
        lambda size: "<p " + " ".join(f'a{n}=">"' for n in range(size // 10)) + ">x</p>"
    ),
    "attributes without values": as_page(
        lambda size: f"<p {' '.join(f'a{n}' for n in range(size // 7))}>x</p>"
    ),
    "attributes again": as_page(of("<p " + "<p " * 180 + ">")),
    "running losses": as_text(
        lambda size: "".join(
            f"{chr(0x4E00 + n % 9000)}\ufffd{chr(0x5000 + n % 7001)}息公\n" for n in range(size // 16)
        )
    ),
    "labels that lost characters": as_text(
        lambda size: "".join(
            f"属\ufffd国家秘\ufffd{'，' * (n % 7)}{'。' * (n // 7 % 5)}\n" for n in range(size // 34)
        )
    ),
    "heads of table three glued": as_text(of(heads("matrix"))),
    "heads of table four glued": as_text(of(heads("across"))),
    "table three glued, of digits": as_text(
        of(heads("matrix") + "（一）予以公开" + "1" * 42 + "（二）部分公开")
    ),
    "table three glued, of twos": as_text(
        of(heads("matrix") + "（一）予以公开" + "12" * 20 + "（二）部分公开")
    ),
    "table four glued, of digits": as_text(of(heads("across") + "1" * 90 + "。")),
    "table four glued, of tens": as_text(of(heads("across") + "10" * 40 + "。")),
    "rows of a table without one": as_page(
        lambda size: (
            a_page().split("</body>")[0]
            + "<table>"
            + repeated("<tr><td>（一）予以公开<tr><td>甲<tr><td>（三）不予公开", size)
        )
    ),
    "rows without one in a table": in_the_table(
        "<tr><td>（一）予以公开</td></tr><tr><td>2.甲</td></tr><tr><td>1.属于国家秘密</td></tr>"
    ),
    "rows of table three again": in_the_table("<tr><td>（一）予以公开" + "<td>1" * 7 + "</tr>"),
    "continuations of table four": as_page(
        lambda size: a_page().split("</body>")[0] + repeated("<table><tr>" + "<td>1" * 15 + "</table>", size)
    ),
    "rows below tall cells": as_page(
        lambda size: "<table>" + repeated("<tr>" + "<td rowspan=64>1" * 48 + "<tr>" * 63, size)
    ),
    "empty rows": as_page(lambda size: "<table><tr><td>总计<td>1" + repeated("<tr>", size)),
    "literals of scripts": _in_a_script("'<p>';"),
    "tables in literals": _in_a_script("'<table><td>1';"),
    "scripts as text": lambda size: (
        f'["{SUBJECT}",{repeated(chr(34) + "<p>1" + chr(34) + ",", size)}1]'.encode()
    ),
    "rates": as_text(of("办结率1%，")),
    "growth of one figure": as_text(lambda size: "公开信息12条，" + repeated("比上年增长1%、", size)),
    "growth against last year": as_text(
        lambda size: repeated("收到申请12件，比上年增长1%。2022年收到申请3件。", size)
    ),
    "shares of many wholes": as_text(
        lambda size: (
            "".join(f"上年结转{n}件，" for n in range(size // 44))
            + repeated("收到申请12件，办结3件，办结率为7%。", size // 2)
        )
    ),
    "of it at the beginnings": as_text(of("收到申请12件。其中网络3件。")),
    "long brackets": as_text(lambda size: "共12件" + repeated("（含甲3件，", size)),
    "annex of no form": as_text(of("指标名称 计量单位 年末统计\n主动公开数 条 12\n")),
    "running numbers that no day is": as_text(
        lambda size: "".join(f"2023年{13 + n % 80}月{n % 90}日，" for n in range(size // 19))
    ),
    "running days on lines": as_text(
        lambda size: "".join(f"20{n % 90 + 10}年2月30日\n" for n in range(size // 18))
    ),
    "nested blocks": as_page(nested("<div>", "</div>")),
    "nested inline": as_page(nested("<b>", "</b>")),
    "nested tables": as_page(nested("<table><tr><td>", "</td></tr></table>")),
    "nested lists": as_page(nested("<ul><li>", "</li></ul>")),
    "nested brackets": as_text(nested("（", "）")),
    "nested quotes": as_text(nested("“", "”")),
    "nested book marks": as_text(nested("《", "》")),
    "nested json lists": encoded(nested("[", "]")),
    "nested json objects": encoded(nested('{"a":', "}")),
    "json of many keys": encoded(
        lambda size: '{"year":2023,' + numbered('"k{}":1,')(size) + '"content":"政府信息公开"}'
    ),
    "json of one text": encoded(lambda size: '{"content":"政府信息公开' + repeated("12件，", size) + '"}'),
    "json of many texts": encoded(lambda size: "[" + repeated('{"content":"政府信息12件"},', size) + "1]"),
    "json of numbers": encoded(lambda size: '{"table2":[' + repeated("1,", size) + "1]}"),
    "json of digits": encoded(lambda size: '{"a":' + repeated("1", size) + "}"),
    "json of escapes": encoded(lambda size: '{"content":"' + repeated("\\u653f", size) + '"}'),
    "json cut short": encoded(lambda size: repeated('{"a":"政', size)),
    "running figures": as_text(numbered("第{}类信息12件，")),
    "running wholes": as_text(numbered("共{0}件，其中第{0}类3件，")),
    "running bodies": as_text(numbered("云溪市第{}局收到申请3件；")),
    "running quotes": as_text(numbered("“第{}类”")),
    "running headings": as_text(numbered("{}、情况\n")),
    "running labels": as_text(numbered("总计{}\n")),
    "running years": as_text(
        lambda size: "".join(f"{1990 + n % 110}年公开{n}件。" for n in range(size // 24))
    ),
    "running growth": as_text(numbered("公开{}条，比上年增长1.5%。")),
    "running days": as_text(
        lambda size: "".join(f"2023年{n % 12 + 1}月{n % 28 + 1}日" for n in range(size // 17))
    ),
    "running parts on lines": as_text(numbered("其中：第{}类3件\n")),
    "running annexes": as_text(numbered("附件{}：统计表\n总计 1 2\n")),
    "running cells": as_page(numbered("<table><tr><td>第{}类</td><td>1</td></tr></table>")),
    "running rows": as_page(lambda size: "<table>" + numbered("<tr><td>第{0}类<td>{0}</tr>")(size)),
    "running spans": as_page(
        lambda size: (
            "<table>"
            + "".join(f"<tr><td rowspan={n % 50 + 1} colspan={n % 9 + 1}>1" for n in range(size // 40))
        )
    ),
    "stairs of cells": as_page(
        lambda size: "<table>" + "".join("<tr>" + "<td>1" * (n + 1) for n in range(int((size / 2.5) ** 0.5)))
    ),
    "stairs of bars": as_text(lambda size: "\n".join("|" + "1|" * (n + 1) for n in range(int(size**0.5)))),
    "stairs of tabs": as_text(
        lambda size: "\n".join("总计" + "\t1" * (n + 1) for n in range(int(size**0.5)))
    ),
    "rows of a wide table": as_text(
        lambda size: ("|1" * int((size / 2) ** 0.5) + "|\n") * int((size / 2) ** 0.5)
    ),
    "one long sentence": as_text(lambda size: repeated("公开信息并收到申请及办理", size)),
    "long words and one figure": as_text(
        lambda size: repeated("公开", size // 2) + "12件" + repeated("办理", size // 2)
    ),
    "opened at first, closed at last": as_text(lambda size: "“" * (size // 6) + "”" * (size // 6)),
    "brackets apart": as_text(lambda size: repeated("（公开", size // 2) + repeated("办理）", size // 2)),
    "figures, then parts": as_text(
        lambda size: repeated("公开12件，", size // 2) + repeated("其中3件，", size // 2)
    ),
    "labels, then figures": as_text(lambda size: repeated("总计\n", size // 2) + repeated("12\n", size // 2)),
    "titles, then rows": as_text(
        lambda size: (
            repeated("收到和处理政府信息公开申请情况\n", size // 2)
            + repeated("（一）予以公开 1 2 3 4 5 6 7\n", size // 2)
        )
    ),
    "spaces, then a mark": as_text(lambda size: repeated((" " * 200) + "，", size)),
    "csv of quotes": as_text(lambda size: repeated('"a","1","2"\n', size)),
    "csv of open quotes": as_text(lambda size: repeated('"a,\n', size)),
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
