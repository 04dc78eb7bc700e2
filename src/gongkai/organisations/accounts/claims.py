"""Questions about claims of accounts, and forgetting those that are over (operations.claims makes them)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from gongkai.organisations.models import AccountClaim, Person

LASTS: Final = timedelta(days=3)


def open_claims(person: Person, at: datetime) -> QuerySet[AccountClaim]:
    """The claims of an account that are neither used nor over."""
    return AccountClaim.objects.filter(person=person, used_at=None, asked_at__gt=at - LASTS)


def find_claim(secret: str, at: datetime) -> AccountClaim | None:
    """The claim that this browser began, if it is still good."""
    found = AccountClaim.objects.select_related("person").filter(secret=digest(secret), used_at=None)
    return found.filter(asked_at__gt=at - LASTS, person__locked_at=None).first()


def purge_claims(at: datetime) -> int:
    """Forget claims that are over; the journal keeps that there were any."""
    deleted, _rows = AccountClaim.objects.filter(asked_at__lt=at - LASTS).delete()
    return deleted


def digest(secret: str) -> str:
    """What is kept of a browser's secret: 256 random bits, nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()
