"""What one administrator asks for and another of the three confirms: nobody grants or resets alone.

A grant of an administrator's, the auditor's or a supervisor's role, and a reset of somebody who holds one,
wait as a Confirmation. `appoint`, `set_roles`, `approve_claim` and `remove_second_factor` refuse to do them
for one person (`SecondPersonNeeded`); `confirm` performs what was asked, in the name of the one who
confirms.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.organisations import access, queries
from gongkai.organisations.acts import OfficialAct
from gongkai.organisations.kinds import CONFIRMATION
from gongkai.organisations.lifecycle import CONFIRMATION_LIFECYCLE
from gongkai.organisations.models import AccountClaim, ApiToken, Body, Confirmation, Person, Post, Role
from gongkai.organisations.operations import claims, people, posts, tokens
from gongkai.organisations.operations.checking import validated
from gongkai.records.acts import INSIDE, Act
from gongkai.records.operations import Done, operation
from gongkai.records.refusals import Refused

LASTS: Final = timedelta(days=14)
Request = Confirmation.Request


class AskedBefore(Refused):
    """The same waits for its confirmation already."""


class SameRole(Refused):
    """Who confirms holds the role of the one who asked: it takes another of the three."""

    kind = "forbidden"


class Expired(Refused):
    """Nobody confirmed it in time."""


class ChangedSince(Refused):
    """What was asked for is no longer what would be done."""


class NotOwnRequest(Refused):
    """Only who asked takes it back."""

    kind = "forbidden"


@operation("confirmation.asked", gettext_lazy("提请任命"), of=CONFIRMATION, action="appointment.manage")
def ask_appointment(
    *, person: Person, post: Post, on: date, until: date | None = None, reason: str = "", act: Act
) -> Done[Confirmation]:
    """Ask that the person be appointed to a post with a guarded role. Raises what `appoint` raises."""
    posts.check_can_appoint(person=person, post=post, on=on, until=until, by=act.actor)
    arguments = {
        "person": person.public_id,
        "post": post.pk,
        "on": on.isoformat(),
        "until": until.isoformat() if until else None,
        "roles": _words(post.roles),
    }
    label = _("任命%(person)s为%(body)s%(post)s") % {
        "person": person.name,
        "body": queries.name_of(post.body, act.on),
        "post": post.title,
    }
    return _asked(Request.APPOINTMENT, person, post.body, label, arguments, post.roles, reason, act)


@operation("confirmation.asked", gettext_lazy("提请任命"), of=CONFIRMATION, action="post.manage")
def ask_roles(
    *, post: Post, roles: Collection[str], on: date, reason: str = "", act: Act
) -> Done[Confirmation]:
    """Ask that a held post be given guarded roles. Raises what `set_roles` raises."""
    on = min(on, act.on)
    granted = posts.check_can_set_roles(post=post, roles=roles, on=on, by=act.actor)
    words = "、".join(str(role.label) for role in granted)
    label = _("%(body)s%(post)s的角色改为%(roles)s") % {
        "body": queries.name_of(post.body, act.on),
        "post": post.title,
        "roles": words,
    }
    arguments = {
        "post": post.pk,
        "roles": [str(role) for role in granted],
        "on": on.isoformat(),
        "before": _words(post.roles),
        "holders": _holders(post, on),
    }
    return _asked(Request.ROLES, None, post.body, label, arguments, granted, reason, act)


@operation("confirmation.asked", gettext_lazy("提请任命"), of=CONFIRMATION, action="password.reset")
def ask_activation(*, person: Person, code: str, reason: str = "", act: Act) -> Done[Confirmation]:
    """Ask that the claim of a guarded person's account be approved. Raises NoSuchClaim, OwnAccount."""
    claim = claims.check_can_approve(person=person, code=code, by=act.actor)
    label = _("核准%(person)s本人设置密码") % {"person": person.name}
    roles = posts.roles_held_from(person, act.on)
    arguments = {"claim": claim.pk, "person": person.public_id}
    body = _body_of(person, act.on)
    return _asked(Request.ACTIVATION, person, body, label, arguments, roles, reason, act)


@operation("confirmation.asked", gettext_lazy("提请任命"), of=CONFIRMATION, action="password.reset")
def ask_second_factor_removal(*, person: Person, reason: str, act: Act) -> Done[Confirmation]:
    """Ask that a guarded person's second factor be taken away. Raises OwnAccount."""
    people.refuse_own(person, act.actor)
    label = _("取消%(person)s的二次验证") % {"person": person.name}
    roles = posts.roles_held_from(person, act.on)
    arguments = {"person": person.public_id}
    body = _body_of(person, act.on)
    return _asked(Request.SECOND_FACTOR, person, body, label, arguments, roles, reason, act)


