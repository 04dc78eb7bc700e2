"""Background work that waits for a decision, and a runner that gives no sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console import wording
from gongkai.console.inbox import MOST, Item, Source, next_workday
from gongkai.console.request_context import RequestContext
from gongkai.records.jobs import queries as jobs


def dead_jobs(here: RequestContext) -> Iterator[Item]:
    """Background work that used up its retries."""
    for row in jobs.dead_letters()[:MOST]:
        job = jobs.view(row)
        yield Item(
            _("后台任务失败：%(label)s") % {"label": job.label},
            reverse("console:job", args=[job.id]),
            due=next_workday(timezone.localdate(job.finished_at or job.enqueued_at)),
            note=_("已试%(count)s次") % {"count": job.attempts},
            verb=_("查看"),
            verb_href=reverse("console:job", args=[job.id]),
        )


def runner(here: RequestContext) -> Iterator[Item]:
    """The background runner, where it gives no sign."""
    seen = jobs.runner(here.at)
    if seen.state != "running":
        yield Item(
            _("后台程序没有运行，提醒、索引和日志封存都停着"),
            reverse("console:jobs"),
            due=here.on,
            note=_("最近一次：%(at)s") % {"at": wording.instant(seen.seen_at)} if seen.seen_at else "",
        )


SOURCES: Final = (
    Source("job.view", gettext_lazy("失败的后台任务"), dead_jobs),
    Source("job.view", gettext_lazy("后台程序停止的提醒"), runner),
)
