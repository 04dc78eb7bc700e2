"""发文字号, the number of an official document: 国办发〔2014〕32号; and of an order: 国务院令第711号.

The brackets of GB/T 9704 are 〔〕 (U+3014, U+3015), the year has four digits, the serial neither leading
zero nor 第. What is written otherwise ([2014], （2014）, 【2014】, 第032号) is read and put right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from gongkai.text.script import fold_width

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_ORGAN: Final = f"[{_HAN}A-Za-z·]"
_SHAPE: Final = re.compile(
    rf"(?P<organ>{_ORGAN}{{1,24}})〔(?P<year>(?:19|20)[0-9]{{2}})〕(?P<serial>[1-9][0-9]{{0,5}})号"
)
_ORDER: Final = re.compile(rf"(?P<organ>{_ORGAN}{{1,24}})令第(?P<serial>[1-9][0-9]{{0,5}})号")
_BRACKETS: Final = str.maketrans("[(（［【﹝])）］】﹞", "〔" * 6 + "〕" * 6)

# For running text: what stands from the bracket, or from 令, to 号. The organ is read backwards from there.
_TAIL: Final = re.compile(
    r"\s?〔\s?(?P<year>(?:19|20)[0-9]{2})\s?〕\s?第?\s?0{0,4}(?P<serial>[1-9][0-9]{0,5})\s?号"
    r"|令\s?(?:〔第?(?P<order1>[1-9][0-9]{0,5})号〕|第?\s?(?P<order2>[1-9][0-9]{0,5})\s?号)"
    r"|第(?P<order3>[1-9][0-9]{0,5})号令"
)
_BACKWARDS: Final = re.compile(rf"{_ORGAN}{{1,24}}\Z")
# Words of the sentence that run into the name of the organ; the organ begins after the last of them.
_LEADING_WORDS: Final = re.compile(
    "根据|按照|依据|依照|参照|遵照|以及|印发|转发|下发|制发|关于|通知|文件|落实|执行|贯彻|废止|制定|出台|其中"
    "|文号|编号|号文?[和与及]?|[的了为是在我该此]|^[按据见由]"
)
_LONGEST_ORGAN: Final = 12
_ISSUES_ORDERS: Final = (
    "国务院",
    "政府",
    "部",
    "委",
    "委员会",
    "局",
    "署",
    "办公室",
    "厅",
    "院",
    "行",
    "主席",
)


class DocumentNumberError(ValueError):
    """Not a document number; the message says in Chinese what is wrong."""


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """``organ`` is the 机关代字 (国办发) or, of an order, the issuer (国务院); an order has no ``year``."""

    organ: str
    year: int | None
    serial: int

    @property
    def is_order(self) -> bool:
        """Whether it is the number of a 令."""
        return self.year is None

    def __str__(self) -> str:
        return (
            f"{self.organ}令第{self.serial}号"
            if self.is_order
            else f"{self.organ}〔{self.year}〕{self.serial}号"
        )


@dataclass(frozen=True, slots=True)
class DocumentNumberMention:
    """A document number in running text, at ``source[start:end]``."""

    start: int
    end: int
    number: DocumentNumber


def compact(s: str) -> str:
    """Put brackets, width, spaces, 第 and leading zeros right, without judging the rest.

    >>> compact("国办发 [2014] 第032号"), compact("国务院令（第711号）"), compact("国务院第711号令")
    ('国办发〔2014〕32号', '国务院令第711号', '国务院令第711号')
    """
    number = re.sub(r"\s", "", fold_width(s)).translate(_BRACKETS)
    number = re.sub(r"〕第?0*([1-9][0-9]*)号\Z", r"〕\1号", number)
    number = re.sub(r"令〔?第?([1-9][0-9]*)号〕?\Z", r"令第\1号", number)
    return re.sub(r"第([1-9][0-9]*)号令\Z", r"令第\1号", number)


def parse(s: str) -> DocumentNumber:
    """Read a string that is exactly one document number.

    >>> parse("国办发〔2014〕32号")
    DocumentNumber(organ='国办发', year=2014, serial=32)
    >>> parse("国务院令第711号")
    DocumentNumber(organ='国务院', year=None, serial=711)

    Raises ``DocumentNumberError``.
    """
    number = compact(s)
    if match := _SHAPE.fullmatch(number):
        return DocumentNumber(match["organ"], int(match["year"]), int(match["serial"]))
    if match := _ORDER.fullmatch(number):
        return DocumentNumber(match["organ"], None, int(match["serial"]))
    raise DocumentNumberError(
        f"发文字号“{s}”不完整：应为机关代字、年份、序号，例如 国办发〔2014〕32号；命令为 国务院令第711号。"
    )


def validate(s: str) -> str:
    """Return the compact form, or raise ``DocumentNumberError``."""
    return str(parse(s))


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts it."""
    try:
        parse(s)
    except DocumentNumberError:
        return False
    return True


def format(s: str) -> str:
    """The form of GB/T 9704, with 〔〕; raises ``DocumentNumberError``."""
    return str(parse(s))


def _organ_before(text: str, end: int) -> str:
    """The organ that ends at ``end``, or "" where it cannot be told from the sentence before it."""
    run = _BACKWARDS.search(text, max(0, end - 2 * _LONGEST_ORGAN), end)
    organ = run.group() if run else ""
    cut = max((word.end() for word in _LEADING_WORDS.finditer(organ)), default=0)
    organ = organ[cut:]
    # 和政发 may be a district's own sign or “and 政发”; nobody can tell from here.
    if not 2 <= len(organ) <= _LONGEST_ORGAN or organ[0] in "和与及":
        return ""
    return organ


def find(s: str) -> list[DocumentNumberMention]:
    """Find the document numbers in running text, in order, in time linear in its length.

    Where the name of the organ cannot be told from the words before it, the number is left out.

    >>> [str(m.number) for m in find("根据国务院令第711号和《通知》（国办公开办函[2019]60号）编制")]
    ['国务院令第711号', '国办公开办函〔2019〕60号']
    """
    text = fold_width(s).translate(_BRACKETS)
    mentions = []
    for match in _TAIL.finditer(text):
        organ = _organ_before(text, match.start())
        if not organ or (match["year"] is None and not organ.endswith(_ISSUES_ORDERS)):
            continue
        year = int(match["year"]) if match["year"] else None
        serial = int(match["serial"] or match["order1"] or match["order2"] or match["order3"])
        mentions.append(
            DocumentNumberMention(
                match.start() - len(organ), match.end(), DocumentNumber(organ, year, serial)
            )
        )
    return mentions
