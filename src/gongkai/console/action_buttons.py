"""The verbs of a thing on its page: allowed now as buttons, the others with the reason why not.

Both come from the same check: the table of actions, then the operation's own check where it has one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from gongkai.console.request_context import RequestContext
from gongkai.organisations import access
from gongkai.organisations.models import Body, Person
from gongkai.records.refusals import Refused


@dataclass(frozen=True)
class ActionButton:
    """A verb: its label, the page that performs it and the action that opens that page.

    `check` raises Refused where the thing's own state forbids it.
    """

    label: str | Promise
    page: str
    action: str
    check: Callable[[], object] | None = None
    danger: bool = False


def action_buttons(
    here: RequestContext,
    wanted: list[ActionButton],
    *address: object,
    body: Body | None = None,
    person: Person | None = None,
) -> list[dict[str, Any]]:
    """As the component `verb_list` draws them; the first reason carries the heading of all reasons.

    `address`: what the addresses of the verbs' pages name.
    """
    drawn: list[dict[str, Any]] = []
    first = True
    for offer in wanted:
        reason = _why_not(here, offer, body, person)
        shown: dict[str, Any] = {
            "label": offer.label,
            "href": "" if reason else reverse(f"console:{offer.page}", args=address),
            "kind": "danger" if offer.danger else "secondary",
            "reason": reason,
            "first": bool(reason) and first,
        }
        first = first and not reason
        drawn.append(shown)
    return drawn


def _why_not(here: RequestContext, offer: ActionButton, body: Body | None, person: Person | None) -> str:
    try:
        if person is not None:
            access.check_person(here.acting, offer.action, person, on=here.on, facts=here.facts)
        else:
            access.check(here.acting, offer.action, body, on=here.on, facts=here.facts)
        if offer.check is not None:
            offer.check()
    except Refused as refusal:
        return str(refusal)
    return ""
