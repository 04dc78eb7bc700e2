"""The one way in: login and password, then a code where the person asked for it.

An unknown login, a wrong password, and a locked account are told apart by nothing: the same sentence, after
the same work. Every call opens its own transactions, because a refusal must not undo the count of failures.

What somebody else does elsewhere keeps nobody out who is on a device that knows them, or who has both the
password and the code of the moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password
from django.core import signing
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from gongkai.organisations import demo
from gongkai.organisations.accounts import devices as known_devices
from gongkai.organisations.accounts import lockout, second_factor, sessions
from gongkai.organisations.accounts.lockout import Attempt, Counter, Paused, Scope
from gongkai.organisations.accounts.sessions import Opened
from gongkai.organisations.models import Appointment, KnownDevice, Person, SignIn
from gongkai.records import journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.addresses import address_digests
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


def sign_in(
    *,
    login: str,
    password: str,
    code: str = "",
    devices: Sequence[str] = (),
    address: str,
    at: datetime,
) -> Opened:
    """Open a sign-in. `address` is where the request came from; it is kept as a keyed digest only.

    `devices` are the secrets of the browser's cookie (devices.carried_by). With a `code` the second factor is
    judged at once, and even while the login or the address is paused: then together with the password, so
    that nobody learns which of the two was wrong. Raises SignInRefused, Paused, or CodeNeeded. Look at
    `opened.person.must_change_password` next.
    """
    login = login.strip().lower()
    person = Person.objects.filter(login=login).first()
    device = known_devices.find(person, devices, at) if person else None
    try:
        attempt = _begin(*_counters(login, address, device), at=at)
    except Paused:
        if not code:
            raise
        return _sign_in_together(person, password, code, _Entrance(device, address, at))
    if not _is_password_of(person, login, password) or person is None:
        lockout.failed(attempt, _ref(person) if person else None, at, address=address)
        raise SignInRefused(_("登录名或者密码不正确，或者账号已经停用，请核对后重试。"), "password")
    entrance = _Entrance(device, address, at)
    if second_factor.enabled(person):
        before = lockout.forgive(attempt)
        if not code:
            raise CodeNeeded(_ticket(person, at, before))
        return _spend_code(person, code, entrance, before)
    with transaction.atomic():
        before = lockout.forgive(attempt)
        return _open(person, entrance, before, "none")


@dataclass(frozen=True, slots=True)
class _Entrance:
    """Through what somebody comes in: a device that knows them or none, an address, an instant."""

    device: KnownDevice | None
    address: str
    at: datetime


def _counters(login: str, address: str, device: KnownDevice | None) -> tuple[Counter, ...]:
    """What a wrong password counts for: on a known device for that alone, so strangers lock nobody out."""
    if device is not None:
        return (Counter(Scope.DEVICE, str(device.pk)),)
    return (Counter(Scope.LOGIN, login), Counter(Scope.ADDRESS, address))


def _code_counter(person: Person, device: KnownDevice | None) -> Counter:
    """What a wrong code counts for, apart from passwords: a right one must not wipe out wrong codes."""
    if device is not None:
        return Counter(Scope.DEVICE_CODE, str(device.pk))
    return Counter(Scope.CODE, person.public_id)


def _begin(*counters: Counter, at: datetime) -> Attempt:
    with transaction.atomic(durable=True):
        return lockout.begin(*counters, at=at)


def _is_password_of(person: Person | None, login: str, password: str) -> bool:
    """Whether the account may be used and this is its password; as much work for an unknown login."""
    if person is None:
        make_password(password)
        return False
    right = person.check_password(password) and person.is_active
    return right and not demo.shut_out(login=login, password=password)


def _sign_in_together(person: Person | None, password: str, code: str, entrance: _Entrance) -> Opened:
    """Password and code judged as one, while one of them alone has to wait.

    A guess must hit both at once and is answered alike whatever was wrong. Wrong codes beside the right
    password are counted as at the second step: whoever has the password cannot go on guessing codes here.
    """
    at, address = entrance.at, entrance.address
    counters = [Counter(Scope.TOGETHER, address)]
    lockout.check(*counters, at=at)
    right = _is_password_of(person, person.login if person else "", password)
    hit = second_factor.matches(person, code, at)
    if right and person is not None:
        counters.append(_code_counter(person, entrance.device))
    refused = SignInRefused(
        _("登录名、密码、验证码至少有一项不正确，或者没有启用二次验证。请核对后重试，或者稍后再试。"), "code"
    )
    try:
        attempt = _begin(*counters, at=at)
    except Paused:
        raise refused from None  # of the code: to say so would tell that the password is right
    if right and hit and person is not None:
        with transaction.atomic():
            used = second_factor.spend(person, code, at)
            if used is not None:
                return _open(person, entrance, lockout.forgive(attempt), used)
    lockout.failed(attempt, _ref(person) if person else None, at, address=address)
    raise refused


def sign_in_with_code(
    *, ticket: str, code: str, devices: Sequence[str] = (), address: str, at: datetime
) -> Opened:
    """The second step: the ticket of CodeNeeded and a code. Raises SignInRefused, Paused."""
    person, before = _ticket_holder(ticket, at)
    entrance = _Entrance(known_devices.find(person, devices, at), address, at)
    return _spend_code(person, code, entrance, before)


def _spend_code(person: Person, code: str, entrance: _Entrance, before: int) -> Opened:
    attempt = _begin(_code_counter(person, entrance.device), at=entrance.at)
    with transaction.atomic():
        used = second_factor.spend(person, code, entrance.at)
        if used is not None:
            return _open(person, entrance, before + lockout.forgive(attempt), used)
    lockout.failed(attempt, _ref(person), entrance.at, address=entrance.address)
    raise SignInRefused(_("验证码不正确或者已经用过，请输入验证器新显示的6位数字。"), "code")


@transaction.atomic
def sign_out(*, sign_in: SignIn, at: datetime) -> None:
    """End this sign-in; ending it again is nothing."""
    if SignIn.objects.filter(pk=sign_in.pk, ended_at=None).update(ended_at=at):
        person = sign_in.person
        journal.record(verb="person.signed_out", object=_ref(person), by=_self(person), at=at)


def prove(*, person: Person, password: str, at: datetime, address: str = "") -> None:
    """Raise SignInRefused unless this is the person's password: asked again before an account is weakened.

    Wrong guesses are counted and cost a wait, as at the entrance (Paused).
    """
    attempt = lockout.begin(Counter(Scope.PASSWORD, person.public_id), at=at)
    if not person.check_password(password):
        lockout.failed(attempt, _ref(person), at, address=address)
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


def _open(person: Person, entrance: _Entrance, before: int, used: str) -> Opened:
    """Open the sign-in, know its device, and journal both; inside a transaction."""
    at, device = entrance.at, entrance.device
    if used == "recovery":
        journal.record(verb="person.recovery_code_used", object=_ref(person), by=_self(person), at=at)
    strangers = lockout.failures(Counter(Scope.LOGIN, person.login), at) if device else 0
    opened = sessions.open_for(person, at, known_devices.remember(person, device, at))
    after = {
        "second_factor": used,
        "device": "known" if device else "new",
        "failed_attempts_before": before,
        **({"failed_attempts_elsewhere": strangers} if strangers else {}),
    }
    journal.record(
        verb="person.signed_in",
        object=_ref(person),
        by=_self(person),
        at=at,
        after=after,
        digests=address_digests(entrance.address),
    )
    return opened


def _ticket(person: Person, at: datetime, before: int) -> str:
    return signing.dumps([person.public_id, _mark(person), at.timestamp(), before], salt=_TICKETS)


def _ticket_holder(ticket: str, at: datetime) -> tuple[Person, int]:
    """The person of a ticket that is fresh and whose password has not changed since, and failures before."""
    try:
        public_id, mark, made_at, before = signing.loads(ticket, salt=_TICKETS)
    except (signing.BadSignature, ValueError):
        public_id, mark, made_at, before = "", "", 0.0, 0
    age = timedelta(seconds=at.timestamp() - made_at)
    person = Person.objects.filter(public_id=public_id).first()
    if (
        person is None
        or not person.is_active
        or not timedelta(0) <= age <= TICKET_LASTS
        or not constant_time_compare(mark, _mark(person))
    ):
        raise SignInRefused(_("登录已超时，请重新输入登录名和密码。"), "login")
    return person, before


def _mark(person: Person) -> str:
    return salted_hmac(_TICKETS, person.password, algorithm="sha256").hexdigest()[:16]


def _self(person: Person) -> Actor:
    return Actor("person", person.public_id, person.name)


def _ref(person: Person) -> ObjectRef:
    return ObjectRef("person", person.public_id, person.name)
