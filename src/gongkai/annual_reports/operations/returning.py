"""Sending drafts back with a letter each, one at a time or many in the background."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.annual_reports.models import Collection, Draft, ReturnBatch
from gongkai.annual_reports.operations.collecting import collection_ref, locked
from gongkai.annual_reports.operations.placing import (
    DraftSettled,
    check_unsettled,
    draft_ref,
    locked_draft,
)
from gongkai.annual_reports.queries.judging import judged
from gongkai.annual_reports.queries.return_letters import letter_values, template
from gongkai.annual_reports.rules.return_letter import KIND
from gongkai.records import journal, process_pool
from gongkai.records.actors import Actor
from gongkai.records.acts import SystemAct
from gongkai.records.jobs import enqueue
from gongkai.records.letters import operations as letters
from gongkai.records.letters.models import Letter, LetterTemplate, TemplateVersion
from gongkai.records.refusals import Refused

RETURNING_JOB = "annual_reports.return_drafts"


class CannotReturn(Refused):
    """There is nobody to send the draft back to, or nothing to say."""


def check_can_return(*, draft: Draft, note: str = "") -> None:
    """Raise CannotReturn with the sentence why the draft cannot be sent back."""
    try:
        check_unsettled(draft)
    except DraftSettled as problem:
        raise CannotReturn(str(problem)) from problem
    if draft.state == Draft.State.WAITING:
        raise CannotReturn(_("这份草稿还没有读取，请等读取完成。"))
    if draft.body_id is None:
        raise CannotReturn(_("还不知道是哪个单位的草稿，请先选定单位。"))
    now = judged(draft)
    if now is not None and not now.standing and not now.reading.unread and not note.strip():
        raise CannotReturn(_("这份草稿没有需要改正的问题；确要退回的，请在附言里写明理由。"))


def can_return(*, draft: Draft, note: str = "") -> bool:
    """Whether `check_can_return` lets it pass."""
    try:
        check_can_return(draft=draft, note=note)
    except CannotReturn:
        return False
    return True


@process_pool.atomic
def return_draft(*, draft: Draft, note: str = "", by: Actor, at: datetime) -> Letter:
    """Send a draft back: a numbered letter with every finding that nobody dismissed, `note` at its end.

    The letter is sealed under the key of the collection. Raises CannotReturn, CollectionClosed and what
    issuing a letter raises.
    """
    draft = locked_draft(draft)
    check_can_return(draft=draft, note=note)
    collection = draft.collection
    letter = letters.issue(
        template=_template(collection, by, at),
        values=letter_values(draft, note),
        body=collection.body.code,
        number_pattern=collection.number_pattern,
        case_key=collection.case_key,
        act=SystemAct(by, at),
    )
    draft.state, draft.letter = Draft.State.RETURNED, letter
    draft.settled_at, draft.settled_by = at, by.name
    draft.save(update_fields=["state", "letter", "settled_at", "settled_by"])
    after = {
        "letter": letter.number.text,
        "errors": draft.errors,
        "warnings": draft.warnings,
        "asks": draft.asks,
    }
    journal.record(verb="draft.returned", object=draft_ref(draft), by=by, at=at, after=after)
    return letter


@transaction.atomic
def return_drafts(
    *, collection: Collection, drafts: Iterable[Draft], note: str = "", by: Actor, at: datetime
) -> ReturnBatch:
    """Have many drafts sent back in the background, in the name of who asks. Raises CollectionClosed,
    CannotReturn where none of the drafts is one of the collection.
    """
    collection = locked(collection)
    wanted = [draft.pk for draft in drafts]
    rows = Draft.objects.filter(collection=collection, pk__in=wanted)
    if not rows.exists():
        raise CannotReturn(_("请先选定要退回的草稿。"))
    batch = ReturnBatch.objects.create(
        collection=collection, asked_at=at, asked_by=asdict(by), note=note.strip()[:500]
    )
    count = rows.update(batch=batch)
    batch.job = enqueue(RETURNING_JOB, batch=batch.pk)
    batch.save(update_fields=["job"])
    journal.record(
        verb="collection.return_asked",
        object=collection_ref(collection),
        by=by,
        at=at,
        after={"drafts": count},
    )
    return batch


@transaction.atomic
def finish_batch(
    *, batch: ReturnBatch, refusals: list[dict[str, object]], by: Actor, at: datetime
) -> ReturnBatch:
    """Note that a batch is done, and which drafts could not be sent back and why."""
    batch.refusals, batch.done_at = refusals, at
    batch.save(update_fields=["refusals", "done_at"])
    journal.record(
        verb="collection.return_done",
        object=collection_ref(batch.collection),
        by=by,
        at=at,
        after={"returned": batch.drafts.count() - len(refusals), "refused": len(refusals)},
    )
    return batch


def _template(collection: Collection, by: Actor, at: datetime) -> TemplateVersion:
    """The template in force; the one that comes with the program where the deployment never had any."""
    day = timezone.localdate(at)
    used = template(collection, day)
    if used is not None:
        return used
    if LetterTemplate.objects.filter(kind=KIND.code, body="").exists():
        raise CannotReturn(_("退改函的模板已经停用，请先在文书模板里启用。"))
    return letters.create_template(
        kind=KIND.code, body="", parts=KIND.starter, valid_from=day, act=SystemAct(by, at)
    )
