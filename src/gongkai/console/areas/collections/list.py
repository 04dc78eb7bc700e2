"""The list of collections of annual reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import Collection, Draft
from gongkai.console import links, listing, wording
from gongkai.console.areas.collections.verbs import COLLECTION_STARTS
from gongkai.console.request_context import RequestContext, context_of
from gongkai.design.rows import Cell
from gongkai.organisations import access
from gongkai.organisations import queries as organisations


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
    """The names of the collecting bodies on the day of each collection, in one query for each day."""
    days: dict[date, list[Any]] = {}
    for one in rows:
        one.here_on = here.on
        days.setdefault(queries.day_of(one), []).append(one)
    for day, those in days.items():
        names = organisations.names_of((one.body for one in those), day)
        for one in those:
            one.body_name = names[one.body_id]


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
    return listing.page(request, COLLECTIONS, listing.Head(COLLECTION_STARTS.buttons(here)))


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return listing.export(request, COLLECTIONS)
