"""The page of one confirmation: what was asked, by whom, and what can be done with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.console import wording
from gongkai.console.areas.confirmations.verbs import CONFIRMATION_VERBS
from gongkai.console.object_page import render_object_page
from gongkai.console.request_context import context_of
from gongkai.organisations.models import Confirmation, Person, Role


def _granted(subject: Confirmation) -> list[dict[str, str]]:
    """The roles that are granted, and who holds the post already: a title alone says neither."""
    roles = [role for role in Role if str(role) in subject.arguments.get("roles", ())]
    holders = Person.objects.filter(public_id__in=subject.arguments.get("holders", ()))
    facts = []
    if roles:
        facts.append({"label": _("角色"), "value": "、".join(str(role.label) for role in roles)})
    if holders:
        facts.append({"label": _("现任人员"), "value": "、".join(one.name for one in holders)})
    return facts


@require_safe
def confirmation(request: HttpRequest, confirmation: str) -> HttpResponse:
    """What was asked for, and the verbs."""
    here = context_of(request)
    subject: Confirmation = here.subject
    facts = [
        {"label": _("事项"), "value": subject.get_request_display()},
        {"label": _("机构"), "value": here.facts.name(subject.body)},
        {"label": _("提出人"), "value": subject.asked_by_name, "note": wording.instant(subject.asked_at)},
        {"label": _("状态"), "value": subject.get_state_display()},
    ]
    facts[2:2] = _granted(subject)
    if subject.reason:
        facts.insert(2, {"label": _("理由"), "value": subject.reason})
    if subject.decided_at is not None:
        facts.append(
            {
                "label": _("办理"),
                "value": subject.decided_by or _("系统"),
                "note": wording.instant(subject.decided_at),
            }
        )
    return render_object_page(request, facts, CONFIRMATION_VERBS, back=("confirmations", _("双人确认")))
