"""The list of the drafts of collections, with its bulk work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE
from gongkai.annual_reports.models import Collection, Draft
from gongkai.console import listing, wording
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.things import COLLECTION_THING, DRAFT_THING
from gongkai.design.rows import Cell
from gongkai.organisations import access
from gongkai.organisations import queries as organisations
from gongkai.records.refusals import Refused

State = Draft.State
ASSIGN, RETURN, ACCEPT, SET_ASIDE = (
    DRAFT_LIFECYCLE[verb] for verb in ("assign", "return", "accept", "set_aside")
)
TAGS = {
    State.WAITING: "plain",
    State.READ: "accent",
    State.UNREADABLE: "error",
    State.RETURNED: "warn",
    State.ACCEPTED: "ok",
    State.ASIDE: "plain",
}


class OneCollection(Refused):
    """What is sent back together belongs to one collection."""


def address(collection: Collection, **given: str) -> str:
    """The list of a collection's drafts, narrowed."""
    return f"{reverse('console:drafts')}?{urlencode({'collection': collection.pk, **given})}"


def state(draft: Draft) -> Cell:
    """The state of a draft as a tag, with the reason where it is not read, not used or of another year."""
    tag: Any = TAGS[State(draft.state)]
    note = first_sentence(draft.reason)
    if draft.state == State.READ and draft.year != draft.collection.year:
        note = _("是%(year)s年度的报告") % {"year": draft.year} if draft.year else _("没有读出年度")
    return Cell(str(State(draft.state).label), tag=tag, note=note)


def first_sentence(text: str) -> str:
    """The first sentence of a reason, which says what is the matter; the rest stands on the draft's page."""
    head, stop, _rest = text.partition("。")
    return head + stop


def _rows(here: RequestContext) -> QuerySet[Draft]:
    reach = access.bodies_in_reach(here.acting, "collection.view", here.on)
    rows = Draft.objects.filter(collection__body__in=reach, superseded_by=None)
    return rows.select_related("collection__body", "collection__case_key", "body", "letter__number")


def _names(rows: Sequence[Any], here: RequestContext) -> None:
    """The names of the units on the day of their collection, in one query for each day."""
    days: dict[date, list[Any]] = {}
    for row in rows:
        days.setdefault(queries.day_of(row.collection), []).append(row)
    for day, those in days.items():
        names = organisations.names_of((row.body for row in those if row.body is not None), day)
        for row in those:
            row.unit = names.get(row.body_id, "")
    for row in rows:
        row.manage = row.collection.closed_at is None and here.may("collection.manage", row.collection.body)


def _unit(row: Any) -> Cell:
    return Cell(row.unit or row.path.rpartition("/")[2], href=DRAFT_THING.address(row), note=row.path)


def _matched(row: Any) -> Cell:
    if row.body_id is not None:
        return Cell(str(Draft.MatchedBy(row.matched_by).label))
    if row.manage and ASSIGN.allows(row):
        return Cell(_("选定单位"), href=reverse("console:draft_unit", args=[row.collection_id, row.pk]))
    return Cell(_("未对应"))


def _count(name: str) -> Callable[[Any], Cell]:
    return lambda row: Cell(str(getattr(row, name)) if row.reading is not None else "", kind="number")


def _plain(name: str) -> Callable[[Any], int | None]:
    return lambda row: getattr(row, name) if row.reading is not None else None


def _counted(name: str, label: Any) -> listing.Column:
    return listing.Column(name, label, _count(name), order=name, plain=_plain(name), number=True)


def _send_back(rows: Sequence[Any], note: str, here: RequestContext) -> listing.BulkDone:
    """Sent back in the background, in one batch."""
    if not rows:
        raise operations.CannotReturn(_("请先选定要退回的草稿。"))
    if len({row.collection_id for row in rows}) > 1:
        raise OneCollection(_("选中的草稿属于不同的收集，请先按收集筛选，再分别退回。"))
    batch = operations.return_drafts(collection=rows[0].collection, drafts=rows, note=note, act=here.act)
    page = reverse("console:return_batch", args=[batch.collection_id, batch.pk])
    return listing.BulkDone(_("已经开始逐份制作退改函。"), page)


