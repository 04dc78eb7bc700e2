"""Background work for the system administrator: what runs, waits, is dead; periodic work; who runs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongkai.console import listing, wording
from gongkai.console.request_context import RequestContext, context_of
from gongkai.design import table
from gongkai.design.rows import Cell
from gongkai.records.jobs import queries
from gongkai.records.jobs.models import Row
from gongkai.records.jobs.queries import State

STATES: Final[dict[State, Promise]] = {
    "dead": gettext_lazy("失败"),
    "running": gettext_lazy("正在执行"),
    "waiting": gettext_lazy("等待"),
    "done": gettext_lazy("完成"),
}
_TAGS: Final[dict[State, Literal["error", "accent", "plain", "ok"]]] = {
    "dead": "error",
    "running": "accent",
    "waiting": "plain",
    "done": "ok",
}
_RUNNERS: Final = {
    "running": gettext_lazy("后台程序正在运行。"),
    "late": gettext_lazy("后台程序超过半分钟没有动静，请检查进程。"),
    "stopped": gettext_lazy("后台程序已经停止：提醒、索引和日志封存都停着。请重新启动。"),
    "never": gettext_lazy("后台程序从来没有运行过，请用 gongkai serve 启动。"),
}


def _read(rows: Sequence[Any], here: RequestContext) -> None:
    """The rows of the queue as a person sees them."""
    for row in rows:
        row.seen = queries.view(row)


def _progress(row: Any) -> Cell:
    progress = row.seen.progress
    return Cell(f"{progress.done}/{progress.total or '?'} {progress.message}" if progress else "")


def _state(row: Any) -> Cell:
    return Cell(str(STATES[row.seen.state]), tag=_TAGS[row.seen.state])


def _narrow_state(rows: QuerySet[Row], state: str) -> QuerySet[Row]:
    known = next((one for one in STATES if one == state), None)
    return queries.in_state(rows, known) if known is not None else rows.none()


JOBS = listing.Listing(
    name="jobs",
    title=gettext_lazy("后台任务"),
    noun=gettext_lazy("共%(count)s个任务"),
    rows=lambda here: queries.jobs(),
    columns=(
        listing.Column(
            "label",
            gettext_lazy("任务"),
            lambda row: Cell(str(row.seen.label), href=reverse("console:job", args=[row.pk])),
        ),
        listing.Column("state", gettext_lazy("状态"), _state),
        listing.Column(
            "enqueued",
            gettext_lazy("放入队列"),
            lambda row: Cell(wording.instant(row.enqueued_at), kind="time"),
            order="enqueued_at",
            plain=lambda row: row.enqueued_at,
        ),
        listing.Column(
            "attempts",
            gettext_lazy("次数"),
            lambda row: Cell(str(row.seen.attempts), kind="number"),
            plain=lambda row: row.seen.attempts,
            number=True,
        ),
        listing.Column("progress", gettext_lazy("进度"), _progress),
        listing.Column("name", gettext_lazy("名称"), lambda row: Cell(row.seen.name), shown=False),
        listing.Column(
            "finished",
            gettext_lazy("结束"),
            lambda row: Cell(wording.instant(row.finished_at), kind="time"),
            shown=False,
            plain=lambda row: row.finished_at,
        ),
    ),
    order="-enqueued",
    key=lambda row: str(row.pk),
    key_field="pk",
    filters=(
        listing.Filter(
            "state", gettext_lazy("状态"), _narrow_state, choices=lambda here: list(STATES.items())
        ),
        listing.Filter(
            "name",
            gettext_lazy("任务"),
            queries.of_name,
            choices=lambda here: queries.names(),
        ),
    ),
    prepare=_read,
    empty=gettext_lazy("失败的任务会留在这里，直到有人决定重试还是放弃。"),
)


def jobs(request: HttpRequest) -> HttpResponse:
    """The jobs, the periodic work, and whether the runner is alive."""
    return listing.page(request, JOBS, lambda: _head(request), template="jobs")


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return listing.export(request, JOBS)


def _head(request: HttpRequest) -> listing.Head:
    runner = queries.runner(context_of(request).at)
    extra = {
        "runner": _RUNNERS[runner.state],
        "runner_kind": "ok" if runner.state == "running" else "warn",
        "seen": wording.instant(runner.seen_at),
        "periodic": _periodic(),
    }
    return listing.Head(tabs=_tabs(request.GET.get("state", "")), extra=extra)


def _tabs(shown: str) -> list[dict[str, Any]]:
    """All jobs, and those in each state with how many there are."""
    counts, base = queries.counts(), reverse("console:jobs")
    tabs: list[dict[str, Any]] = [{"href": base, "label": _("全部"), "current": shown not in counts}]
    for state, label in STATES.items():
        tabs.append(
            {
                "href": f"{base}?state={state}",
                "label": label,
                "count": counts[state],
                "current": state == shown,
            }
        )
    return tabs


def _periodic() -> list[list[table.TableCell]]:
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
