"""Background and periodic work of annual reports."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from gongkai.annual_reports import operations
from gongkai.annual_reports.models import Draft, ReturnBatch
from gongkai.annual_reports.operations.receiving import READING_JOB
from gongkai.annual_reports.operations.returning import RETURNING_JOB
from gongkai.records.actors import RUNNER, Actor
from gongkai.records.acts import SystemAct
from gongkai.records.jobs import Run, job, periodic
from gongkai.records.refusals import Refused


@job(READING_JOB, label=_("读取年报草稿"), limit=timedelta(hours=2))
def read_drafts(run: Run, *, collection: int) -> None:
    """Read every waiting file of a collection, one after the other; what is read is not read again."""
    everything = Draft.objects.filter(collection=collection)
    while (draft := everything.filter(state=Draft.State.WAITING).order_by("pk").first()) is not None:
        operations.read_draft(draft=draft, act=SystemAct(RUNNER, run.at))
        waiting = everything.filter(state=Draft.State.WAITING).count()
        total = everything.count()
        run.report(total - waiting, total)


@job(RETURNING_JOB, label=_("批量退回年报草稿"), limit=timedelta(hours=1))
def return_drafts(run: Run, *, batch: int) -> None:
    """Send the drafts of a batch back in the name of who asked; those sent back before are left alone.

    Who asked was asked for access when the batch was: now the program acts in their name.
    """
    asked = ReturnBatch.objects.select_related("collection__body").get(pk=batch)
    act = SystemAct(Actor(**asked.asked_by), run.at)
    refusals: list[dict[str, object]] = []
    drafts = list(asked.drafts.select_related("collection").order_by("pk"))
    for done, draft in enumerate(drafts, 1):
        try:
            operations.return_draft(draft=draft, note=asked.note, act=act)
        except operations.AlreadyDone:
            pass
        except Refused as problem:
            refusals.append({"draft": draft.pk, "path": draft.path, "reason": str(problem)})
        run.report(done, len(drafts))
    operations.finish_batch(collection=asked.collection, batch=asked, refusals=refusals, act=act)


@periodic(
    "annual_reports.purge_checks",
    every=timedelta(days=1),
    offset=time(2, 20),
    label=_("删除保存期已满的核查结果"),
)
def purge_checks(run: Run) -> None:
    """Once a day, at night: a check is kept for as long as its visitor was told, and no longer."""
    operations.purge_checks(act=SystemAct(RUNNER, run.at))
