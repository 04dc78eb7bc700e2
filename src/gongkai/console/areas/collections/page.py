"""The page of a collection: who is missing, what came in, what can be done."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.annual_reports import queries
from gongkai.annual_reports.kinds import COLLECTION
from gongkai.annual_reports.models import Collection, Draft
from gongkai.console import timeline, wording
from gongkai.console.areas.collections import receiving
from gongkai.console.areas.collections.verbs import COLLECTION_VERBS
from gongkai.console.areas.drafts import list as drafts
from gongkai.console.frame import render_page
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.things import DRAFT_THING
from gongkai.design.rows import Cell, Row, row

FEW = 12  # missing units that are named at once


@require_safe
def collection(request: HttpRequest, collection: int) -> HttpResponse:
    """One collection; while files are being read the page asks again by itself."""
    here = context_of(request)
    subject: Collection = here.subject
    shown = queries.overview(subject)
    counts, progress = shown.counts, shown.progress
    missing = [unit.name for unit in shown.missing]
    manage = here.may("collection.manage", subject.body) and subject.closed_at is None
    entries = None
    if timeline.may_read_timeline(here, subject.body):
        entries = timeline.timeline_of(COLLECTION.ref(subject, here.on), here)
    context = {
        "title": subject.title,
        "collection": subject,
        "closed": subject.closed_at is not None,
        "facts": _facts(subject, shown, here),
        "missing": missing[:FEW],
        "missing_more": missing[FEW:],
        "missing_count": len(missing),
        "units_count": len(shown.units),
        "figures": _figures(subject, counts),
        "progress": progress,
        "progress_text": progress_words(progress),
        "manage": manage,
        "stuck": manage and progress.waiting and not progress.running,
        "unmatched": counts["unplaced"] if manage else 0,
        "upload": receiving.fields(),
        "verbs": [_roll_up(subject), *COLLECTION_VERBS.buttons(subject, here)],
        "heads": [
            {"label": label, "href": "", "sorted": "", "number": index in (2, 3)}
            for index, label in enumerate(_unit_labels())
        ],
        "rows": [_unit_row(unit.name, unit.draft) for unit in shown.units if unit.draft is not None],
        "batches": _batches(subject),
        "letters": counts["returned"],
        "entries": entries,
    }
    return render_page(request, "collection", context)


def progress_words(progress: queries.Progress) -> str:
    """How far the reading is, in words."""
    words = _("已读取%(done)s份，共%(total)s份。")
    return words % {"done": wording.number(progress.done), "total": wording.number(progress.total)}


def _facts(subject: Collection, shown: queries.Overview, here: RequestContext) -> list[dict[str, Any]]:
    due, _kind = wording.due(subject.due_on, here.on)
    counts = shown.counts
    came = counts["expected"] - counts["missing"]
    facts: list[dict[str, Any]] = [
        {"label": _("年度"), "value": str(subject.year)},
        {"label": _("收集单位"), "value": shown.body_name},
        {"label": _("报送截止"), "value": subject.due_on.isoformat(), "note": due},
        {
            "label": _("报送情况"),
            "value": _("应报%(expected)s个单位，已报%(came)s个")
            % {"expected": counts["expected"], "came": came},
        },
        {"label": _("退改函文号"), "value": subject.number_pattern},
    ]
    if subject.contact:
        facts.append({"label": _("联系方式"), "value": subject.contact})
    if subject.closed_at is not None:
        facts.append({"label": _("结束"), "value": wording.instant(subject.closed_at)})
    return facts


def _figures(subject: Collection, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Drafts by state, each number the way to its drafts."""
    wanted = (
        ("waiting", _("待读取"), {"state": "waiting"}),
        ("unreadable", _("读不出"), {"state": "unreadable"}),
        ("with_errors", _("有错误"), {"state": "read", "level": "error"}),
        ("read", _("待审核"), {"state": "read"}),
        ("returned", _("已退回"), {"state": "returned"}),
        ("accepted", _("已收录"), {"state": "accepted"}),
        ("aside", _("不采用"), {"state": "aside"}),
    )
    return [
        {
            "value": wording.number(counts[name]),
            "unit": _("份"),
            "label": label,
            "href": drafts.address(subject, **given),
        }
        for name, label, given in wanted
        if counts[name] or name != "aside"
    ]


def _roll_up(subject: Collection) -> dict[str, Any]:
    """The way to the sums, which everybody may go who sees the collection."""
    address = reverse("console:roll_up", args=[subject.pk])
    return {"label": _("汇总"), "href": address, "kind": "secondary", "reason": "", "first": False}


def _unit_labels() -> list[str]:
    return [_("单位"), _("草稿"), _("错误"), _("提醒和核实"), _("报送")]


def _unit_row(name: str, draft: Draft) -> Row:
    asked = draft.warnings + draft.asks
    read = draft.reading is not None
    return row(
        [
            Cell(name, href=DRAFT_THING.address(draft), note=draft.path),
            drafts.state(draft),
            Cell(str(draft.errors) if read else "", kind="number"),
            Cell(str(asked) if read else "", kind="number"),
            Cell(wording.instant(draft.received_at), kind="time"),
        ],
        _unit_labels(),
    )


def _batches(subject: Collection) -> list[dict[str, str]]:
    return [
        {
            "href": reverse("console:return_batch", args=[subject.pk, batch.pk]),
            "label": _("%(at)s 批量退回%(count)s份")
            % {"at": f"{timezone.localtime(batch.asked_at):%m-%d %H:%M}", "count": batch.count},
        }
        for batch in subject.batches.annotate(count=Count("drafts"))[:FEW]
    ]
