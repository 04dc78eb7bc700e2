"""Who may do what for which body: one table of actions, asked by every site, denying by default.

A row says which roles may, and how far each reaches from the body it acts for. A package declares the rows of
its own actions when it is ready; a role or an action that is not in the table may nothing. What concerns the
whole deployment (administration that reaches all bodies) is for administrators of the root body.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.organisations import queries
from gongkai.organisations.acting import Acting
from gongkai.organisations.models import ADMINISTRATORS, Body, Person, Role
from gongkai.organisations.tree_facts import TreeFacts
from gongkai.records.refusals import Refused

__all__ = [
    "ACTIONS",
    "Acting",
    "Action",
    "BadAction",
    "NotAllowed",
    "Reach",
    "UnknownAction",
    "actions_of",
    "allowed",
    "allowed_person",
    "bodies_in_reach",
    "check",
    "check_person",
    "declare",
    "token_scopes",
]


class Reach(StrEnum):
    """How far an action reaches from the body acted for."""

    OWN = "own"
    SUBTREE = "subtree"
    ALL = "all"


REACH_LABELS: Mapping[Reach, str | Promise] = {
    Reach.OWN: gettext_lazy("本机构"),
    Reach.SUBTREE: gettext_lazy("本机构及下级机构"),
    Reach.ALL: gettext_lazy("全部机构"),
}


class NotAllowed(Refused):
    """The one who acts may not do this, or not for this body."""

    kind = "forbidden"


class UnknownAction(LookupError):
    """The table has no such action: a mistake of the program, never of a person."""


class BadAction(ValueError):
    """A row that the separation of powers forbids, or a name that is taken."""


@dataclass(frozen=True, slots=True)
class Action:
    """One row. `group` says whose affair it is: no administrator is granted business, and nobody else
    administration; `common` is what everybody with a post may. `token`: how far a token with this scope
    reaches (None: there is no such scope).
    """

    name: str
    label: str | Promise
    group: Literal["business", "administration", "common"]
    reach: Mapping[Role, Reach] = field(hash=False)
    token: Reach | None = None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that may, within their reach."""
        return frozenset(self.reach)


ACTIONS: dict[str, Action] = {}


def declare(*actions: Action) -> None:
    """Add rows to the table; the same row again is nothing. Raises BadAction."""
    for action in actions:
        administrators = action.roles & ADMINISTRATORS
        if (action.group == "business" and administrators) or (
            action.group == "administration" and action.roles - administrators
        ):
            raise BadAction(
                f"{action.name}: administrators and business are kept apart (rules/separation.py)"
            )
        if ACTIONS.get(action.name, action) != action:
            raise BadAction(f"{action.name}: this name is taken by another action")
        ACTIONS[action.name] = action


def token_scopes() -> dict[str, str]:
    """Every scope a token may be given, with its label."""
    named = sorted(ACTIONS.items())
    return {name: str(action.label) for name, action in named if action.token is not None}


def check(
    acting: Acting, action: str, body: Body | None = None, *, on: date, facts: TreeFacts | None = None
) -> None:
    """Raise NotAllowed unless the one who acts may do this for `body` on the day `on`.

    Without a body the question is whether there is any body at all for which they may: for opening a list,
    whose rows then come from `bodies_in_reach`. For a thing that belongs to a body, always pass the body.
    `facts` remembers what the tree of that day answered before.
    """
    row, facts = _row(action), facts or TreeFacts(on)
    reach = _reach(acting, row)
    if reach is None:
        raise NotAllowed(_no_role(acting, row))
    if not facts.exists(acting.body):
        raise NotAllowed(
            _("%(body)s已经撤销，不能再以它的名义办理；请切换岗位。") % {"body": acting.actor.body_name}
        )
    if _is_for_the_root(row, reach) and not facts.is_root(acting.body):
        raise NotAllowed(
            _("“%(action)s”涉及全市，由%(root)s的管理员办理。")
            % {"action": row.label, "root": facts.root_name()}
        )
    if body is not None and not _reaches(acting.body, reach, body, facts):
        raise NotAllowed(
            _("“%(action)s”的范围是%(reach)s，不包括%(body)s；请由该机构或者其上级机构的人员办理。")
            % {"action": row.label, "reach": REACH_LABELS[reach], "body": facts.name(body)}
        )


