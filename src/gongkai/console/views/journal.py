"""The journal for the auditor: the list, one entry whole, verification as a job, the anchor to take away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from gongkai.console import links, listing, timeline, wording
from gongkai.console.frame import flash, render_page
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.tasks import VERIFY
from gongkai.design import table
from gongkai.design.rows import Cell
from gongkai.organisations.models import Appointment
from gongkai.organisations.rights import RIGHTS
from gongkai.records import jobs as queue
from gongkai.records import journal as records
from gongkai.records.auditing import operations as auditing
from gongkai.records.auditing.kinds import PLACES, VERDICTS, VERIFIED
from gongkai.records.jobs import queries as jobs

KEPT_SHOWN: Final = 10


def _rows(here: RequestContext) -> QuerySet[records.Entry]:
    return records.entries()


def _start(day: date) -> datetime:
    """The instant at which a day begins where the deployment is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _search(rows: QuerySet[records.Entry], text: str) -> QuerySet[records.Entry]:
    return rows.filter(pk__in=records.matching(text, rows))


def _seal(row: records.Entry) -> Cell:
    if row.position is None:
        return Cell(_("未封存"), tag="warn", kind="number")
    return Cell(wording.number(row.position), kind="number")


ENTRIES = listing.Listing(
    name="journal",
    title=gettext_lazy("审计日志"),
    noun=gettext_lazy("共%(count)s条"),
    rows=_rows,
    columns=(
        listing.Column(
            "verb",
            gettext_lazy("事项"),
            lambda row: Cell(records.label(row.verb), href=links.to("entry", row.pk)),
        ),
        listing.Column(
            "at",
            gettext_lazy("时间"),
            lambda row: Cell(wording.instant(row.at), kind="time"),
            order="at",
            plain=lambda row: row.at,
        ),
        listing.Column(
            "object",
            gettext_lazy("对象"),
            lambda row: Cell(row.object_label, note=timeline.kind_name(row.object_kind)),
        ),
        listing.Column("who", gettext_lazy("操作者"), lambda row: Cell(wording.who(row.by))),
        listing.Column("reason", gettext_lazy("理由"), lambda row: Cell(row.reason)),
        listing.Column(
            "position",
            gettext_lazy("序号"),
            _seal,
            plain=lambda row: row.position,
            number=True,
        ),
        listing.Column("digest", gettext_lazy("摘要"), lambda row: Cell(row.digest), shown=False),
    ),
    order="-at",
    key=lambda row: str(row.pk),
    key_field="pk",
    filters=(
        listing.Filter(
            "since", gettext_lazy("自"), lambda rows, day: rows.filter(at__gte=_start(day)), kind="day"
        ),
        listing.Filter(
            "until",
            gettext_lazy("至"),
            lambda rows, day: rows.filter(at__lt=_start(day + timedelta(days=1))),
            kind="day",
        ),
        # After the days: a search begins at the end of the time that was asked for.
        listing.Filter(
            "q",
            gettext_lazy("对象、操作者或理由"),
            _search,
            hint=gettext_lazy("查找所选日期以前的最近10万条"),
        ),
        listing.Filter(
            "verb",
            gettext_lazy("事项"),
            lambda rows, verb: rows.filter(verb=verb),
            choices=lambda here: sorted(records.labels().items(), key=lambda pair: pair[0]),
        ),
        listing.Filter(
            "rights",
            gettext_lazy("授权和重置"),
            lambda rows, only: rows.filter(verb__in=RIGHTS),
            choices=lambda here: [("1", _("只看授予、重置权限的"))],
        ),
        listing.Filter(
            "kind",
            gettext_lazy("对象类别"),
            lambda rows, kind: rows.filter(object_kind=kind),
            choices=lambda here: timeline.kind_choices(),
        ),
    ),
    empty=gettext_lazy("每一项办理都会在这里留下一条，写入后不能改、不能删。"),
)


def journal(request: HttpRequest) -> HttpResponse:
    """The list of entries, newest first."""
    verbs = [
        {"label": _("校验日志"), "href": reverse("console:journal_verify"), "kind": "primary"},
    ]
    return listing.page(request, ENTRIES, listing.Head(verbs))


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return listing.export(request, ENTRIES)


@require_safe
def entry(request: HttpRequest, entry: int) -> HttpResponse:
    """One entry whole: who, what, before and after, digests, seal."""
    found = records.Entry.objects.filter(pk=entry).first()
    if found is None:
        raise Http404
    changes = [[one["name"], one["before"] or "—", one["after"]] for one in timeline.list_changes(found)]
    block = None
    if found.position is not None:
        block = records.Block.objects.filter(first__lte=found.position, last__gte=found.position).first()
    context = {
        "title": records.label(found.verb),
        "facts": _facts(found),
        "changes": table.plain([_("项目"), _("变更前"), _("变更后")], changes) if changes else [],
        "seal": _seal_facts(found, block),
        "raw": json.dumps({"before": found.before, "after": found.after}, ensure_ascii=False, indent=2),
    }
    return render_page(request, "entry", context)


def _facts(found: records.Entry) -> list[dict[str, Any]]:
    thing = f"{timeline.kind_name(found.object_kind)} {found.object_label}"
    facts = [
        {"label": _("时间"), "value": wording.instant(found.at)},
        {"label": _("对象"), "value": thing, "note": found.object_id},
        {"label": _("操作者"), "value": wording.who(found.by), "note": found.actor_id},
    ]
    if found.reason:
        facts.append({"label": _("理由"), "value": found.reason})
    return facts


def _seal_facts(found: records.Entry, block: records.Block | None) -> list[dict[str, Any]]:
    intact = found.computed_digest() == found.digest
    position = wording.number(found.position) if found.position is not None else _("尚未封存")
    facts = [
        {"label": _("序号"), "value": position},
        {
            "label": _("摘要"),
            "value": found.digest,
            "note": _("与内容相符（%(algorithm)s）") % {"algorithm": found.algorithm}
            if intact
            else _("与内容不符：这一条已被改动，请立即校验全部日志"),
        },
    ]
    if block is not None:
        signed = _("已签名") if block.signature else _("没有签名")
        at = wording.instant(block.sealed_at)
        facts.append(
            {
                "label": _("区块"),
                "value": f"{block.number}（{block.first}–{block.last}）",
                "note": f"{at} {signed}",
            }
        )
    return facts


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Begin a verification, and show the earlier ones."""
    here = context_of(request)
    if request.method == "POST":
        assert here.chosen is not None  # noqa: S101 - the rule of this page asks for a post
        assert here.chosen.appointment is not None  # noqa: S101 - people act by appointment
        job = queue.enqueue(VERIFY, appointment=here.chosen.appointment.pk)
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


def _kept() -> list[list[table.Cell]]:
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


@require_POST
def anchor(request: HttpRequest) -> HttpResponse:
    """Take an anchor away: what the auditor keeps outside the system."""
    here = context_of(request)
    try:
        taken = auditing.take_anchor(act=here.act)
    except records.NothingSealed:
        flash(request, _("日志还没有封存的条目，过几秒再导出锚点。"))
        return HttpResponseRedirect(reverse("console:journal_verify"), status=303)
    response = HttpResponse(taken.line() + "\n", content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="anchor-{taken.block}.jsonl"'
    return response
