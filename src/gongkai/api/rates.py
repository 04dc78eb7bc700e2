"""How often one may ask: fixed windows of a minute per token and per network address, kept in the database.

Counting is one statement in its own transaction, so that a request that fails counts too, and that several
processes share one count. Addresses are stored as keyed digests only.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, OperationalError, connection
from django.utils.translation import gettext as _

from gongkai.api.models import RateWindow
from gongkai.api.problems import Problem
from gongkai.records.addresses import address_digest
from gongkai.records.outages import drop_lost_connection, outage_of

WINDOW = 60  # seconds
LIMITS = {"token": 600, "address": 300}  # requests a window

logger = logging.getLogger(__name__)

_COUNT = f"""
INSERT INTO {RateWindow._meta.db_table} (subject, "window", used) VALUES (%s, %s, 1)
ON CONFLICT (subject) DO UPDATE SET
  used = CASE WHEN {RateWindow._meta.db_table}."window" = excluded."window"
              THEN {RateWindow._meta.db_table}.used + 1 ELSE 1 END,
  "window" = excluded."window"
RETURNING used
"""  # noqa: S608 - the name of our own table, nothing from outside


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a subject in this window, as the RateLimit headers say it."""

    policy: str
    limit: int
    used: int
    resets_in: int

    @property
    def remaining(self) -> int:
        """Requests left until the window ends."""
        return max(0, self.limit - self.used)

    def headers(self) -> dict[str, str]:
        """RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers)."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.limit};w={WINDOW}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.resets_in}',
        }


def count(policy: str, subject: str, at: datetime) -> Allowance:
    """Count one request of a subject at an instant. Raises Problem `too-many-requests` beyond the limit.

    A database that cannot count now (another writer holds it) does not keep anybody from reading.
    """
    window, elapsed = divmod(int(at.timestamp()), WINDOW)
    used = _add(f"{policy}:{address_digest(subject) if policy == 'address' else subject}", window)
    allowance = Allowance(policy, LIMITS[policy], used, WINDOW - elapsed)
    if used > allowance.limit:
        raise Problem(
            "too-many-requests",
            _("每分钟最多%(limit)d次请求，请在%(seconds)d秒后再试。")
            % {"limit": allowance.limit, "seconds": allowance.resets_in},
            headers={"Retry-After": str(allowance.resets_in), **allowance.headers()},
        )
    return allowance


def forget(*, at: datetime) -> int:
    """Delete the counts of windows that have ended at the instant `at`; returns how many."""
    return RateWindow.objects.filter(window__lt=int(at.timestamp()) // WINDOW).delete()[0]


def _add(subject: str, window: int) -> int:
    try:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [subject, window])
            return int(cursor.fetchone()[0])
    except DatabaseError as failure:
        if not isinstance(failure, OperationalError) and outage_of(failure) is None:
            raise
        drop_lost_connection(failure)  # so that the operation itself opens another
        logger.warning("a request was not counted: the database could not be written")
        return 0
