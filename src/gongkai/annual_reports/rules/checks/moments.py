"""Years and days: another year's words in the text, days that do not exist, publication after the term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.annual_reports.rules.checks import scopes, stated
from gongkai.annual_reports.rules.checks.findings import ComparedFigure, Finding, FindingKind, Span, limited
from gongkai.annual_reports.rules.checks.stated import Stated
from gongkai.annual_reports.rules.forms import FORMATS
from gongkai.annual_reports.rules.prose import subjects
from gongkai.annual_reports.rules.reading import Reading
from gongkai.text import dates
from gongkai.text.script import fold_width

YEAR, DATE, LATE = "YEAR", "DATE", "LATE"
_GROUND = "《中华人民共和国政府信息公开条例》第五十条（报告上一年度的情况）"
_TERM = "《中华人民共和国政府信息公开条例》第四十九条；2019年以前的报告：2007年公布的条例第三十一条"
KINDS = (
    FindingKind(YEAR, "error", "标题的年度与统计期限的年度一致", _GROUND, FORMATS),
    FindingKind(YEAR, "warn", "正文所说的报告年度与标题一致", _GROUND, FORMATS),
    FindingKind(YEAR, "ask", "段落叙述的是报告年度的情况，不是以前年度的", _GROUND, FORMATS),
    FindingKind(DATE, "error", "日期存在；期限的起止先后正确", "公历", FORMATS),
    FindingKind(DATE, "ask", "统计期限是报告年度的1月1日至12月31日", _GROUND, FORMATS),
    FindingKind(DATE, "ask", "落款或者发布日期在统计期限之后", _GROUND, FORMATS),
    FindingKind(LATE, "warn", "部门1月31日前、政府3月31日前公布（2018年度以前均为3月31日）", _TERM, FORMATS),
)
_REPORT = r"(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
_TITLE = re.compile(
    rf"^[#\s]*(?:标题[:：])?[\u3400-\u9fff·]{{0,40}}?(20\d\d)年度?[\u3400-\u9fff]{{0,30}}?{_REPORT}$"
)
_DAY = r"(20\d\d)年(\d{1,2})月(\d{1,2})日"
_UNTIL = r"(?:起|开始)?[,，]?(?:至|到|-|—|~|～|–)+"
_PERIOD = re.compile(rf"{_DAY}{_UNTIL}(?:(20\d\d)年)?(\d{{1,2}})月(\d{{1,2}})日")
_ANY_DAY = re.compile(r"(?:(?<!\d)(\d{4})年)?(?<!\d)(\d{1,2})月(\d{1,2})日")
_SAYS = re.compile(rf"(?:现将|现公布|现向社会公布)[^。；]{{0,24}}?(20\d\d)年度?(?:本级|本机关)?{_REPORT}")
_MADE = re.compile(rf"编制了?《[^《》]{{0,24}}?(20\d\d)年度?{_REPORT}》")
_OPENING = re.compile(r"^[#\s]*(?:[(（][一二三四五六七八九十]+[)）][^。]{0,16}[。:：])?(20\d\d)年度?[,，]")
_PUBLISHED = re.compile(
    r"(?:发布时间|发布日期|公开日期|公布日期|发文日期|发布于)[\]】\s|:：]*(20\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})"
)
_DECEMBER = 12
# Departments of a government; an office publishes the government's report, schools and companies are neither.
_DEPARTMENT = re.compile(r"(?:局|委员会|委|厅)$")


def check(reading: Reading, figures: tuple[Stated, ...], published: date | None) -> list[Finding]:
    """Years, days, the term; `published`: the day of publication, if the caller knows it better."""
    lines = tuple("".join(fold_width(text).split()) for text in reading.paragraphs)
    checks = (
        _years(reading, lines),
        _openings(reading, lines),
        _last_years_figures(reading, figures),
        _days(reading, lines),
        _signed_early(reading, lines, published),
        _late(reading, lines, published),
    )
    return [finding for found in checks for finding in limited(found)]


def _finding(
    reading: Reading,
    code: str,
    level: str,
    place: tuple[int, str] | None,
    message: str,
    *values: ComparedFigure,
) -> Finding:
    """A finding at (paragraph, words): words without blanks, found again in the paragraph as it stands."""
    spans = (_span(reading, *place),) if place else ()
    return Finding(code, level, None, (), None, None, message, values, spans)


def _span(reading: Reading, paragraph: int, words: str) -> Span:
    text = reading.paragraphs[paragraph]
    folded = fold_width(text)
    pattern = r"\s*".join(re.escape(character) for character in words[:200])
    match = re.search(pattern, folded) if len(folded) == len(text) else None
    start, end = match.span() if match else (0, len(text))
    return Span(paragraph, start, end, text[start:end])


def _years(reading: Reading, lines: tuple[str, ...]) -> Iterator[Finding]:
    """Title, period and what the introduction says must be one year."""
    titles = {int(match[1]): index for index, line in enumerate(lines[:40]) if (match := _TITLE.match(line))}
    periods = {
        int(match[1]): (index, match[0])
        for index, line in enumerate(lines)
        for match in _PERIOD.finditer(line)
        if (match[2], match[3], match[5], match[6]) == ("1", "1", "12", "31") and match[4] in (None, match[1])
    }
    # titles that come after the period are links to the reports of other years
    first = min((index for index, _ in periods.values()), default=0)
    titles = {year: index for year, index in titles.items() if index <= first}
    if titles and periods and not set(titles) & set(periods):
        title, (period, (index, words)) = next(iter(titles)), next(iter(periods.items()))
        message = f"标题是{title}年度，统计期限写的是{period}年；请核对报告年度，改正写错的一处。"
        values = ComparedFigure("标题", title), ComparedFigure("统计期限", period)
        yield _finding(reading, YEAR, "error", (index, words), message, *values)
    year = reading.year
    for index, line in enumerate(lines):
        # in the words that introduce it, the report made is this one; further on it may be last year's
        introduced = _MADE.finditer(line) if "统计期限" in line or "统计时限" in line else ()
        for match in (*_SAYS.finditer(line), *introduced) if year else ():
            if int(match[1]) != year and not _TITLE.match(line):
                message = (
                    f"第{index + 1}段写的是{match[1]}年的报告，本报告是{year}年度；请核对是否沿用了旧稿。"
                )
                values = ComparedFigure("正文", int(match[1])), ComparedFigure("报告年度", year or 0)
                yield _finding(reading, YEAR, "warn", (index, match[0]), message, *values)


def _openings(reading: Reading, lines: tuple[str, ...]) -> Iterator[Finding]:
    """A paragraph that opens with an earlier year and never names the report's own."""
    for index, line in enumerate(lines):
        match = _OPENING.match(line)
        if (
            match is None
            or reading.year is None
            or int(match[1]) >= reading.year
            or str(reading.year) in line
        ):
            continue
        message = f"第{index + 1}段以“{match[1]}年”开头，本报告是{reading.year}年度；请核对是否沿用了旧稿。"
        values = ComparedFigure("正文", int(match[1])), ComparedFigure("报告年度", reading.year)
        yield _finding(reading, YEAR, "ask", (index, match[0]), message, *values)


