"""The outline of the text: numbered items that are missing or stand twice, empty sections, missing chapters.

Only what stands at the beginning of a paragraph is a heading. An excerpt (节选, a cut marked in the text) is
never reproached with what was left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from gongkai.annual_reports.rules.checks.findings import Finding, FindingKind, Span, limited
from gongkai.annual_reports.rules.forms import FORMATS, form
from gongkai.annual_reports.rules.reading import Reading
from gongkai.text import numerals
from gongkai.text.script import fold_width

ITEM, EMPTY, CHAPTER = "ITEM", "EMPTY", "CHAPTER"
_GROUND = "《中华人民共和国政府信息公开条例》第五十条；国办公开办函〔2019〕60号、国办公开办函〔2021〕30号附件"
_ORDER = "《党政机关公文格式》（GB/T 9704—2012）7.3.3 结构层次序数"
KINDS = (
    FindingKind(ITEM, "warn", "章节编号连续，不缺号、不重号", _ORDER, FORMATS),
    FindingKind(ITEM, "ask", "条目编号（1. 2.，一是、二是）连续", _ORDER, FORMATS),
    FindingKind(EMPTY, "ask", "标题之下有内容；没有的写明“无”", _GROUND, FORMATS),
    FindingKind(CHAPTER, "warn", "报告具有规定的六个部分", _GROUND, ("2019", "2021")),
)
EXCERPT = re.compile(r"\[\[|节选|摘录|未完|（略）|\(略\)|此处略")
_LEADING = re.compile(r"^[#*>\s]+")
_NUMBER = "[一二三四五六七八九十]{1,3}"
_MARKS = (
    re.compile(rf"({_NUMBER})[、．.]"),
    re.compile(rf"[(（]({_NUMBER})[)）]"),
    re.compile(r"(\d{1,2})(?:、|[．.](?!\d)|[．.](?=20\d\d年))"),
)
_POINT = re.compile(rf"(?:^|[。；：:;，,])({_NUMBER})是")
_SIX = (
    ("总体情况", ("总体", "概述", "概况", "基本情况")),
    ("主动公开政府信息情况", ("主动公开",)),
    ("收到和处理政府信息公开申请情况", ("申请",)),
    ("政府信息公开行政复议、行政诉讼情况", ("复议", "诉讼")),
    ("存在的主要问题及改进情况", ("问题", "改进", "不足")),
    ("其他需要报告的事项", ("其他", "其它")),
)
_LONGEST_HEADING = 40
_FOUND_OF_SIX = 4
_MOST_HEADINGS = 1000


@dataclass(frozen=True, slots=True)
class _Heading:
    """`level`: 0 for 一、, 1 for （一）, 2 for 1.; `title`: the line after the mark."""

    paragraph: int
    level: int
    number: int
    mark: str
    title: str

    @property
    def span(self) -> Span:
        """Where the heading stands."""
        return Span(self.paragraph, 0, len(self.mark), self.mark)

    @property
    def bare(self) -> bool:
        """Whether the line is a title and nothing more."""
        return len(self.title) <= _LONGEST_HEADING and not re.search(r"[。；;，,].", self.title)


def check(reading: Reading) -> list[Finding]:
    """Misnumbered chapters always; what is missing, doubled or empty only where nothing was cut."""
    headings = list(islice(_headings(reading), _MOST_HEADINGS))
    found = list(limited(_misnumbered(reading)))
    if any(EXCERPT.search(text) for text in reading.paragraphs):
        return found
    return [
        *found,
        *_numbers(reading, headings),
        *_points(reading, headings),
        *_empty(reading, headings),
        *_six(reading),
    ]


def _headings(reading: Reading) -> Iterator[_Heading]:
    for index, paragraph in enumerate(reading.paragraphs):
        text = _LEADING.sub("", paragraph)[:400]
        for level, pattern in enumerate(_MARKS):
            match = pattern.match(text)
            if match and not _row_label(text, reading.format):
                number = int(match[1]) if level == 2 else _ordinal(match[1])
                if number:
                    title = "".join(text[match.end() :].split())
                    yield _Heading(index, level, number, match[0], title)
                break


def _ordinal(text: str) -> int:
    try:
        return int(numerals.parse(text).value)
    except numerals.NotANumber:
        return 0


def _squeezed(text: str) -> str:
    return re.sub(r"[\s、,，.．;；:：。()（）“”\"]", "", fold_width(text))


@cache
def _labels(format: str) -> tuple[str, ...]:
    """Numbered rows and heads of the forms: 一、本年新收… stands in a table, not in the outline."""
    found = set()
    for table in form(format).tables.values():
        for row in table.rows.values():
            found |= {row.label, *row.groups, *row.also}
    labels = {_squeezed(label) for label in found if label}
    return tuple(label for label in labels if label[:1] in "一二三四五六七八九十1234567890")


def _row_label(text: str, format: str | None) -> bool:
    """Whether a line is a row of the report's form, or begins as one: figures may follow, sentences not."""
    short = format is not None and len(text) <= 2 * _LONGEST_HEADING
    return short and _squeezed(text).startswith(_labels(format or ""))


