"""One's own account: password, posts, open sign-ins, the second factor."""

from __future__ import annotations

import io
from typing import Any

import segno
from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.console import forms, wording
from gongkai.console.frame import UNPROCESSABLE, flash, render_page
from gongkai.console.next_address import safe_next
from gongkai.console.request_context import RequestContext, context_of
from gongkai.design.rows import Cell, row
from gongkai.organisations import operations
from gongkai.organisations.accounts import passwords, sessions
from gongkai.organisations.accounts import second_factor as factor
from gongkai.organisations.accounts import sign_in as entrance
from gongkai.organisations.models import SignIn
from gongkai.records.addresses import client_address
from gongkai.records.refusals import Refused

FORM = ["GET", "HEAD", "POST"]


class PasswordForm(django_forms.Form):
    """The present password and a new one, twice."""

    present = forms.password(gettext_lazy("现在的密码"))
    new = forms.password(gettext_lazy("新密码"), new=True)
    again = forms.password(gettext_lazy("再输入一次新密码"), new=True)

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        data = super().clean() or {}
        if "new" in data and "again" in data and data["new"] != data["again"]:
            self.add_error("again", _("两次输入的新密码不一样，请重新输入。"))
        return data


class CodeForm(django_forms.Form):
    """A code of the authenticator."""

    code = forms.code(gettext_lazy("验证码"), hint=gettext_lazy("验证器当前显示的6位数字。"))


class PresentPasswordForm(django_forms.Form):
    """The present password, before something that weakens the account."""

    present = forms.password(gettext_lazy("现在的密码"))


@require_http_methods(FORM)
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; forced after an initial one."""
    here = context_of(request)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    forced = here.person.must_change_password
    what = forms.FormPage(
        title=_("请先修改初始密码") if forced else _("修改密码"),
        verb=_("修改密码"),
        back="" if forced else reverse("console:account"),
        effect=[*passwords.rules(), _("修改后，其他地方的登录全部退出。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.change_password(
            person=here.person,
            present=data["present"],
            new=data["new"],
            keep=here.sign_in,
            address=client_address(request),
            act=here.act,
        )
        return reverse("console:inbox"), _("密码已经修改。")

    return forms.run_form(request, form, what, perform)


@require_http_methods(FORM)
def choose_post(request: HttpRequest) -> HttpResponse:
    """In which of one's posts to work; somebody without a post is told whom to ask."""
    here = context_of(request)
    if request.method == "POST":
        wanted = request.POST.get("post", "")
        for one in here.choices:
            if one.appointment is not None and str(one.appointment.pk) == wanted:
                entrance.choose_post(
                    sign_in=here.sign_in, appointment=one.appointment, by=one.actor, at=here.at
                )
                return HttpResponseRedirect(_next(request), status=303)
    choices = [
        {
            "value": one.appointment.pk if one.appointment else "",
            "label": str(one),
            "roles": "、".join(str(role.label) for role in sorted(one.roles)),
            "current": here.chosen is not None and one.actor == here.chosen.actor,
        }
        for one in here.choices
    ]
    return render_page(request, "choose_post", {"choices": choices, "next": _next(request)})


def _next(request: HttpRequest) -> str:
    return safe_next(request.POST.get("next") or request.GET.get("next", ""))


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who one is, what one's posts are, where one is signed in."""
    here = context_of(request)
    labels = [_("登录时间"), _("最近使用"), _("岗位"), ""]
    rows = [
        row(_sign_in_cells(one, here), labels)
        for one in sessions.open_ones(here.person, here.at).select_related("acting_for__post")
    ]
    context = {
        "person": here.person,
        "posts": [
            {"label": str(one), "value": one.appointment.valid_from if one.appointment else ""}
            for one in here.choices
        ],
        "several": len(here.choices) > 1,
        "heads": [{"label": label} for label in labels],
        "rows": rows,
        "factor": factor.enabled(here.person),
        "codes_left": factor.recovery_codes_left(here.person),
    }
    return render_page(request, "account", context)


