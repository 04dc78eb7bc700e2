"""The queue's own periodic work."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from gongkai.records.jobs.execution import prune
from gongkai.records.jobs.registry import Run, periodic

KEEP_DONE = timedelta(days=7)


@periodic("jobs.prune", every=timedelta(days=1), offset=time(3, 30), label=_("清理已完成的后台任务"))
def prune_done(run: Run) -> None:
    """Forget jobs that succeeded a week ago; dead letters stay until somebody decides."""
    prune(before=run.at - KEEP_DONE)
