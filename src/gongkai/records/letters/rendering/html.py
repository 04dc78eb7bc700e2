"""A letter as one HTML file to read on a screen and to print; the PDF is made from the same file."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from gongkai.records.letters.rendering.stylesheet import stylesheet
from gongkai.records.letters.rules.layout import centred_columns
from gongkai.records.letters.rules.letter import (
    AttachmentList,
    LetterTable,
    LetterText,
    NumberedHeading,
    Paragraph,
    attachment_lines,
    imprint,
    numbered,
)


def render(letter: LetterText) -> str:
    """The whole document. Every text is escaped; there is no script, no address and no style attribute."""
    body = "\n".join([*_head(letter), *_blocks(letter), *_end(letter)])
    return (
        '<!DOCTYPE html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(letter.plain_title)}</title>\n"
        f'<meta name="author" content="{escape(letter.signatory)}">\n'
        f"<style>{stylesheet(letter)}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def content_security_policy(html: str) -> str:
    """The policy under which a site may serve this file: its own style by digest, and nothing else."""
    style, closed, _ = html.partition("<style>")[2].partition("</style>")
    digest = base64.b64encode(hashlib.sha256((style if closed else "").encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'self'"


def _tag(name: str, text: str, style: str = "") -> str:
    attribute = f' class="{style}"' if style else ""
    return f"<{name}{attribute}>{escape(text)}</{name}>"


def _head(letter: LetterText) -> list[str]:
    title = "<br>".join(escape(line) for line in letter.title)
    return [
        *([_tag("p", letter.urgency, "urgency")] if letter.urgency else []),
        _tag("p", letter.mark, "mark"),
        _tag("p", letter.number, "number"),
        f"<h1>{title}</h1>",
        *([_tag("p", f"{letter.addressee}：", "addressee")] if letter.addressee else []),
    ]


def _blocks(letter: LetterText) -> list[str]:
    found: list[str] = []
    tables = 0
    blocks = numbered(letter.blocks)
    for place, block in enumerate(blocks):
        match block:
            case NumberedHeading():
                found.append(_tag(f"h{block.level + 1}", block.number + block.text))
            case LetterTable():
                tables += 1
                found.append(_table(block, tables))
            case AttachmentList():
                items = "".join(_tag("li", line) for line in attachment_lines(block.names))
                single = " single" if len(block.names) == 1 else ""
                found.append(f'<ul class="attachments{single}">{items}</ul>')
            case Paragraph():
                last = " last" if place == len(blocks) - 1 else ""
                found.append(_tag("p", block.text, f"text{last}"))
    return found


def _table(table: LetterTable, number: int) -> str:
    centred = centred_columns(table.rows) or [True] * len(table.head)
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    rows = "\n".join(
        "<tr>"
        + "".join(_tag("td", cell, "middle" if m else "") for cell, m in zip(row, centred, strict=True))
        + "</tr>"
        for row in table.rows
    )
    columns = "<col>" * len(table.head)
    return (
        f'<table class="t{number}"><colgroup>{columns}</colgroup>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    )


def _end(letter: LetterText) -> list[str]:
    end = [
        f'<div class="signature">{_tag("p", letter.signatory, "organ")}{_tag("p", letter.dated, "day")}</div>'
    ]
    if letter.note:
        end.append(_tag("p", f"（{letter.note}）", "note"))
    if letter.has_imprint:
        end.append(f'<div class="imprint">{"".join(_imprint_row(row) for row in imprint(letter))}</div>')
    return end


def _imprint_row(row: str) -> str:
    if row.startswith("抄送："):
        return _tag("span", row, "copies-to")
    if "\t" in row:
        organ, day = row.split("\t")
        return f'<span class="printed">{_tag("span", organ)}{_tag("span", day)}</span>'
    return _tag("span", row)
