"""The optional second factor: a code of the moment (TOTP, RFC 6238) or one of ten recovery codes.

The key of the codes is sealed under a key of its own (records.keys), recovery codes are kept as keyed
digests. A code is verified here, because the instant is an argument, failures are counted elsewhere, and a
code is good for one sign-in only.
"""

from __future__ import annotations

import secrets
from base64 import b32decode, b32encode
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_otp.oath import TOTP

from gongkai.organisations.models import Authenticator, Person, RecoveryCode
from gongkai.records import journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.acts import Act, SystemAct
from gongkai.records.addresses import address_digests
from gongkai.records.keys import create_case_key, destroy_case_key
from gongkai.records.refusals import Refused

SECRET_BYTES: Final = 20  # as long as a SHA-1 digest (RFC 4226, section 4)
STEP, DIGITS, TOLERANCE = 30, 6, 1  # seconds; the code before and the one after are accepted
RECOVERY_CODES: Final = 10
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


class WrongCode(Refused):
    """The code is not that of the moment."""


class NotBegun(Refused):
    """No enrolment is under way."""


class AlreadyEnabled(Refused):
    """The second factor is in use; it has to be removed first."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator needs: the address behind the QR code, and the key to type where none is read."""

    uri: str
    key: str

    def qr_svg(self) -> str:
        """The QR code as inline SVG."""
        return str(segno.make(self.uri, error="m").svg_inline(scale=4, border=2))


def enabled(person: Person) -> bool:
    """Whether signing in asks the person for a code."""
    return Authenticator.objects.filter(person=person, confirmed_at__isnull=False).exists()


def recovery_codes_left(person: Person) -> int:
    """How many recovery codes are unused."""
    return person.recovery_codes.filter(used_at=None).count()


@transaction.atomic
def begin(*, person: Person, by: Actor, at: datetime) -> Enrolment:
    """Begin enrolling: a new key that counts for nothing until `confirm`. Raises AlreadyEnabled."""
    found = Authenticator.objects.select_for_update().filter(person=person).first()
    if found is not None and found.confirmed_at is not None:
        raise AlreadyEnabled(_("二次验证已经启用；更换设备请先取消，再重新启用。"))
    if found is None:
        found = Authenticator(
            person=person, case_key=create_case_key(object=_ref(person), act=SystemAct(by, at))
        )
    found.secret = b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")
    found.save()
    return _enrolment(found)


def pending(person: Person) -> Enrolment | None:
    """The enrolment that was begun and waits for its first code, or None."""
    found = Authenticator.objects.filter(person=person, confirmed_at=None).first()
    return _enrolment(found) if found else None


def _enrolment(authenticator: Authenticator) -> Enrolment:
    issuer = settings.GONGKAI_SITE.name
    parameters = {
        "secret": authenticator.secret,
        "algorithm": "SHA1",
        "digits": DIGITS,
        "period": STEP,
        "issuer": issuer,
    }
    label = f"{quote(issuer)}:{quote(authenticator.person.login)}"
    return Enrolment(f"otpauth://totp/{label}?{urlencode(parameters, quote_via=quote)}", authenticator.secret)


@transaction.atomic
def confirm(*, person: Person, code: str, by: Actor, at: datetime, address: str = "") -> list[str]:
    """Finish enrolling with a code of the device; the recovery codes are returned this once.

    Raises NotBegun, WrongCode.
    """
    found = Authenticator.objects.select_for_update().filter(person=person, confirmed_at=None).first()
    if found is None:
        raise NotBegun(_("请先用验证器扫描二维码，再输入验证码。"))
    if not _use_up(found, code, at):
        raise WrongCode(_("验证码不正确，请核对手机时间，输入验证器当前显示的6位数字。"), "code")
    found.confirmed_at = at
    found.save(update_fields=("confirmed_at",))
    codes = _new_recovery_codes(person)
    _journal("person.second_factor_enabled", person, by, at, address)
    return codes