def _last_years_figures(reading: Reading, figures: tuple[Stated, ...]) -> Iterator[Finding]:
    """A figure that the text gives to another year is this year's in the table: the year was not changed."""
    ours = {item.claim.subject for item in figures if item.own_year}
    for item in figures:
        claim = item.claim
        if (
            not claim.subject
            or item.own_year
            or claim.kind != "count"
            or claim.subject in ours
            or not item.exact
        ):
            continue
        if (
            not item.exact
            or item.whose == scopes.OTHER
            or reading.format is None
            or claim.year is None
            or reading.year is None
        ):
            continue
        try:
            cells = subjects.subject(claim.subject).cells.get(reading.format, ())
        except KeyError:
            continue
        values = [reading.value(*cell) for cell in cells]
        if not values or None in values or not claim.value or claim.year >= reading.year:
            continue
        if sum(value for value in values if value is not None) != item.amount:
            continue
        message = (
            f"正文{stated.where([item])}把{stated.label(claim.subject)}{item.words}写成{claim.year}年的，"
            f"表格中{reading.year}年的正是这个数；请核对年份。"
        )
        words = (
            item.figure(),
            ComparedFigure("正文年份", claim.year),
            ComparedFigure("报告年度", reading.year),
        )
        yield Finding(YEAR, "ask", None, (), None, None, message, words, stated.spans(reading, [item]))


def _exists(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2024, month, day)
    except ValueError:
        return False
    return True


