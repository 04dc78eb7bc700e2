"""Who acts, in which post, for which body: what access is decided by."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.organisations.models import ApiToken, Appointment, Body, Person, Role
from gongkai.records.actors import Actor


@dataclass(frozen=True, slots=True)
class Acting:
    """A person in one of their posts, or a token, acting for one body.

    A person with two posts acts in one of them at a time: the roles of the other do not count meanwhile.
    """

    actor: Actor
    body: Body
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[str] = frozenset()
    person: Person | None = None
    appointment: Appointment | None = None
    token: ApiToken | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, (self.actor.body_name, self.actor.post or self.actor.name)))
