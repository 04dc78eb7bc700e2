"""The page of one person: account, posts now and before, what happened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.console import timeline, wording
from gongkai.console.areas.people.list import account_state
from gongkai.console.areas.people.verbs import APPOINTMENT_VERBS, PERSON_VERBS
from gongkai.console.frame import render_page
from gongkai.console.request_context import RequestContext, context_of
from gongkai.design import table
from gongkai.organisations.accounts import second_factor, sessions
from gongkai.organisations.models import ADMINISTRATORS, Person
from gongkai.records.actors import ObjectRef


@require_safe
def person(request: HttpRequest, person: str) -> HttpResponse:
    """One person: account, posts now and before, what happened."""
    here = context_of(request)
    subject: Person = here.subject
    state = account_state(subject)
    see_sign_ins = here.may("session.view")
    facts = [
        {"label": _("登录名"), "value": subject.login},
        {"label": _("账号"), "value": state.text, "note": state.note},
    ]
    facts.append({"label": _("建立时间"), "value": wording.instant(subject.created_at)})
    if see_sign_ins:
        facts += [
            {"label": _("二次验证"), "value": _("已启用") if second_factor.enabled(subject) else _("未启用")},
            {"label": _("正在登录"), "value": str(sessions.open_ones(subject, here.at).count())},
        ]
    context = {
        "title": subject.name,
        "facts": facts,
        "appointments": _appointments(subject, here),
        "verbs": PERSON_VERBS.buttons(subject, here),
        "entries": (
            timeline.timeline_of(ObjectRef("person", subject.public_id, ""), here)
            if here.acting.roles & ADMINISTRATORS
            else None
        ),
    }
    return render_page(request, "person", context)


def _appointments(subject: Person, here: RequestContext) -> list[list[table.TableCell]]:
    rows: list[list[str | table.TableCell]] = []
    rows_held = subject.appointments.select_related("post__body").prefetch_related("post__granted")
    held = list(rows_held.order_by("-valid_from"))
    here.facts.learn(one.post.body for one in held)
    for one in held:
        body = one.post.body
        current = one.valid_from <= here.on and (one.valid_to is None or one.valid_to > here.on)
        end = ""
        if (one.valid_to is None or one.valid_to > here.on) and here.may("appointment.manage", body):
            end = APPOINTMENT_VERBS.address("end", one)
        rows.append(
            [
                table.TableCell("label", one.post.title, last_label=True),
                table.TableCell(
                    "data", here.facts.name(body), href=reverse("console:body", args=[body.code])
                ),
                "、".join(str(role.label) for role in sorted(one.post.roles)),
                one.valid_from.isoformat(),
                one.valid_to.isoformat() if one.valid_to else (_("至今") if current else ""),
                table.TableCell("data", _("结束任职") if end else "", href=end),
            ]
        )
    return table.plain([_("岗位"), _("机构"), _("角色"), _("起"), _("止（不含）"), _("办理")], rows)
