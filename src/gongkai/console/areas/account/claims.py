"""Claiming one's account at the entrance: name the login, tell the code, set the password oneself."""

from __future__ import annotations

from typing import Any, Final

from django import forms as django_forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.console import forms, wording
from gongkai.console.frame import UNPROCESSABLE, render_page
from gongkai.organisations import operations
from gongkai.organisations.accounts import claims, lockout, passwords
from gongkai.records.actors import PUBLIC
from gongkai.records.acts import SystemAct
from gongkai.records.addresses import client_address
from gongkai.records.refusals import Refused

# What this browser holds of its claim, signed: the secret, the code it shows, and until when.
COOKIE: Final = "gongkai_claim"
_SALT: Final = "gongkai.console.claim"


class LoginForm(django_forms.Form):
    """Whose account."""

    login = forms.text(gettext_lazy("登录名"), longest=40, autocomplete="username")


class ClaimPasswordForm(django_forms.Form):
    """The password, twice."""

    new = forms.password(gettext_lazy("密码"), new=True)
    again = forms.password(gettext_lazy("再输一次"), new=True)

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        cleaned = super().clean() or {}
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("两次输入的密码不一样，请重新输入。"))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """The page as far as this browser has come: login, code, or password."""
    held = _held(request)
    if held is None or "again" in request.GET:
        return _begin(request)
    found = claims.find_claim(held["secret"], timezone.now())
    if found is not None and found.approved_at is not None:
        return _set_password(request, held["secret"])
    words = _("%(until)s以前有效。") % {"until": held["until"]}
    context = {"title": _("等待核准"), "code": held["code"], "tell": words}
    return render_page(request, "claim", context)


def _begin(request: HttpRequest) -> HttpResponse:
    form = forms.bind(request, LoginForm)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            address = client_address(request)
            attempt = lockout.begin(lockout.Counter(lockout.Scope.CLAIM, address), at=at)
            begun = operations.begin_claim(login=form.cleaned_data["login"], at=at)
            lockout.failed(attempt, None, at, address=address)  # journalled where it begins to cost a wait
        except Refused as refusal:
            forms.refuse(form, refusal)
        else:
            response = HttpResponseRedirect(reverse("console:claim"), status=303)
            held = {"secret": begun.secret, "code": begun.code, "until": wording.instant(begun.until)}
            response.set_cookie(
                COOKIE,
                signing.dumps(held, salt=_SALT),
                max_age=int(claims.LASTS.total_seconds()),
                path=reverse("console:claim"),
                secure=request.is_secure(),
                httponly=True,
                samesite="Strict",
            )
            return response
    lead = _(
        "没有密码或者忘记密码的，在这里领取账号：您会得到一个领取码，由安全保密管理员核准后，自己设置密码。"
    )
    return _form(request, form, _("领取账号"), _("下一步"), lead)


def _set_password(request: HttpRequest, secret: str) -> HttpResponse:
    form = forms.bind(request, ClaimPasswordForm)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        try:
            found = claims.find_claim(secret, at)
            if found is None:
                raise operations.NotApproved(_("已经过期，请重新领取。"))
            new = form.cleaned_data["new"]
            act = SystemAct(PUBLIC, at)
            operations.set_claimed_password(
                claim=found, secret=secret, new=new, address=client_address(request), act=act
            )
        except Refused as refusal:
            forms.refuse(form, refusal)
        else:
            response = HttpResponseRedirect(reverse("console:sign_in"), status=303)
            response.delete_cookie(COOKIE, path=reverse("console:claim"))
            return response
    return _form(request, form, _("设置密码"), _("设置密码"), "", passwords.rules())


def _form(
    request: HttpRequest,
    form: django_forms.Form,
    title: str,
    submit: str,
    lead: str,
    rules: list[str] | None = None,
) -> HttpResponse:
    context = {
        "title": title,
        "submit": submit,
        "lead": lead,
        "rules": rules or [],
        "fields": forms.render_fields(form),
        "errors": forms.errors(form) if form.is_bound else [],
    }
    return render_page(request, "claim", context, UNPROCESSABLE if form.is_bound else 200)


def _held(request: HttpRequest) -> dict[str, str] | None:
    try:
        held: dict[str, str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=claims.LASTS
        )
    except signing.BadSignature:
        return None
    return held