DRAFTS = listing.Listing(
    name="drafts",
    title=gettext_lazy("年报草稿"),
    noun=gettext_lazy("共%(count)s份草稿"),
    rows=_rows,
    columns=(
        listing.Column("unit", gettext_lazy("单位和文件"), _unit, order="path"),
        listing.Column("state", gettext_lazy("状态"), state, order="state"),
        _counted("errors", gettext_lazy("错误")),
        _counted("warnings", gettext_lazy("提醒")),
        _counted("asks", gettext_lazy("请核实")),
        _counted("unread_cells", gettext_lazy("未读出的格")),
        listing.Column("matched", gettext_lazy("单位依据"), _matched),
        listing.Column("path", gettext_lazy("文件"), lambda row: Cell(row.path), shown=False),
        listing.Column(
            "reason", gettext_lazy("原因"), lambda row: Cell(row.reason or row.match_note), shown=False
        ),
        listing.Column(
            "year",
            gettext_lazy("报告年度"),
            lambda row: Cell(str(row.year or ""), kind="number"),
            plain=lambda row: row.year,
            shown=False,
            number=True,
        ),
        listing.Column(
            "version", gettext_lazy("版本"), lambda row: Cell(str(row.version)), order="version", shown=False
        ),
        listing.Column(
            "letter",
            gettext_lazy("退改函"),
            lambda row: Cell(row.letter.number.text if row.letter else ""),
            shown=False,
        ),
        listing.Column(
            "collection", gettext_lazy("收集"), lambda row: Cell(row.collection.title), shown=False
        ),
        listing.Column(
            "received",
            gettext_lazy("收到"),
            lambda row: Cell(wording.instant(row.received_at), kind="time"),
            order="received_at",
            plain=lambda row: row.received_at,
            shown=False,
        ),
    ),
    order="-errors",
    key=lambda row: str(row.pk),
    key_field="pk",
    filters=queries.DRAFT_FILTERS,
    verbs=(
        listing.Bulk(
            "return",
            RETURN.label,
            RETURN.action,
            gettext_lazy(
                "后台逐份制作退改函并编文号，列出没有排除的问题；所写理由作为附言写进每一份，可以不写。"
            ),
            None,
            together=_send_back,
            danger=True,
            reasoned=False,
        ),
        listing.Bulk(
            "accept",
            ACCEPT.label,
            ACCEPT.action,
            gettext_lazy("没有未决问题的收入年报库，其余的说明原因、留着不动；替换已收录的要写理由。"),
            lambda row, reason, here: operations.accept_draft(draft=row, reason=reason, act=here.act),
            reasoned=False,
        ),
        listing.Bulk(
            "aside",
            gettext_lazy("不采用"),
            SET_ASIDE.action,
            gettext_lazy("文件不是年报草稿（通知、重复的副本）：留存，但不算任何单位报送的；要写理由。"),
            lambda row, reason, here: operations.set_aside(draft=row, reason=reason, act=here.act),
        ),
    ),
    prepare=_names,
    empty=gettext_lazy("收到的年报草稿会列在这里。请先打开一次收集，把文件夹或者压缩包放进去。"),
    whole=True,
    reason_label=gettext_lazy("理由或附言"),
)


def drafts(request: HttpRequest) -> HttpResponse:
    """The list; of one collection where the address names it, with its states as tabs."""
    here = context_of(request)
    pk = request.GET.get("collection", "")
    chosen = queries.collection(int(pk)) if pk.isdecimal() and len(pk) < 10 else None
    if chosen is None or not here.may("collection.view", chosen.body):
        return listing.page(request, DRAFTS)
    return listing.page(request, DRAFTS, lambda: _head(chosen, request.GET.get("state", "")))


def _head(chosen: Collection, now: str) -> listing.Head:
    verbs = [
        {
            "label": _("回到这次收集"),
            "href": COLLECTION_THING.address(chosen),
            "kind": "secondary",
        }
    ]
    counts = queries.counts(chosen)
    tabs = [
        {
            "href": address(chosen, **({"state": value} if value else {})),
            "label": label,
            "count": counts[value or "total"],
            "current": value == now,
        }
        for value, label in [("", _("全部")), *State.choices]
    ]
    return listing.Head(verbs, tabs, chosen.title)


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file: the marked list that goes round."""
    return listing.export(request, DRAFTS)
