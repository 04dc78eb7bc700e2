"""Reading the files that wait, in the background: what was read is kept, or why it could not be read."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_reports.kinds import DRAFT
from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE, DraftState
from gongkai.annual_reports.models import Draft
from gongkai.annual_reports.operations.placing import (
    Counted,
    Placement,
    check_basis,
    counted,
    place_draft,
    placement_of,
    set_counts,
)
from gongkai.annual_reports.queries.checking import findings, read_report
from gongkai.annual_reports.queries.collecting import matching_names
from gongkai.annual_reports.rules import NothingRead, Reading
from gongkai.annual_reports.rules.units import Match, match
from gongkai.records.acts import Act
from gongkai.records.files import open_file
from gongkai.records.lifecycle import AlreadyDone, NotInThisState, outdated
from gongkai.records.operations import Done, prepared_operation
from gongkai.records.process_pool import JOBS, CouldNotFinish, FunctionFailed, Overloaded

MOST_ATTEMPTS = 2
# A draft is checked for every page that shows it: what takes longer than this would keep its clerks waiting.
CHECK = replace(JOBS, cpu=10, wall=60)
READ, FIND_UNREADABLE = DRAFT_LIFECYCLE["read"], DRAFT_LIFECYCLE["find_unreadable"]


def read_draft(*, draft: Draft, act: Act) -> Draft:
    """Read the file of a waiting draft, find its unit, and keep what was read or why it was not; gives the
    draft back as it is then. One that was read before, or by another run meanwhile, is left alone.
    """
    waiting = Draft.objects.filter(pk=draft.pk, state=Draft.State.WAITING)
    # Counted before it begins, so that a file that ended the program twice is not tried again.
    waiting.update(attempts=F("attempts") + 1)
    draft.refresh_from_db()
    with contextlib.suppress(AlreadyDone, NotInThisState):
        READ.check(draft)
        found = _read_file(draft)
        if isinstance(found, Reading):
            try:
                return keep_reading(draft=draft, reading=found, act=act)
            except CouldNotFinish as problem:  # what was just checked cannot be checked again
                found = str(problem)
        return keep_unreadable(draft=draft, reason=found, act=act)
    draft.refresh_from_db()
    return draft


def _read_file(draft: Draft) -> Reading | str:
    """The reading of a draft's file, or the sentence why there is none; nothing that goes wrong in a reader
    goes further.
    """
    if draft.attempts > MOST_ATTEMPTS:
        return _("读取这个文件时程序两次中断，不再读取。请用原来的软件另存后重新上传。")
    if draft.file is None:
        return _("文件没有保存，请重新上传。")
    try:
        with open_file(draft.file) as stored:
            data = stored.read()
        reading = read_report(data, draft.path.rpartition("/")[2], limits=JOBS)
        findings(reading, limits=CHECK)
    except (NothingRead, CouldNotFinish) as problem:
        return str(problem)
    except Overloaded:  # nothing is wrong with the file: the job comes back to it
        Draft.objects.filter(pk=draft.pk).update(attempts=F("attempts") - 1)
        raise
    except Exception as error:
        kind = error.kind if isinstance(error, FunctionFailed) else type(error).__name__
        return _(
            "读取时出现意外情况（%(kind)s），这个文件没有读出。请用原来的软件另存为DOCX、PDF或者文本后重新上传。"
        ) % {"kind": kind}
    return reading


@dataclass(frozen=True, slots=True)
class _Placed:
    """Whose the draft seems to be, where it would be placed so, and what is counted of it there."""

    found: Match | None
    placement: Placement | None
    counted: Counted


def _placed_reading(*, draft: Draft, reading: Reading) -> _Placed:
    _set_reading(draft, reading)
    return _placed(draft, reading.place, unreadable=False)


def _placed_unreadable(*, draft: Draft) -> _Placed:
    return _placed(draft, None, unreadable=True)


def _placed(draft: Draft, place: str | None, *, unreadable: bool) -> _Placed:
    if draft.matched_by == Draft.MatchedBy.HAND:
        return _Placed(None, None, counted(draft))
    found = match(matching_names(draft.collection), place, draft.path)
    placement = placement_of(draft, found, unreadable=unreadable)
    if placement.body is not None:
        draft.body = placement.body
    return _Placed(found, placement, counted(draft))


@prepared_operation(
    _placed_reading, "draft.read", gettext_lazy("读取年报草稿"), of=DRAFT, action=READ.action, step=READ
)
def keep_reading(placed: _Placed, *, draft: Draft, reading: Reading, act: Act) -> Done[Draft]:
    """Keep what was read of a waiting draft, and give it to its unit. Raises AlreadyDone, NotInThisState."""
    _set_reading(draft, reading)
    draft.reason = ""
    return _kept(placed, draft, Draft.State.READ, act)


@prepared_operation(
    _placed_unreadable,
    "draft.unreadable",
    gettext_lazy("年报草稿读不出"),
    of=DRAFT,
    action=FIND_UNREADABLE.action,
    step=FIND_UNREADABLE,
)
def keep_unreadable(placed: _Placed, *, draft: Draft, reason: str, act: Act) -> Done[Draft]:
    """Keep why a waiting draft cannot be read. Raises AlreadyDone, NotInThisState."""
    draft.reason = reason[:500]
    return _kept(placed, draft, Draft.State.UNREADABLE, act)


def _set_reading(draft: Draft, reading: Reading) -> None:
    draft.reading = reading.as_json()
    draft.paragraphs = [_storable(text) for text in reading.paragraphs]


def _kept(placed: _Placed, draft: Draft, state: DraftState, act: Act) -> Done[Draft]:
    """Place and save the draft as it was prepared. Raises Outdated where it would be placed otherwise now."""
    if placed.found is not None:
        placement = placement_of(draft, placed.found, unreadable=state == Draft.State.UNREADABLE)
        if placement != placed.placement:
            raise outdated()
        place_draft(draft, placement, act)
    check_basis(draft, placed.counted.basis)
    set_counts(draft, placed.counted.counts)
    draft.read_at = act.at
    draft.save()
    after = {"state": state.value, "errors": draft.errors, "warnings": draft.warnings}
    digests = {"file": f"sha256:{draft.digest}"}
    return Done(draft, after=after, digests=digests, reason=draft.reason)


def _storable(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
