"""Checks that were kept."""

from __future__ import annotations

from datetime import datetime

from gongkai.annual_reports.models import KeptCheck


def kept_check(token: str, on: datetime) -> KeptCheck | None:
    """The check kept under `token`, unless it has expired at the instant `on`."""
    return KeptCheck.objects.filter(token=token, expires_at__gt=on).first()
