"""Whose report it is and on which year; what is not certain is left open and said.

The year comes from the period of the statistics (1月1日 to 12月31日) and the title, which must agree;
the place from the title, or from the publisher's line. A name that does not end as the name of
a public body is no place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from itertools import pairwise

from gongkai.annual_reports.rules.document import Document
from gongkai.annual_reports.rules.reading import Unread
from gongkai.text.script import fold_width

_FIRST_YEAR = 2008
_DIGITS = dict(zip("零〇○一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_REPORT = r"(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
_NAME = r"[\u3400-\u9fff\U00020000-\U000323af]{2,30}?"
_PLACE_FIRST = re.compile(rf"(?P<place>{_NAME})(?:关于)?(?P<year>20\d\d)年?度?(?:的)?{_REPORT}")
_YEAR_FIRST = re.compile(rf"(?P<year>20\d\d)年度?(?P<place>{_NAME})??{_REPORT}")
_PREFIX = re.compile(r"^(?:#+|(?:标题|名称|题名|当前位置)[:：|]+)+")
# A title cut off by the end of its line: it has come to its year, or to the first digits of it.
_BEGUN = re.compile(r"20\d{0,2}(?:年|$)|2$")
_NAMELESS = re.compile(r"人?民?政?府")
_MOST_BREAKS, _LONGEST_TITLE = 2, 60
_PERIOD = re.compile(r"(20\d\d)年1月1日(?:起)?[,，]?(?:至|到|-|—|~|～|–)+(?:(20\d\d)年)?12月31日")
_YEAR = re.compile(r"(?<![\d年])(20\d\d)年(?!\d{1,2}月|版|第)")
_SAID = re.compile(r"(20\d\d)年度?(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?情况(?:报告|汇报)")
_PUBLISHER = re.compile(r"发布机构\]?[:：|\s]*(" + _NAME + r")(?=$|[\s|,，;；\[])", re.MULTILINE)
_CONTACT = re.compile(r"请与(" + _NAME + r"(?:办公室|办公厅))[^,，。(（]{0,12}联系")
_ENDING = re.compile(
    r"(?:省|市|县|区|旗|自治州|盟|乡|镇|街道|人民政府|政府|局|委员会|办公室|办公厅|厅|管委会|办事处|中心|法院"
    r"|检察院|学院|大学|学校|医院|总队|支队|大队|研究院|分局|总站|联合会|总工会|公司|银行)$"
)
_VAGUE = re.compile(r"^(?:我|本|全|该|各|县|区|省|州|镇|乡|街道|局|市(?![中南北])|政府)")
# A longer name of the same body: what stands before the short one must itself be the name of a place.
_SUPERIOR = re.compile(r"[\u3400-\u9fff]{1,12}(?:省|市|自治区|自治州|地区|州|盟|县|区|旗)$")
_MONTH_DAY = r"[-年/.](\d{1,2})[-月/.](\d{1,2})日?(?!\d)"
_PUBLISHED = re.compile(
    rf"(?:发布|公布|公开|发文|上传|上网)(?:日期|时间)\]?[:：|\s]*(20\d\d){_MONTH_DAY}"
    rf"|(?<![\u3400-\u9fff])(?:日期|时间)[:：]\s*(20\d\d){_MONTH_DAY}"
)
_WRITTEN_OUT = re.compile(
    "([二〇○零一三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_STATED = re.compile(rf"\s*(20\d\d){_MONTH_DAY}")
_SIGNED = re.compile(rf"[(（]?(20\d\d){_MONTH_DAY}[)）]?")
_GOVERNMENT = re.compile(r"(?<=[省市县区旗州乡镇盟])(?:人民)?政府$")


def find(document: Document) -> tuple[str | None, int | None, list[Unread]]:
    """(place, year, doubts); place and year are None where they are not certain."""
    lines = ["".join(fold_width(line).split()) for line in (document.title, *_lines(document))]
    places, years = _from_titles(lines)
    whole = fold_width("\n".join((document.title, *document.paragraphs)))
    periods = {
        int(match[1])
        for match in _PERIOD.finditer("".join(whole.split()))
        if match[2] is None or match[1] == match[2]
    }
    doubts = []
    year: int | None = None
    if len(periods) == 1 and (not years or periods & set(years)):
        year = periods.copy().pop()
    elif periods and years and not periods & set(years):
        said = "、".join(str(found) for found in sorted(periods))
        doubts.append(f"标题写的是{years[0]}年，统计期限写的是{said}年，不能确定是哪一年度的报告")
    elif years:
        year = years[0]
    else:
        year = _only_year(whole)
    if not doubts and year is None:
        doubts.append("没有找到报告是哪一年度的")
    place = next(iter(places), None) or _publisher(lines) or _contact(whole)
    place = _fuller(place, whole) if place else None
    if place is None:
        doubts.append("没有找到能够确定的报告单位名称")
    return place, year, [Unread(None, None, None, doubt) for doubt in doubts]


def published(document: Document) -> date | None:
    """The day on which the source says that it was published, or the day under its text; None if days differ.

    A day before 2008 or that no calendar has is none.
    """
    lines = [fold_width(line) for line in _lines(document)]
    stated = _days([_STATED.match(fold_width(document.published))])
    beside = _days(match for line in lines for match in _PUBLISHED.finditer(line))
    beside |= _days(
        _STATED.match(following)
        for line, following in pairwise(lines)
        if re.fullmatch(r"\[?\s*(?:发布|公布|公开)(?:日期|时间)\s*\]?[:：]?", line.strip())
    )
    signed = _days(
        _SIGNED.fullmatch(_in_digits("".join(fold_width(line).split())))
        for line in (*document.paragraphs[:4], *document.paragraphs[-12:])
    )
    found = stated or beside or signed
    return found.pop() if len(found) == 1 else None


def _days(matches: Iterable[re.Match[str] | None]) -> set[date]:
    days = set()
    for match in matches:
        digits = [int(part) for part in match.groups() if part] if match else []
        with suppress(ValueError):
            days |= {date(*digits)} if len(digits) == 3 and digits[0] >= _FIRST_YEAR else set()
    return days


def _in_digits(text: str) -> str:
    """A date in Chinese numerals (二〇二三年一月十日) in digits; other texts as they are."""
    match = _WRITTEN_OUT.fullmatch(text)
    if match is None:
        return text
    year = "".join(str(_DIGITS[character]) for character in match[1])
    return f"{year}年{_below_hundred(match[2])}月{_below_hundred(match[3])}日"


def _below_hundred(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _fuller(place: str, whole: str) -> str:
    """The place with the name of what it belongs to, where all that name it so agree (乙区 → 甲市乙区)."""
    before = r"(?:请与|请向|联系|来源[:：]|发布机构\]?[:：])\s*([\u3400-\u9fff]{1,12}?)"
    names = {match[1] for match in re.finditer(before + re.escape(place), whole)}
    if len(names) != 1 or not _SUPERIOR.fullmatch(superior := names.pop()) or _VAGUE.match(superior):
        return place
    return f"{superior}{place}"


def _lines(document: Document) -> list[str]:
    """Paragraphs and the cells before the first table of figures: where titles and origin lines stand."""
    cells = [box.text for grid in document.grids[:1] for line in grid.rows[:6] for box in line]
    pieces = [piece.text for piece in document.pieces if piece.kind == "text"][:60]
    return [line for line in (*document.paragraphs[:40], *cells, *pieces) if line]


def _from_titles(lines: list[str]) -> tuple[list[str], list[int]]:
    places, years = [], []
    before = ""
    for index, line in enumerate(lines):
        text = _PREFIX.sub("", line)
        match = _PLACE_FIRST.match(text) or _YEAR_FIRST.match(text) or _broken(text, lines[index + 1 :])
        if match:
            years.append(int(match["year"]))
            place = match["place"] or ""
            # “肖村乡人民政府” over “2021年…报告”: the name stands on its own line, all but its end.
            name = _name(place) if place else _name(before)
            if _NAMELESS.fullmatch(place) and (name := _name(before + place)) == before + place:
                name = ""
            if name:
                places.append(name)
        before = text
    return places, years


def _broken(text: str, following: list[str]) -> re.Match[str] | None:
    """The title that `text` begins, if the line or two below it finish it: the line was too short for it.

    The place must stand whole on the first line, and nothing but the title on the lines.
    """
    joined = text
    for line in following[:_MOST_BREAKS]:
        joined += line
        if len(joined) > _LONGEST_TITLE:
            break
        match = _PLACE_FIRST.fullmatch(joined) or _YEAR_FIRST.fullmatch(joined)
        if match and match.end("place") <= len(text) and _BEGUN.search(text):
            return match
    return None


def _name(text: str) -> str:
    """The body's name without 人民政府, or empty if `text` is not certainly a body's name."""
    if not 2 <= len(text) <= 30 or not _ENDING.search(text) or _VAGUE.match(text):
        return ""
    if _NAMELESS.fullmatch(text):
        return ""
    return _GOVERNMENT.sub("", text)


def _publisher(lines: list[str]) -> str | None:
    for here, following in zip(lines, (*lines[1:], ""), strict=True):
        match = _PUBLISHER.search(here)
        found = _name(match[1]) if match else ""
        if not found and re.fullmatch(r"\[?发布机构\]?[:：]?", here):
            found = _name(following)
        if found:
            return found
    return None


def _contact(whole: str) -> str | None:
    """An office that names itself as the one to ask, if the text also calls the work that office's own."""
    match = _CONTACT.search(whole)
    if not match:
        return None
    own = re.sub(r"^.*?(?=[省市县区旗](?:人民)?政府)", "", match[1]).replace("人民政府", "政府")
    return match[1] if f"{own}政府信息公开工作" in whole else None


def _only_year(whole: str) -> int | None:
    """The year whose work is reported (“2016年政府信息公开工作情况报告如下”), or the only one spoken of."""
    if said := set(_SAID.findall(whole)):
        return int(said.pop()) if len(said) == 1 else None
    years = {int(year) for year in _YEAR.findall(whole)}
    return years.pop() if len(years) == 1 else None
