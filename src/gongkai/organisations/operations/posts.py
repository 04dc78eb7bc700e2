"""Posts, their roles, and who holds them: every right that anybody has is granted and withdrawn here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.organisations import queries
from gongkai.organisations.kinds import APPOINTMENT, PERSON, POST
from gongkai.organisations.models import (
    GUARDED_ROLES,
    AccountClaim,
    Appointment,
    Body,
    Person,
    Post,
    PostRole,
    Role,
)
from gongkai.organisations.operations.checking import inserted, lock_tree, shadow, validated
from gongkai.organisations.rules import clash
from gongkai.records import journal
from gongkai.records.actors import Actor
from gongkai.records.acts import Act, SystemAct
from gongkai.records.operations import Done, operation
from gongkai.records.refusals import Refused


class PowersNotSeparated(Refused):
    """One person would hold an administrator's role and another role at the same time."""


class OwnAppointment(Refused):
    """Nobody grants rights to themselves."""


class SecondPersonNeeded(Refused):
    """Nobody does this alone: another of the three administrators confirms it (operations.grants)."""

    kind = "forbidden"


class UnknownRole(Refused):
    """The role is not one of those there are, or none is given."""


class BodyIsClosed(Refused):
    """The body of the post does not exist on that day."""


class NotHeld(Refused):
    """The appointment has ended, or not begun, on that day."""


def check_roles(roles: Collection[str]) -> list[Role]:
    """The roles in the order of their table; raises UnknownRole or PowersNotSeparated."""
    unknown = [role for role in roles if role not in Role.values]
    if unknown or not roles:
        raise UnknownRole(
            _("请选择岗位的角色，可选：%(roles)s。") % {"roles": "、".join(str(role.label) for role in Role)},
            "roles",
        )
    refuse_clash(roles, _("这个岗位"))
    return [role for role in Role if role in roles]


def refuse_clash(roles: Iterable[str], who: str) -> None:
    """Raise PowersNotSeparated if these roles may not meet in `who`."""
    found = clash(roles)
    if found is not None:
        raise PowersNotSeparated(
            _(
                "%(who)s不能同时是%(administrator)s和%(other)s：系统管理、安全保密管理、安全审计三者分立，"
                "也不兼任业务角色，请由不同的人分别担任。"
            )
            % {
                "who": who,
                "administrator": Role(found.administrator).label,
                "other": Role(found.other).label,
            },
            "roles",
        )


@operation("post.created", gettext_lazy("设立岗位"), of=POST, action="post.manage")
def create_post(*, body: Body, title: str, roles: Collection[str], act: Act) -> Done[Post]:
    """Set up a post with its roles. Raises NotValid, UnknownRole, PowersNotSeparated."""
    granted = check_roles(roles)
    post = inserted(Post(body=body, title=title))
    PostRole.objects.bulk_create(PostRole(post=post, role=role) for role in granted)
    after = {"body": body.code, "title": post.title, "roles": [str(role) for role in granted]}
    return Done(post, post, after=after)


def check_can_set_roles(*, post: Post, roles: Collection[str], on: date, by: Actor) -> list[Role]:
    """The roles in order; raises UnknownRole, OwnAppointment, or PowersNotSeparated naming a holder."""
    granted = check_roles(roles)
    holders = Appointment.objects.filter(post=post).filter(Q(valid_to=None) | Q(valid_to__gt=on))
    for appointment in holders.select_related("person"):
        _refuse_own(appointment.person, by)
        start = max(on, appointment.valid_from)
        other = _roles_held(appointment.person, start, appointment.valid_to, besides=post)
        refuse_clash([*granted, *other], appointment.person.name)
    return granted


can_set_roles = shadow(check_can_set_roles)


@operation("post.roles_changed", gettext_lazy("调整岗位角色"), of=POST, action="post.manage")
def set_roles(*, post: Post, roles: Collection[str], on: date, act: Act) -> Done[Post]:
    """Give a post other roles, at once and for everybody who holds it today or later.

    A day `on` before today counts those too who held it since.

    Raises UnknownRole, OwnAppointment, PowersNotSeparated.
    """
    lock_tree()  # nobody is appointed to the post meanwhile
    on = min(
        on, act.on
    )  # it takes effect at once: whoever leaves before a later day has the roles until then
    before = sorted(post.roles)
    granted = check_can_set_roles(post=post, roles=roles, on=on, by=act.actor)
    if needs_second_person(post=post, roles=roles, on=on):
        _refuse_alone(act)
    post.granted.all().delete()
    PostRole.objects.bulk_create(PostRole(post=post, role=role) for role in granted)
    for appointment in Appointment.objects.filter(post=post).filter(Q(valid_to=None) | Q(valid_to__gt=on)):
        added = [role for role in granted if role not in before]
        note_granted(appointment, added, act)
    return Done(
        Post.objects.get(pk=post.pk),
        before={"roles": [str(role) for role in before]},
        after={"roles": [str(role) for role in granted]},
    )