def allowed(acting: Acting, action: str, body: Body | None = None, *, on: date) -> bool:
    """Whether `check` lets it pass."""
    try:
        check(acting, action, body, on=on)
    except NotAllowed:
        return False
    return True


def actions_of(acting: Acting, *, on: date, facts: TreeFacts | None = None) -> frozenset[str]:
    """Every action for which `check` without a body would let it pass: for the many verbs of one page."""
    facts = facts or TreeFacts(on)
    if not facts.exists(acting.body):
        return frozenset()
    reached = {name: reach for name, row in ACTIONS.items() if (reach := _reach(acting, row)) is not None}
    for_the_root = {name for name, reach in reached.items() if _is_for_the_root(ACTIONS[name], reach)}
    if for_the_root and not facts.is_root(acting.body):
        return frozenset(reached) - for_the_root
    return frozenset(reached)


def bodies_in_reach(
    acting: Acting, action: str, on: date, *, facts: TreeFacts | None = None
) -> QuerySet[Body]:
    """The bodies for which `check` would let it pass: one query, to be used inside others."""
    facts = facts or TreeFacts(on)
    row = _row(action)
    reach = _reach(acting, row)
    if reach is None or (_is_for_the_root(row, reach) and not facts.is_root(acting.body)):
        return Body.objects.none()
    return _reached(acting.body, reach, facts)


def check_person(
    acting: Acting, action: str, person: Person, *, on: date, facts: TreeFacts | None = None
) -> None:
    """Raise NotAllowed unless every body that the person belongs to is within reach.

    Who holds no post belongs to the body that the account was opened for; an account without either, to the
    root.
    """
    facts = facts or TreeFacts(on)
    check(acting, action, on=on, facts=facts)
    for body in queries.bodies_answering_for(person, on):
        check(acting, action, body, on=on, facts=facts)


def allowed_person(
    acting: Acting, action: str, person: Person, *, on: date, facts: TreeFacts | None = None
) -> bool:
    """Whether `check_person` lets it pass."""
    try:
        check_person(acting, action, person, on=on, facts=facts)
    except NotAllowed:
        return False
    return True


def _row(action: str) -> Action:
    try:
        return ACTIONS[action]
    except KeyError:
        raise UnknownAction(f"{action!r} is in no table of actions; declare it (access.declare)") from None


_WIDTH = {reach: width for width, reach in enumerate(Reach)}


def _reach(acting: Acting, action: Action) -> Reach | None:
    """The widest reach that the roles give, or that of the token's scope; None: not at all."""
    if acting.token is not None:
        return action.token if action.name in acting.scopes else None
    found = [action.reach[role] for role in acting.roles if role in action.reach]
    return max(found, key=_WIDTH.__getitem__, default=None)


def _reached(body: Body, reach: Reach, facts: TreeFacts) -> QuerySet[Body]:
    if reach == Reach.SUBTREE:
        return queries.records_below(body, facts.on)
    if not facts.exists(body):
        return Body.objects.none()
    return Body.objects.filter(pk=body.pk) if reach == Reach.OWN else Body.objects.all()


def _reaches(top: Body, reach: Reach, body: Body, facts: TreeFacts) -> bool:
    """Whether `body` is one of `_reached`, without asking for all of them."""
    if reach == Reach.SUBTREE:
        return facts.stands_below(body, top)
    return reach == Reach.ALL or body.pk == top.pk


def _is_for_the_root(action: Action, reach: Reach) -> bool:
    return action.group == "administration" and reach == Reach.ALL


def _no_role(acting: Acting, action: Action) -> str:
    if acting.token is not None:
        return _("这个令牌没有“%(action)s”（%(scope)s）的授权，请申请一个授权范围合适的令牌。") % {
            "action": action.label,
            "scope": action.name,
        }
    may = "、".join(str(role.label) for role in Role if role in action.reach)
    return _(
        "“%(action)s”由%(roles)s办理，您的岗位“%(post)s”没有这项权限；确有需要的，请联系安全保密管理员。"
    ) % {
        "action": action.label,
        "roles": may,
        "post": acting.actor.post,
    }
