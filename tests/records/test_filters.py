"""A filter reads what an address says: what makes no sense is nothing, never an error."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.records import filters
from gongkai.records.filters import Filter, has_words, is_equal, split_words

TEXT = Filter("q", "名称", has_words("name"))
SHORT = Filter("q", "名称", has_words("name"), longest=3)
DAY = Filter("on", "日期", is_equal("on"), kind="day")
YEAR = Filter("year", "年度", is_equal("year"), kind="number", between=(2008, 2100))
LEVEL = Filter("level", "层级", is_equal("level"), kind="choice", choices=[("city", "市级")])
OWN = Filter("own", "本人的", is_equal("own"), choices=lambda asker: [(asker, "我")])


@pytest.mark.parametrize(
    ("one", "text", "value"),
    [
        # Text: without what no database takes and what nobody sees, no longer than it may be
        (TEXT, " 统计 ", "统计"),
        (TEXT, "统\0计", "统计"),
        (TEXT, "\0 ", None),
        (TEXT, "", None),
        (SHORT, "一二三四", "一二三"),
        # A day as people write it
        (DAY, "2026-02-13", date(2026, 2, 13)),
        (DAY, "2026年2月13日", date(2026, 2, 13)),
        (DAY, "2026-02-30", None),
        # A number of as many digits as its bounds have, and of digits of ours only
        (YEAR, "2019", 2019),
        (YEAR, "19", None),
        (YEAR, "20190", None),
        (YEAR, "٢٠١٩", None),
        (YEAR, "-201", None),
        # One of those there are; what depends on who asks is not judged here
        (LEVEL, "city", "city"),
        (LEVEL, "planet", None),
        (OWN, "anybody", "anybody"),
    ],
)
def test_an_address_is_read(one: Filter, text: str, value: Any) -> None:
    assert one.read(text) == value


def test_what_makes_no_sense_is_left_out() -> None:
    query = {"q": "统计", "year": "x", "level": "planet", "other": "1"}
    assert filters.read([TEXT, YEAR, LEVEL], query) == {"q": "统计"}


def test_choices_may_depend_on_who_asks() -> None:
    assert OWN.choices_for("林") == [("林", "我")]
    assert LEVEL.choices_for("林") == [("city", "市级")]
    assert TEXT.choices_for("林") is None


def test_not_more_words_are_searched_for_than_is_reasonable() -> None:
    assert len(split_words("一 " * 500)) == filters.MOST_WORDS
