"""Periodic work is done once in each period, whatever happened to the runner in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from gongkai.records.jobs import queries
from gongkai.records.jobs.models import PeriodicWork
from gongkai.records.jobs.runner import drain
from gongkai.records.jobs.schedule import Schedule

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

Lines = Callable[[], list[str]]
MORNING = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # half past nine in Beijing; the daily work is due at three


def daily_jobs() -> int:
    return queries.jobs(name="test.daily").count()


def test_daily_work_becomes_one_job_a_day() -> None:
    schedule = Schedule()
    for hours in range(24):
        schedule.tick(MORNING + timedelta(hours=hours))
        drain()
    assert daily_jobs() == 2  # at once, because it never ran; and at three in the morning
    assert PeriodicWork.objects.get(name="test.daily").last_run_at == MORNING + timedelta(hours=18)


def test_a_restart_does_not_repeat_it() -> None:
    for minutes in range(5):
        Schedule().tick(MORNING + timedelta(minutes=minutes))
        drain()
    assert daily_jobs() == 1


def test_a_month_of_downtime_is_caught_up_by_one_run() -> None:
    Schedule().tick(MORNING)
    drain()
    for seconds in range(3):
        Schedule().tick(MORNING + timedelta(days=30, seconds=seconds))
        drain()
    assert daily_jobs() == 2


def test_it_does_not_pile_up_behind_an_unfinished_one() -> None:
    schedule = Schedule()
    for days in range(3):
        schedule.tick(MORNING + timedelta(days=days))
    assert daily_jobs() == 1
    drain()
    schedule.tick(MORNING + timedelta(days=3))
    assert daily_jobs() == 2


def test_frequent_work_runs_in_place(lines: Lines) -> None:
    schedule = Schedule()
    for seconds in range(20):
        schedule.tick(MORNING + timedelta(seconds=seconds))
    assert len([line for line in lines() if line.startswith("often")]) == 4
    assert queries.jobs(name="test.often").count() == 0


def test_frequent_work_that_fails_is_told_and_stops_nothing(
    lines: Lines, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("GONGKAI_TEST_OFTEN_FAILS", "1")
    schedule = Schedule()
    for seconds in range(0, 40, 5):
        schedule.tick(MORNING + timedelta(seconds=seconds))
    seen = next(work for work in queries.periodic() if work.name == "test.often")
    assert seen.failures == 8 and seen.error.startswith("builtins.OSError")
    assert daily_jobs() == 1
    told = [record for record in caplog.records if "test.often" in record.getMessage()]
    assert len(told) == 4  # the 1st, 2nd, 4th and 8th in a row
    assert "张三" not in caplog.text + seen.error
    monkeypatch.delenv("GONGKAI_TEST_OFTEN_FAILS")
    schedule.tick(MORNING + timedelta(seconds=40))
    seen = next(work for work in queries.periodic() if work.name == "test.often")
    assert (seen.failures, seen.error) == (0, "")


def test_all_periodic_work_is_listed_before_it_ever_ran() -> None:
    listed = {work.name: work for work in queries.periodic()}
    assert {"journal.seal", "jobs.prune", "test.daily"} <= set(listed)
    assert listed["journal.seal"].every == timedelta(seconds=2)
    assert listed["test.daily"].last_run_at is None