def check_can_appoint(*, person: Person, post: Post, on: date, until: date | None = None, by: Actor) -> None:
    """Raise OwnAppointment, BodyIsClosed or PowersNotSeparated."""
    _refuse_own(person, by)
    if not queries.exists(post.body, on):
        raise BodyIsClosed(
            _("%(body)s在%(day)s不存在，不能任职，请核对机构和日期。")
            % {"body": queries.name_of(post.body, on), "day": on.isoformat()},
            "post",
        )
    refuse_clash([*post.roles, *_roles_held(person, on, until)], person.name)


can_appoint = shadow(check_can_appoint)


def _refuse_own(person: Person, by: Actor) -> None:
    if by.kind == "person" and by.id == person.public_id:
        raise OwnAppointment(_("不能给自己任职或者调整自己岗位的角色，请由另一名安全保密管理员办理。"))


def _roles_held(
    person: Person, start: date, end: date | None, *, besides: Post | None = None
) -> frozenset[str]:
    """The roles of every post the person holds on any day from `start` up to, but not on, `end`."""
    held = Appointment.objects.filter(Q(valid_to=None) | Q(valid_to__gt=start), person=person)
    if end is not None:
        held = held.filter(valid_from__lt=end)
    if besides is not None:
        held = held.exclude(post=besides)
    return frozenset(PostRole.objects.filter(post__in=held.values("post")).values_list("role", flat=True))


@operation("person.appointed", gettext_lazy("任职"), of=PERSON, action="appointment.manage")
def appoint(
    *, person: Person, post: Post, on: date, until: date | None = None, act: Act
) -> Done[Appointment]:
    """The person holds the post from the day `on` (up to, but not on, `until`).

    Raises OwnAppointment, BodyIsClosed, PowersNotSeparated, NotValid (held already).
    """
    lock_tree()  # the post's roles stay what they are
    post = Post.objects.select_related("body").get(pk=post.pk)
    check_can_appoint(person=person, post=post, on=on, until=until, by=act.actor)
    if post.roles & GUARDED_ROLES:
        _refuse_alone(act)
    appointment = inserted(Appointment(person=person, post=post, valid_from=on, valid_to=until))
    note_granted(appointment, sorted(post.roles), act)
    return Done(appointment, person, after=_state(appointment))


def needs_second_person(*, post: Post, roles: Collection[str], on: date) -> bool:
    """Whether giving these roles to a post grants a guarded one to somebody who holds it."""
    added = set(roles) - {str(role) for role in post.roles}
    held = Appointment.objects.filter(post=post).filter(Q(valid_to=None) | Q(valid_to__gt=on))
    return bool(added & {str(role) for role in GUARDED_ROLES}) and held.exists()


def roles_held_from(person: Person, on: date) -> frozenset[Role]:
    """The roles that the person holds on a day or will hold after it."""
    return frozenset(Role(role) for role in _roles_held(person, on, None))


def _refuse_alone(act: Act) -> None:
    if not isinstance(act, SystemAct):
        raise SecondPersonNeeded(
            _("管理员、审计员、主管的权限不能由一人授予；请提交，由另一名管理员确认后生效。")
        )


def note_granted(appointment: Appointment, roles: Iterable[Role], act: Act) -> None:
    """One entry per role: rights in the journal are never a digest.

    With a guarded role, what one administrator approved alone ends: a browser that may set the password yet.
    """
    roles = list(roles)
    if GUARDED_ROLES & set(roles):
        AccountClaim.objects.filter(person=appointment.person, used_at=None).delete()
    for role in roles:
        journal.record(
            verb="person.role_granted",
            object=PERSON.ref(appointment.person, act.on),
            by=act.actor,
            at=act.at,
            after={
                "role": str(role),
                "post": appointment.post.title,
                "body": appointment.post.body.code,
                "valid_from": appointment.valid_from.isoformat(),
                "valid_to": appointment.valid_to.isoformat() if appointment.valid_to else None,
            },
        )


@operation("person.appointment_ended", gettext_lazy("离任"), of=APPOINTMENT, action="appointment.manage")
def end_appointment(*, appointment: Appointment, on: date, reason: str = "", act: Act) -> Done[Appointment]:
    """`on` is the first day on which the person no longer holds the post. Raises NotHeld."""
    over = appointment.valid_to is not None and appointment.valid_to <= on
    if over or on <= appointment.valid_from:
        raise NotHeld(
            _("%(person)s自%(start)s起任%(post)s，离任日期应在这一天以后、已登记的离任日期以前。")
            % {
                "person": appointment.person.name,
                "start": appointment.valid_from.isoformat(),
                "post": appointment.post.title,
            },
            "on",
        )
    before = _state(appointment)
    appointment.valid_to = on
    validated(appointment).save(update_fields=("valid_to",))
    return Done(appointment, appointment.person, before=before, after=_state(appointment))


def _state(appointment: Appointment) -> dict[str, object]:
    return {
        "post": appointment.post.title,
        "body": appointment.post.body.code,
        "roles": sorted(str(role) for role in appointment.post.roles),
        "valid_from": appointment.valid_from.isoformat(),
        "valid_to": appointment.valid_to.isoformat() if appointment.valid_to else None,
    }
