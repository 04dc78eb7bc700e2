"""Calendar dates as documents write them: 2020年3月31日, 2020-03-31, 2020.3.31, 2020/03/31, 二〇二〇年三月三十一日.

Years 1900 to 2099. A date is a day of the civil calendar in Asia/Shanghai; no time and no zone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from gongkai.text.script import fold_width

# Zero is written 〇, ○, 零 or, at a keyboard without them, as a letter or digit.
_CHINESE_YEAR: Final = "[一二][〇○零O0一二三四五六七八九]{3}"
_CHINESE_MONTH: Final = "十[一二]?|[〇○零]?[一二三四五六七八九]"
_CHINESE_DAY: Final = (
    "三十一?|[二廿]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[〇○零]?[一二三四五六七八九]"
)
_DATE: Final = re.compile(
    r"(?<![0-9A-Za-z./\-])(?P<year>(?:19|20)[0-9]{2})(?:"
    r"\s?年\s?(?P<month>[0-9]{1,2})\s?月\s?(?P<day>[0-9]{1,2})\s?日"
    r"|(?P<mark>[./\-])(?P<month2>[0-9]{1,2})(?P=mark)(?P<day2>[0-9]{1,2})(?![0-9A-SU-Za-z]|[./\-][0-9A-Za-z])"
    rf")|(?<![〇○零一二三四五六七八九])(?P<c_year>{_CHINESE_YEAR})年(?P<c_month>{_CHINESE_MONTH})月(?P<c_day>{_CHINESE_DAY})日"
)


class NotADate(ValueError):  # noqa: N818 - named for the refusal
    """The text is not one date of the calendar; the message says so in Chinese."""

    def __init__(self, text: str) -> None:
        shown = text if len(text) <= 30 else text[:30] + "…"
        super().__init__(f"“{shown}”不是日历上的日期，请按“2026年3月16日”或“2026-03-16”填写。")
        self.text = text


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in running text, at ``source[start:end]``."""

    start: int
    end: int
    on: date


def _chinese_number(s: str) -> int:
    tens, found, ones = s.replace("廿", "二十" if "十" not in s else "二").rpartition("十")
    value = {digit: n for n, digit in enumerate("零一二三四五六七八九")}
    head = value.get(tens, 1) if found else 0
    return head * 10 + value.get(ones[-1:], 0)


def _day_of(match: re.Match[str]) -> date | None:
    if match["c_year"]:
        year = int(
            "".join(
                str("〇一二三四五六七八九".find(c)) if c in "一二三四五六七八九" else "0"
                for c in match["c_year"]
            )
        )
        month, day = _chinese_number(match["c_month"]), _chinese_number(match["c_day"])
    else:
        year = int(match["year"])
        month, day = int(match["month"] or match["month2"]), int(match["day"] or match["day2"])
    try:
        return date(year, month, day) if 1900 <= year <= 2099 else None
    except ValueError:
        return None


def parse(s: str) -> date:
    """Read a string that is exactly one date.

    >>> parse("二〇二〇年三月三十一日")
    datetime.date(2020, 3, 31)

    Raises ``NotADate``, also for days that no calendar has (2月30日).
    """
    match = _DATE.fullmatch(fold_width(s).strip())
    on = _day_of(match) if match else None
    if on is None:
        raise NotADate(s)
    return on


def find(s: str) -> list[DateMention]:
    """Find the complete dates in running text, in order, in time linear in its length.

    A month and day without a year, an impossible day and a date inside a longer number are left out.
    """
    found = ((match, _day_of(match)) for match in _DATE.finditer(fold_width(s)))
    return [DateMention(match.start(), match.end(), on) for match, on in found if on is not None]


def format_chinese(d: date) -> str:
    """The form used in official documents (GB/T 9704: Arabic digits, no leading zeros).

    >>> format_chinese(date(2026, 3, 16))
    '2026年3月16日'
    """
    return f"{d.year}年{d.month}月{d.day}日"
