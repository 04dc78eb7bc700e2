"""Tokens of machines: the list, making one, revoking one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms as django_forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.console import forms, listing, wording
from gongkai.console.frame import render_page
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.verbs import ReasonForm
from gongkai.console.views.body_changes import FORM, page_form
from gongkai.design.rows import Cell
from gongkai.organisations import access, operations, queries
from gongkai.organisations.models import ApiToken, Body


def _rows(here: RequestContext) -> QuerySet[ApiToken]:
    reach = access.bodies_in_reach(here.acting, "token.manage", here.on)
    return ApiToken.objects.filter(body__in=reach).select_related("body")


def _names(rows: Sequence[Any], here: RequestContext) -> None:
    names: dict[int, str] = {}
    for row in rows:
        if row.body_id not in names:
            names[row.body_id] = queries.name_of(row.body, here.on)
        row.body_name = names[row.body_id]


def _state(row: ApiToken) -> Cell:
    if row.revoked_at is not None:
        return Cell(_("已撤销"), tag="error")
    if row.expires_at <= timezone.now():
        return Cell(_("已到期"), tag="error")
    return Cell(_("有效"), tag="ok")


def _narrow_state(rows: QuerySet[ApiToken], state: str) -> QuerySet[ApiToken]:
    good = Q(revoked_at=None, expires_at__gt=timezone.now())
    return rows.filter(good) if state == "good" else rows.exclude(good)


def _revoke_link(row: ApiToken) -> Cell:
    if row.revoked_at is not None:
        return Cell("")
    return Cell(_("撤销"), href=reverse("console:token_revoke", args=[row.public_id]))


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
            choices=lambda here: [("good", _("有效")), ("over", _("已撤销或到期"))],
        ),
    ),
    prepare=_names,
    empty=gettext_lazy("给别的系统读写本平台数据的令牌会列在这里，每个令牌属于一个机构、只有所选的权限。"),
)


def tokens(request: HttpRequest) -> HttpResponse:
    """The list."""
    verb = {"label": _("建立令牌"), "href": reverse("console:token_new"), "kind": "primary"}
    return listing.page(request, TOKENS, listing.Head([verb]))


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return listing.export(request, TOKENS)


class NewForm(django_forms.Form):
    """A new token."""

    name = forms.text(gettext_lazy("用途"), hint=gettext_lazy("哪个系统、用来做什么，例如：门户网站取目录。"))
    body = forms.choice(gettext_lazy("机构"), [])
    scopes = forms.several(gettext_lazy("授权范围"), lambda: list(access.token_scopes().items()))
    days = forms.choice(
        gettext_lazy("有效期"),
        [("90", gettext_lazy("90天")), ("365", gettext_lazy("1年")), ("730", gettext_lazy("2年"))],
    )


@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Make a token; it is shown on this one page."""
    here = context_of(request)
    form = page_form(request, NewForm, initial={"days": "365"})
    field = form.fields["body"]
    assert isinstance(field, django_forms.ChoiceField)  # noqa: S101 - declared so
    field.choices = _bodies(here)
    what = forms.FormPage(
        title=_("建立接口令牌"),
        verb=_("建立"),
        back=reverse("console:tokens"),
        effect=[
            _("持有令牌的系统可以按所选范围读写这个机构的数据。令牌只显示一次，请直接交给对方系统的管理员。")
        ],
    )

    def perform(data: dict[str, Any]) -> HttpResponse:
        body = Body.objects.get(code=data["body"])
        access.check(here.acting, "token.manage", body, on=here.on)
        issued = operations.create_token(
            body=body,
            name=data["name"],
            scopes=data["scopes"],
            lasts=timedelta(days=int(data["days"])),
            act=here.act,
        )
        context = {
            "title": _("接口令牌已经建立"),
            "label": _("只显示这一次"),
            "secret": issued.secret,
            "text": _("有效期至%(at)s。泄露了请立即撤销。")
            % {"at": wording.instant(issued.token.expires_at)},
            "back": reverse("console:tokens"),
        }
        return render_page(request, "once", context)

    return forms.run_form(request, form, what, perform)


def _bodies(here: RequestContext) -> list[tuple[str, str]]:
    reach = set(access.bodies_in_reach(here.acting, "token.manage", here.on).values_list("pk", flat=True))
    whole = queries.tree(here.on)
    return [(node.code, f"{node.name}（{node.code}）") for _depth, node in whole.walk() if node.id in reach]


@require_http_methods(FORM)
def revoke(request: HttpRequest, token: str) -> HttpResponse:
    """Revoke a token."""
    here = context_of(request)
    subject: ApiToken = here.subject
    what = forms.FormPage(
        title=_("撤销令牌“%(name)s”") % {"name": subject.name},
        verb=_("撤销"),
        back=reverse("console:tokens"),
        effect=[_("使用这个令牌的系统立即不能再读写数据；撤销后不能恢复，只能另建。")],
        danger=True,
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.revoke_token(token=subject, **data, act=here.act)
        return reverse("console:tokens"), _("令牌已经撤销。")

    return forms.run_form(request, page_form(request, ReasonForm), what, perform)
