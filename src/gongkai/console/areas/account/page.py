"""One's own account: the posts, the open sign-ins, enabling the second factor."""

from __future__ import annotations

import io

import segno
from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.console import forms, wording
from gongkai.console.frame import UNPROCESSABLE, render_page
from gongkai.console.next_address import safe_next
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.verbs import FORM
from gongkai.design.rows import Cell, row
from gongkai.organisations.accounts import second_factor as factor
from gongkai.organisations.accounts import sessions
from gongkai.organisations.accounts import sign_in as entrance
from gongkai.organisations.models import SignIn
from gongkai.records.addresses import client_address
from gongkai.records.refusals import Refused


class SecondFactorForm(django_forms.Form):
    """A code of the authenticator."""

    code = forms.code(gettext_lazy("验证码"), hint=gettext_lazy("验证器当前显示的6位数字。"))


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


@require_http_methods(FORM)
def second_factor(request: HttpRequest) -> HttpResponse:
    """Scan, type the code, keep the recovery codes."""
    here = context_of(request)
    pending = factor.pending(here.person)
    if pending is None:
        return HttpResponseRedirect(reverse("console:account"), status=303)
    form = SecondFactorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = factor.confirm(
                person=here.person,
                code=form.cleaned_data["code"],
                by=here.by,
                at=here.at,
                address=client_address(request),
            )
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
