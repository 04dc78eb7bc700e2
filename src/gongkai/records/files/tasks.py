"""What the background runner does for files."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.records.files import refused, upkeep
from gongkai.records.jobs import Run, periodic


@periodic("files.sweep", every=timedelta(days=1), offset=time(3), label=_("清理无主文件"))
def sweep(run: Run) -> None:
    """Once a day, at night: remove what rolled-back transactions left behind."""
    upkeep.sweep(at=timezone.now())


@periodic("files.report_refusals", every=timedelta(minutes=1), label=_("登记拒收的涉密文件"))
def report_refusals(run: Run) -> None:
    """Once a minute: refused secrets reach the journal and the security officer."""
    refused.report()
