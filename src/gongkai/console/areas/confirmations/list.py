"""The list of confirmations within reach: what waits first."""

from __future__ import annotations

from typing import Any, Final, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongkai.console import listing, wording
from gongkai.console.request_context import RequestContext
from gongkai.design.rows import Cell
from gongkai.organisations.models import Confirmation

_TAGS: Final[dict[str, Literal["", "ok", "warn", "error"]]] = {
    "pending": "warn",
    "confirmed": "ok",
    "rejected": "error",
    "withdrawn": "",
    "expired": "",
}


def _rows(here: RequestContext) -> QuerySet[Confirmation]:
    reach = here.bodies_in_reach("grant.confirm")
    return Confirmation.objects.filter(body__in=reach).select_related("body")


def _what(row: Confirmation) -> Cell:
    return Cell(row.label, note=row.reason)


def _state(row: Any) -> Cell:
    note = " ".join(filter(None, (row.decided_by, wording.instant(row.decided_at)))) if row.decided_at else ""
    return Cell(row.get_state_display(), tag=_TAGS[row.state], note=note)


def _next(row: Any) -> Cell:
    """Where it is decided; the page says why somebody may not."""
    if row.state != Confirmation.State.PENDING:
        return Cell("")
    return Cell(_("办理"), href=reverse("console:confirmation", args=[row.public_id]))


CONFIRMATIONS = listing.Listing(
    name="confirmations",
    title=gettext_lazy("双人确认"),
    noun=gettext_lazy("共%(count)s项"),
    rows=_rows,
    columns=(
        listing.Column("label", gettext_lazy("内容"), _what),
        listing.Column("asked_by", gettext_lazy("提出人"), lambda row: Cell(row.asked_by_name)),
        listing.Column(
            "asked_at",
            gettext_lazy("提出时间"),
            lambda row: Cell(wording.instant(row.asked_at), kind="time"),
            order="asked_at",
            plain=lambda row: row.asked_at,
        ),
        listing.Column("state", gettext_lazy("状态"), _state),
        listing.Column("next", gettext_lazy("办理"), _next),
    ),
    order="-asked_at",
    key=lambda row: row.public_id,
    key_field="public_id",
    filters=(
        listing.Filter(
            "state",
            gettext_lazy("状态"),
            lambda rows, state: rows.filter(state=state),
            choices=lambda here: Confirmation.State.choices,
        ),
        listing.Filter(
            "q", gettext_lazy("内容或提出人"), lambda rows, text: rows.filter(label__icontains=text)
        ),
    ),
    empty=gettext_lazy("授予管理员、审计员、主管的权限，或者重置他们的账号，会在这里等待另一名管理员确认。"),
)


def confirmations(request: HttpRequest) -> HttpResponse:
    """The list."""
    return listing.page(
        request,
        CONFIRMATIONS,
        listing.Head(lead=_("一名管理员提出，另外两类管理员之一确认后才生效；十四天内无人确认的自动过期。")),
    )


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return listing.export(request, CONFIRMATIONS)
