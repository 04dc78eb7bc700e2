"""Periodic work of the rooms that lie below the jobs."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from gongkai.records.jobs import Run, periodic
from gongkai.records.journal.sealing import seal_all
from gongkai.records.rates import forget_counts


@periodic("rates.forget", every=timedelta(hours=1), label=_("清理请求计数"))
def forget_request_counts(run: Run) -> None:
    """Delete the counts of minutes that are over."""
    forget_counts(at=run.at)


@periodic("journal.seal", every=timedelta(seconds=2), label=_("封存日志"))
def seal_journal(run: Run) -> None:
    """Give what committed its position and seal it in blocks."""
    seal_all(at=run.at)
