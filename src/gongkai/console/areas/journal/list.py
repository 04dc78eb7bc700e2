"""The list of the journal for the auditor."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongkai.console import links, listing, timeline, wording
from gongkai.console.areas.journal.verbs import JOURNAL_STARTS
from gongkai.console.request_context import RequestContext, context_of
from gongkai.design.rows import Cell
from gongkai.organisations.rights import RIGHTS
from gongkai.records import journal as records


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
    return listing.page(request, ENTRIES, listing.Head(JOURNAL_STARTS.buttons(context_of(request))))


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return listing.export(request, ENTRIES)
