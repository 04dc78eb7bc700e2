"""民法典第二百零一条至第二百零三条: terms in calendar days and months."""

from datetime import date

import pytest

from gongkai.law.calendar_terms import after_days, after_months
from gongkai.law.workdays import NotYetAnnounced

COVERS = ("civil-code/201", "civil-code/202", "civil-code/203", "civil-principles-1986/154")


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        # 开始的当日不计入（第二百零一条）: 30 days from 2 March end on 1 April.
        (date(2026, 3, 2), 30, date(2026, 4, 1)),
        # 最后一日是法定休假日的，以休假日结束的次日为最后一日（第二百零三条）: Saturday 18 July → Monday.
        (date(2026, 5, 19), 60, date(2026, 7, 20)),
        # Through a long holiday: 10-01…07.
        (date(2026, 9, 16), 15, date(2026, 10, 8)),
        # A Saturday that is worked by notice is no rest day.
        (date(2026, 2, 27), 1, date(2026, 2, 28)),
    ],
)
def test_terms_in_days(start: date, days: int, last: date) -> None:
    assert after_days(start, days) == last


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        # 到期月的对应日为期间的最后一日（第二百零二条）.
        (date(2026, 3, 16), 6, date(2026, 9, 16)),
        # 没有对应日的，月末日为期间的最后一日: 31 August + 6 months, 2024 a leap year.
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        # 28 February 2026 is a Saturday that is worked.
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        # Over the end of the year: 6 June 2026 is a Saturday.
        (date(2025, 12, 6), 6, date(2026, 6, 8)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
    ],
)
def test_terms_in_months(start: date, months: int, last: date) -> None:
    assert after_months(start, months) == last


def test_a_term_that_ends_beyond_the_calendar_is_not_guessed() -> None:
    with pytest.raises(NotYetAnnounced, match="2027"):
        after_months(date(2026, 8, 1), 6)
