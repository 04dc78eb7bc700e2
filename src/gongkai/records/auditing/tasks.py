"""What the runner does for the auditors: an anchor a day, kept outside; verification every night."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.records import journal
from gongkai.records.actors import RUNNER
from gongkai.records.acts import SystemAct
from gongkai.records.auditing import operations, stores
from gongkai.records.auditing.stores import AnotherContent, StoreRefused
from gongkai.records.jobs import GiveUp, JobFailed, Run, job, periodic
from gongkai.records.journal import AnchorMade
from gongkai.records.journal.models import Checkpoint

# Everything is verified once a week, at night; on the other nights what is new, with samples of the rest.
FULL_EVERY: Final = timedelta(days=6, hours=12)


@periodic(
    "auditing.make_anchor",
    every=timedelta(days=1),
    offset=time(0, 15),
    label=gettext_lazy("每日制作日志锚点"),
    backoff=timedelta(minutes=1),
)
def make_daily_anchor(run: Run) -> None:
    """Make the anchor of the day, unless there is one or no place to keep it in."""
    if not stores.places() or AnchorMade.objects.filter(day=timezone.localdate(run.at)).exists():
        return
    try:
        operations.make_anchor(act=SystemAct(RUNNER, run.at))
    except (journal.NothingSealed, journal.KeyIsMissing) as problem:
        raise JobFailed(str(problem)) from problem


@job(
    operations.SEND,
    label=gettext_lazy("存放日志锚点"),
    retries=8,
    backoff=timedelta(minutes=1),
    limit=timedelta(minutes=5),
)
def keep_anchor(run: Run, *, anchor: int, place: str) -> None:
    """Keep an anchor in one place; tried again for some hours, then the next day's takes its place."""
    made = AnchorMade.objects.filter(pk=anchor).first()
    if made is None or place not in stores.places():
        raise GiveUp(_("锚点或者存放处已经不在了。"))
    try:
        operations.keep_anchor(anchor=made, place=place, act=SystemAct(RUNNER, timezone.now()))
    except AnotherContent as problem:
        raise GiveUp(str(problem)) from problem
    except StoreRefused as problem:
        raise JobFailed(str(problem)) from problem


@periodic(
    "auditing.verify",
    every=timedelta(days=1),
    offset=time(2, 30),
    label=gettext_lazy("每夜校验审计日志"),
    retries=2,
    backoff=timedelta(minutes=10),
    limit=timedelta(hours=4),
)
def verify_nightly(run: Run) -> None:
    """Verify against the anchors that are kept outside, and record the verdict."""
    last = Checkpoint.objects.order_by("-verified_at").values_list("verified_at", flat=True).first()
    full = last is None or run.at - last > FULL_EVERY
    operations.verify_journal(act=SystemAct(RUNNER, run.at), full=full, report=run.report)
