"""Lists of figures of no form, as annexes had them before 2014: a label, its unit and its figure or figures.

The head of the list (指标名称 计量单位 年末统计) says how many figures a line has; a line with more or fewer
is refused. What is read are claims with the words of the list, for no two places had the same lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annual_reports.rules.document import Document
from gongkai.annual_reports.rules.reading import Claim, Position, Unread
from gongkai.annual_reports.rules.tables.statistics import UNITS
from gongkai.text.script import fold_width

SCOPE = "附表"
_MOST = 500  # lines; a list of one report has some dozens
_HEAD = re.compile(r"(?:统计)?(?:指标|项目)(?:名称)?")
_UNIT_HEAD = re.compile(r"(?:计量)?单位")
_CODE_HEAD = re.compile(r"代码|序号|编号")
_FIGURE_HEAD = re.compile(
    r"年末统计|年末数|统计数|统计|数量|数值|本期实际|本期数?|本年累计|累计数?|合计|本年数?|全年"
)
_SUBHEAD = re.compile(r"[甲乙丙丁]|\d")
_UNIT = re.compile(UNITS)
_FIGURE = re.compile(r"\d{1,12}(?:\.\d{1,4})?|\d{1,3}(?:,\d{3})+")
_NONE = re.compile(r"[-—–/]+")
_NUMBERING = re.compile(
    r"^(?:其中[:：]?)?(?:\(?\d{1,2}\)?[.、)]|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、)?(?:其中[:：]?)?"
)
_MOST_WORDS = 4  # a label is broken into so many at most
_LONGEST_LABEL = 60
_UNCLEAR = "附表“{label}”等{count}行的数字没有读：单位或者数字与表头的列数不符，请对照原文"


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    position: Position | None = None


def read(document: Document) -> tuple[list[Claim], list[Unread]]:
    """The lines of a list as claims (kind listed), and one sentence about those that are not certain."""
    claims: list[Claim] = []
    refused: list[str] = []
    for tokens in _flows(document):
        for claim in _lines(tokens):
            if isinstance(claim, str):
                refused.append(claim)
            elif len(claims) < _MOST:
                claims.append(claim)
        if claims:
            break
    if not claims or not refused:
        return claims, []
    return claims, [Unread(None, None, None, _UNCLEAR.format(label=refused[0][:20], count=len(refused)))]


def _flows(document: Document) -> Iterator[list[_Token]]:
    """Each table, then each paragraph that holds a whole list, then the cells and lines of the text."""
    for grid in document.grids:
        own = (
            "".join(box.text.split()) for top, line in enumerate(grid.rows) for box in line if box.top == top
        )
        yield [_Token(fold_width(text)) for text in own if text]
    for index, text in enumerate(document.paragraphs):
        if "单位" in text and len(text) > 40:
            yield [
                _Token(match[0], Position(index, match.start(), match.end()))
                for match in re.finditer(r"\S+", fold_width(text))
            ]
    yield [_Token(fold_width(word)) for piece in document.pieces for word in piece.text.split()]


def _lines(tokens: list[_Token]) -> Iterator[Claim | str]:
    """Claims, and the labels of lines that are not certain."""
    start, heads, coded = _head(tokens)
    if not heads:
        return
    label: list[str] = []
    at = start
    while at < len(tokens):
        word = tokens[at]
        at += 1
        if not _UNIT.fullmatch(word.text) or not label:
            label.append(word.text)
            continue
        end = at
        while end < len(tokens) and (
            _FIGURE.fullmatch(tokens[end].text) or _NONE.fullmatch(tokens[end].text)
        ):
            end += 1
        figures = tokens[at:end]
        if coded and figures and re.fullmatch(r"\d{1,2}", figures[0].text):
            figures = figures[1:]
        name = _name(label)
        certain = name and len(label) <= _MOST_WORDS and len(figures) == len(heads)
        if not certain:
            yield name or "".join(label)[-20:]
        for head, figure in zip(heads, figures, strict=False) if certain else ():
            if _FIGURE.fullmatch(figure.text):
                scope = SCOPE if len(heads) == 1 else f"{SCOPE}{head}"
                value = figure.text.replace(",", "")
                number = Decimal(value) if "." in value else int(value)
                yield Claim(name, number, word.text, kind="listed", scope=scope, position=figure.position)
        label, at = [], end


def _head(tokens: list[_Token]) -> tuple[int, list[str], bool]:
    """Where the lines begin, the heads of the columns of figures, whether one of codes is among them."""
    for at in range(len(tokens) - 2):
        if not _HEAD.fullmatch(tokens[at].text) or not _UNIT_HEAD.fullmatch(tokens[at + 1].text):
            continue
        at += 2
        coded = _CODE_HEAD.fullmatch(tokens[at].text) is not None
        at += coded
        heads = []
        while at < len(tokens) and _FIGURE_HEAD.fullmatch(tokens[at].text):
            heads.append(tokens[at].text)
            at += 1
        while heads and at < len(tokens) and _SUBHEAD.fullmatch(tokens[at].text):
            at += 1
        return at, heads, coded
    return 0, [], False


def _name(words: list[str]) -> str:
    """The label without numbering and 其中; empty if figures stand among its words."""
    if any(_FIGURE.fullmatch(word) for word in words):
        return ""
    name = _NUMBERING.sub("", "".join(words))
    return name if 2 <= len(name) <= _LONGEST_LABEL and not re.fullmatch(r"[\d.]+", name) else ""
