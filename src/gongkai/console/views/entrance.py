"""The way in and out: login and password, then a code where the person asked for it."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.console import demonstration, forms, visit
from gongkai.console.frame import UNPROCESSABLE, draw
from gongkai.organisations.accounts import sessions
from gongkai.organisations.accounts import sign_in as entrance
from gongkai.records.addresses import client_address
from gongkai.records.refusals import Refused

TICKET = "sign_in_ticket"
NEXT = "sign_in_next"


class SignInForm(django_forms.Form):
    """Login and password."""

    login = forms.text(gettext_lazy("登录名"), longest=40, autocomplete="username")
    password = forms.password(gettext_lazy("密码"))


class CodeForm(django_forms.Form):
    """The second step."""

    code = forms.code(gettext_lazy("验证码"), hint=gettext_lazy("验证器当前显示的6位数字，或者一个恢复码。"))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step. Whoever is signed in already goes on to their inbox."""
    back = _safe(request.POST.get("next") or request.GET.get("next", ""))
    if visit.of_nobody(request) is not None:
        return HttpResponseRedirect(back, status=303)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = entrance.sign_in(**form.cleaned_data, address=client_address(request), at=timezone.now())
        except entrance.CodeNeeded as needed:
            request.session.flush()
            request.session[TICKET], request.session[NEXT] = needed.ticket, back
            return HttpResponseRedirect(reverse("console:sign_in_code"), status=303)
        except Refused as refusal:
            forms.refuse(form, refusal)
        else:
            sessions.attach(request, opened)
            return HttpResponseRedirect(back, status=303)
    return _page(
        request, "sign_in", form, {"next": back, "demo": demonstration.context(request, timezone.localdate())}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second step, for those who use a second factor."""
    ticket = request.session.get(TICKET)
    if not ticket:
        return HttpResponseRedirect(reverse("console:sign_in"), status=303)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        back = _safe(request.session.get(NEXT, ""))
        try:
            opened = entrance.sign_in_with_code(
                ticket=ticket,
                code=form.cleaned_data["code"],
                address=client_address(request),
                at=timezone.now(),
            )
        except (Refused, BadSignature) as refusal:
            form.add_error("code", str(refusal))
        else:
            sessions.attach(request, opened)
            return HttpResponseRedirect(back, status=303)
    return _page(request, "sign_in_code", form, {})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this sign-in and forget the session."""
    here = visit.of(request)
    entrance.sign_out(sign_in=here.sign_in, at=here.at)
    request.session.flush()
    return HttpResponseRedirect(reverse("console:sign_in"), status=303)


def _page(request: HttpRequest, name: str, form: django_forms.Form, context: dict[str, Any]) -> HttpResponse:
    drawn = {"fields": forms.drawn(form), "errors": forms.errors(form) if form.is_bound else []}
    return draw(request, name, {**context, **drawn}, UNPROCESSABLE if form.is_bound else 200)


def _safe(back: str) -> str:
    """An address of this console to go on to; anything else becomes the inbox."""
    home = reverse("console:inbox")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(home):
        return back
    return home
