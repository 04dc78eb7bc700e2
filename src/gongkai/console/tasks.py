"""Work that the console asks the background for."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.organisations import queries
from gongkai.organisations.models import Appointment
from gongkai.records.acts import SystemAct
from gongkai.records.auditing import operations
from gongkai.records.jobs import Run, job

VERIFY: Final = "console.verify_journal"


@job(VERIFY, label=_("校验审计日志"), retries=1, limit=timedelta(hours=2))
def verify_journal(run: Run, *, appointment: int) -> None:
    """Verify the journal for whoever asked, in the post they asked in."""
    held = Appointment.objects.select_related("person", "post__body").get(pk=appointment)
    acting = queries.in_post(held.person, held, timezone.localdate(run.at))
    operations.verify_journal(act=SystemAct(acting.actor, run.at), report=run.report)
