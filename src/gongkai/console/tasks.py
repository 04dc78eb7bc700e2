"""Work that the console asks the background for."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.organisations import queries
from gongkai.organisations.acts import official_act
from gongkai.organisations.models import Appointment
from gongkai.records.auditing import operations
from gongkai.records.jobs import GiveUp, Run, job

VERIFY: Final = "console.verify_journal"


@job(VERIFY, label=gettext_lazy("校验审计日志"), retries=1, limit=timedelta(hours=2))
def verify_journal(run: Run, *, appointment: int) -> None:
    """Verify the journal for whoever asked, in the post they asked in and if they still may."""
    held = Appointment.objects.select_related("person").get(pk=appointment)
    choices = queries.acting_choices(held.person, timezone.localdate(run.at))
    acting = next((one for one in choices if one.appointment == held), None)
    if acting is None:
        raise GiveUp(_("提出校验的人已经不在这个岗位上，没有校验。"))
    operations.verify_journal(act=official_act(acting, run.at), report=run.report)
