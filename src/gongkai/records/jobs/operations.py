"""What an administrator can do with a dead letter: have it tried again, or give it up."""

from __future__ import annotations

import contextlib
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.records.actors import ObjectRef
from gongkai.records.acts import Act
from gongkai.records.jobs import queries
from gongkai.records.jobs.kinds import JOB
from gongkai.records.jobs.models import Row
from gongkai.records.operations import Done, operation
from gongkai.records.refusals import Refused


class NoSuchJob(Refused):
    """There is no job of this id."""


class NotADeadLetter(Refused):
    """The job is waiting, running or done."""


@operation("job.retried", gettext_lazy("重新执行后台任务"), of=JOB, action="job.retry")
def retry_job(*, job_id: str, act: Act) -> Done[None]:
    """Put a dead letter back into the queue with all its retries. Raises NoSuchJob, NotADeadLetter."""
    row = _dead_letter(job_id)
    row.status = TaskResultStatus.READY
    row.run_after = act.at
    row.finished_at = None
    row.worker_ids = []
    row.save(update_fields=["status", "run_after", "finished_at", "worker_ids"])
    return _done(row)


@operation("job.discarded", gettext_lazy("放弃后台任务"), of=JOB, action="job.retry")
def discard_job(*, job_id: str, reason: str, act: Act) -> Done[None]:
    """Delete a dead letter; what it was stays in the journal. Raises NoSuchJob, NotADeadLetter."""
    row = _dead_letter(job_id)
    done = _done(row)
    row.delete()
    return done


def _dead_letter(job_id: str) -> Row:
    row: Row | None = None
    with contextlib.suppress(ValueError):  # no UUID, no job
        row = DBTaskResult.objects.select_for_update().filter(pk=UUID(job_id)).first()
    if row is None:
        raise NoSuchJob(_("没有这个后台任务，可能已经有人放弃或者它已执行完毕并清理。请刷新列表。"))
    if row.status != TaskResultStatus.FAILED:
        raise NotADeadLetter(_("这个后台任务没有停在失败状态，不需要处理。请刷新列表查看它的最新状态。"))
    return row


def _done(row: Row) -> Done[None]:
    """Arguments are plain ids by the rule of the queue, so they may stand in the journal."""
    seen = queries.view(row)
    before = {"job": seen.name, "arguments": dict(seen.arguments), "error": row.exception_class_path}
    return Done(None, ObjectRef(JOB.code, seen.id, str(seen.label)), before=before)
