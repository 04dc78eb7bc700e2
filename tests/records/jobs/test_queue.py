"""A job exists if, and only if, the transaction that asked for it committed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from gongkai.records import jobs
from gongkai.records.jobs import queries, registry
from gongkai.records.jobs.runner import drain

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

Lines = Callable[[], list[str]]


class Refusal(Exception):
    """The operation fails after it has enqueued."""


def test_no_commit_no_job(lines: Lines) -> None:
    with pytest.raises(Refusal), transaction.atomic():
        jobs.enqueue("test.note", word="lost")
        raise Refusal
    with transaction.atomic():
        jobs.enqueue("test.note", word="kept")
    assert drain() == 1
    assert [line.split()[1] for line in lines()] == ["kept"]


def test_a_job_runs_once_and_is_done(lines: Lines) -> None:
    job_id = jobs.enqueue("test.note", word="one")
    waiting = queries.job(job_id)
    assert waiting and (waiting.state, waiting.attempts, waiting.due_at) == ("waiting", 0, None)
    assert (waiting.name, waiting.label, waiting.arguments) == ("test.note", "记一笔", {"word": "one"})
    assert (drain(), drain()) == (1, 0)
    done = queries.job(job_id)
    assert done and done.finished_at and (done.state, done.attempts) == ("done", 1)
    assert lines() == [f"note one 1 {job_id}"]
    assert queries.counts() == {"waiting": 0, "running": 0, "done": 1, "dead": 0}


def test_not_before_its_time(lines: Lines) -> None:
    jobs.enqueue("test.note", at=timezone.now() + timedelta(hours=1), word="later")
    jobs.enqueue("test.note", at=timezone.now() - timedelta(hours=1), word="due")
    assert drain() == 1
    assert [line.split()[1] for line in lines()] == ["due"]


# A mistake of the caller is found in the caller's transaction, not by the runner at night.
MISTAKES = [
    ("test.unknown", {}, jobs.UnknownJob),
    ("test.note", {}, jobs.ArgumentRefused),
    ("test.note", {"word": "a", "more": "b"}, jobs.ArgumentRefused),
    ("test.note", {"word": "张三"}, jobs.ArgumentRefused),
    ("test.note", {"word": "110101199003078515"}, jobs.ArgumentRefused),
]


@pytest.mark.parametrize(("name", "arguments", "refusal"), MISTAKES)
def test_a_mistake_is_refused_at_once(name: str, arguments: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        jobs.enqueue(name, **arguments)
    assert queries.jobs().count() == 0


def test_a_name_belongs_to_one_function() -> None:
    with pytest.raises(registry.DeclaredTwice):
        jobs.job("test.note")(lambda run: None)


def test_progress_can_be_read() -> None:
    job_id = jobs.enqueue("test.report")
    drain()
    seen = queries.job(job_id)
    assert seen and seen.progress
    assert (seen.progress.done, seen.progress.total, seen.progress.message) == (3, 3, "第3件")


def test_lists_by_state_and_name() -> None:
    jobs.enqueue("test.note", word="a")
    jobs.enqueue("test.give_up")
    drain()
    jobs.enqueue("test.note", word="b")
    assert [queries.view(row).arguments for row in queries.jobs(name="test.note")] == [
        {"word": "b"},
        {"word": "a"},
    ]
    assert [queries.view(row).name for row in queries.dead_letters()] == ["test.give_up"]
    assert queries.jobs(state="waiting").count() == 1
