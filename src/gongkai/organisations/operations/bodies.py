"""Founding, renaming, moving and closing bodies; each checks every day it changes, then journals."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.organisations import queries
from gongkai.organisations.kinds import BODY
from gongkai.organisations.models import Appointment, Body, BodyVersion, valid_on
from gongkai.organisations.operations.checking import inserted, lock_tree, shadow, validated
from gongkai.organisations.rules import Period, cycles, first_gap
from gongkai.organisations.tree_facts import TreeFacts
from gongkai.records.acts import Act
from gongkai.records.operations import Done, operation
from gongkai.records.refusals import Invalid, Refused
from gongkai.text import credit_code as credit_codes


class BadCreditCode(Invalid):
    """Not a unified social credit code (GB 32100)."""


class NoSuchParent(Refused):
    """The parent does not exist on every day on which it would be one."""


class Circle(Refused):
    """A body would be above itself on some day."""


class NotInForce(Refused):
    """The body does not exist on that day."""


class LaterChangeKnown(Refused):
    """A later change is already registered; changes are registered in the order of their days."""


class HasChildren(Refused):
    """There are bodies below it on that day."""


def state(version: BodyVersion) -> dict[str, object]:
    """What the journal keeps of a version."""
    return {
        "name": version.name,
        "short_name": version.short_name,
        "level": version.level,
        "parent": version.parent.code if version.parent else None,
        "valid_from": version.valid_from.isoformat(),
        "valid_to": version.valid_to.isoformat() if version.valid_to else None,
    }


@operation("body.created", gettext_lazy("设立机构"), of=BODY, action="body.manage")
def create_body(
    *,
    code: str,
    kind: str,
    name: str,
    level: str,
    parent: Body | None,
    on: date,
    short_name: str = "",
    credit_code: str = "",
    act: Act,
) -> Done[Body]:
    """Found a body that exists from the day `on`. Without a parent it is the root, of which there is one.

    Raises NotValid (a value is missing or taken), BadCreditCode, NoSuchParent.
    """
    lock_tree()
    body = Body(code=code, kind=kind, credit_code=compact_credit_code(credit_code))
    inserted(body)
    version = BodyVersion(
        body=body, name=name, short_name=short_name, level=level, parent=parent, valid_from=on
    )
    check_parent_exists(version)
    inserted(version)
    after = {**state(version), "kind": body.kind, "credit_code": body.credit_code}
    return Done(body, BODY.ref(body, on), after=after)


def compact_credit_code(text: str) -> str:
    """The code without gaps, "" if there is none; BadCreditCode if it is wrong."""
    if not text.strip():
        return ""
    try:
        return credit_codes.validate(text)
    except credit_codes.CreditCodeError as problem:
        raise BadCreditCode(str(problem), "credit_code") from problem


def check_parent_exists(version: BodyVersion) -> None:
    """Raise NoSuchParent unless the parent exists on every day of the version."""
    if version.parent is None:
        return
    parents = [
        Period(version.parent.code, None, row.valid_from, row.valid_to)
        for row in queries.history_of(version.parent)
    ]
    needed = Period(version.body.code, version.parent.code, version.valid_from, version.valid_to)
    gap = first_gap(needed, parents)
    if gap is not None:
        raise NoSuchParent(
            _("上级机构“%(parent)s”在%(day)s尚未设立或者已经撤销，请另选上级机构，或者调整日期。")
            % {"parent": queries.name_of(version.parent, version.valid_from), "day": gap.isoformat()},
            "parent",
        )


def check_can_change(*, body: Body, on: date, facts: TreeFacts | None = None) -> BodyVersion:
    """The version that a change on the day `on` ends; raises NotInForce or LaterChangeKnown.

    A page that asks for many verbs gives the `facts` it has; an operation asks anew.
    """
    version = facts.version(body, on) if facts is not None else queries.version_of(body, on)
    if version is None:
        raise NotInForce(
            _("%(body)s在%(day)s不存在，请核对日期。")
            % {"body": queries.name_of(body, on), "day": on.isoformat()},
            "on",
        )
    if version.valid_to is not None:
        raise LaterChangeKnown(
            _("%(body)s在%(day)s已登记有变更；变更应按日期先后登记，请把日期改为这一天或以后。")
            % {"body": version.name, "day": version.valid_to.isoformat()},
            "on",
        )
    return version


can_change = shadow(check_can_change)


def _change(version: BodyVersion, on: date, changes: dict[str, object]) -> BodyVersion:
    """End the version and begin the next with `changes`; on its very first day it is changed in place."""
    following = version
    if version.valid_from < on:
        version.valid_to = on
        validated(version).save(update_fields=("valid_to",))
        following = BodyVersion(
            body=version.body,
            name=version.name,
            short_name=version.short_name,
            level=version.level,
            parent=version.parent,
            valid_from=on,
        )
    for name, value in changes.items():
        setattr(following, name, value)
    check_parent_exists(following)
    validated(following).save()
    return following


@operation("body.renamed", gettext_lazy("机构更名"), of=BODY, action="body.manage")
def rename_body(
    *, body: Body, name: str, short_name: str = "", on: date, reason: str = "", act: Act
) -> Done[BodyVersion]:
    """From the day `on` the body has another name. Raises NotInForce, LaterChangeKnown, NotValid."""
    lock_tree()
    version = check_can_change(body=body, on=on)
    before = state(version)
    following = _change(version, on, {"name": name, "short_name": short_name})
    return Done(following, BODY.ref(body, on), before=before, after=state(following))


@operation("body.moved", gettext_lazy("调整机构隶属或层级"), of=BODY, action="body.manage")
def move_body(*, body: Body, parent: Body, level: str = "", on: date, act: Act) -> Done[BodyVersion]:
    """From the day `on` the body stands elsewhere in the tree, and perhaps on another level.

    Raises NotInForce, LaterChangeKnown, NoSuchParent, NotValid, Circle.
    """
    lock_tree()
    version = check_can_change(body=body, on=on)
    before = state(version)
    following = _change(version, on, {"parent": parent, "level": level or version.level})
    check_no_circle(body=body, since=on)
    return Done(following, BODY.ref(body, on), before=before, after=state(following))


def check_no_circle(*, body: Body, since: date) -> None:
    """Raise Circle if the body is above itself on any day from `since`."""
    rows = BodyVersion.objects.values_list("body__code", "parent__code", "valid_from", "valid_to")
    found = cycles([Period(*row) for row in rows], [body.code], since)
    if found is not None:
        day, circle = found
        names = {row.code: queries.name_of(row, day) for row in Body.objects.filter(code__in=circle)}
        raise Circle(
            _("自%(day)s起，%(circle)s会互为上下级，请另选上级机构。")
            % {"day": day.isoformat(), "circle": "、".join(names[code] for code in circle)},
            "parent",
        )


def check_can_close_body(*, body: Body, on: date, facts: TreeFacts | None = None) -> BodyVersion:
    """The version to be closed; raises NotInForce, LaterChangeKnown or HasChildren."""
    version = check_can_change(body=body, on=on, facts=facts)
    if version.valid_from >= on:
        raise NotInForce(
            _("%(body)s自%(day)s起才是现在的名称和隶属，撤销日期应在这一天以后。")
            % {"body": version.name, "day": version.valid_from.isoformat()},
            "on",
        )
    below = BodyVersion.objects.filter(parent=body).exclude(valid_to__lte=on)
    names = list(dict.fromkeys(below.order_by("body__code").values_list("name", flat=True)))
    if names:
        raise HasChildren(
            _("%(body)s之下还有%(count)s个机构（%(names)s），请先调整它们的隶属或者先行撤销。")
            % {"body": version.name, "count": len(names), "names": "、".join(names[:5])}
        )
    return version


can_close_body = shadow(check_can_close_body)


@operation("body.closed", gettext_lazy("撤销机构"), of=BODY, action="body.manage")
def close_body(*, body: Body, on: date, reason: str = "", act: Act) -> Done[BodyVersion]:
    """The body ends: `on` is the first day without it. Whoever holds a post there holds it no longer.

    Raises NotInForce, LaterChangeKnown, HasChildren.
    """
    lock_tree()
    version = check_can_close_body(body=body, on=on)
    before = state(version)
    version.valid_to = on
    validated(version).save(update_fields=("valid_to",))
    at_body = Appointment.objects.filter(post__body=body)
    ended = at_body.filter(valid_on(on), valid_from__lt=on)
    people = sorted(ended.values_list("person__public_id", flat=True))
    ended.update(valid_to=on)
    never_begun, _rows = at_body.filter(valid_from__gte=on).delete()
    after = {**state(version), "appointments_ended": people, "appointments_dropped": never_begun}
    return Done(version, BODY.ref(body, on), before=before, after=after)


@operation("body.credit_code_changed", gettext_lazy("更正统一社会信用代码"), of=BODY, action="body.manage")
def change_credit_code(*, body: Body, credit_code: str, act: Act) -> Done[Body]:
    """Correct the unified social credit code. Raises BadCreditCode, NotValid."""
    before = {"credit_code": body.credit_code}
    body.credit_code = compact_credit_code(credit_code)
    validated(body).save(update_fields=("credit_code",))
    return Done(body, before=before, after={"credit_code": body.credit_code})
