"""What waits for a second administrator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console.inbox import MOST, Item, Source, next_workday
from gongkai.console.request_context import RequestContext
from gongkai.console.things import CONFIRMATION_THING
from gongkai.organisations.models import Confirmation


def confirmations(here: RequestContext) -> Iterator[Item]:
    """What another administrator asked for and this one may confirm; what was asked oneself waits."""
    reach = here.bodies_in_reach("grant.confirm")
    waiting = Confirmation.objects.filter(state=Confirmation.State.PENDING, body__in=reach)
    for one in waiting.order_by("asked_at")[:MOST]:
        address = CONFIRMATION_THING.address(one)
        if one.asked_by == here.by.id:
            yield Item(one.label, address, waiting=True, note=_("等待另一名管理员确认"))
        elif not {str(role) for role in here.acting.roles} & set(one.asked_roles):
            due = next_workday(timezone.localdate(one.asked_at))
            yield Item(one.label, address, one.asked_by_name, due, verb=_("办理"), verb_href=address)


SOURCES: Final = (Source("grant.confirm", gettext_lazy("等待确认的授权、重置"), confirmations),)
