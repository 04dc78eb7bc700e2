"""Back-off after failed sign-ins, kept in the database for all processes.

An attempt is counted as failed *before* the password is looked at, and forgiven if it was right: so many
attempts at once cannot slip through between the check and the count. Each counter belongs to a scope and a
subject; a stranger's attempts count for the login and the address alone, and those of somebody on a device
that signed in before for that device alone (docs/explanation/access.md has the table). Only keyed digests of
the subjects are kept: what somebody types into the field of the login may be their password.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gongkai.organisations.models import FailedAttempts
from gongkai.records import journal
from gongkai.records.actors import PUBLIC, ObjectRef
from gongkai.records.addresses import address_digests
from gongkai.records.refusals import Refused

Scope = FailedAttempts.Scope
# Beyond this, `purge` also forgets those with the fewest failures, unless they have to wait.
MOST_ROWS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How many failures are free, how long the first wait is (then doubling), and when all is forgotten."""

    free: int
    first: timedelta
    longest: timedelta
    forgotten: timedelta

    def wait(self, failures: int) -> timedelta:
        """The wait after so many failures."""
        beyond = failures - self.free
        if beyond < 0:
            return timedelta(0)
        return min(self.first * (1 << min(beyond, 20)), self.longest)


_OF_ONE: Final = Patience(5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=24))
# A whole office may share one address, so an address is given more room than a login. Where password and code
# are judged together, guessing is hopeless: that limit only bounds the work that somebody can make for us.
PATIENCE: Final[Mapping[Scope, Patience]] = {
    **dict.fromkeys(Scope, _OF_ONE),
    Scope.ADDRESS: Patience(20, timedelta(seconds=30), timedelta(hours=1), timedelta(hours=1)),
    Scope.CLAIM: Patience(10, timedelta(seconds=30), timedelta(hours=1), timedelta(hours=6)),
    Scope.TOGETHER: Patience(100, timedelta(seconds=30), timedelta(hours=1), timedelta(hours=1)),
}

# Counters that many people may share.
_SHARED: Final = frozenset({Scope.ADDRESS, Scope.CLAIM, Scope.TOGETHER})


class Paused(Refused):
    """Too many failures; `wait` says how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        super().__init__(
            _("登录失败次数过多，请约%(minutes)s分钟后再试；忘记密码的，请联系安全保密管理员重置。")
            % {"minutes": minutes}
        )


@dataclass(frozen=True, slots=True)
class Counter:
    """What failures are counted for: a login as it was typed, an address, or the identifier of a row."""

    scope: Scope
    subject: str

    @property
    def digest(self) -> str:
        """What is kept of the subject."""
        return salted_hmac(f"gongkai.sign-in.{self.scope}", self.subject, algorithm="sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was let through and counted, in these rows."""

    rows: tuple[FailedAttempts, ...]


@transaction.atomic
def begin(*counters: Counter, at: datetime) -> Attempt:
    """Count an attempt; raises Paused while any of the counters has to wait."""
    rows = [_row(counter, at) for counter in counters]
    waits = [row.wait_until - at for row in rows if row.wait_until is not None and row.wait_until > at]
    if waits:
        raise Paused(max(waits))
    for row in rows:
        patience = PATIENCE[Scope(row.scope)]
        row.failures = 1 if at - row.last_at > patience.forgotten else row.failures + 1
        wait = patience.wait(row.failures)
        row.last_at, row.wait_until = at, at + wait if wait else None
        row.save()
    return Attempt(tuple(rows))


def check(*counters: Counter, at: datetime) -> None:
    """Raise Paused while any of the counters has to wait; counts nothing."""
    any_of = Q()
    for counter in counters:
        any_of |= Q(scope=counter.scope, digest=counter.digest)
    waiting = FailedAttempts.objects.filter(any_of, wait_until__gt=at).order_by("-wait_until").first()
    if waiting is not None and waiting.wait_until is not None:
        raise Paused(waiting.wait_until - at)


def failures(counter: Counter, at: datetime) -> int:
    """How many failures are counted and not forgotten."""
    since = at - PATIENCE[counter.scope].forgotten
    rows = FailedAttempts.objects.filter(scope=counter.scope, digest=counter.digest, last_at__gte=since)
    return rows.values_list("failures", flat=True).first() or 0


def forgive(attempt: Attempt) -> int:
    """It was right: what is one person's starts afresh, an address gets this one attempt back.

    Returns how many failures of the person went before. Call inside the transaction of the sign-in.
    """
    before = 0
    for row in attempt.rows:
        if row.scope in _SHARED:
            FailedAttempts.objects.filter(pk=row.pk, failures__gt=0).update(
                failures=F("failures") - 1, wait_until=None
            )
        else:
            FailedAttempts.objects.filter(pk=row.pk).delete()
            before = max(before, row.failures - 1)
    return before


@transaction.atomic
def failed(attempt: Attempt, person: ObjectRef | None, at: datetime, *, address: str = "") -> None:
    """Failures are journalled when they begin to cost a wait, with their number: not one by one.

    `person` is None where the login is nobody's: what was typed is then told by its digest alone. `address`
    is where the attempt came from; its keyed digest is journalled.
    """
    for row in attempt.rows:
        if row.wait_until is None:
            continue
        scope = Scope(row.scope)
        source = ObjectRef("sign_in_source", row.digest[:16], str(scope.label))
        shared = scope in _SHARED
        journal.record(
            verb="person.sign_in_paused",
            object=source if shared or person is None else person,
            by=PUBLIC,
            at=at,
            after={"scope": scope.value, "failures": row.failures, "wait_until": row.wait_until.isoformat()},
            digests=address_digests(address),
        )


def purge(at: datetime) -> int:
    """Forget counts that no longer matter, and beyond MOST_ROWS the least; returns how many."""
    gone = Q()
    for scope, patience in PATIENCE.items():
        gone |= Q(scope=scope, last_at__lt=at - patience.forgotten)
    deleted, _rows = FailedAttempts.objects.filter(gone).delete()
    surplus = FailedAttempts.objects.count() - MOST_ROWS
    if surplus > 0:
        idle = FailedAttempts.objects.filter(Q(wait_until=None) | Q(wait_until__lte=at))
        oldest = idle.order_by("failures", "last_at").values_list("pk", flat=True)[:surplus]
        deleted += FailedAttempts.objects.filter(pk__in=oldest).delete()[0]
    return deleted


def _row(counter: Counter, at: datetime) -> FailedAttempts:
    """The counter's row, locked; made where there is none, also where another sign-in just took it away."""
    mine = FailedAttempts.objects.select_for_update().filter(scope=counter.scope, digest=counter.digest)
    row = None
    while row is None:
        FailedAttempts.objects.bulk_create(
            [FailedAttempts(scope=counter.scope, digest=counter.digest, last_at=at)], ignore_conflicts=True
        )
        row = mine.first()  # waits for whoever holds it; they may forgive, which deletes it
    return row