def _misnumbered(reading: Reading) -> list[Finding]:
    """A chapter of the form under another number than its own, or numbered 三是 instead of 三、."""
    if reading.format not in ("2019", "2021"):
        return []
    found = []
    for index, paragraph in enumerate(reading.paragraphs):
        match = re.match(rf"({_NUMBER})(、|是|[．.])", text := _LEADING.sub("", paragraph))
        if match is None or len(text) > _LONGEST_HEADING:
            continue
        title = _squeezed(text[match.end() :])
        place = next((k for k, (name, _) in enumerate(_SIX, 1) if title == _squeezed(name)), None)
        if place and (_ordinal(match[1]) != place or match[2] == "是"):
            due = numerals.to_chinese(place)
            message = f"“{_SIX[place - 1][0]}”的编号写成“{match[0]}”，应为“{due}、”，请改正。"
            span = Span(index, 0, len(match[0]), match[0])
            found.append(Finding(ITEM, "warn", None, (), None, None, message, (), (span,)))
    return found


def _numbers(reading: Reading, headings: list[_Heading]) -> list[Finding]:
    """Series by level: a higher heading, or number one, begins a new series."""
    found = []
    last: list[_Heading | None] = [None, None, None]
    for heading in headings:
        before = last[heading.level]
        for lower in range(heading.level + 1, len(last)):
            last[lower] = None
        last[heading.level] = heading
        if heading.number == 1 or (before is None and heading.level):
            continue
        expected = before.number + 1 if before else 1
        if heading.number != expected:
            found.append(_wrong_number(reading, heading, before, expected))
    return found


def _wrong_number(reading: Reading, heading: _Heading, before: _Heading | None, expected: int) -> Finding:
    due = heading.mark.replace(_written(heading), _spelled(heading.level, expected), 1)
    if before is None:
        what = f"第一个编号是“{heading.mark}{heading.title[:12]}”，缺少“{due}”"
    elif heading.number < expected:
        what = f"编号“{heading.mark}{heading.title[:12]}”重复或者倒退，前一个是“{before.mark}”，应为“{due}”"
    else:
        what = f"编号从“{before.mark}”跳到“{heading.mark}{heading.title[:12]}”，缺少“{due}”"
    spans = (heading.span,) if before is None else (before.span, heading.span)
    skipped = range(expected, heading.number)
    # the heading of a table that was read may stand in the table itself
    hidden = bool(skipped) and all(reading.tables.get(f"table{number}") for number in skipped)
    asked = heading.level == 2 or before is None or (heading.level == 0 and hidden)
    level = "ask" if asked else "warn"
    message = f"第{heading.paragraph + 1}段{what}；请核对是漏写了内容，还是编号有误。"
    return Finding(ITEM, level, None, (), expected, heading.number, message, (), spans)


