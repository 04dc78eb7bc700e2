"""The optional second factor: a code of the moment (TOTP, RFC 6238) or one of ten recovery codes.

The device is django-otp's row; it is verified here rather than by its own method, because the instant is an
argument, failures count with those of the password, and a code is good for one sign-in only.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import segno
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.organisations.models import Person, RecoveryCode
from gongkai.records import journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.refusals import Refused

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
    return bool(TOTPDevice.objects.filter(user=person, confirmed=True).exists())


def recovery_codes_left(person: Person) -> int:
    """How many recovery codes are unused."""
    return person.recovery_codes.filter(used_at=None).count()


@transaction.atomic
def begin(person: Person) -> Enrolment:
    """Begin enrolling: a new key that counts for nothing until `confirm`. Raises AlreadyEnabled."""
    if enabled(person):
        raise AlreadyEnabled(_("二次验证已经启用；更换设备请先取消，再重新启用。"))
    TOTPDevice.objects.filter(user=person, confirmed=False).delete()
    device = TOTPDevice.objects.create(user=person, name="TOTP", confirmed=False)
    return Enrolment(device.config_url, b32encode(device.bin_key).decode("ascii"))


def pending(person: Person) -> Enrolment | None:
    """The enrolment that was begun and waits for its first code, or None."""
    device = TOTPDevice.objects.filter(user=person, confirmed=False).first()
    return Enrolment(device.config_url, b32encode(device.bin_key).decode("ascii")) if device else None


@transaction.atomic
def confirm(*, person: Person, code: str, by: Actor, at: datetime) -> list[str]:
    """Finish enrolling with a code of the device; the recovery codes are returned this once.

    Raises NotBegun, WrongCode.
    """
    device = TOTPDevice.objects.select_for_update().filter(user=person, confirmed=False).first()
    if device is None:
        raise NotBegun(_("请先用验证器扫描二维码，再输入验证码。"))
    if not _totp_matches(device, code, at):
        raise WrongCode(_("验证码不正确，请核对手机时间，输入验证器当前显示的6位数字。"), "code")
    device.confirmed = True
    device.save(update_fields=("confirmed",))
    codes = _new_recovery_codes(person)
    journal.record(verb="person.second_factor_enabled", object=_ref(person), by=by, at=at)
    return codes


@transaction.atomic
def remove(*, person: Person, reason: str = "", by: Actor, at: datetime) -> bool:
    """Ask for no code any more; True if one was asked for."""
    removed = clear(person)
    if removed:
        journal.record(verb="person.second_factor_removed", object=_ref(person), by=by, at=at, reason=reason)
    return removed


def clear(person: Person) -> bool:
    """Take away device and recovery codes; True if there was a device. Call inside a transaction."""
    removed, _rows = TOTPDevice.objects.filter(user=person).delete()
    person.recovery_codes.all().delete()
    return bool(removed)


@transaction.atomic
def renew_recovery_codes(*, person: Person, by: Actor, at: datetime) -> list[str]:
    """Ten new recovery codes, returned this once; the old ones are void. Raises NotBegun."""
    if not enabled(person):
        raise NotBegun(_("还没有启用二次验证，不需要恢复码。"))
    codes = _new_recovery_codes(person)
    journal.record(verb="person.recovery_codes_issued", object=_ref(person), by=by, at=at)
    return codes


def spend(person: Person, code: str, at: datetime) -> str | None:
    """Use a code up: "totp", "recovery", or None if it is good for nothing. Call inside a transaction."""
    for device in TOTPDevice.objects.select_for_update().filter(user=person, confirmed=True):
        if _totp_matches(device, code, at):
            return "totp"
    digest = _digest(person, code.strip().lower())
    used = person.recovery_codes.filter(digest=digest, used_at=None).update(used_at=at)
    return "recovery" if used else None


def _totp_matches(device: TOTPDevice, code: str, at: datetime) -> bool:
    """Whether the code is that of the moment (or 30 s beside it) and newer than any accepted before."""
    digits = "".join(code.split())
    if len(digits) != device.digits or not (digits.isascii() and digits.isdigit()):
        return False
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = at.timestamp()
    matches: bool = totp.verify(int(digits), device.tolerance, device.last_t + 1)
    if not matches:
        return False
    device.last_t, device.drift = totp.t(), totp.drift
    device.save(update_fields=("last_t", "drift"))
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
    return salted_hmac(f"gongkai.recovery.{person.public_id}", code, algorithm="sha256").hexdigest()


def _ref(person: Person) -> ObjectRef:
    return ObjectRef("person", person.public_id, person.name)
