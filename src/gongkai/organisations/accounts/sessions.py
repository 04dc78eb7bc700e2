"""How long a sign-in lasts: until it is idle too long, too old, ended, or one too many.

Django's session only carries the sign-in's secret; the table of sign-ins decides, so that "sign out
everywhere" is one update and an administrator sees what is open.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.timezone import localdate

from gongkai.organisations import demo, parameters
from gongkai.organisations.accounts import devices
from gongkai.organisations.accounts.devices import Remembered
from gongkai.organisations.models import Person, SignIn

KEY: Final = "sign_in"
# Being seen is written at most this often.
SEEN_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """A sign-in just opened, with the secrets that are shown this once: of the sign-in, and of the device."""

    sign_in: SignIn
    secret: str
    remembered: Remembered | None = None

    @property
    def person(self) -> Person:
        """Who signed in."""
        return self.sign_in.person


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a sign-in may be idle and may last, and how many one person may have open."""

    idle: timedelta
    lifetime: timedelta
    at_once: int


def limits(at: datetime) -> SessionLimits:
    """What holds on the day of an instant: the environment's limits, or tighter ones set there."""
    values = parameters.values("session", localdate(at))
    return SessionLimits(
        timedelta(minutes=int(values["idle_minutes"] or 0)),
        timedelta(hours=int(values["lifetime_hours"] or 0)),
        int(values["at_once"] or 0),
    )


def open_for(person: Person, at: datetime, remembered: Remembered | None = None) -> Opened:
    """Open a sign-in; the oldest beyond the limit end. Call inside a transaction."""
    secret = secrets.token_urlsafe(32)
    sign_in = SignIn.objects.create(
        person=person,
        digest=_digest(secret),
        device=remembered.device if remembered else None,
        signed_in_at=at,
        last_seen_at=at,
    )
    surplus = open_ones(person, at).order_by("-signed_in_at", "-pk")[limits(at).at_once :]
    SignIn.objects.filter(pk__in=[row.pk for row in surplus]).update(ended_at=at)
    return Opened(sign_in, secret, remembered)


def open_ones(person: Person, at: datetime) -> QuerySet[SignIn]:
    """The person's sign-ins that are still good."""
    limit = limits(at)
    return SignIn.objects.filter(
        person=person,
        ended_at=None,
        last_seen_at__gt=at - limit.idle,
        signed_in_at__gt=at - limit.lifetime,
    )


def attach(request: HttpRequest, opened: Opened) -> None:
    """Put the secret into the visitor's session, under a new session key and a new form token."""
    request.session.flush()
    request.session[KEY] = opened.secret
    rotate_token(request)


def resume(request: HttpRequest, at: datetime) -> SignIn | None:
    """The sign-in of this request if it is still good, else None (and the session is emptied)."""
    secret = request.session.get(KEY)
    if not secret:
        return None
    sign_in = find(secret, at)
    if sign_in is None:
        request.session.flush()
    return sign_in


def find(secret: str, at: datetime) -> SignIn | None:
    """The open sign-in with this secret, its person and post read along; notes that it was seen."""
    rows = SignIn.objects.select_related("person__demo_account", "acting_for__post__body")
    sign_in = rows.filter(digest=_digest(secret), ended_at=None).first()
    if sign_in is None or not sign_in.person.is_active or demo.is_shut_out(sign_in.person):
        return None
    idle, age = at - sign_in.last_seen_at, at - sign_in.signed_in_at
    limit = limits(at)
    if idle >= limit.idle or age >= limit.lifetime:
        return None
    if idle >= SEEN_EVERY:
        sign_in.last_seen_at = at
        SignIn.objects.filter(pk=sign_in.pk, ended_at=None).update(last_seen_at=at)
    return sign_in


def end_all(person: Person, at: datetime, *, keep: SignIn | None = None) -> int:
    """End every open sign-in of the person but `keep`; how many were still good.

    Their devices are known no more, but the one of `keep`.
    """
    devices.forget(person, keep=keep.device if keep else None)
    rows = SignIn.objects.filter(person=person, ended_at=None)
    good = open_ones(person, at)
    if keep is not None:
        rows, good = rows.exclude(pk=keep.pk), good.exclude(pk=keep.pk)
    count = good.count()
    rows.update(ended_at=at)
    return count


def sign_in_before(sign_in: SignIn) -> datetime | None:
    """When the person signed in the time before this one; None for the first time."""
    earlier = SignIn.objects.filter(person=sign_in.person_id, signed_in_at__lt=sign_in.signed_in_at)
    return earlier.order_by("-signed_in_at").values_list("signed_in_at", flat=True).first()


def purge(at: datetime, *, after: timedelta = timedelta(days=180)) -> int:
    """Forget sign-ins older than `after` (the journal keeps them for the auditor); returns how many."""
    deleted, _rows = SignIn.objects.filter(signed_in_at__lt=at - after).delete()
    return deleted


def _digest(secret: str) -> str:
    # 256 random bits: nothing to guess, so a plain digest is enough.
    return hashlib.sha256(secret.encode()).hexdigest()
