"""Acts that are asked by the table of actions: of a person in one of their posts, of a token, of a person
alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.organisations import access, queries
from gongkai.organisations.acting import Acting
from gongkai.organisations.models import Body, Person
from gongkai.organisations.tree_facts import TreeFacts
from gongkai.records.actors import Actor
from gongkai.records.acts import INSIDE, OWNER, Act
from gongkai.records.kinds import Kind


@dataclass(frozen=True)
class PersonAct(Act):
    """A signed-in person, in no post: they may do what concerns their own account, and nothing else."""

    def check(
        self, action: str, things: Iterable[tuple[Kind[Any], Any]] = (), codes: Iterable[str] = ()
    ) -> None:
        """Raise NotAllowed unless the action is OWNER and every thing is this person's own."""
        if action != OWNER:
            raise access.NotAllowed(_("请先选择岗位，再办理。"))
        _check_own(self.actor, things)


@dataclass(frozen=True)
class OfficialAct(Act):
    """Somebody acting for a body, in a post or by a token; remembers what the tree answered.

    Make one per request, job or command: `official_act(acting, at)`.
    """

    acting: Acting = field(kw_only=True)
    facts: TreeFacts = field(kw_only=True, compare=False, repr=False)

    @property
    def body(self) -> Body:
        """The body acted for."""
        return self.acting.body

    def check(
        self, action: str, things: Iterable[tuple[Kind[Any], Any]] = (), codes: Iterable[str] = ()
    ) -> None:
        """Raise NotAllowed unless the action reaches every body of every thing.

        A thing of a kind with bodies that has none now (an account without a post or a home) belongs to the
        root.
        """
        things = list(things)
        if action == OWNER:
            _check_own(self.actor, things)
            return
        if action == INSIDE:
            raise access.NotAllowed(_("这一步只随别的办理一起进行，不能单独办理。"))
        access.check(self.acting, action, on=self.on, facts=self.facts)
        for kind, thing in things:
            if kind.bodies is None:
                continue
            for body in list(kind.bodies(thing, self.on)) or [""]:
                self.check_body(action, self._body(body) if isinstance(body, str) else body)
        for code in codes:
            self.check_body(action, self._body(code))

    def _body(self, code: str) -> Body | None:
        """The body with this code; the root for "" and for a code that no body bears: what belongs to the
        whole deployment.
        """
        return (queries.body(code) if code else None) or self.facts.root()

    def check_body(self, action: str, body: Body | None) -> None:
        """Raise NotAllowed unless the action reaches this body; None: any body at all."""
        access.check(self.acting, action, body, on=self.on, facts=self.facts)

    def may(self, action: str, body: Body | None = None) -> bool:
        """Whether `check_body` lets it pass."""
        return self.why_not(action, body) == ""

    def why_not(self, action: str, body: Body | None = None) -> str:
        """The sentence of the refusal, or the empty text where it is allowed."""
        try:
            self.check_body(action, body)
        except access.NotAllowed as refusal:
            return str(refusal)
        return ""


def official_act(
    acting: Acting, at: datetime, reason: str = "", facts: TreeFacts | None = None
) -> OfficialAct:
    """The act of somebody acting for a body at an instant."""
    return OfficialAct(acting.actor, at, reason, acting=acting, facts=facts or TreeFacts(localdate(at)))


def person_act(person: Person, at: datetime) -> PersonAct:
    """The act of a person on their own account."""
    return PersonAct(Actor("person", person.public_id, person.name), at)


def _check_own(actor: Actor, things: Iterable[tuple[Kind[Any], Any]]) -> None:
    owned = [(kind, thing) for kind, thing in things if kind.owner is not None]
    if actor.kind != "person" or any(kind.owner(thing) != actor.id for kind, thing in owned if kind.owner):
        raise access.NotAllowed(_("只能办理自己的账号和视图。"))
