"""Browsers in which a person signed in before: strangers' failures do not keep their owner out there.

The cookie holds a secret for each person who signed in, a few at most (an office shares its computers),
signed so that nobody tries secrets on us; the table holds their digests. A secret is replaced at every
sign-in, and ends with the account's sign-ins: "sign out everywhere", a reset or changed password, a locked
account.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from gongkai.organisations.models import KnownDevice, Person

LASTS: Final = timedelta(days=180)
MOST_OF_A_PERSON: Final = 8
MOST_IN_A_COOKIE: Final = 8
_SALT: Final = "gongkai.known-device"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A device as it is known from now on; the secret is shown this once, `replaced` is the old digest."""

    device: KnownDevice
    secret: str
    replaced: str = ""


def carried_by(request: HttpRequest) -> tuple[str, ...]:
    """The secrets in the cookie of a request; none of a cookie that is not ours or too old."""
    cookie = request.COOKIES.get(settings.GONGKAI_DEVICE_COOKIE, "")
    try:
        found = signing.loads(cookie, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return ()
    return tuple(str(secret) for secret in found[:MOST_IN_A_COOKIE])


def find(person: Person, carried: Sequence[str], at: datetime) -> KnownDevice | None:
    """The device among the secrets of a cookie that knows this person."""
    if not carried:
        return None
    digests = [_digest(secret) for secret in carried]
    known = KnownDevice.objects.filter(person=person, digest__in=digests, last_used_at__gt=at - LASTS)
    return known.first()


def remember(person: Person, device: KnownDevice | None, at: datetime) -> Remembered:
    """Know this browser from now on, under a new secret. Call inside the transaction of the sign-in.

    Of a person's devices beyond MOST_OF_A_PERSON, those longest unused are forgotten.
    """
    secret = secrets.token_urlsafe(32)
    replaced = device.digest if device else ""
    if device is None:
        device = KnownDevice(person=person, known_since=at)
    device.digest, device.last_used_at = _digest(secret), at
    device.save()
    kept = KnownDevice.objects.filter(person=person).values_list("pk", flat=True)[:MOST_OF_A_PERSON]
    KnownDevice.objects.filter(person=person).exclude(pk__in=list(kept)).delete()
    return Remembered(device, secret, replaced)


def attach(request: HttpRequest, response: HttpResponse, remembered: Remembered) -> None:
    """Put the new secret into the browser's cookie in the place of the old, beside those of other people."""
    others = [secret for secret in carried_by(request) if _digest(secret) != remembered.replaced]
    response.set_cookie(
        settings.GONGKAI_DEVICE_COOKIE,
        signing.dumps([remembered.secret, *others][:MOST_IN_A_COOKIE], salt=_SALT),
        max_age=LASTS,
        path=settings.GONGKAI_CONSOLE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def forget(person: Person, *, keep: KnownDevice | None = None) -> int:
    """Know the person's devices no more, but `keep`; returns how many were forgotten."""
    rows = KnownDevice.objects.filter(person=person)
    if keep is not None:
        rows = rows.exclude(pk=keep.pk)
    deleted, _rows = rows.delete()
    return deleted


def purge(at: datetime) -> int:
    """Forget devices that were not used for LASTS; returns how many."""
    deleted, _rows = KnownDevice.objects.filter(last_used_at__lt=at - LASTS).delete()
    return deleted


def _digest(secret: str) -> str:
    # 256 random bits: nothing to guess, so a plain digest is enough.
    return hashlib.sha256(secret.encode()).hexdigest()
