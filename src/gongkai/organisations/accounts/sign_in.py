"""The one way in: login and password, then a code where the person asked for it.

An unknown login, a wrong password, and a locked account are told apart by nothing: the same sentence, after
the same work. Every call opens its own transactions, because a refusal must not undo the count of failures.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password
from django.core import signing
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from gongkai.organisations import demo
from gongkai.organisations.accounts import lockout, second_factor, sessions
from gongkai.organisations.accounts.lockout import Attempt, Paused
from gongkai.organisations.accounts.sessions import Opened
from gongkai.organisations.models import Appointment, Person, SignIn
from gongkai.records import journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.refusals import Refused

__all__ = [
    "CodeNeeded",
    "Paused",
    "SignInRefused",
    "choose_post",
    "prove",
    "sign_in",
    "sign_in_with_code",
    "sign_out",
]

TICKET_LASTS: Final = timedelta(minutes=5)
_TICKETS: Final = "gongkai.sign-in.ticket"


class SignInRefused(Refused):
    """Login, password or code are wrong, or the account is locked."""


class CodeNeeded(Refused):
    """The password was right and a code is asked for; hand `ticket` back with it within five minutes."""

    def __init__(self, ticket: str) -> None:
        self.ticket = ticket
        super().__init__(_("请输入验证器当前显示的6位数字，或者一个恢复码。"), "code")


def sign_in(*, login: str, password: str, address: str, at: datetime) -> Opened:
    """Open a sign-in. `address` is where the request came from; neither is kept in plain.

    Raises SignInRefused, Paused, or CodeNeeded. Look at `opened.person.must_change_password` next.
    """
    login = login.strip().lower()
    with transaction.atomic(durable=True):
        attempt = lockout.begin(login=login, address=address, at=at)
    person = Person.objects.filter(login=login).first()
    if person is None:
        make_password(password)  # the same work as for a known login
        right = False
    else:
        right = person.check_password(password) and person.is_active
        right = right and not demo.shut_out(login=login, password=password)
    if not right or person is None:
        lockout.failed(attempt, _ref(person) if person else None, at)
        raise SignInRefused(_("登录名或者密码不正确，或者账号已经停用，请核对后重试。"), "password")
    if second_factor.enabled(person):
        lockout.forgive(attempt)
        raise CodeNeeded(_ticket(person, at))
    return _open(person, attempt, at, {"second_factor": "none"})


def sign_in_with_code(*, ticket: str, code: str, address: str, at: datetime) -> Opened:
    """The second step: the ticket of CodeNeeded and a code. Raises SignInRefused, Paused."""
    person = _ticket_holder(ticket, at)
    # Codes are counted apart from passwords: a right password must not wipe out the count of wrong codes.
    with transaction.atomic(durable=True):
        attempt = lockout.begin(login=f"{person.login} code", address=address, at=at)
    with transaction.atomic():
        used = second_factor.spend(person, code, at)
        if used is not None:
            if used == "recovery":
                journal.record(verb="person.recovery_code_used", object=_ref(person), by=_self(person), at=at)
            return _open(person, attempt, at, {"second_factor": used})
    lockout.failed(attempt, _ref(person), at)
    raise SignInRefused(_("验证码不正确或者已经用过，请输入验证器新显示的6位数字。"), "code")


@transaction.atomic
def sign_out(*, sign_in: SignIn, at: datetime) -> None:
    """End this sign-in; ending it again is nothing."""
    if SignIn.objects.filter(pk=sign_in.pk, ended_at=None).update(ended_at=at):
        person = sign_in.person
        journal.record(verb="person.signed_out", object=_ref(person), by=_self(person), at=at)


def prove(*, person: Person, password: str, at: datetime) -> None:
    """Raise SignInRefused unless this is the person's password: asked again before an account is weakened.

    Wrong guesses are counted and cost a wait, as at the entrance (Paused).
    """
    attempt = lockout.begin(login=f"{person.login} password", address=None, at=at)
    if not person.check_password(password):
        lockout.failed(attempt, _ref(person), at)
        raise SignInRefused(_("现在的密码不正确，请重新输入。"), "present")
    with transaction.atomic():
        lockout.forgive(attempt)


@transaction.atomic
def choose_post(*, sign_in: SignIn, appointment: Appointment, by: Actor, at: datetime) -> SignIn:
    """Remember in which post the person acts during this sign-in (the site asks `acting_choices` first)."""
    if appointment.person_id != sign_in.person_id:
        raise SignInRefused(_("这不是您的岗位，请从列出的岗位中选择。"))
    if sign_in.acting_for_id != appointment.pk:
        SignIn.objects.filter(pk=sign_in.pk).update(acting_for=appointment)
        sign_in.acting_for = appointment
        after = {"post": appointment.post.title, "body": appointment.post.body.code}
        journal.record(verb="person.post_chosen", object=_ref(sign_in.person), by=by, at=at, after=after)
    return sign_in


@transaction.atomic
def _open(person: Person, attempt: Attempt, at: datetime, how: dict[str, object]) -> Opened:
    failures = lockout.forgive(attempt)
    opened = sessions.open_for(person, at)
    after = {**how, "failed_attempts_before": failures}
    journal.record(verb="person.signed_in", object=_ref(person), by=_self(person), at=at, after=after)
    return opened


def _ticket(person: Person, at: datetime) -> str:
    return signing.dumps([person.public_id, _mark(person), at.timestamp()], salt=_TICKETS)


def _ticket_holder(ticket: str, at: datetime) -> Person:
    """The person of a ticket that is fresh and whose password has not changed since."""
    try:
        public_id, mark, made_at = signing.loads(ticket, salt=_TICKETS)
    except (signing.BadSignature, ValueError):
        public_id, mark, made_at = "", "", 0.0
    age = timedelta(seconds=at.timestamp() - made_at)
    person = Person.objects.filter(public_id=public_id).first()
    if (
        person is None
        or not person.is_active
        or not timedelta(0) <= age <= TICKET_LASTS
        or not constant_time_compare(mark, _mark(person))
    ):
        raise SignInRefused(_("登录已超时，请重新输入登录名和密码。"), "login")
    return person


def _mark(person: Person) -> str:
    return salted_hmac(_TICKETS, person.password, algorithm="sha256").hexdigest()[:16]


def _self(person: Person) -> Actor:
    return Actor("person", person.public_id, person.name)


def _ref(person: Person) -> ObjectRef:
    return ObjectRef("person", person.public_id, person.name)
