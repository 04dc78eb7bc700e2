"""Putting work into the queue: a row of django-tasks-db, written in the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django_tasks import TaskContext, task

from gongkai.records.jobs import registry


@task(takes_context=True)
def perform(context: TaskContext, job: str, arguments: dict[str, Any]) -> None:
    """The one task of the queue: look the job up by name and run it. Names survive a move of the function."""
    result = context.task_result
    run = registry.Run(result.id, context.attempt, result.started_at or timezone.now())
    registry.find(job).function(run, **arguments)


def enqueue(job_name: str, *, at: datetime | None = None, **arguments: int | str | bool | None) -> str:
    """Have the job run soon, or not before `at` (aware); its id.

    The row is written in the caller's transaction: no commit, no job. Raises UnknownJob, ArgumentRefused.
    """
    registry.find(job_name).check(arguments)
    return perform.using(run_after=at).enqueue(job=job_name, arguments=arguments).id
