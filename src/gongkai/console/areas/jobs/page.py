"""The page of one job: what it was asked, how it went, what can be done about it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.console import wording
from gongkai.console.areas.jobs.list import STATES
from gongkai.console.areas.jobs.verbs import JOB_VERBS
from gongkai.console.frame import render_page
from gongkai.console.request_context import context_of
from gongkai.records.jobs.queries import JobView


@require_safe
def job(request: HttpRequest, job: UUID) -> HttpResponse:
    """One job: what it was asked, how it went."""
    here = context_of(request)
    found: JobView = here.subject
    facts = [
        {"label": _("状态"), "value": STATES[found.state]},
        {"label": _("名称"), "value": found.name},
        {
            "label": _("参数"),
            "value": "、".join(f"{key}={value}" for key, value in found.arguments.items()) or "—",
        },
        {"label": _("已试次数"), "value": str(found.attempts)},
        {"label": _("放入队列"), "value": wording.instant(found.enqueued_at)},
        {"label": _("开始"), "value": wording.instant(found.started_at) or "—"},
        {"label": _("结束"), "value": wording.instant(found.finished_at) or "—"},
    ]
    context = {
        "title": str(found.label),
        "job": found,
        "facts": facts,
        "verbs": JOB_VERBS.buttons(found, here),
    }
    return render_page(request, "job", context)