def _written(heading: _Heading) -> str:
    match = re.search(rf"{_NUMBER}|\d+", heading.mark)
    return match[0] if match else heading.mark


def _spelled(level: int, number: int) -> str:
    return str(number) if level == 2 else numerals.to_chinese(number)


def _points(reading: Reading, headings: list[_Heading]) -> list[Finding]:
    """一是、三是 without 二是 within one section."""
    starts = sorted(
        {0, *(heading.paragraph for heading in headings if heading.level < 2), len(reading.paragraphs)}
    )
    found = []
    for start, end in pairwise(starts):
        points = [
            (index, match)
            for index in range(start, end)
            for match in _POINT.finditer(_LEADING.sub("", reading.paragraphs[index]))
        ]
        numbers = {_ordinal(match[1]) for _, match in points}
        missing = sorted(set(range(1, max(numbers, default=0))) - numbers)
        if 1 not in numbers or not missing or len(numbers) < 2 or max(numbers) > 20:
            continue
        said = "、".join(f"“{numerals.to_chinese(number)}是”" for number in missing[:3])
        paragraph = next(index for index, match in points if _ordinal(match[1]) > missing[0])
        message = f"第{paragraph + 1}段列举的条目缺少{said}；请核对是漏写了内容，还是编号有误。"
        text = reading.paragraphs[paragraph]
        span = Span(paragraph, 0, min(len(text), 20), text[:20])
        found.append(Finding(ITEM, "ask", None, (), None, None, message, (), (span,)))
    return found


def _empty(reading: Reading, headings: list[_Heading]) -> list[Finding]:
    """A title with nothing under it before the next of its rank. Chapters of tables may have no prose."""
    if not headings:
        return []
    found = []
    again = {heading.title: index for index, heading in enumerate(headings)}
    ends = [heading.paragraph for heading in headings[1:]] + [len(reading.paragraphs)]
    ranks = [heading.level for heading in headings[1:]] + [-1]
    chapter = None
    for index, (heading, end, rank) in enumerate(zip(headings, ends, ranks, strict=True)):
        chapter = heading if heading.level == 0 else chapter
        if heading.level == 2 or not heading.bare or rank > heading.level or _of_tables(chapter):
            continue
        between = [reading.paragraphs[at] for at in range(heading.paragraph + 1, end)]
        # a list of contents has its titles again further on
        if any(text.strip() for text in between) or again[heading.title] > index or not heading.title:
            continue
        message = (
            f"“{heading.mark}{heading.title}”下面没有读到内容；请核对是否漏写，没有需要报告的请写明“无”。"
        )
        found.append(Finding(EMPTY, "ask", None, (), None, None, message, (), (heading.span,)))
    return found


def _of_tables(chapter: _Heading | None) -> bool:
    words = [word for _, known in _SIX[1:4] for word in known]
    return chapter is not None and any(word in chapter.title for word in words)


def _six(reading: Reading) -> list[Finding]:
    """Chapters of the form that no heading names, in a report that has most of them."""
    if reading.format not in ("2019", "2021"):
        return []
    titles = [
        "".join(_LEADING.sub("", text).split())
        for text in reading.paragraphs
        if len(text) <= _LONGEST_HEADING * 2
        and re.match(rf"{_NUMBER}(?:、|是|[．.])", _LEADING.sub("", text))
    ]
    whole = "".join("".join(reading.paragraphs).split())
    missing = [
        (number, name)
        for number, (name, words) in enumerate(_SIX, 1)
        if not any(word in title for title in titles for word in words)
        and name not in whole
        and not reading.tables.get(f"table{number}")
    ]
    if not missing or len(_SIX) - len(missing) < _FOUND_OF_SIX or missing[0][0] == 1:
        return []
    named = "、".join(f"第{numerals.to_chinese(number)}部分“{name}”" for number, name in missing)
    message = f"没有读到{named}；格式规定的六个部分不能缺少，没有内容的请写明“无”。"
    return [Finding(CHAPTER, "warn", None, (), None, None, message)]