@operation("confirmation.asked", gettext_lazy("提请任命"), of=CONFIRMATION, action="token.manage")
def ask_token(
    *, body: Body, name: str, scopes: Collection[str], lasts: timedelta, reason: str = "", act: Act
) -> Done[tokens.IssuedToken]:
    """Ask that a token with an administrator's scopes be good: it is made, and waits.

    Raises what `create_token` raises.
    """
    issued = tokens.make_token(body=body, name=name, scopes=scopes, lasts=lasts, at=act.at, confirmed=False)
    words = access.token_scopes()
    label = _("建立%(body)s的接口令牌“%(name)s”（%(scopes)s）") % {
        "body": queries.name_of(body, act.on),
        "name": name,
        "scopes": "、".join(words[scope] for scope in issued.token.scopes),
    }
    asked = _asked(Request.TOKEN, None, body, label, {"token": issued.token.public_id}, (), reason, act)
    after = {**(asked.after or {}), **tokens.journalled(issued.token)}
    return Done(issued, asked.result, after=after)


@operation(
    "confirmation.confirmed",
    gettext_lazy("确认授权、重置"),
    of=CONFIRMATION,
    action="grant.confirm",
    step=CONFIRMATION_LIFECYCLE["confirm"],
)
def confirm(*, confirmation: Confirmation, act: Act) -> Done[Confirmation]:
    """Do what another administrator asked for, if it still is what it was then.

    Raises SomebodyElse, SameRole, Expired, ChangedSince, what the operation raises.
    """
    check_not_same_role(confirmation=confirmation, act=act)
    check_stands(confirmation=confirmation, act=act)
    _PERFORM[Request(confirmation.request)](confirmation.arguments, act.delegated())
    _decided(confirmation, act)
    after = {"request": confirmation.request, "asked_by": confirmation.asked_by_name}
    return Done(confirmation, after=after, reason=confirmation.reason)


@operation(
    "confirmation.rejected",
    gettext_lazy("不同意授权、重置"),
    of=CONFIRMATION,
    action="grant.confirm",
    step=CONFIRMATION_LIFECYCLE["reject"],
)
def reject(*, confirmation: Confirmation, reason: str, act: Act) -> Done[Confirmation]:
    """Refuse what another administrator asked for, with the reason. Raises SomebodyElse, SameRole."""
    check_not_same_role(confirmation=confirmation, act=act)
    _dropped(confirmation, act)
    _decided(confirmation, act)
    return Done(confirmation, after={"asked_by": confirmation.asked_by_name})


@operation(
    "confirmation.withdrawn",
    gettext_lazy("撤回授权、重置的提请"),
    of=CONFIRMATION,
    action="grant.confirm",
    step=CONFIRMATION_LIFECYCLE["withdraw"],
)
def withdraw(*, confirmation: Confirmation, act: Act) -> Done[Confirmation]:
    """Take back what one asked for oneself. Raises NotOwnRequest."""
    if act.actor.id != confirmation.asked_by:
        raise NotOwnRequest(_("只有提出人可以撤回；不同意的，请写明理由退回。"))
    _dropped(confirmation, act)
    _decided(confirmation, act)
    return Done(confirmation)


@operation(
    "confirmation.expired",
    gettext_lazy("授权、重置的提请过期"),
    of=CONFIRMATION,
    action=INSIDE,
    step=CONFIRMATION_LIFECYCLE["expire"],
)
def expire(*, confirmation: Confirmation, act: Act) -> Done[Confirmation]:
    """Nobody confirmed it within the fortnight."""
    _dropped(confirmation, act)
    _decided(confirmation, act)
    return Done(confirmation)


def _asked(
    request: str,
    person: Person | None,
    body: Body,
    label: str,
    arguments: Mapping[str, Any],
    roles: Collection[Role],
    reason: str,
    act: Act,
) -> Done[Confirmation]:
    same = Confirmation.objects.filter(state=Confirmation.State.PENDING, request=request)
    if same.filter(arguments=dict(arguments)).exists():
        raise AskedBefore(_("同样的事项已经提出，正在等待另一名管理员确认。"))
    made = validated(
        Confirmation(
            request=request,
            person=person,
            body=body,
            label=label[:300],
            arguments=dict(arguments),
            reason=reason.strip()[:200],
            asked_by=act.actor.id,
            asked_by_name=act.actor.name,
            asked_roles=sorted(str(role) for role in _roles_of(act)),
            asked_at=act.at,
        )
    )
    made.save(force_insert=True)
    after = {
        "request": request,
        "person": person.public_id if person else None,
        "body": body.code,
        "roles": sorted(str(role) for role in roles),
    }
    return Done(made, made, after=after)


def _roles_of(act: Act) -> frozenset[Role]:
    return act.acting.roles if isinstance(act, OfficialAct) else frozenset()


