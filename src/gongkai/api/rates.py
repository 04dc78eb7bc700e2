"""How often one may ask of the API: the policies `token` and `address` of records.rates, as problems."""

from __future__ import annotations

from datetime import datetime

from gongkai.api.problems import Problem
from gongkai.records.rates import LIMITS, WINDOW, Allowance, TooManyRequests, count_request

__all__ = ["LIMITS", "WINDOW", "Allowance", "count"]


def count(policy: str, subject: str, at: datetime) -> Allowance:
    """Count one request of a subject at an instant. Raises Problem `too-many-requests` beyond the limit."""
    try:
        return count_request(policy, subject, at)
    except TooManyRequests as refusal:
        headers = {"Retry-After": str(refusal.retry_after), **refusal.allowance.headers()}
        raise Problem("too-many-requests", str(refusal), headers=headers) from refusal
