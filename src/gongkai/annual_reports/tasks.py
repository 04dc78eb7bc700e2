"""Periodic work of annual reports."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from gongkai.annual_reports import operations
from gongkai.records.actors import RUNNER
from gongkai.records.jobs import Run, periodic


@periodic(
    "annual_reports.purge_checks",
    every=timedelta(days=1),
    offset=time(2, 20),
    label=_("删除保存期已满的核查结果"),
)
def purge_checks(run: Run) -> None:
    """Once a day, at night: a check is kept for as long as its visitor was told, and no longer."""
    operations.purge_checks(by=RUNNER, at=run.at)
