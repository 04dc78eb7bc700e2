"""Counting requests, and refusing those beyond a limit."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import DatabaseError, OperationalError, connection
from django.utils.translation import gettext as _

from gongkai.records.addresses import address_digest
from gongkai.records.outages import drop_lost_connection, outage_of
from gongkai.records.rates.models import RequestCount
from gongkai.records.refusals import Refused

WINDOW: Final = 60  # seconds
# Requests a window. `visitor` and `visitors`: what one address, and all together, send to the portal's forms.
# `keeping`: how many results of a check one address may have kept in a day.
LIMITS: Final = {"token": 600, "address": 300, "visitor": 20, "visitors": 240, "keeping": 20}
DAY: Final = 86_400  # seconds
_LONGER: Final = {"keeping": DAY}
_ADDRESSES: Final = frozenset({"address", "visitor", "keeping"})

logger = logging.getLogger(__name__)

_COUNT = f"""
INSERT INTO {RequestCount._meta.db_table} (subject, "window", used) VALUES (%s, %s, 1)
ON CONFLICT (subject) DO UPDATE SET
  used = CASE WHEN {RequestCount._meta.db_table}."window" = excluded."window"
              THEN {RequestCount._meta.db_table}.used + 1 ELSE 1 END,
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


class TooManyRequests(Refused):
    """The subject asked more often than its limit; `allowance` says when it may again."""

    def __init__(self, allowance: Allowance) -> None:
        self.allowance = allowance
        super().__init__(
            _("每天最多%(limit)d次，请明天再试。") % {"limit": allowance.limit}
            if allowance.policy in _LONGER
            else _("每分钟最多%(limit)d次请求，请在%(seconds)d秒后再试。")
            % {"limit": allowance.limit, "seconds": allowance.resets_in}
        )

    @property
    def retry_after(self) -> int:
        """Seconds until the window ends."""
        return self.allowance.resets_in


def count_request(policy: str, subject: str, at: datetime) -> Allowance:
    """Count one request of a subject at an instant. Raises TooManyRequests beyond the limit of the policy.

    A database that cannot count now (another writer holds it) does not keep anybody from reading.
    """
    length = _LONGER.get(policy, WINDOW)
    elapsed = int(at.timestamp()) % length
    window = int(at.timestamp()) - elapsed
    used = _add(f"{policy}:{address_digest(subject) if policy in _ADDRESSES else subject}", window)
    allowance = Allowance(policy, LIMITS[policy], used, length - elapsed)
    if used > allowance.limit:
        raise TooManyRequests(allowance)
    return allowance


def forget_counts(*, at: datetime) -> int:
    """Delete the counts of windows that began more than a day before `at`; returns how many."""
    return RequestCount.objects.filter(window__lt=int(at.timestamp()) - DAY).delete()[0]


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