def _sign_in_cells(one: SignIn, here: RequestContext) -> list[Cell]:
    post = str(one.acting_for.post) if one.acting_for else ""
    this = one.pk == here.sign_in.pk
    return [
        Cell(wording.instant(one.signed_in_at), kind="time"),
        Cell(wording.instant(one.last_seen_at), kind="time"),
        Cell(post),
        Cell(_("这一次") if this else "", tag="ok" if this else ""),
    ]


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every other sign-in of one's own."""
    here = context_of(request)
    ended = operations.sign_out_own_sessions(person=here.person, keep=here.sign_in, act=here.act)
    flash(request, _("其他地方的登录已经退出，共%(count)s处。") % {"count": ended})
    return HttpResponseRedirect(reverse("console:account"), status=303)


def _acting(request: HttpRequest) -> dict[str, Any]:
    here = context_of(request)
    return {"by": here.by, "at": here.at, "address": client_address(request)}


def _prove(request: HttpRequest, password: str) -> None:
    here = context_of(request)
    entrance.prove(person=here.person, password=password, at=here.at, address=client_address(request))


@require_POST
def second_factor_begin(request: HttpRequest) -> HttpResponse:
    """A new key that counts for nothing until it is confirmed."""
    here = context_of(request)
    try:
        factor.begin(person=here.person, by=here.by, at=here.at)
    except Refused as refusal:
        flash(request, str(refusal))
        return HttpResponseRedirect(reverse("console:account"), status=303)
    return HttpResponseRedirect(reverse("console:second_factor"), status=303)


@require_http_methods(FORM)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Scan, type the code, keep the recovery codes."""
    here = context_of(request)
    pending = factor.pending(here.person)
    if pending is None:
        return HttpResponseRedirect(reverse("console:account"), status=303)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = factor.confirm(person=here.person, code=form.cleaned_data["code"], **_acting(request))
        except Refused as refusal:
            forms.refuse(form, refusal)
        else:
            return render_page(request, "recovery_codes", {"codes": codes})
    context = {
        "key": " ".join(pending.key[start : start + 4] for start in range(0, len(pending.key), 4)),
        "fields": forms.render_fields(form),
        "errors": forms.errors(form) if form.is_bound else [],
    }
    return render_page(request, "second_factor", context, UNPROCESSABLE if form.is_bound else 200)


@require_safe
def second_factor_picture(request: HttpRequest) -> HttpResponse:
    """The QR code of the key that waits to be confirmed, as a picture."""
    pending = factor.pending(context_of(request).person)
    if pending is None:
        raise Http404
    picture = io.BytesIO()
    segno.make(pending.uri, error="m").save(picture, kind="svg", scale=5, border=3, light="white")
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_http_methods(FORM)
def second_factor_remove(request: HttpRequest) -> HttpResponse:
    """Sign in with the password alone again."""
    here = context_of(request)
    form = PresentPasswordForm(request.POST if request.method == "POST" else None)
    what = forms.FormPage(
        title=_("取消二次验证"),
        verb=_("取消二次验证"),
        back=reverse("console:account"),
        effect=[_("以后登录只需要密码；恢复码同时作废。")],
        danger=True,
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        _prove(request, data["present"])
        factor.remove(person=here.person, **_acting(request))
        return reverse("console:account"), _("二次验证已经取消。")

    return forms.run_form(request, form, what, perform)


@require_http_methods(FORM)
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes instead of the old ones."""
    here = context_of(request)
    form = PresentPasswordForm(request.POST if request.method == "POST" else None)
    what = forms.FormPage(
        title=_("重新生成恢复码"),
        verb=_("生成"),
        back=reverse("console:account"),
        effect=[_("生成10个新的恢复码，原来的全部作废。")],
    )

    def perform(data: dict[str, Any]) -> HttpResponse:
        _prove(request, data["present"])
        codes = factor.renew_recovery_codes(person=here.person, **_acting(request))
        return render_page(request, "recovery_codes", {"codes": codes})

    return forms.run_form(request, form, what, perform)
