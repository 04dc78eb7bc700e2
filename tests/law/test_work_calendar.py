"""The work calendar: weekends, holidays and worked weekends as the State Council's notices ordered them."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.workdays import BeforeCalendar, Calendar, CalendarUnknown, NotYetAnnounced, official

DAY = timedelta(days=1)
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)

# The notices of the year, as month-day or month-day..day: weekdays off, then weekend days worked.
YEARS = {
    2019: (
        "01-01 02-04..08 04-05 05-01..03 06-07 09-13 10-01..04 10-07",
        "02-02..03 04-28 05-05 09-29 10-12",
    ),
    2020: (
        "01-01 01-24 01-27..31 04-06 05-01 05-04..05 06-25..26 10-01..02 10-05..08",
        "01-19 04-26 05-09 06-28 09-27 10-10",
    ),
    2021: (
        "01-01 02-11..12 02-15..17 04-05 05-03..05 06-14 09-20..21 10-01 10-04..07",
        "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
    ),
    2022: (
        "01-03 01-31 02-01..04 04-04..05 05-02..04 06-03 09-12 10-03..07",
        "01-29..30 04-02 04-24 05-07 10-08..09",
    ),
    2023: (
        "01-02 01-23..27 04-05 05-01..03 06-22..23 09-29 10-02..06",
        "01-28..29 04-23 05-06 06-25 10-07..08",
    ),
    2024: (
        "01-01 02-12..16 04-04..05 05-01..03 06-10 09-16..17 10-01..04 10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    2025: (
        "01-01 01-28..31 02-03..04 04-04 05-01..02 05-05 06-02 10-01..03 10-06..08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: (
        "01-01..02 02-16..20 02-23 04-06 05-01 05-04..05 06-19 09-25 10-01..02 10-05..07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}


def written_out(year: int, column: str) -> set[date]:
    found: set[date] = set()
    for part in column.split():
        month, first, last = int(part[:2]), int(part[3:5]), int(part[-2:])
        found.update(date(year, month, day) for day in range(first, last + 1))
    return found


def days(first: date, last: date) -> list[date]:
    return [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]


@pytest.mark.parametrize("year", YEARS)
def test_the_exceptions_of_a_year_are_those_of_its_notices(year: int) -> None:
    off, worked = YEARS[year]
    special = official().special_days(year)
    assert {day.on for day in special if day.status == "off"} == written_out(year, off)
    assert {day.on for day in special if day.status == "work"} == written_out(year, worked)


@pytest.mark.parametrize("year", YEARS)
def test_every_exception_since_2019_names_its_notice(year: int) -> None:
    notices = {day.notice for day in official().special_days(year)}
    assert all(notice.startswith("国办发明电〔20") and notice.endswith("号") for notice in notices)


# 调整2019年劳动节假期；延长2020年春节假期: two notices that changed a year after it was announced.
@pytest.mark.parametrize(
    ("on", "notice"),
    [
        (date(2019, 1, 1), "国办发明电〔2018〕15号"),
        (date(2019, 5, 2), "国办发明电〔2019〕3号"),
        (date(2020, 1, 30), "国办发明电〔2019〕16号"),
        (date(2020, 1, 31), "国办发明电〔2020〕1号"),
        (date(2026, 10, 10), "国办发明电〔2025〕7号"),
    ],
)
def test_a_day_is_traced_to_the_notice_that_ordered_it(on: date, notice: str) -> None:
    assert [day.notice for day in official().special_days(on.year) if day.on == on] == [notice]


def test_the_same_days_as_chinesecalendar_for_every_year() -> None:
    differing = [d for d in days(FIRST, LAST) if official().is_workday(d) != chinese_calendar.is_workday(d)]
    # 国办发明电〔2005〕35号 orders 12月31日（星期六）上班; the library has it as a Saturday off.
    assert differing == [date(2005, 12, 31)]


def test_the_same_days_as_holidays_for_every_year() -> None:
    observed = holidays.country_holidays("CN", years=range(2004, 2028))
    assert [d for d in days(FIRST, LAST) if official().is_workday(d) != observed.is_working_day(d)] == []


@pytest.mark.parametrize(
    ("on", "off", "working"),
    [
        ("2026-02-13", None, None),
        ("2026-02-14", None, "春节调休上班"),
        ("2026-02-15", "星期日", None),
        ("2026-02-16", "春节", None),
        ("2026-09-25", "中秋节", None),
        ("2015-09-03", "抗战胜利70周年纪念日", None),
        ("2018-12-29", None, "元旦调休上班"),
    ],
)
def test_why_a_day_is_off_or_worked(on: str, off: str | None, working: str | None) -> None:
    d = date.fromisoformat(on)
    assert (official().why_off(d), official().why_on(d)) == (off, working)


def test_adding_no_days_changes_nothing_even_on_a_day_off() -> None:
    assert official().add(date(2026, 2, 15), 0) == date(2026, 2, 15)
    with pytest.raises(ValueError, match="0 or more"):
        official().add(date(2026, 2, 15), -1)


def test_the_first_working_day_on_or_after() -> None:
    assert official().next(date(2026, 2, 14)) == date(2026, 2, 14)
    assert official().next(date(2026, 2, 15)) == date(2026, 2, 24)


some_day = st.dates(FIRST, LAST - 400 * DAY)


@given(some_day, st.integers(1, 200))
def test_adding_is_walking_day_by_day(start: date, n: int) -> None:
    today, left = start, n
    while left:
        today += DAY
        left -= official().is_workday(today)
    assert official().add(start, n) == today
    assert official().count(start, today) == n


@given(some_day, st.integers(0, 400))
def test_counting_is_looking_at_every_day(after: date, length: int) -> None:
    through = after + length * DAY
    working = [d for d in days(after + DAY, through) if official().is_workday(d)]
    assert official().count(after, through) == len(working)
    assert official().days(after, through) == working


def test_counting_backwards_is_nothing() -> None:
    assert official().count(date(2026, 3, 2), date(2026, 2, 2)) == 0


def test_outside_the_known_years_it_refuses_to_guess() -> None:
    calendar = official()
    assert (calendar.first, calendar.through, calendar.years) == (FIRST, LAST, range(2004, 2027))
    for ask in (calendar.is_workday, calendar.next, calendar.why_off, lambda d: calendar.count(FIRST, d)):
        with pytest.raises(NotYetAnnounced, match="2027年的放假安排尚未载入"):
            ask(date(2027, 1, 1))
    with pytest.raises(NotYetAnnounced, match=r"用 --calendar 2028\.csv 载入"):
        calendar.add(date(2028, 5, 1), 1)
    with pytest.raises(BeforeCalendar, match="工作日历从2004年开始"):
        calendar.is_workday(date(2003, 12, 31))
    with pytest.raises(CalendarUnknown):
        calendar.special_days(2027)
    with pytest.raises(NotYetAnnounced):
        Calendar().is_workday(date(2026, 1, 1))
