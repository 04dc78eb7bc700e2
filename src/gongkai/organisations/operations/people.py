"""Accounts of people: made, corrected, locked; passwords set and reset."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.organisations.accounts import lockout, passwords, sessions
from gongkai.organisations.accounts.logins import compact_login
from gongkai.organisations.models import Person, SignIn
from gongkai.organisations.operations.checking import current_person, inserted, shadow, validated
from gongkai.organisations.operations.posts import person_ref
from gongkai.records import journal
from gongkai.records.actors import Actor
from gongkai.records.refusals import Refused


class AlreadyLocked(Refused):
    """The account is locked already."""


class NotLocked(Refused):
    """The account is not locked."""


class OwnAccount(Refused):
    """Administrators do not lock or reset themselves."""


class WrongPassword(Refused):
    """The present password is not that."""


@transaction.atomic
def create_person(*, login: str, name: str, initial_password: str = "", by: Actor, at: datetime) -> Person:
    """Make an account. It holds no post yet, so it may nothing; an initial password has to be changed.

    Without a password nobody can sign in (`issue_initial_password`). Raises BadLogin, NotValid, WeakPassword.
    """
    person = Person(login=compact_login(login), name=name.strip(), created_at=at)
    person.set_unusable_password()
    inserted(person)
    if initial_password:
        passwords.check(initial_password, person)
        passwords.put(person, initial_password, at)
        person.must_change_password = True
        person.save(update_fields=("must_change_password",))
    journal.record(
        verb="person.created",
        object=person_ref(person),
        by=by,
        at=at,
        after={"login": person.login, "name": person.name},
    )
    return person


@transaction.atomic
def rename_person(*, person: Person, name: str, by: Actor, at: datetime) -> Person:
    """Correct a name. What was journalled keeps the old one. Raises NotValid."""
    person = current_person(person)
    before, person.name = person.name, name.strip()
    validated(person).save(update_fields=("name",))
    journal.record(
        verb="person.renamed",
        object=person_ref(person),
        by=by,
        at=at,
        before={"name": before},
        after={"name": person.name},
    )
    return person


def check_can_lock_person(*, person: Person, by: Actor) -> None:
    """Raise AlreadyLocked or OwnAccount."""
    _refuse_own(person, by)
    if not person.is_active:
        raise AlreadyLocked(_("%(person)s的账号已经停用。") % {"person": person.name})


can_lock_person = shadow(check_can_lock_person)


def _refuse_own(person: Person, by: Actor) -> None:
    if by.kind == "person" and by.id == person.public_id:
        raise OwnAccount(_("不能停用、重置自己的账号，请由另一名管理员办理。"))


@transaction.atomic
def lock_person(*, person: Person, reason: str, by: Actor, at: datetime) -> Person:
    """Nobody signs in with the account any more, and open sign-ins end. Raises AlreadyLocked, OwnAccount."""
    person = current_person(person)
    check_can_lock_person(person=person, by=by)
    person.locked_at, person.lock_reason = at, reason
    validated(person).save(update_fields=("locked_at", "lock_reason"))
    ended = sessions.end_all(person, at)
    journal.record(
        verb="person.locked",
        object=person_ref(person),
        by=by,
        at=at,
        after={"sign_ins_ended": ended},
        reason=reason,
    )
    return person


@transaction.atomic
def unlock_person(*, person: Person, reason: str = "", by: Actor, at: datetime) -> Person:
    """The account may be used again. Raises NotLocked."""
    person = current_person(person)
    if person.is_active:
        raise NotLocked(_("%(person)s的账号没有停用。") % {"person": person.name})
    person.locked_at, person.lock_reason = None, ""
    person.save(update_fields=("locked_at", "lock_reason"))
    journal.record(verb="person.unlocked", object=person_ref(person), by=by, at=at, reason=reason)
    return person


@transaction.atomic
def issue_initial_password(*, person: Person, by: Actor, at: datetime) -> str:
    """A new initial password, returned once: it must be changed at the next sign-in. Open sign-ins end.

    Raises OwnAccount.
    """
    person = current_person(person)
    _refuse_own(person, by)
    initial = passwords.make_initial()
    passwords.put(person, initial, at)
    person.must_change_password = True
    person.save(update_fields=("must_change_password",))
    sessions.end_all(person, at)
    journal.record(verb="person.initial_password_issued", object=person_ref(person), by=by, at=at)
    return initial


def change_password(
    *, person: Person, present: str, new: str, keep: SignIn | None = None, by: Actor, at: datetime
) -> Person:
    """Change one's own password, knowing the present one. Every other open sign-in than `keep` ends.

    Wrong guesses at the present one are counted and cost a wait. Raises WrongPassword, Paused, WeakPassword.
    """
    person = Person.objects.get(pk=person.pk)  # not a password that has been changed since it was read
    attempt = lockout.begin(login=f"{person.login} password", address=None, at=at)
    if not person.check_password(present):
        lockout.failed(attempt, person_ref(person), at)
        raise WrongPassword(_("现在的密码不正确，请重新输入。"), "present")
    with transaction.atomic():
        lockout.forgive(attempt)
    return _replace_password(person=person, new=new, keep=keep, by=by, at=at)


@transaction.atomic
def _replace_password(*, person: Person, new: str, keep: SignIn | None, by: Actor, at: datetime) -> Person:
    person = current_person(person)
    passwords.check(new, person)
    passwords.put(person, new, at)
    person.must_change_password = False
    person.save(update_fields=("must_change_password",))
    ended = sessions.end_all(person, at, keep=keep)
    journal.record(
        verb="person.password_changed",
        object=person_ref(person),
        by=by,
        at=at,
        after={"sign_ins_ended": ended},
    )
    return person


@transaction.atomic
def sign_out_everywhere(*, person: Person, keep: SignIn | None = None, by: Actor, at: datetime) -> int:
    """End every open sign-in of the person, but `keep`; returns how many."""
    ended = sessions.end_all(person, at, keep=keep)
    journal.record(
        verb="person.signed_out_everywhere",
        object=person_ref(person),
        by=by,
        at=at,
        after={"sign_ins_ended": ended},
    )
    return ended
