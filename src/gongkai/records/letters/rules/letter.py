"""What a letter is made of (GB/T 9704-2012, article 7), before anything is said of ink and paper."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from gongkai.text.dates import format_chinese
from gongkai.text.numerals import to_chinese

Level = Literal[1, 2, 3, 4]
Urgency = Literal["", "特急", "加急"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, first line indented by two characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that numbers itself: 一、 （一） 1. （1） (7.3.3)."""

    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class LetterTable:
    """A table with one head row that is repeated on every page; all rows have as many cells as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class AttachmentList:
    """附件说明 (7.3.4): names without closing punctuation, numbered where there are several."""

    names: tuple[str, ...]


Block = Paragraph | Heading | LetterTable | AttachmentList


@dataclass(frozen=True, slots=True)
class LetterText:
    """One letter. Empty strings are parts that this letter does not have.

    mark: 发文机关标志; number: 发文字号; addressee: 主送机关 without the colon; signatory: 署名;
    on: 成文日期; sealed: a seal will be set on the signature; note: 附注 without brackets; copy_to: 抄送机关
    without the full stop; printed_by and printed_on: 印发机关、印发日期; copies: how many were printed.
    """

    mark: str
    number: str
    title: tuple[str, ...]
    addressee: str
    blocks: tuple[Block, ...]
    signatory: str
    on: date
    sealed: bool = True
    urgency: Urgency = ""
    note: str = ""
    copy_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    copies: int | None = None

    @property
    def has_imprint(self) -> bool:
        """Whether there is a 版记."""
        return bool(self.copy_to or self.printed_by or self.copies)

    @property
    def plain_title(self) -> str:
        """The title on one line, as a list of letters shows it."""
        return "".join(self.title)

    @property
    def dated(self) -> str:
        """成文日期 in Arabic digits (7.3.5.4)."""
        return format_chinese(self.on)


@dataclass(frozen=True, slots=True)
class NumberedHeading:
    """A heading with its number written out."""

    level: Level
    number: str
    text: str


def numbered(
    blocks: tuple[Block, ...],
) -> tuple[Paragraph | NumberedHeading | LetterTable | AttachmentList, ...]:
    """The blocks with headings numbered in order; a heading starts the counts of the levels below it anew.

    >>> [b.number for b in numbered((Heading(1, "甲"), Heading(2, "乙"), Heading(1, "丙"), Heading(2, "丁")))]
    ['一、', '（一）', '二、', '（一）']
    """
    counts = [0, 0, 0, 0]
    result: list[Paragraph | NumberedHeading | LetterTable | AttachmentList] = []
    for block in blocks:
        if not isinstance(block, Heading):
            result.append(block)
            continue
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (4 - block.level)
        count = counts[block.level - 1]
        forms = (f"{to_chinese(count)}、", f"（{to_chinese(count)}）", f"{count}.", f"（{count}）")
        result.append(NumberedHeading(block.level, forms[block.level - 1], block.text))
    return tuple(result)


def text_of(letter: LetterText) -> str:
    """The letter as plain text, one paragraph a line: for reading aloud, searching and comparing."""
    lines = [letter.urgency, letter.mark, letter.number, letter.plain_title]
    lines.append(f"{letter.addressee}：" if letter.addressee else "")
    for block in numbered(letter.blocks):
        match block:
            case NumberedHeading():
                lines.append(block.number + block.text)
            case LetterTable():
                lines.extend("\t".join(row) for row in (block.head, *block.rows))
            case AttachmentList():
                lines.extend(attachment_lines(block.names))
            case Paragraph():
                lines.append(block.text)
    lines += [letter.signatory, letter.dated, f"（{letter.note}）" if letter.note else "", *imprint(letter)]
    return "\n".join(line for line in lines if line)


def attachment_lines(names: tuple[str, ...]) -> list[str]:
    """附件说明 line by line.

    >>> attachment_lines(("目录",)), attachment_lines(("甲", "乙"))
    (['附件：目录'], ['附件：1.甲', '2.乙'])
    """
    if len(names) == 1:
        return [f"附件：{names[0]}"]
    return [("附件：" if n == 1 else "") + f"{n}.{name}" for n, name in enumerate(names, 1)]


def imprint(letter: LetterText) -> list[str]:
    """The rows of the 版记 from top to bottom (7.4); the printing organ and its date share a row by a tab."""
    rows = []
    if letter.copy_to:
        rows.append(f"抄送：{letter.copy_to}。")
    if letter.printed_by:
        rows.append(f"{letter.printed_by}\t{format_chinese(letter.printed_on or letter.on)}印发")
    if letter.copies:
        rows.append(f"共印{letter.copies}份")
    return rows


def as_json(letter: LetterText) -> dict[str, Any]:
    """The letter as plain data for an API or a test; blocks carry their kind."""

    def plain(value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        if isinstance(value, Paragraph | Heading | LetterTable | AttachmentList):
            kind = {Paragraph: "paragraph", Heading: "heading", LetterTable: "table"}.get(
                type(value), "attachments"
            )
            return {"kind": kind} | {f.name: plain(getattr(value, f.name)) for f in fields(value)}
        return value

    return {f.name: plain(getattr(letter, f.name)) for f in fields(letter)}
