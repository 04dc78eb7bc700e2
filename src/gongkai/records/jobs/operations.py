"""What an administrator can do with a dead letter: have it tried again, or give it up."""

from __future__ import annotations

import contextlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.records import journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.jobs import queries
from gongkai.records.jobs.models import Row
from gongkai.records.refusals import Refused


class NoSuchJob(Refused):
    """There is no job of this id."""


class NotADeadLetter(Refused):
    """The job is waiting, running or done."""


@transaction.atomic
def retry_job(*, job_id: str, by: Actor, at: datetime) -> None:
    """Put a dead letter back into the queue with all its retries. Raises NoSuchJob, NotADeadLetter."""
    row = _dead_letter(job_id)
    row.status = TaskResultStatus.READY
    row.run_after = at
    row.finished_at = None
    row.worker_ids = []
    row.save(update_fields=["status", "run_after", "finished_at", "worker_ids"])
    _journal("job.retried", row, by=by, at=at)


@transaction.atomic
def discard_job(*, job_id: str, reason: str, by: Actor, at: datetime) -> None:
    """Delete a dead letter; what it was stays in the journal. Raises NoSuchJob, NotADeadLetter."""
    row = _dead_letter(job_id)
    _journal("job.discarded", row, by=by, at=at, reason=reason)
    row.delete()


def _dead_letter(job_id: str) -> Row:
    row: Row | None = None
    with contextlib.suppress(ValueError):  # no UUID, no job
        row = DBTaskResult.objects.select_for_update().filter(pk=UUID(job_id)).first()
    if row is None:
        raise NoSuchJob(_("没有这个后台任务，可能已经有人放弃或者它已执行完毕并清理。请刷新列表。"))
    if row.status != TaskResultStatus.FAILED:
        raise NotADeadLetter(_("这个后台任务没有停在失败状态，不需要处理。请刷新列表查看它的最新状态。"))
    return row


def _journal(verb: str, row: Row, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Arguments are plain ids by the rule of the queue, so they may stand in the journal."""
    seen = queries.view(row)
    before = {"job": seen.name, "arguments": dict(seen.arguments), "error": row.exception_class_path}
    journal.record(
        verb=verb,
        object=ObjectRef("job", seen.id, str(seen.label)),
        by=by,
        at=at,
        before=before,
        reason=reason,
    )