def check_not_same_role(*, confirmation: Confirmation, act: Act) -> None:
    """Raise SameRole where who acts holds a role of the one who asked."""
    common = {str(role) for role in _roles_of(act)} & set(confirmation.asked_roles)
    if common:
        role = Role(min(common)).label
        raise SameRole(_("提出人也是%(role)s；须由另外两类管理员之一确认。") % {"role": role})


def check_stands(*, confirmation: Confirmation, act: Act) -> None:
    """Raise Expired, or ChangedSince where the post, its holders or who asked are others than then."""
    if act.at - confirmation.asked_at > LASTS:
        raise Expired(
            _("提出已超过%(days)s天，没有确认，不能再确认；确有需要的，请重新提出。") % {"days": LASTS.days}
        )
    asker = Person.objects.filter(public_id=confirmation.asked_by).first()
    if asker is not None and confirmation.asked_roles:
        held = {str(role) for one in queries.acting_choices(asker, act.on) for role in one.roles}
        if not held & set(confirmation.asked_roles):
            raise ChangedSince(_("提出人已经不是管理员，不能再确认；确有需要的，请由现任管理员重新提出。"))
    arguments = confirmation.arguments
    if confirmation.request == Request.APPOINTMENT:
        same = arguments.get("roles") == _words(_find_post(arguments).roles)
    elif confirmation.request == Request.ROLES:
        post, on = _find_post(arguments), date.fromisoformat(arguments["on"])
        same = (arguments.get("before"), arguments.get("holders")) == (_words(post.roles), _holders(post, on))
    elif confirmation.request == Request.TOKEN:
        same = _find_token(arguments).revoked_at is None
    else:
        same = True
    if not same:
        raise ChangedSince(
            _("提出以后，岗位的角色、任职的人或者令牌有了变动；请写明理由退回，由提出人重新提出。")
        )


def _words(roles: Collection[Role]) -> list[str]:
    return sorted(str(role) for role in roles)


def _holders(post: Post, on: date) -> list[str]:
    """The public ids of those who hold the post on a day or will."""
    held = post.appointments.filter(Q(valid_to=None) | Q(valid_to__gt=on))
    return sorted(held.values_list("person__public_id", flat=True))


def _dropped(confirmation: Confirmation, act: Act) -> None:
    """What waited for a confirmation that did not come is good for nothing for ever."""
    if confirmation.request == Request.TOKEN:
        token = _find_token(confirmation.arguments)
        if token.revoked_at is None:
            tokens.revoke_token(token=token, reason=str(confirmation), act=act.delegated())


def _decided(confirmation: Confirmation, act: Act) -> None:
    confirmation.decided_by, confirmation.decided_at = act.actor.name, act.at
    confirmation.save(update_fields=("decided_by", "decided_at"))


def _body_of(person: Person, on: date) -> Body:
    return queries.bodies_answering_for(person, on)[0]


def _find_post(arguments: Mapping[str, Any]) -> Post:
    return Post.objects.select_related("body").get(pk=arguments["post"])


def _find_token(arguments: Mapping[str, Any]) -> ApiToken:
    return ApiToken.objects.select_related("body").get(public_id=arguments["token"])


def _find_person(arguments: Mapping[str, Any]) -> Person:
    return Person.objects.get(public_id=arguments["person"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _perform_appointment(arguments: Mapping[str, Any], act: Act) -> None:
    posts.appoint(
        person=_find_person(arguments),
        post=_find_post(arguments),
        on=date.fromisoformat(arguments["on"]),
        until=_day(arguments["until"]),
        act=act,
    )


def _perform_roles(arguments: Mapping[str, Any], act: Act) -> None:
    on = date.fromisoformat(arguments["on"])
    posts.set_roles(post=_find_post(arguments), roles=arguments["roles"], on=on, act=act)


def _perform_activation(arguments: Mapping[str, Any], act: Act) -> None:
    claim = AccountClaim.objects.select_related("person").get(pk=arguments["claim"])
    claims.approve_claim(person=claim.person, code=claim.code, act=act)


def _perform_second_factor(arguments: Mapping[str, Any], act: Act) -> None:
    people.remove_second_factor(person=_find_person(arguments), reason=act.reason or "双人确认", act=act)


def _perform_token(arguments: Mapping[str, Any], act: Act) -> None:
    tokens.confirm_token(token=_find_token(arguments), act=act)


_PERFORM: Final = {
    Request.APPOINTMENT: _perform_appointment,
    Request.ROLES: _perform_roles,
    Request.ACTIVATION: _perform_activation,
    Request.SECOND_FACTOR: _perform_second_factor,
    Request.TOKEN: _perform_token,
}


def expire_old(act: Act) -> int:
    """End every confirmation that nobody decided within the fortnight; returns how many."""
    old = list(Confirmation.objects.filter(state=Confirmation.State.PENDING, asked_at__lt=act.at - LASTS))
    for one in old:
        expire(confirmation=one, act=act)
    return len(old)
