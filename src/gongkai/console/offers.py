"""The verbs of a thing on its page: allowed now as buttons, the others with the reason why not.

Both come from the same check: the table of actions, then the operation's own check where it has one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from gongkai.console.visit import Visit
from gongkai.organisations import access
from gongkai.organisations.models import Body, Person
from gongkai.records.refusals import Refused


@dataclass(frozen=True)
class Offer:
    """A verb: its label, the page that performs it and the action that opens that page.

    `check` raises Refused where the thing's own state forbids it.
    """

    label: str | Promise
    page: str
    action: str
    check: Callable[[], object] | None = None
    danger: bool = False


def offers(
    visit: Visit,
    wanted: list[Offer],
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
        reason = _why_not(visit, offer, body, person)
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


def _why_not(visit: Visit, offer: Offer, body: Body | None, person: Person | None) -> str:
    try:
        if person is not None:
            access.check_person(visit.acting, offer.action, person, on=visit.on, facts=visit.facts)
        else:
            access.check(visit.acting, offer.action, body, on=visit.on, facts=visit.facts)
        if offer.check is not None:
            offer.check()
    except Refused as refusal:
        return str(refusal)
    return ""
