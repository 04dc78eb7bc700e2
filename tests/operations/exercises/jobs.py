"""What is done with dead letters of the queue."""

from __future__ import annotations

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

import tests.records.jobs.samples  # noqa: F401 - makes the sample jobs known
from gongkai.records import jobs
from gongkai.records.jobs import operations
from tests.operations.exercises import Exercises, Perform


def dead() -> str:
    """The id of a job that has been given up, as the queue leaves it."""
    job_id = jobs.enqueue("test.fail", case=7)
    DBTaskResult.objects.filter(pk=job_id).update(status=TaskResultStatus.FAILED)
    return job_id


def retry_job() -> Perform:
    job_id = dead()
    return lambda act: operations.retry_job(job_id=job_id, act=act)


def discard_job() -> Perform:
    job_id = dead()
    return lambda act: operations.discard_job(job_id=job_id, reason="申请已撤回", act=act)


EXERCISES: Exercises = {"discard_job": discard_job, "retry_job": retry_job}
