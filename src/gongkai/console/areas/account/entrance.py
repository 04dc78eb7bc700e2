"""The way in and out: login and password, then a code where the person asked for it."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.console import demonstration, forms
from gongkai.console.frame import UNPROCESSABLE, render_page
from gongkai.console.next_address import safe_next
from gongkai.console.request_context import context_if_signed_in, context_of
from gongkai.organisations.accounts import devices, sessions
from gongkai.organisations.accounts import sign_in as entrance
from gongkai.organisations.accounts.sessions import Opened
from gongkai.records.addresses import client_address
from gongkai.records.refusals import Refused

TICKET = "sign_in_ticket"
NEXT = "sign_in_next"


class SignInForm(django_forms.Form):
    """Login and password."""

    login = forms.text(gettext_lazy("登录名"), longest=40, autocomplete="username")
    password = forms.password(gettext_lazy("密码"))


class SignInWithCodeForm(SignInForm):
    """Login, password and second factor at once: for whom a pause caused elsewhere would keep out."""

    code = forms.code(
        gettext_lazy("验证码"),
        hint=gettext_lazy("启用了二次验证的，连同验证器当前显示的6位数字或者一个恢复码一起填写，不必等待。"),
        required=False,
    )


class SignInCodeForm(django_forms.Form):
    """The second step."""

    code = forms.code(gettext_lazy("验证码"), hint=gettext_lazy("验证器当前显示的6位数字，或者一个恢复码。"))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step. Whoever is signed in already goes on to their inbox."""
    back = safe_next(request.POST.get("next") or request.GET.get("next", ""))
    if context_if_signed_in(request) is not None:
        return HttpResponseRedirect(back, status=303)
    form_class = SignInWithCodeForm if "code" in request.POST else SignInForm
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = entrance.sign_in(**form.cleaned_data, **_from_where(request), at=timezone.now())
        except entrance.CodeNeeded as needed:
            request.session.flush()
            request.session[TICKET], request.session[NEXT] = needed.ticket, back
            return HttpResponseRedirect(reverse("console:sign_in_code"), status=303)
        except entrance.Paused as paused:
            form = SignInWithCodeForm(request.POST)
            form.add_error(None, str(paused))
        except Refused as refusal:
            forms.refuse(form, refusal)
        else:
            return _enter(request, opened, back)
    return _page(
        request, "sign_in", form, {"next": back, "demo": demonstration.context(request, timezone.localdate())}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second step, for those who use a second factor."""
    ticket = request.session.get(TICKET)
    if not ticket:
        return HttpResponseRedirect(reverse("console:sign_in"), status=303)
    form = SignInCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        back = safe_next(request.session.get(NEXT, ""))
        try:
            opened = entrance.sign_in_with_code(
                ticket=ticket, code=form.cleaned_data["code"], **_from_where(request), at=timezone.now()
            )
        except (Refused, BadSignature) as refusal:
            form.add_error("code", str(refusal))
        else:
            return _enter(request, opened, back)
    return _page(request, "sign_in_code", form, {})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this sign-in and forget the session."""
    here = context_of(request)
    entrance.sign_out(sign_in=here.sign_in, at=here.at)
    request.session.flush()
    return HttpResponseRedirect(reverse("console:sign_in"), status=303)


def _from_where(request: HttpRequest) -> dict[str, Any]:
    return {"address": client_address(request), "devices": devices.carried_by(request)}


def _enter(request: HttpRequest, opened: Opened, address: str) -> HttpResponse:
    """Go on as the person who has just signed in; the browser is known from now on."""
    sessions.attach(request, opened)
    response = HttpResponseRedirect(address, status=303)
    if opened.remembered is not None:
        devices.attach(request, response, opened.remembered)
    return response


def _page(request: HttpRequest, name: str, form: django_forms.Form, context: dict[str, Any]) -> HttpResponse:
    drawn = {"fields": forms.render_fields(form), "errors": forms.errors(form) if form.is_bound else []}
    return render_page(request, name, {**context, **drawn}, UNPROCESSABLE if form.is_bound else 200)
