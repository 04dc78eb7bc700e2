"""What is done with a job that used up its retries: have it tried again, or give it up."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from gongkai.console.request_context import RequestContext
from gongkai.console.things import JOB_THING
from gongkai.console.verbs import ReasonForm, Verb, Verbs
from gongkai.records.jobs import operations
from gongkai.records.jobs.queries import JobView


def _is_dead(job: JobView, here: RequestContext) -> bool:
    return job.state == "dead"


def _discard(job: JobView, data: dict[str, Any], here: RequestContext) -> str:
    """The list: what was given up has no page any more."""
    operations.discard_job(job_id=job.id, **data, act=here.act)
    return reverse("console:jobs")


def _retry(job: JobView, data: dict[str, Any], here: RequestContext) -> str:
    operations.retry_job(job_id=job.id, act=here.act)
    return reverse("console:jobs")


JOB_VERBS: Final = Verbs(
    JOB_THING,
    (
        Verb(
            "retry",
            gettext_lazy("重试"),
            "job.retry",
            _retry,
            done=gettext_lazy("任务已经放回队列，稍后自动执行。"),
            shown=_is_dead,
            at_once=True,
        ),
        Verb(
            "discard",
            gettext_lazy("放弃"),
            "job.retry",
            _discard,
            form=ReasonForm,
            title=gettext_lazy("放弃任务“%(name)s”"),
            effect=[gettext_lazy("它要做的事不会再做；参数和错误留在审计日志里。")],
            done=gettext_lazy("任务已经放弃。"),
            shown=_is_dead,
            danger=True,
        ),
    ),
)
