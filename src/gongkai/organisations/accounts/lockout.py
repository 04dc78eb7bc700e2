"""Back-off after failed sign-ins, per login and per address, kept in the database for all processes.

An attempt is counted as failed *before* the password is looked at, and forgiven if it was right: so many
attempts at once cannot slip through between the check and the count. Only keyed digests of logins and
addresses are kept: what somebody types into the field of the login may be their password.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gongkai.organisations.models import FailedAttempts
from gongkai.records import journal
from gongkai.records.actors import PUBLIC, ObjectRef
from gongkai.records.refusals import Refused

Scope = FailedAttempts.Scope


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


# A whole office may share one address, so an address is given more room than a login. The longest wait of a
# login is short enough that locking a colleague out on purpose is a nuisance, not a weapon.
PATIENCE: Final = {
    Scope.LOGIN: Patience(5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=24)),
    Scope.ADDRESS: Patience(20, timedelta(seconds=30), timedelta(hours=1), timedelta(hours=1)),
}


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
class Attempt:
    """An attempt that was let through and counted: the rows it was counted in, the login's first."""

    rows: tuple[FailedAttempts, ...]


@transaction.atomic
def begin(*, login: str, address: str | None, at: datetime) -> Attempt:
    """Count an attempt; raises Paused while the login or the address (None: not counted) has to wait."""
    rows = [_row(Scope.LOGIN, login, at)]
    if address is not None:
        rows.append(_row(Scope.ADDRESS, address, at))
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


def forgive(attempt: Attempt) -> int:
    """The password was right: the login starts afresh, the address gets this one attempt back.

    Returns how many failures of the login went before. Call inside the transaction of the sign-in.
    """
    login, *addresses = attempt.rows
    FailedAttempts.objects.filter(pk=login.pk).delete()
    for address in addresses:
        FailedAttempts.objects.filter(pk=address.pk, failures__gt=0).update(
            failures=F("failures") - 1, wait_until=None
        )
    return login.failures - 1


@transaction.atomic
def failed(attempt: Attempt, person: ObjectRef | None, at: datetime) -> None:
    """Failures are journalled when they begin to cost a wait, with their number: not one by one.

    `person` is None where the login is nobody's: what was typed is then told by its digest alone.
    """
    for row in attempt.rows:
        if row.wait_until is None:
            continue
        scope = Scope(row.scope)
        source = ObjectRef("sign_in_source", row.digest[:16], str(scope.label))
        after = {"failures": row.failures, "wait_until": row.wait_until.isoformat()}
        journal.record(
            verb="person.sign_in_paused",
            object=person if person is not None and scope == Scope.LOGIN else source,
            by=PUBLIC,
            at=at,
            after=after,
        )


def purge(at: datetime) -> int:
    """Forget counts that no longer matter; returns how many."""
    oldest = at - max(patience.forgotten for patience in PATIENCE.values())
    deleted, _rows = FailedAttempts.objects.filter(last_at__lt=oldest).delete()
    return deleted


def _row(scope: FailedAttempts.Scope, text: str, at: datetime) -> FailedAttempts:
    digest = salted_hmac(f"gongkai.sign-in.{scope}", text, algorithm="sha256").hexdigest()
    FailedAttempts.objects.bulk_create(
        [FailedAttempts(scope=scope, digest=digest, last_at=at)], ignore_conflicts=True
    )
    return FailedAttempts.objects.select_for_update().get(scope=scope, digest=digest)
