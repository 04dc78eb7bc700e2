"""What people and their appointments have for a post to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console.areas.people.verbs import PERSON_VERBS
from gongkai.console.inbox import MOST, SOON, Item, Source
from gongkai.console.request_context import RequestContext
from gongkai.console.things import PERSON_THING
from gongkai.organisations import access, queries
from gongkai.organisations.accounts.claims import LASTS as CLAIM_LASTS
from gongkai.organisations.models import AccountClaim, Person


def claims(here: RequestContext) -> Iterator[Item]:
    """People who claim their account and wait for the administrator's approval."""
    reach = here.bodies_in_reach("password.reset")
    held = queries.people_of(reach, here.on).filter(locked_at=None)
    people = Person.objects.filter(Q(pk__in=held.values("pk")) | Q(home__in=reach))
    waiting = AccountClaim.objects.filter(
        person__in=people, approved_at=None, used_at=None, asked_at__gt=here.at - CLAIM_LASTS
    )
    for person in Person.objects.filter(pk__in=waiting.values("person"))[:MOST]:
        if access.allowed_person(here.acting, "password.reset", person, on=here.on, facts=here.facts):
            yield Item(
                _("%(name)s申请设置密码，等您核准") % {"name": person.name},
                PERSON_THING.address(person),
                _names(person, here),
                here.on,
                verb=_("核准"),
                verb_href=PERSON_VERBS.address("activation", person),
            )


def appointments(here: RequestContext) -> Iterator[Item]:
    """Appointments that end within a month."""
    reach = here.bodies_in_reach("appointment.manage")
    ending = queries.holding(here.on).filter(post__body__in=reach, valid_to__lte=here.on + SOON)
    found = list(ending.order_by("valid_to")[:MOST])
    here.facts.learn(held.post.body for held in found)
    for held in found:
        yield Item(
            _("%(name)s的任职即将结束：%(post)s") % {"name": held.person.name, "post": held.post.title},
            PERSON_THING.address(held.person),
            here.facts.name(held.post.body),
            held.valid_to,
            verb=_("续任"),
            verb_href=PERSON_VERBS.address("appoint", held.person),
        )


def _names(person: Person, here: RequestContext) -> str:
    bodies = list(queries.bodies_of(person, here.on)[:3])
    here.facts.learn(bodies)
    return "、".join(here.facts.name(body) for body in bodies)


SOURCES: Final = (
    Source("password.reset", gettext_lazy("等待核准设置密码的人员"), claims),
    Source("appointment.manage", gettext_lazy("一个月内到期的任职"), appointments),
)
