"""Collections of annual reports: the list, and the page of one: who is missing, what came in, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_safe

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import Collection, Draft
from gongkai.console import links, listing, timeline, wording
from gongkai.console.action_buttons import ActionButton, action_buttons
from gongkai.console.frame import render_page
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.views import drafts, receiving
from gongkai.design.rows import Cell, Row, row
from gongkai.organisations import access
from gongkai.organisations import queries as organisations
from gongkai.records.actors import ObjectRef

FEW = 12  # missing units that are named at once


def _rows(here: RequestContext) -> QuerySet[Collection]:
    reach = access.bodies_in_reach(here.acting, "collection.view", here.on)
    current = Q(drafts__superseded_by=None)
    asked = Q(drafts__body__in=F("expected__body"))
    return queries.collections(reach).annotate(
        units=Count("expected", distinct=True),
        came=Count("drafts", filter=current & asked, distinct=True),
        open_drafts=Count("drafts", filter=current & Q(drafts__state=Draft.State.READ), distinct=True),
    )


def _names(rows: Sequence[Any], here: RequestContext) -> None:
    for one in rows:
        one.body_name = organisations.name_of(one.body, queries.day_of(one))
        one.here_on = here.on


def _state(one: Any) -> Cell:
    if one.closed_at is not None:
        return Cell(_("已结束"), tag="plain")
    words, kind = wording.due(one.due_on, one.here_on)
    return Cell(words, tag=kind)  # type: ignore[arg-type]  # kinds of tags


COLLECTIONS = listing.Listing(
    name="collections",
    title=gettext_lazy("年报收集"),
    noun=gettext_lazy("共%(count)s次收集"),
    rows=_rows,
    columns=(
        listing.Column(
            "title",
            gettext_lazy("名称"),
            lambda one: Cell(one.title, href=links.to("collection", one.pk), note=one.body_name),
            order="title",
        ),
        listing.Column(
            "year",
            gettext_lazy("年度"),
            lambda one: Cell(str(one.year), kind="number"),
            order="year",
            plain=lambda one: one.year,
            number=True,
        ),
        listing.Column(
            "due",
            gettext_lazy("报送截止"),
            lambda one: Cell(one.due_on.isoformat(), kind="time"),
            order="due_on",
            plain=lambda one: one.due_on,
        ),
        listing.Column("state", gettext_lazy("进展"), _state),
        listing.Column(
            "units",
            gettext_lazy("应报"),
            lambda one: Cell(str(one.units), kind="number"),
            plain=lambda one: one.units,
            number=True,
        ),
        listing.Column(
            "came",
            gettext_lazy("已报"),
            lambda one: Cell(str(one.came), kind="number"),
            plain=lambda one: one.came,
            number=True,
        ),
        listing.Column(
            "open",
            gettext_lazy("待审"),
            lambda one: Cell(str(one.open_drafts), kind="number"),
            plain=lambda one: one.open_drafts,
            number=True,
        ),
    ),
    order="-year",
    key=lambda one: str(one.pk),
    key_field="pk",
    filters=queries.COLLECTION_FILTERS,
    prepare=_names,
    empty=gettext_lazy("每年收各单位年报草稿的工作会列在这里。先建立一次收集，再把收到的文件整个放进来。"),
)


def collections(request: HttpRequest) -> HttpResponse:
    """The list."""
    here = context_of(request)
    verbs = []
    if here.may("collection.manage"):
        verbs.append({"label": _("建立收集"), "href": reverse("console:collection_new"), "kind": "primary"})
    return listing.page(request, COLLECTIONS, listing.Head(verbs))


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return listing.export(request, COLLECTIONS)


@require_safe
def collection(request: HttpRequest, collection: int) -> HttpResponse:
    """One collection; while files are being read the page asks again by itself."""
    here = context_of(request)
    subject: Collection = here.subject
    counts = queries.counts(subject)
    progress = queries.progress(subject)
    units = queries.expected(subject)
    missing = [unit.name for unit in units if unit.draft is None]
    manage = here.may("collection.manage", subject.body) and subject.closed_at is None
    entries = None
    if timeline.may_read_timeline(here, subject.body):
        entries = timeline.timeline_of(ObjectRef("report_collection", str(subject.pk), subject.title), here)
    context = {
        "title": subject.title,
        "collection": subject,
        "closed": subject.closed_at is not None,
        "facts": _facts(subject, counts, here),
        "missing": missing[:FEW],
        "missing_more": missing[FEW:],
        "missing_count": len(missing),
        "units_count": len(units),
        "figures": _figures(subject, counts),
        "progress": progress,
        "progress_text": progress_words(progress),
        "manage": manage,
        "stuck": manage and progress.waiting and not progress.running,
        "unmatched": drafts.unmatched(subject).count() if manage else 0,
        "upload": receiving.fields(),
        "verbs": _verbs(subject, here),
        "heads": [
            {"label": label, "href": "", "sorted": "", "number": index in (2, 3)}
            for index, label in enumerate(_unit_labels())
        ],
        "rows": [_unit_row(unit.name, unit.draft) for unit in units if unit.draft is not None],
        "batches": _batches(subject),
        "letters": counts["returned"],
        "entries": entries,
    }
    return render_page(request, "collection", context)


def progress_words(progress: queries.Progress) -> str:
    """How far the reading is, in words."""
    words = _("已读取%(done)s份，共%(total)s份。")
    return words % {"done": wording.number(progress.done), "total": wording.number(progress.total)}


def _facts(subject: Collection, counts: dict[str, int], here: RequestContext) -> list[dict[str, Any]]:
    due, _kind = wording.due(subject.due_on, here.on)
    came = counts["expected"] - counts["missing"]
    facts: list[dict[str, Any]] = [
        {"label": _("年度"), "value": str(subject.year)},
        {"label": _("收集单位"), "value": organisations.name_of(subject.body, queries.day_of(subject))},
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


def _verbs(subject: Collection, here: RequestContext) -> list[dict[str, Any]]:
    def is_open() -> None:
        operations.check_open(subject)

    wanted = [
        ActionButton(_("汇总"), "roll_up", "collection.view"),
        ActionButton(_("调整应报单位"), "collection_units", "collection.manage", is_open),
        ActionButton(_("修改名称、日期"), "collection_change", "collection.manage", is_open),
    ]
    if subject.closed_at is None:
        wanted.append(ActionButton(_("结束收集"), "collection_close", "collection.manage", danger=True))
    else:
        wanted.append(ActionButton(_("恢复收集"), "collection_reopen", "collection.manage"))
    return action_buttons(here, wanted, str(subject.pk), body=subject.body)


def _unit_labels() -> list[str]:
    return [_("单位"), _("草稿"), _("错误"), _("提醒和核实"), _("报送")]


def _unit_row(name: str, draft: Draft) -> Row:
    asked = draft.warnings + draft.asks
    read = draft.reading is not None
    return row(
        [
            Cell(name, href=drafts.to(draft), note=draft.path),
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
            % {"at": f"{timezone.localtime(batch.asked_at):%m-%d %H:%M}", "count": batch.drafts.count()},
        }
        for batch in subject.batches.all()[:FEW]
    ]
