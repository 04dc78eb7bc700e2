"""Who is here: the sign-in, the person and the post of one request, and the day and instant it happens at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest

from gongkai.organisations import access
from gongkai.organisations.acting import Acting
from gongkai.organisations.acts import official_act, person_act
from gongkai.organisations.models import Body, Person, SignIn
from gongkai.organisations.tree_facts import TreeFacts
from gongkai.records.actors import Actor
from gongkai.records.acts import Act

T = TypeVar("T")


class NobodyActs(LookupError):
    """A view asks for a post though its rule did not: a mistake of the table of pages."""


@dataclass(frozen=True, slots=True)
class RequestContext:
    """One request of a signed-in person. `acting` is None on pages of one's own account.

    `actions` are those the post is allowed at all; `subject` is what the address names (a body, a
    person, a post …), already within reach.
    """

    request: HttpRequest
    sign_in: SignIn
    on: date
    at: datetime
    chosen: Acting | None
    facts: TreeFacts
    choices: tuple[Acting, ...] = ()
    actions: frozenset[str] = frozenset()
    subject: Any = None
    answers: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def person(self) -> Person:
        """Who signed in."""
        return self.sign_in.person

    @property
    def acting(self) -> Acting:
        """In which post; raises NobodyActs where the rule did not ask for one."""
        if self.chosen is None:
            raise NobodyActs("this page's rule is signed_in: there is no post")
        return self.chosen

    @property
    def act(self) -> Act:
        """What every operation of this request is given: it asks access itself."""
        if self.chosen is None:
            return person_act(self.person, self.at)
        return official_act(self.chosen, self.at, facts=self.facts)

    @property
    def by(self) -> Actor:
        """The actor as the journal names it, with the post where one is chosen."""
        if self.chosen is not None:
            return self.chosen.actor
        return Actor("person", self.person.public_id, self.person.name)

    def once(self, question: object, ask: Callable[[], T]) -> T:
        """The answer to a question that a page and its verbs have in common, asked once in this request."""
        if question not in self.answers:
            self.answers[question] = ask()
        answer: T = self.answers[question]
        return answer

    def may(self, action: str, body: Body | None = None) -> bool:
        """Whether the person may, in this post."""
        if self.chosen is None or action not in self.actions:
            return False
        return body is None or official_act(self.chosen, self.at, facts=self.facts).may(action, body)

    def bodies_in_reach(self, action: str) -> QuerySet[Body]:
        """The bodies for which this post may: one query, to be used inside others."""
        return access.bodies_in_reach(self.acting, action, self.on, facts=self.facts)

    def why_not(self, action: str, body: Body | None = None) -> str:
        """The sentence of the refusal, or the empty text where it is allowed."""
        return official_act(self.acting, self.at, facts=self.facts).why_not(action, body)


def context_of(request: HttpRequest) -> RequestContext:
    """The context that the guard put on the request."""
    here: RequestContext = request.request_context  # type: ignore[attr-defined]
    return here


def context_if_signed_in(request: HttpRequest) -> RequestContext | None:
    """The context, or None where nobody has signed in."""
    return getattr(request, "request_context", None)
