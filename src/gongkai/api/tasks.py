"""Periodic work of the API: forgetting what it need not remember."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from gongkai.api import idempotency
from gongkai.records.jobs import Run, periodic


@periodic("api.forget", every=timedelta(hours=1), label=_("清理接口的幂等键"))
def forget(run: Run) -> None:
    """Delete answers kept for longer than a day."""
    idempotency.forget(at=run.at)
