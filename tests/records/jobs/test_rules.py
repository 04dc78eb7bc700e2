"""When work is due, how long to wait, what may be an argument."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from gongkai.records.jobs.rules import (
    LONGEST_DELAY,
    ArgumentRefused,
    check_arguments,
    is_due,
    retry_delay,
)

PLAIN = [
    1,
    -3,
    True,
    None,
    "",
    "report.archived",
    "8f14e45f-ceea-467f-9f0b-3b0a4f3c2a11",
    "a" * 64,  # a SHA-256 digest
    "2026-03-02T09:30:00+08:00",
    "11441700007280420Y",  # a unified social credit code, which begins like an identity number
    "114417000072804209",
    "20260300012",
]


@pytest.mark.parametrize("value", PLAIN)
def test_an_identifier_may_be_an_argument(value: object) -> None:
    check_arguments({"id": value})


PERSONAL = [
    ("a name", "张三"),
    ("a text", "a" * 65),
    ("an address of mail", "zhang@example.cn"),
    ("words", "please disclose"),
    ("an identity number", "110101199003078515"),
    ("an identity number as a number", 110101199003078515),
    ("a mobile number", "13800138000"),
    ("a mobile number as a number", 13800138000),
    ("a mobile number with its country", "+8613800138000"),
    ("a list", [1, 2]),
    ("an object", {"name": "x"}),
    ("a fraction", 0.5),
    ("bytes", b"x"),
]


@pytest.mark.parametrize(("what", "value"), PERSONAL)
def test_anything_else_is_refused_by_name(what: str, value: object) -> None:
    with pytest.raises(ArgumentRefused, match="'holder'"):
        check_arguments({"id": 1, "holder": value})


def test_many_arguments_are_a_row() -> None:
    with pytest.raises(ArgumentRefused):
        check_arguments({f"a{number}": number for number in range(9)})


def test_waiting_doubles_and_is_capped_and_scattered() -> None:
    backoff = timedelta(seconds=30)
    longest = [retry_delay(attempts, backoff, 0).total_seconds() for attempts in range(1, 6)]
    assert longest == [30, 60, 120, 240, 480]
    assert retry_delay(1000, backoff, 0) == LONGEST_DELAY
    assert retry_delay(2, backoff, 0.5) == timedelta(seconds=45)
    assert all(retry_delay(3, backoff, chance / 10) >= timedelta(seconds=60) for chance in range(10))


def beijing(year: int, month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """An instant by the clock of Beijing."""
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC) - timedelta(hours=8)


DAY = timedelta(days=1)
DUE = [
    # never ran: due
    (None, beijing(2026, 3, 2, 12), DAY, time(3), True),
    # once a day, from three in the morning by the clock of Beijing
    (beijing(2026, 3, 2, 3, 0), beijing(2026, 3, 2, 23, 59), DAY, time(3), False),
    (beijing(2026, 3, 2, 3, 0), beijing(2026, 3, 3, 2, 59), DAY, time(3), False),
    (beijing(2026, 3, 2, 3, 0), beijing(2026, 3, 3, 3, 0), DAY, time(3), True),
    # run late because the office was closed: the next is not late for that
    (beijing(2026, 3, 2, 17, 0), beijing(2026, 3, 3, 3, 0), DAY, time(3), True),
    # every two seconds
    (beijing(2026, 3, 2, 12, 0, 0), beijing(2026, 3, 2, 12, 0, 1), timedelta(seconds=2), time(), False),
    (beijing(2026, 3, 2, 12, 0, 1), beijing(2026, 3, 2, 12, 0, 2), timedelta(seconds=2), time(), True),
    # weeks begin on Monday
    (beijing(2026, 3, 2, 0, 0), beijing(2026, 3, 8, 23, 59), DAY * 7, time(), False),
    (beijing(2026, 3, 8, 23, 59), beijing(2026, 3, 9, 0, 0), DAY * 7, time(), True),
    # the clock was a year ahead and has been set right: not a year without work
    (beijing(2027, 3, 2, 3, 0), beijing(2026, 3, 2, 3, 0), DAY, time(3), True),
]


@pytest.mark.parametrize(("last", "at", "every", "offset", "due"), DUE)
def test_due_once_in_each_period(
    last: datetime | None, at: datetime, every: timedelta, offset: time, due: bool
) -> None:
    assert is_due(last, at, every, offset) is due