@transaction.atomic
def remove(*, person: Person, reason: str = "", by: Actor, at: datetime, address: str = "") -> bool:
    """Ask for no code any more; True if one was asked for."""
    removed = clear(person, reason=reason, act=SystemAct(by, at))
    if removed:
        _journal("person.second_factor_removed", person, by, at, address, reason)
    return removed


def clear(person: Person, *, reason: str = "", act: Act) -> bool:
    """Take away the authenticator with its key, and the recovery codes; True if codes were asked for.

    Call inside a transaction.
    """
    person.recovery_codes.all().delete()
    found = Authenticator.objects.select_for_update().filter(person=person).first()
    if found is None:
        return False
    found.delete()
    destroy_case_key(
        case_key=found.case_key,
        label=person.name,
        reason=reason.strip() or _("取消二次验证"),
        act=act.delegated(),
    )
    return found.confirmed_at is not None


@transaction.atomic
def renew_recovery_codes(*, person: Person, by: Actor, at: datetime, address: str = "") -> list[str]:
    """Ten new recovery codes, returned this once; the old ones are void. Raises NotBegun."""
    if not enabled(person):
        raise NotBegun(_("还没有启用二次验证，不需要恢复码。"))
    codes = _new_recovery_codes(person)
    _journal("person.recovery_codes_issued", person, by, at, address)
    return codes


def matches(person: Person | None, code: str, at: datetime) -> bool:
    """Whether `spend` would take this code now; uses nothing up."""
    found = Authenticator.objects.filter(person=person, confirmed_at__isnull=False).first()
    if found is None or person is None:
        return False
    if _totp(found, code, at) is not None:
        return True
    return person.recovery_codes.filter(digest=_digest(person, code), used_at=None).exists()


def spend(person: Person, code: str, at: datetime) -> str | None:
    """Use a code up: "totp", "recovery", or None if it is good for nothing. Call inside a transaction."""
    found = Authenticator.objects.select_for_update().filter(person=person, confirmed_at__isnull=False)
    for authenticator in found:
        if _use_up(authenticator, code, at):
            return "totp"
    used = person.recovery_codes.filter(digest=_digest(person, code), used_at=None).update(used_at=at)
    return "recovery" if used else None


def _totp(authenticator: Authenticator, code: str, at: datetime) -> TOTP | None:
    """The code's clock, if it is that of the moment (or 30 s beside it) and newer than any used before."""
    digits = "".join(code.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    totp = TOTP(b32decode(authenticator.secret), STEP, 0, DIGITS, authenticator.drift)
    totp.time = at.timestamp()
    return totp if totp.verify(int(digits), TOLERANCE, authenticator.last_step + 1) else None


def _use_up(authenticator: Authenticator, code: str, at: datetime) -> bool:
    totp = _totp(authenticator, code, at)
    if totp is None:
        return False
    authenticator.last_step, authenticator.drift = totp.t(), totp.drift
    authenticator.save(update_fields=("last_step", "drift"))
    return True


def _new_recovery_codes(person: Person) -> list[str]:
    letters = ["".join(secrets.choice(_ALPHABET) for _letter in range(10)) for _code in range(RECOVERY_CODES)]
    codes = [f"{text[:5]}-{text[5:]}" for text in letters]
    person.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, digest=_digest(person, code)) for code in codes
    )
    return codes


def _digest(person: Person, code: str) -> str:
    plain = code.strip().lower()
    return salted_hmac(f"gongkai.recovery.{person.public_id}", plain, algorithm="sha256").hexdigest()


def _journal(verb: str, person: Person, by: Actor, at: datetime, address: str, reason: str = "") -> None:
    digests = address_digests(address)
    journal.record(verb=verb, object=_ref(person), by=by, at=at, reason=reason, digests=digests)


def _ref(person: Person) -> ObjectRef:
    return ObjectRef("person", person.public_id, person.name)
