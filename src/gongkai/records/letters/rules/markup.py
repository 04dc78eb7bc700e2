"""The body of a template, line by line: a few signs at the start of a line, the rest is paragraphs.

    # 标题        a heading of level one (## two, ### three, #### four); it numbers itself
    | 甲 | 乙 |   a row of a table; the first is its head; rows from a field stand in a line of their own
    附件：名称     an attachment; lines that follow each other make one list

Only what the author of the template wrote counts as a sign; values are text (rules.template).
"""

from __future__ import annotations

import re
from typing import Final, cast

from gongkai.records.letters.rules.letter import AttachmentList, Block, Heading, LetterTable, Level, Paragraph
from gongkai.records.letters.rules.template import CELL, MARKS, NAME, PARAGRAPH, ROW, TemplateProblem
from gongkai.records.refusals import Refused

_HEADING: Final = re.compile(r"([#＃]{1,4})\s*+(.+)")
_ATTACHMENT: Final = re.compile(r"附件[：:]\s*(.*)")
_CELLS: Final = re.compile(r"[|｜]")
_DROP: Final = str.maketrans(dict.fromkeys(MARKS, "") | {NAME: "、"})


class BadBody(Refused):
    """The body cannot be laid out; `problem` says where and why."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = TemplateProblem(line, sentence)


def plain(text: str) -> str:
    """A filled part of one line without marks; names are joined by 、."""
    return text.translate(_DROP).strip()


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a filled body. Raises BadBody for a table whose rows do not fit its head."""
    found: list[Block] = []
    rows: dict[int, list[tuple[str, ...]]] = {}  # of the table at this place of `found`
    names: dict[int, list[str]] = {}  # of the list of attachments
    previous = ""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if not line:
            previous = "" if previous == "table" else previous
            continue
        if row := _row(line):
            if previous != "table":
                found.append(_head(row, line, number))
                rows[len(found) - 1] = []
            else:
                rows[len(found) - 1].append(_fitting(row, cast(LetterTable, found[-1]), number))
            previous = "table"
        elif match := _ATTACHMENT.fullmatch(line):
            named = [name for part in match[1].split(NAME) if (name := plain(part))]
            if named and previous != "attachments":
                found.append(AttachmentList(()))
                names[len(found) - 1] = []
            if named:
                names[len(found) - 1] += named
                previous = "attachments"
        elif match := _HEADING.fullmatch(line):
            found.append(Heading(cast(Level, len(match[1])), plain(match[2])))
            previous = "heading"
        else:
            found.extend(Paragraph(one) for part in line.split(PARAGRAPH) if (one := plain(part)))
            previous = "paragraph"
    for place, lines in rows.items():
        found[place] = LetterTable(cast(LetterTable, found[place]).head, tuple(lines))
    for place, each in names.items():
        found[place] = AttachmentList(tuple(each))
    return tuple(found)


def _row(line: str) -> tuple[str, ...] | None:
    if line.startswith(ROW):
        return tuple(plain(cell) for cell in line[1:].split(CELL))
    if line[0] in "|｜":
        inner = line[1:-1] if line[-1] in "|｜" and len(line) > 1 else line[1:]
        return tuple(plain(cell) for cell in _CELLS.split(inner))
    return None


def _head(row: tuple[str, ...], line: str, number: int) -> LetterTable:
    if line.startswith(ROW):
        raise BadBody(number, "表格缺少表头：请在前一行写上各栏的名称，例如 | 序号 | 内容 |。")
    return LetterTable(row, ())


def _fitting(row: tuple[str, ...], table: LetterTable, number: int) -> tuple[str, ...]:
    """The row, if it has as many cells as the table's head."""
    if len(row) != len(table.head):
        raise BadBody(number, f"表头有{len(table.head)}栏，这一行有{len(row)}格，请改成一样多。")
    return row
