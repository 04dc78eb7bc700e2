"""Background work for the system administrator: what runs, waits, is dead; trying again or giving up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.console import forms, wording
from gongkai.console.frame import flash, render_page
from gongkai.console.request_context import context_of
from gongkai.console.verbs import ReasonForm
from gongkai.console.views.body_changes import FORM, page_form
from gongkai.design import table
from gongkai.design.rows import Cell, Row, row
from gongkai.records.jobs import operations, queries
from gongkai.records.refusals import Refused

STATES = {
    "dead": gettext_lazy("失败"),
    "running": gettext_lazy("正在执行"),
    "waiting": gettext_lazy("等待"),
    "done": gettext_lazy("完成"),
}
TAGS = {"dead": "error", "running": "accent", "waiting": "plain", "done": "ok"}
RUNNERS = {
    "running": gettext_lazy("后台程序正在运行。"),
    "late": gettext_lazy("后台程序超过半分钟没有动静，请检查进程。"),
    "stopped": gettext_lazy("后台程序已经停止：提醒、索引和日志封存都停着。请重新启动。"),
    "never": gettext_lazy("后台程序从来没有运行过，请用 gongkai serve 启动。"),
}
MOST = 100


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """The jobs in one state, the periodic work, and whether the runner is alive."""
    here = context_of(request)
    counts = queries.counts()
    wanted = request.GET.get("state", "")
    state: Any = wanted if wanted in STATES else next((name for name in STATES if counts[name]), "done")  # type: ignore[index]
    runner = queries.runner(here.at)
    base = reverse("console:jobs")
    context = {
        "title": _("后台任务"),
        "runner": RUNNERS[runner.state],
        "runner_kind": "ok" if runner.state == "running" else "warn",
        "seen": wording.instant(runner.seen_at),
        "tabs": [
            {
                "href": f"{base}?state={name}",
                "label": label,
                "count": counts[name],  # type: ignore[index]
                "current": name == state,
            }
            for name, label in STATES.items()
        ],
        "heads": [{"label": label, "number": index == 3} for index, label in enumerate(_labels())],
        "rows": [_row(queries.view(one)) for one in queries.jobs(state=state)[:MOST]],
        "periodic": _periodic(),
    }
    return render_page(request, "jobs", context)


def _labels() -> list[str]:
    return [_("任务"), _("状态"), _("放入队列"), _("次数"), _("进度")]


def _row(job: queries.JobView) -> Row:
    progress = ""
    if job.progress:
        progress = f"{job.progress.done}/{job.progress.total or '?'} {job.progress.message}"
    tag: Any = TAGS[job.state]
    cells = [
        Cell(str(job.label), href=reverse("console:job", args=[job.id])),
        Cell(str(STATES[job.state]), tag=tag),
        Cell(wording.instant(job.enqueued_at), kind="time"),
        Cell(str(job.attempts), kind="number"),
        Cell(progress),
    ]
    return row(cells, _labels())


def _periodic() -> list[list[table.Cell]]:
    rows = [
        [
            str(work.label),
            _every(work.every),
            wording.instant(work.last_run_at) or "—",
            _("连续失败%(count)s次") % {"count": work.failures} if work.failures else _("正常"),
        ]
        for work in queries.periodic()
    ]
    return table.plain([_("定期工作"), _("每隔"), _("最近一次"), _("状态")], rows)


def _every(length: timedelta) -> str:
    """A length in its largest whole unit."""
    seconds = int(length.total_seconds())
    for unit, words in ((86400, _("%(count)s天")), (3600, _("%(count)s小时")), (60, _("%(count)s分钟"))):
        if seconds % unit == 0:
            return words % {"count": seconds // unit}
    return _("%(count)s秒") % {"count": seconds}


def _job(job: UUID) -> queries.JobView:
    found = queries.job(str(job))
    if found is None:
        raise Http404
    return found


@require_safe
def job(request: HttpRequest, job: UUID) -> HttpResponse:
    """One job: what it was asked, how it went."""
    here = context_of(request)
    found = _job(job)
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
    dead = found.state == "dead" and here.may("job.retry")
    context = {"title": str(found.label), "job": found, "facts": facts, "dead": dead}
    return render_page(request, "job", context)


@require_POST
def retry(request: HttpRequest, job: UUID) -> HttpResponse:
    """Put a dead letter back into the queue."""
    here = context_of(request)
    try:
        operations.retry_job(job_id=str(job), act=here.act)
        flash(request, _("任务已经放回队列，稍后自动执行。"))
    except Refused as refusal:
        flash(request, str(refusal))
    return HttpResponseRedirect(reverse("console:jobs"), status=303)


@require_http_methods(FORM)
def discard(request: HttpRequest, job: UUID) -> HttpResponse:
    """Give a dead letter up, with a reason."""
    here = context_of(request)
    found = _job(job)
    form = page_form(request, ReasonForm)
    what = forms.FormPage(
        title=_("放弃任务“%(label)s”") % {"label": found.label},
        verb=_("放弃"),
        back=reverse("console:job", args=[job]),
        effect=[_("它要做的事不会再做；参数和错误留在审计日志里。")],
        danger=True,
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        try:
            operations.discard_job(job_id=str(job), **data, act=here.act)
        except Refused as refusal:
            return reverse("console:jobs"), str(refusal)
        return reverse("console:jobs"), _("任务已经放弃。")

    return forms.run_form(request, form, what, perform)
