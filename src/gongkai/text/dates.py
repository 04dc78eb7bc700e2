"""Calendar dates as documents write them.

2020年3月31日, 2020-03-31, 2020.3.31, 2020/03/31, 二〇二〇年三月三十一日.
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
_GAP: Final = r"[ \xa0]?"
_DATE: Final = re.compile(
    r"(?<![0-9A-Za-z])(?P<year>(?:19|20)[0-9]{2})(?:"
    rf"{_GAP}年{_GAP}(?P<month>[0-9]{{1,2}}){_GAP}月{_GAP}(?P<day>[0-9]{{1,2}}){_GAP}日"
    # The T of 2020-03-31T09:00 may follow, no other letter and no digit.
    r"|(?P<mark>[./\-])(?P<month2>[0-9]{1,2})(?P=mark)(?P<day2>[0-9]{1,2})(?![0-9A-SU-Za-z]|(?P=mark)[0-9A-Za-z]))"
    rf"|(?<![〇○零一二三四五六七八九])(?P<c_year>{_CHINESE_YEAR})年(?P<c_month>{_CHINESE_MONTH})月(?P<c_day>{_CHINESE_DAY})日"
)


class NotADate(ValueError):
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


_VALUE: Final = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}


def _up_to_99(s: str) -> int:
    """三十一 → 31, 廿三 → 23, 〇三 → 3."""
    tens, found, ones = re.sub("廿十?", "二十", s).rpartition("十")
    return (_VALUE.get(tens, 1) * 10 if found else 0) + _VALUE.get(ones[-1:], 0)


def _day_of(match: re.Match[str]) -> date | None:
    mark = match["mark"]
    if mark and match.start() and match.string[match.start() - 1] in {".", "/", mark}:
        return None  # inside an address, a version or a longer code; 2020.1.1-2020.12.31 is two dates
    if match["c_year"]:
        year = int("".join(str(_VALUE.get(character, 0)) for character in match["c_year"]))
        month, day = _up_to_99(match["c_month"]), _up_to_99(match["c_day"])
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
