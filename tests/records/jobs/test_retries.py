"""A failed job is tried again, later and later; then it waits as a dead letter for somebody's decision."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gongkai.records import jobs, journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.acts import SystemAct
from gongkai.records.jobs import execution, operations, queries
from gongkai.records.jobs.runner import drain

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

ADMINISTRATOR = Actor("person", "p-1", "李四", post="系统管理员")
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def dead() -> str:
    """The id of a job that used up its retries."""
    job_id = jobs.enqueue("test.fail", case=7)
    drain()
    return job_id


def test_retries_are_used_up_and_the_letter_is_dead() -> None:
    seen = queries.job(dead())
    assert seen and (seen.state, seen.attempts) == ("dead", 3)
    assert drain() == 0


def test_nothing_of_what_the_error_said_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    # its message quoted a person: the class and the place are enough to find the fault
    seen = queries.job(dead())
    assert seen
    assert seen.error.startswith("builtins.KeyError")
    assert "samples.py" in seen.error and "always_fails" in seen.error
    assert "张三" not in seen.error + caplog.text
    assert "13800138000" not in seen.error + caplog.text


def test_the_wait_grows_with_every_attempt() -> None:
    job_id = jobs.enqueue("test.backs_off")
    drain()
    seen = queries.job(job_id)
    assert seen and seen.due_at and (seen.state, seen.attempts) == ("waiting", 1)
    first = seen.due_at - timezone.now()
    assert timedelta(minutes=25) < first <= timedelta(hours=1)
    DBTaskResult.objects.update(run_after=timezone.now())
    drain()
    seen = queries.job(job_id)
    assert seen and seen.due_at and seen.attempts == 2
    assert timedelta(minutes=55) < seen.due_at - timezone.now() <= timedelta(hours=2)
    assert seen.error.startswith("gongkai.records.jobs.registry.JobFailed: 对方系统没有应答。")


def test_giving_up_needs_no_retries() -> None:
    job_id = jobs.enqueue("test.give_up")
    drain()
    seen = queries.job(job_id)
    assert seen and (seen.state, seen.attempts) == ("dead", 1)
    assert "信函模板已经停用" in seen.error


def test_a_job_that_wants_to_leave_does_not_take_the_runner_along() -> None:
    job_id = jobs.enqueue("test.leave")
    jobs.enqueue("test.note", word="next")
    assert drain() == 2
    seen = queries.job(job_id)
    assert seen and seen.state == "dead"


def test_a_job_of_a_package_that_is_gone_waits_for_its_return() -> None:
    job_id = jobs.enqueue("test.note", word="x")
    row = DBTaskResult.objects.get(pk=job_id)
    row.args_kwargs["kwargs"]["job"] = "gone.job"
    row.save()
    drain()
    seen = queries.job(job_id)
    assert seen and (seen.state, seen.attempts, seen.name) == ("waiting", 1, "gone.job")


def test_a_dead_letter_is_tried_again_with_all_its_retries_and_journalled() -> None:
    job_id = dead()
    operations.retry_job(job_id=job_id, act=SystemAct(ADMINISTRATOR, NOW))
    seen = queries.job(job_id)
    assert seen and (seen.state, seen.attempts) == ("waiting", 0)
    assert drain() == 3
    (entry,) = journal.timeline(ObjectRef("job", job_id, ""))
    assert (entry.verb, entry.actor_name, (entry.before or {})["arguments"]) == (
        "job.retried",
        "李四",
        {"case": 7},
    )


def test_a_discarded_letter_stays_in_the_journal() -> None:
    job_id = dead()
    operations.discard_job(job_id=job_id, reason="已由人工补发。", act=SystemAct(ADMINISTRATOR, NOW))
    assert queries.job(job_id) is None
    (entry,) = journal.timeline(ObjectRef("job", job_id, ""))
    assert (entry.verb, entry.reason, (entry.before or {})["error"]) == (
        "job.discarded",
        "已由人工补发。",
        "builtins.KeyError",
    )


def test_only_a_dead_letter_can_be_decided_on() -> None:
    waiting = jobs.enqueue("test.note", word="x")
    with pytest.raises(operations.NotADeadLetter, match="刷新列表"):
        operations.retry_job(job_id=waiting, act=SystemAct(ADMINISTRATOR, NOW))
    with pytest.raises(operations.NotADeadLetter):
        operations.discard_job(job_id=waiting, reason="", act=SystemAct(ADMINISTRATOR, NOW))
    for unknown in ("8f14e45f-ceea-467f-9f0b-3b0a4f3c2a11", "no id"):
        with pytest.raises(operations.NoSuchJob):
            operations.retry_job(job_id=unknown, act=SystemAct(ADMINISTRATOR, NOW))
    assert journal.entries().count() == 0


def test_a_result_that_comes_too_late_changes_nothing() -> None:
    # the runner was told to stop and put the job back; then its thread reached the end after all
    job_id = jobs.enqueue("test.note", word="x")
    row = execution.claim("here:1")
    assert row is not None
    execution.give_back(row)
    execution.execute(row)
    seen = queries.job(job_id)
    assert seen and (seen.state, seen.attempts) == ("waiting", 0)


def test_what_succeeded_is_forgotten_and_what_failed_is_not() -> None:
    dead()
    jobs.enqueue("test.note", word="x")
    drain()
    assert execution.prune(before=timezone.now() + timedelta(seconds=1)) == 1
    assert queries.counts() == {"waiting": 0, "running": 0, "done": 0, "dead": 1}