def _days(reading: Reading, lines: tuple[str, ...]) -> Iterator[Finding]:
    """Days that no calendar has, and periods that end before they begin."""
    for index, line in enumerate(lines):
        for match in _ANY_DAY.finditer(line):
            year = int(match[1]) if match[1] else None
            if not _exists(year, int(match[2]), int(match[3])):
                message = f"第{index + 1}段的日期“{match[0]}”不存在；请核对后改正。"
                yield _finding(reading, DATE, "error", (index, match[0]), message)
        of_figures = "统计" in line or "数据" in line
        for match in _PERIOD.finditer(line):
            begin = (int(match[1]), int(match[2]), int(match[3]))
            end = (int(match[4] or match[1]), int(match[5]), int(match[6]))
            whole_year = (begin[1:], end[1:]) == ((1, 1), (_DECEMBER, 31))
            ours = begin[0] == end[0] == reading.year and begin[1:] == (1, 1) and _exists(*end)
            if ours and not whole_year and of_figures:
                message = f"统计期限“{match[0]}”不是全年（1月1日至12月31日）；请核对止日和所列数据。"
                yield _finding(reading, DATE, "ask", (index, match[0]), message)
            if _exists(*begin) and _exists(*end) and end < begin:
                message = f"第{index + 1}段的期限“{match[0]}”止日早于起日；请核对后改正。"
                yield _finding(reading, DATE, "error", (index, match[0]), message)


def _signatures(lines: tuple[str, ...]) -> list[tuple[int, str, date]]:
    """Lines that are a date and at most a name: (paragraph, words, day)."""
    found = []
    for index, line in enumerate(lines):
        mentions = dates.find(line) if len(line) <= 40 else []
        if len(mentions) != 1 or "发布" in line or "公开" in line or "时间" in line:
            continue
        mention = mentions[0]
        rest = (line[: mention.start] + line[mention.end :]).strip("()（）[]【】")
        if not rest or (scopes.kind_of(rest) and not re.search(r"[^\u3400-\u9fff]", rest)):
            found.append((index, line[mention.start : mention.end], mention.on))
    return found


def _page_dates(lines: tuple[str, ...]) -> list[tuple[int, str, date]]:
    found = []
    for index, line in enumerate(lines):
        for match in _PUBLISHED.finditer(line):
            if _exists(int(match[1]), int(match[2]), int(match[3])):
                found.append((index, match[0], date(int(match[1]), int(match[2]), int(match[3]))))
    return found


def _signed_early(reading: Reading, lines: tuple[str, ...], published: date | None) -> Iterator[Finding]:
    """A report signed or published before its year was over cannot report the whole year."""
    if reading.year is None:
        return
    known: list[tuple[int | None, str, date]] = [*_signatures(lines), *_page_dates(lines)]
    day_of = published or reading.published
    if day_of and day_of not in {day for _, _, day in known}:
        known.append((None, "", day_of))
    for index, words, day in known:
        if day.year != reading.year or (day.month, day.day) == (_DECEMBER, 31):
            continue
        message = (
            f"落款或者发布日期{dates.format_chinese(day)}在统计期限（{reading.year}年12月31日）结束之前；"
            "请核对日期和年度。"
        )
        yield _finding(reading, DATE, "ask", None if index is None else (index, words), message)


def _late(reading: Reading, lines: tuple[str, ...], published: date | None) -> Iterator[Finding]:
    """Publication after the term. A day more than a year off is a page moved to a new site: not counted."""
    if reading.year is None:
        return
    department = bool(_DEPARTMENT.search(reading.place or "")) and reading.year >= 2019
    due = date(reading.year + 1, 1 if department else 3, 31)
    known: list[tuple[int | None, str, date]] = [(None, "", published)] if published else []
    known = known or list(_page_dates(lines))
    known = known or ([(None, "", reading.published)] if reading.published else list(_signatures(lines)))
    days = [entry for entry in known if entry[2].year == reading.year + 1]
    if not days:
        return
    index, words, day = min(days, key=lambda entry: entry[2])
    if day <= due:
        return
    who = "部门" if department else "各级行政机关" if reading.year < 2019 else "政府"
    message = (
        f"公布日期{dates.format_chinese(day)}晚于期限{dates.format_chinese(due)}（{who}），"
        f"迟{(day - due).days}天；请核对公布日期，并说明原因。"
    )
    yield _finding(reading, LATE, "warn", None if index is None else (index, words), message)
