"""The list of the tokens of machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongkai.console import listing, wording
from gongkai.console.areas.tokens.verbs import TOKEN_STARTS, TOKEN_VERBS
from gongkai.console.request_context import RequestContext, context_of
from gongkai.design.rows import Cell
from gongkai.organisations.models import ApiToken


def _rows(here: RequestContext) -> QuerySet[ApiToken]:
    reach = here.bodies_in_reach("token.manage")
    return ApiToken.objects.filter(body__in=reach).select_related("body")


def _names(rows: Sequence[Any], here: RequestContext) -> None:
    here.facts.learn(row.body for row in rows)
    for row in rows:
        row.body_name = here.facts.name(row.body)


def _state(row: ApiToken) -> Cell:
    if row.revoked_at is not None:
        return Cell(_("已撤销"), tag="error")
    if row.expires_at <= timezone.now():
        return Cell(_("已到期"), tag="error")
    if not row.confirmed:
        return Cell(_("待确认"), tag="warn")
    return Cell(_("有效"), tag="ok")


def _narrow_state(rows: QuerySet[ApiToken], state: str) -> QuerySet[ApiToken]:
    good = Q(revoked_at=None, confirmed=True, expires_at__gt=timezone.now())
    return rows.filter(good) if state == "good" else rows.exclude(good)


def _revoke_link(row: ApiToken) -> Cell:
    if row.revoked_at is not None:
        return Cell("")
    return Cell(_("撤销"), href=TOKEN_VERBS.address("revoke", row))


TOKENS = listing.Listing(
    name="tokens",
    title=gettext_lazy("接口令牌"),
    noun=gettext_lazy("共%(count)s个令牌"),
    rows=_rows,
    columns=(
        listing.Column(
            "name", gettext_lazy("用途"), lambda row: Cell(row.name, note=row.prefix), order="name"
        ),
        listing.Column("body", gettext_lazy("机构"), lambda row: Cell(row.body_name), order="body__code"),
        listing.Column("scopes", gettext_lazy("授权范围"), lambda row: Cell("、".join(row.scopes))),
        listing.Column("state", gettext_lazy("状态"), _state),
        listing.Column(
            "expires",
            gettext_lazy("到期"),
            lambda row: Cell(wording.instant(row.expires_at), kind="time"),
            order="expires_at",
            plain=lambda row: row.expires_at,
        ),
        listing.Column(
            "used", gettext_lazy("最近使用"), lambda row: Cell(wording.instant(row.last_used_at), kind="time")
        ),
        listing.Column("revoke", gettext_lazy("办理"), _revoke_link, plain=lambda row: ""),
    ),
    order="-expires",
    key=lambda row: row.public_id,
    key_field="public_id",
    filters=(
        listing.Filter(
            "q",
            gettext_lazy("用途或令牌开头"),
            lambda rows, text: rows.filter(Q(name__icontains=text) | Q(prefix__istartswith=text)),
        ),
        listing.Filter(
            "state",
            gettext_lazy("状态"),
            _narrow_state,
            choices=lambda here: [("good", _("有效")), ("over", _("待确认、已撤销或到期"))],
        ),
    ),
    prepare=_names,
    empty=gettext_lazy("给别的系统读写本平台数据的令牌会列在这里，每个令牌属于一个机构、只有所选的权限。"),
)


def tokens(request: HttpRequest) -> HttpResponse:
    """The list."""
    return listing.page(request, TOKENS, listing.Head(TOKEN_STARTS.buttons(context_of(request))))


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return listing.export(request, TOKENS)
