"""Sending drafts back with a letter each, one at a time or many in the background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_reports.kinds import COLLECTION, DRAFT
from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE
from gongkai.annual_reports.models import Collection, Draft, ReturnBatch
from gongkai.annual_reports.operations.collecting import check_open
from gongkai.annual_reports.operations.placing import check_basis
from gongkai.annual_reports.queries.judging import Judged, basis, judged
from gongkai.annual_reports.queries.return_letters import letter_values, template
from gongkai.annual_reports.rules.return_letter import KIND
from gongkai.records.acts import Act
from gongkai.records.jobs import enqueue
from gongkai.records.letters import operations as letters
from gongkai.records.letters.models import Letter, LetterTemplate, TemplateVersion
from gongkai.records.operations import Done, operation, prepared_operation
from gongkai.records.refusals import Refused

RETURNING_JOB = "annual_reports.return_drafts"
RETURN = DRAFT_LIFECYCLE["return"]


class CannotReturn(Refused):
    """There is nobody to send the draft back to, or nothing to say."""


def check_can_return(*, draft: Draft, note: str = "", now: Judged | None = None) -> None:
    """Raise what its state refuses, or CannotReturn with the sentence why the draft cannot be sent back.

    `now`: the draft as the caller has judged it already.
    """
    RETURN.check(draft)
    _check(draft, now or judged(draft), note)


def can_return(*, draft: Draft, note: str = "") -> bool:
    """Whether `check_can_return` lets it pass."""
    try:
        check_can_return(draft=draft, note=note)
    except Refused:
        return False
    return True


def _check(draft: Draft, now: Judged | None, note: str) -> None:
    if draft.body_id is None:
        raise CannotReturn(_("还不知道是哪个单位的草稿，请先选定单位。"))
    if now is not None and not now.standing and not now.reading.unread and not note.strip():
        raise CannotReturn(_("这份草稿没有需要改正的问题；确要退回的，请在附言里写明理由。"))


@dataclass(frozen=True, slots=True)
class _Returnable:
    """The letter, laid out, and what it was written by."""

    letter: letters.LaidOut
    basis: tuple[object, ...]


def _returnable(*, draft: Draft, note: str = "", act: Act) -> _Returnable:
    marks, now = basis(draft), judged(draft)
    _check(draft, now, note)
    collection = draft.collection
    laid_out = letters.lay_out(
        template=_template(collection, act),
        values=letter_values(draft, note, now),
        body=collection.body.code,
        number_pattern=collection.number_pattern,
        case_key=collection.case_key,
        act=act.delegated(),
    )
    return _Returnable(laid_out, marks)


@prepared_operation(
    _returnable, "draft.returned", gettext_lazy("退回年报草稿"), of=DRAFT, action=RETURN.action, step=RETURN
)
def return_draft(ready: _Returnable, *, draft: Draft, note: str = "", act: Act) -> Done[Letter]:
    """Send a draft back: a numbered letter with every finding that nobody dismissed, `note` at its end.

    The letter is sealed under the key of the collection. Raises CannotReturn, AlreadyDone, NotInThisState,
    CollectionClosed and what issuing a letter raises.
    """
    check_basis(draft, ready.basis)
    letter = letters.issue_laid_out(letter=ready.letter, act=act.delegated())
    draft.letter = letter
    draft.settled_at, draft.settled_by = act.at, act.actor.name
    draft.save(update_fields=["letter", "settled_at", "settled_by"])
    after = {
        "letter": letter.number.text,
        "errors": draft.errors,
        "warnings": draft.warnings,
        "asks": draft.asks,
    }
    return Done(letter, draft, after=after)


@operation("collection.return_asked", gettext_lazy("批量退回年报草稿"), of=COLLECTION, action=RETURN.action)
def return_drafts(
    *, collection: Collection, drafts: Sequence[Draft], note: str = "", act: Act
) -> Done[ReturnBatch]:
    """Have many drafts sent back in the background, in the name of who asks. Raises CollectionClosed,
    CannotReturn where none of the drafts is one of the collection.
    """
    check_open(collection)
    wanted = [draft.pk for draft in drafts]
    rows = Draft.objects.filter(collection=collection, pk__in=wanted)
    if not rows.exists():
        raise CannotReturn(_("请先选定要退回的草稿。"))
    batch = ReturnBatch.objects.create(
        collection=collection, asked_at=act.at, asked_by=asdict(act.actor), note=note.strip()[:500]
    )
    count = rows.update(batch=batch)
    batch.job = enqueue(RETURNING_JOB, batch=batch.pk)
    batch.save(update_fields=["job"])
    return Done(batch, collection, after={"drafts": count})


@operation("collection.return_done", gettext_lazy("批量退回完成"), of=COLLECTION, action=RETURN.action)
def finish_batch(
    *, collection: Collection, batch: ReturnBatch, refusals: list[dict[str, object]], act: Act
) -> Done[ReturnBatch]:
    """Note that a batch of the collection is done, and which drafts could not be sent back and why."""
    batch = collection.batches.get(pk=batch.pk)
    batch.refusals, batch.done_at = refusals, act.at
    batch.save(update_fields=["refusals", "done_at"])
    after = {"returned": batch.drafts.count() - len(refusals), "refused": len(refusals)}
    return Done(batch, collection, after=after)


def _template(collection: Collection, act: Act) -> TemplateVersion:
    """The template in force; the one that comes with the program where the deployment never had any."""
    used = template(collection, act.on)
    if used is not None:
        return used
    if LetterTemplate.objects.filter(kind=KIND.code, body="").exists():
        raise CannotReturn(_("退改函的模板已经停用，请先在文书模板里启用。"))
    return letters.create_template(
        kind=KIND.code, body="", parts=KIND.starter, valid_from=act.on, act=act.delegated()
    )
