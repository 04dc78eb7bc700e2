"""Taking one job from the queue, running it, and writing down how it went.

Only the holder of the runner's lock takes a row, and only the process it has for jobs executes. Rows are
taken and given back by compare-and-set on (status, started_at): a result that comes too late changes nothing.
"""

from __future__ import annotations

import logging
import random
import traceback
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskContext
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from gongkai.records.jobs.models import Row
from gongkai.records.jobs.registry import GiveUp, JobFailed, UnknownJob, find
from gongkai.records.jobs.rules import retry_delay

logger = logging.getLogger("gongkai.jobs")

# For a job that this version of the program does not know.
RETRIES = 5
BACKOFF = timedelta(minutes=1)
LIMIT = timedelta(minutes=10)


class RunnerDied(Exception):
    """The process that ran the job ended before the job did."""


class TookTooLong(JobFailed):
    """The run went beyond the job's limit."""


def job_name(row: Row) -> str:
    """The name of the row's job; the path of the task for rows that others put into the queue."""
    return str(row.args_kwargs["kwargs"].get("job", row.task_path))


def policy(row: Row) -> tuple[int, timedelta, timedelta]:
    """Retries, back-off and limit of the row's job."""
    try:
        job = find(job_name(row))
    except UnknownJob:
        return RETRIES, BACKOFF, LIMIT
    return job.retries, job.backoff, job.limit


def is_due() -> bool:
    """Whether there is a job to take: a plain read, so that an idle runner takes no write lock."""
    return bool(DBTaskResult.objects.ready().exists())


def claim(worker: str) -> Row | None:
    """Take the next job that is due; None when nothing is."""
    ready: DBTaskResultQuerySet = DBTaskResult.objects.ready()
    if not is_due():
        return None
    with transaction.atomic():
        row: Row | None = ready.get_locked()
        if row is not None:
            row.claim(worker)
    return row


def execute(row: Row) -> None:
    """Run a claimed job to its end; whatever it raises is written on its row."""
    try:
        context = TaskContext(task_result=cast(Any, row.task_result))  # its own subclass, typed apart
        row.task.call(context, *row.args_kwargs["args"], **row.args_kwargs["kwargs"])
    except BaseException as error:  # SystemExit of a library must not end the runner
        fail(row, error)
    else:
        _settle(row, status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now())


def fail(row: Row, error: BaseException) -> None:
    """Note the error; the job is due again later, or a dead letter when its retries are used up."""
    retries, backoff, _limit = policy(row)
    attempts = len(row.worker_ids)
    now = timezone.now()
    noted = {"exception_class_path": _class_path(error), "traceback": describe(error)}
    dead = isinstance(error, GiveUp) or attempts > retries
    if dead:
        _settle(row, status=TaskResultStatus.FAILED, finished_at=now, **noted)
    else:
        due = now + retry_delay(attempts, backoff, random.random())  # noqa: S311 (spreads load, guards nothing)
        _settle(row, status=TaskResultStatus.READY, run_after=due, **noted)
    logger.warning(
        "Job %s (%s) failed in attempt %d with %s%s",
        job_name(row),
        row.pk,
        attempts,
        _class_path(error),
        "; it is a dead letter now" if dead else "",
    )


def give_back(row: Row) -> None:
    """Put an unfinished job back because the runner stops; the attempt does not count."""
    _settle(row, status=TaskResultStatus.READY, run_after=timezone.now(), worker_ids=row.worker_ids[:-1])


def recover() -> int:
    """Take up what a dead runner left running; how many rows. Only for the holder of the lock.

    The first time a job is due again at once; one that keeps taking its runner down waits longer and longer,
    and becomes a dead letter like any other.
    """
    left = list(DBTaskResult.objects.running())
    for row in left:
        if len(row.worker_ids) == 1 and policy(row)[0] > 0:
            _settle(row, status=TaskResultStatus.READY, run_after=timezone.now())
        else:
            fail(row, RunnerDied())
    return len(left)


def _settle(row: Row, **values: object) -> None:
    DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at).update(
        **values
    )


def describe(error: BaseException) -> str:
    """Class and place of an error and of its causes, innermost first; the message only of a JobFailed.

    Messages of other exceptions quote values, and values may be somebody's personal data.
    """
    parts: list[str] = []
    link: BaseException | None = error
    while link is not None and len(parts) < 10:
        message = f": {link}" if isinstance(link, JobFailed) and str(link) else ""
        places = [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(link.__traceback__)
        ]
        parts.insert(0, "\n".join([f"{_class_path(link)}{message}", *places[-20:]]))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n\n".join(parts)


def _class_path(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def prune(*, before: datetime) -> int:
    """Delete the rows of jobs that succeeded before the instant, a thousand at a time; how many."""
    total = 0
    while True:
        rows = DBTaskResult.objects.successful().filter(finished_at__lt=before).order_by()
        batch = list(rows.values_list("pk", flat=True)[:1000])
        if not batch:
            return total
        DBTaskResult.objects.filter(pk__in=batch).delete()
        total += len(batch)
