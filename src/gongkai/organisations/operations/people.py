"""Accounts of people: made, corrected, locked; passwords set and reset."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.organisations.accounts import lockout, passwords, second_factor, sessions
from gongkai.organisations.accounts.logins import compact_login
from gongkai.organisations.kinds import PERSON
from gongkai.organisations.models import GUARDED_ROLES, Body, Person, SignIn
from gongkai.organisations.operations.checking import inserted, shadow, validated
from gongkai.organisations.operations.posts import SecondPersonNeeded, roles_held_from
from gongkai.records.actors import Actor
from gongkai.records.acts import INSIDE, OWNER, Act, SystemAct
from gongkai.records.addresses import address_digests
from gongkai.records.operations import Done, operation, prepared_operation
from gongkai.records.refusals import Refused


class AlreadyLocked(Refused):
    """The account is locked already."""


class NotLocked(Refused):
    """The account is not locked."""


class OwnAccount(Refused):
    """Administrators do not lock or reset themselves."""


class WrongPassword(Refused):
    """The present password is not that."""


def _initial_hash(*, login: str, name: str, initial_password: str = "") -> str:
    """The hash of an initial password that keeps the rules; "" for none. Raises BadLogin, WeakPassword."""
    if not initial_password:
        return ""
    passwords.check(initial_password, Person(login=compact_login(login), name=name.strip()))
    return make_password(initial_password)


@prepared_operation(
    _initial_hash, "person.created", gettext_lazy("建立账号"), of=PERSON, action="person.manage"
)
def create_person(
    hash: str,
    *,
    login: str,
    name: str,
    home: Body | None = None,
    initial_password: str = "",
    act: Act,
) -> Done[Person]:
    """Make an account. It holds no post yet, so it may nothing; an initial password has to be changed.

    `home` is the body whose account it is until it holds a post (None: the root's). Without a password
    nobody can sign in. Raises BadLogin, NotValid, WeakPassword.
    """
    person = Person(login=compact_login(login), name=name.strip(), home=home, created_at=act.at)
    person.set_unusable_password()
    inserted(person)
    if hash:
        passwords.keep(person, hash, act.at)
        person.must_change_password = True
        person.save(update_fields=("must_change_password",))
    after = {"login": person.login, "name": person.name, **({"home": home.code} if home else {})}
    return Done(person, person, after=after)


@operation("person.renamed", gettext_lazy("更正姓名"), of=PERSON, action="person.manage")
def rename_person(*, person: Person, name: str, act: Act) -> Done[Person]:
    """Correct a name. What was journalled keeps the old one. Raises NotValid."""
    before, person.name = person.name, name.strip()
    validated(person).save(update_fields=("name",))
    return Done(person, before={"name": before}, after={"name": person.name})


def check_can_lock_person(*, person: Person, by: Actor) -> None:
    """Raise AlreadyLocked or OwnAccount."""
    refuse_own(person, by)
    if not person.is_active:
        raise AlreadyLocked(_("%(person)s的账号已经停用。") % {"person": person.name})


can_lock_person = shadow(check_can_lock_person)


def refuse_own(person: Person, by: Actor) -> None:
    """Raise OwnAccount where the one who acts is the person."""
    if by.kind == "person" and by.id == person.public_id:
        raise OwnAccount(_("不能停用、重置自己的账号，请由另一名管理员办理。"))


@operation("person.locked", gettext_lazy("停用账号"), of=PERSON, action="person.lock")
def lock_person(*, person: Person, reason: str, act: Act) -> Done[Person]:
    """Nobody signs in with the account any more, and open sign-ins end. Raises AlreadyLocked, OwnAccount."""
    check_can_lock_person(person=person, by=act.actor)
    person.locked_at, person.lock_reason = act.at, reason
    validated(person).save(update_fields=("locked_at", "lock_reason"))
    return Done(person, after={"sign_ins_ended": sessions.end_all(person, act.at)})


@operation("person.unlocked", gettext_lazy("启用账号"), of=PERSON, action="person.lock")
def unlock_person(*, person: Person, reason: str = "", act: Act) -> Done[Person]:
    """The account may be used again. Raises NotLocked."""
    if person.is_active:
        raise NotLocked(_("%(person)s的账号没有停用。") % {"person": person.name})
    person.locked_at, person.lock_reason = None, ""
    person.save(update_fields=("locked_at", "lock_reason"))
    return Done(person)


def _new_initial() -> tuple[str, str]:
    """An initial password and its hash."""
    initial = passwords.make_initial()
    return initial, make_password(initial)


@prepared_operation(
    _new_initial,
    "person.initial_password_issued",
    gettext_lazy("发放初始密码"),
    of=PERSON,
    action=INSIDE,
)
def issue_initial_password(ready: tuple[str, str], *, person: Person, act: Act) -> Done[str]:
    """A new initial password, returned once: it must be changed at the next sign-in. Open sign-ins end.

    For the command at the server alone: in the console a person claims their account (operations.claims),
    and no password stands on another's screen. Raises OwnAccount.
    """
    refuse_own(person, act.actor)
    initial, hash = ready
    passwords.keep(person, hash, act.at)
    person.must_change_password = True
    person.save(update_fields=("must_change_password",))
    sessions.end_all(person, act.at)
    return Done(initial)


def _checked_change(*, person: Person, present: str, new: str, address: str = "", act: Act) -> str:
    """The hash of the new password, where the present one is right. Wrong guesses are counted and cost a
    wait.
    """
    person = Person.objects.get(pk=person.pk)  # not a password that has been changed since it was read
    attempt = lockout.begin(lockout.Counter(lockout.Scope.PASSWORD, person.public_id), at=act.at)
    if not person.check_password(present):
        lockout.failed(attempt, PERSON.ref(person, act.on), act.at, address=address)
        raise WrongPassword(_("现在的密码不正确，请重新输入。"), "present")
    with transaction.atomic():
        lockout.forgive(attempt)
    passwords.check(new, person)
    return make_password(new)


@prepared_operation(
    _checked_change, "person.password_changed", gettext_lazy("修改密码"), of=PERSON, action=OWNER
)
def change_password(
    hash: str,
    *,
    person: Person,
    present: str,
    new: str,
    keep: SignIn | None = None,
    address: str = "",
    act: Act,
) -> Done[Person]:
    """Change one's own password, knowing the present one. Every other open sign-in than `keep` ends.

    `address` is where the person is; its keyed digest is journalled.

    Raises WrongPassword, Paused, WeakPassword.
    """
    passwords.keep(person, hash, act.at)
    person.must_change_password = False
    person.save(update_fields=("must_change_password",))
    ended = sessions.end_all(person, act.at, keep=keep)
    return Done(person, after={"sign_ins_ended": ended}, digests=address_digests(address))


@operation("person.signed_out_everywhere", gettext_lazy("全部退出登录"), of=PERSON, action="session.end")
def sign_out_everywhere(*, person: Person, act: Act) -> Done[int]:
    """An administrator ends every open sign-in of the person; returns how many."""
    ended = sessions.end_all(person, act.at)
    return Done(ended, after={"sign_ins_ended": ended})


@operation("person.signed_out_everywhere", gettext_lazy("全部退出登录"), of=PERSON, action=OWNER)
def sign_out_own_sessions(*, person: Person, keep: SignIn | None = None, act: Act) -> Done[int]:
    """End every open sign-in of one's own, but `keep`; returns how many."""
    ended = sessions.end_all(person, act.at, keep=keep)
    return Done(ended, after={"sign_ins_ended": ended})


@operation("person.second_factor_removed", gettext_lazy("取消二次验证"), of=PERSON, action="password.reset")
def remove_second_factor(*, person: Person, reason: str, act: Act) -> Done[bool]:
    """An administrator takes away the second factor of somebody who lost their device; True if there was one.

    Raises OwnAccount, SecondPersonNeeded.
    """
    refuse_own(person, act.actor)
    if not isinstance(act, SystemAct) and GUARDED_ROLES & roles_held_from(person, act.on):
        raise SecondPersonNeeded(_("这是管理员、审计员或者主管的账号，须由另一名管理员确认。"))
    removed = second_factor.clear(person, reason=reason, act=act)
    return Done(removed, silent=not removed)
