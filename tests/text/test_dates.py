"""Dates of documents: every usual spelling, no impossible day, no piece of a longer number."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.dates import NotADate, find, format_chinese, parse
from gongkai.text.numerals import to_chinese

THAT_DAY = date(2020, 3, 31)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        *(
            (text, THAT_DAY)
            for text in ("2020年3月31日", "2020年03月31日", "2020 年 3 月 31 日", " 2020-03-31\n")
        ),
        *((text, THAT_DAY) for text in ("2020-3-31", "2020.3.31", "2020/03/31", "２０２０年３月３１日")),
        *(
            (text, THAT_DAY)
            for text in ("二〇二〇年三月三十一日", "二○二○年三月三十一日", "二零二零年三月三十一日")
        ),
        # typed where the keyboard had no 〇
        ("二0二0年三月三十一日", THAT_DAY),
        ("二〇二一年十月十日", date(2021, 10, 10)),
        ("二〇二一年十一月二十九日", date(2021, 11, 29)),
        ("二〇二一年十二月廿五日", date(2021, 12, 25)),
        ("二〇二一年〇三月〇一日", date(2021, 3, 1)),
        ("二〇二四年二月二十九日", date(2024, 2, 29)),
        ("一九九八年一月三十日", date(1998, 1, 30)),
    ],
)
def test_every_usual_spelling(text: str, on: date) -> None:
    assert parse(text) == on


@pytest.mark.parametrize(
    "text",
    [
        *("", "2020年", "2020年3月", "3月31日", "20200331", "2020年3月31", "二〇二〇年三月"),
        # days no calendar has
        *("2020年2月30日", "2021-02-29", "2020-13-01", "2020-00-10", "2020.4.31", "二〇二〇年二月三十日"),
        *("二〇二〇年十三月一日", "二〇二〇年三月三十二日", "二〇二〇年三月十十日"),
        # mixed marks, other centuries, more than a date
        *(
            "2020-3.31",
            "1899-12-31",
            "2100-01-01",
            "二一〇〇年一月一日",
            "2020-03-31 10:00",
            "2020-03-31T10:00",
        ),
        *("12020-03-31", "2020-03-311", "2020.3.31.5", "٢٠٢٠-03-31"),
    ],
)
def test_what_is_not_one_day_of_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(NotADate, match="请按“2026年3月16日”"):
        parse(text)


def _in_chinese(d: date) -> str:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(d.year))
    return f"{year}年{to_chinese(d.month)}月{to_chinese(d.day)}日"


_DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(_DAYS)
def test_every_day_is_read_back_from_every_form(d: date) -> None:
    forms = [
        format_chinese(d),
        d.isoformat(),
        f"{d:%Y.%m.%d}",
        f"{d:%Y/%m/%d}",
        f"{d.year}.{d.month}.{d.day}",
    ]
    for form in [*forms, _in_chinese(d)]:
        assert parse(form) == d
        (mention,) = find(f"本报告自{form}起，")
        assert (mention.on, mention.start, mention.end) == (d, 4, 4 + len(form))


def test_the_official_form_has_no_leading_zeros() -> None:
    assert format_chinese(date(2026, 3, 6)) == "2026年3月6日"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("统计期限自2019年1月1日起至2019年12月31日止", ["2019年1月1日", "2019年12月31日"]),
        # A day without its year is left to the reader who knows the year.
        ("2019年1月1日至12月31日", ["2019年1月1日"]),
        ("成文日期 : | 2020-03-31 | 发布日期 : | 2020-03-31 |", ["2020-03-31", "2020-03-31"]),
        ("2020.1.1-2020.12.31", ["2020.1.1", "2020.12.31"]),
        ("2020年1月1日-2020年3月31日", ["2020年1月1日", "2020年3月31日"]),
        ("1.2020年3月31日召开", ["2020年3月31日"]),
        ("2020-03-31T09:00、2020-03-31.docx", ["2020-03-31", "2020-03-31"]),
        # not dates, or two readings
        ("http://example.cn/art/2020/3/31/a.html", []),
        ("版本2020.3.31.5，编号12020-03-31，2020-01-01-2020-02-02", []),
        ("2020年2月30日", []),
        ("2020\n年3月31日", []),
    ],
)
def test_dates_of_a_sentence(text: str, found: list[str]) -> None:
    assert [text[mention.start : mention.end] for mention in find(text)] == found


@given(st.text(alphabet="2019年月日-./二〇十三一 ０1", max_size=40))
def test_nothing_is_found_that_parse_would_refuse(text: str) -> None:
    for mention in find(text):
        assert parse(text[mention.start : mention.end]) == mention.on


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("number", "on"), [("001", date(2020, 3, 31)), ("001", date(2019, 12, 31)), ("002", date(2020, 12, 31))]
)
def test_days_that_real_reports_name(corpus: Path, number: str, on: date) -> None:
    (report,) = (corpus / "seeds").glob(f"{number}_*.txt")
    assert on in {mention.on for mention in find(report.read_text(encoding="utf-8"))}
