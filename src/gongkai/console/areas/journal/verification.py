"""Verifying the journal: begin it in the background, see how far it is, what the earlier ones found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.console import timeline, wording
from gongkai.console.frame import render_page
from gongkai.console.request_context import context_of
from gongkai.console.tasks import VERIFY
from gongkai.design import table
from gongkai.organisations.models import Appointment
from gongkai.records import jobs as queue
from gongkai.records import journal as records
from gongkai.records.auditing.kinds import PLACES, VERDICTS, VERIFIED
from gongkai.records.jobs import queries as jobs

KEPT_SHOWN: Final = 10


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Begin a verification, and show the earlier ones."""
    here = context_of(request)
    if request.method == "POST":
        appointment = here.acting.appointment
        assert appointment is not None  # noqa: S101 - people act by appointment
        job = queue.enqueue(VERIFY, appointment=appointment.pk)
        return HttpResponseRedirect(reverse("console:verification", args=[job]), status=303)
    earlier = list(records.entries(records.EntryFilters(verb=VERIFIED))[:10])
    context = {
        "title": _("校验审计日志"),
        "verdict": _verdict(earlier[0].after or {}) if earlier else None,
        "verified_at": wording.instant(earlier[0].at) if earlier else "",
        "kept": _kept(),
        "earlier": [timeline.timeline_row(one, here) for one in earlier],
        "unsealed": records.entries().filter(position=None)[:1000].count(),
        "blocks": records.Block.objects.count(),
    }
    return render_page(request, "verify", context)


@require_safe
def verification(request: HttpRequest, job: UUID) -> HttpResponse:
    """How far a verification has come; it can be left and looked at again."""
    here = context_of(request)
    found = jobs.job(str(job))
    if found is None or found.name != VERIFY:
        raise Http404
    progress = found.progress
    result = _result_of(found) if found.state == "done" else None
    said: Mapping[str, Any] = (result.after or {}) if result else {}
    context = {
        "title": _("校验审计日志"),
        "job": found,
        "over": found.state in {"done", "dead"},
        "done": progress.done if progress else 0,
        "total": progress.total if progress else None,
        "text": _words(found),
        "verdict": _verdict(said) if result else None,
        "entry": timeline.timeline_row(result, here) if result else None,
        "findings": said.get("findings", []),
    }
    return render_page(request, "verification", context)


def _result_of(found: jobs.JobView) -> records.Entry | None:
    """What the verification of this job recorded; the runner's own go on beside it."""
    asked = Appointment.objects.filter(pk=str(found.arguments.get("appointment")))
    by = asked.values_list("person__public_id", flat=True).first() or ""
    filters = records.EntryFilters(verb=VERIFIED, since=found.enqueued_at, actor_id=by)
    return records.entries(filters).first()


def _verdict(said: Mapping[str, Any]) -> dict[str, str]:
    """The verdict of a verification as a notice; entries of version 0.2 know only whether all was well."""
    verdict = said.get("verdict") or ("unproven" if said.get("ok") else "damaged")
    kinds = {"proved": "ok", "unproven": "warn", "damaged": "error"}
    return {"kind": kinds[verdict], "title": str(VERDICTS[verdict]), "said": said.get("said", "")}


def _kept() -> list[list[table.TableCell]]:
    """The anchors that were kept outside last: which, where, when, and the receipt."""
    last = records.AnchorReceipt.objects.select_related("anchor").order_by("-kept_at")[:KEPT_SHOWN]
    rows = [
        [
            f"{one.anchor.day.isoformat()}（1–{wording.number(one.anchor.position)}）",
            f"{PLACES.get(one.place, one.place)} {one.location}",
            wording.instant(one.kept_at),
            one.said,
        ]
        for one in last
    ]
    return table.plain([_("锚点"), _("存放处"), _("存放时间"), _("回执")], rows) if rows else []


def _words(found: jobs.JobView) -> str:
    if found.state == "waiting":
        return _("正在排队，后台程序会尽快开始。")
    if found.state == "running":
        progress = found.progress
        if progress and progress.total:
            words = _("已校验%(done)s条，共%(total)s条。")
            return words % {"done": wording.number(progress.done), "total": wording.number(progress.total)}
        return _("正在校验。")
    return _("已经完成。") if found.state == "done" else _("没有完成，请系统管理员查看后台任务。")
