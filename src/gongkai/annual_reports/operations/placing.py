"""Whose a draft is, which of a unit's drafts is the current one, and what is counted about it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.annual_reports.models import Draft
from gongkai.annual_reports.operations.archive import ReasonMissing
from gongkai.annual_reports.operations.collecting import locked
from gongkai.annual_reports.queries.collecting import unit_choices, unit_name
from gongkai.annual_reports.queries.judging import judged
from gongkai.annual_reports.rules.units import Match
from gongkai.organisations.models import Body
from gongkai.records import journal, process_pool
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.refusals import Refused

SETTLED = (Draft.State.RETURNED, Draft.State.ACCEPTED)


class DraftSettled(Refused):
    """The draft was sent back, accepted, superseded or set aside: what was decided on it stays."""


class UnitNotExpected(Refused):
    """The unit is not among those the collection asks."""


@process_pool.atomic
def assign_unit(*, draft: Draft, body: Body | None, by: Actor, at: datetime) -> Draft:
    """Say whose the draft is; None takes it from its unit. It becomes the unit's current draft.

    The unit's former draft is superseded and kept; a unit that loses its draft has its former one again.
    Raises CollectionClosed, DraftSettled, UnitNotExpected.
    """
    draft = locked_draft(draft)
    if draft.state in (*SETTLED, Draft.State.ASIDE):
        raise DraftSettled(_("这份草稿已经退回、收录或者标为不采用，不能再改单位。"))
    choices = {unit.body.pk: unit.name for unit in unit_choices(draft.collection)}
    if body is not None and body.pk not in choices:
        raise UnitNotExpected(_("这个单位不在本次收集的名单里；请先把它加入名单，再选定。"))
    before = {"unit": unit_name(draft)}
    if body is None or draft.body_id != body.pk:
        _release(draft)
    draft.superseded_by = None
    if body is not None:
        _take_over(draft, body.pk)
    draft.matched_by = Draft.MatchedBy.HAND if body else Draft.MatchedBy.NOTHING
    draft.match_note = ""
    draft.save()
    recount(draft)
    journal.record(
        verb="draft.assigned",
        object=draft_ref(draft),
        by=by,
        at=at,
        before=before,
        after={"unit": choices[body.pk] if body else ""},
    )
    return draft


@transaction.atomic
def set_aside(*, draft: Draft, reason: str, by: Actor, at: datetime) -> Draft:
    """Say that a file is no draft (a note, a duplicate); it is kept. Raises DraftSettled, ReasonMissing."""
    draft = locked_draft(draft)
    if draft.state in (*SETTLED, Draft.State.ASIDE):
        raise DraftSettled(_("这份草稿已经退回、收录或者标为不采用，不能再改。"))
    if not reason.strip():
        raise ReasonMissing(_("请说明为什么不采用这个文件。"))
    _release(draft)
    draft.state, draft.reason = Draft.State.ASIDE, reason.strip()[:500]
    draft.matched_by, draft.match_note = Draft.MatchedBy.NOTHING, ""
    draft.save()
    journal.record(verb="draft.set_aside", object=draft_ref(draft), by=by, at=at, reason=draft.reason)
    return draft


def place_draft(draft: Draft, found: Match) -> None:
    """Give a draft to the unit that was found for it, or note why a person has to choose; saves it.

    Never decides between two files of one drop, and never lets an unreadable file take a unit's draft away.
    """
    draft.match_note = found.note
    if found.id is not None:
        current = _current(draft, found.id)
        if current is not None and current.received_at == draft.received_at:
            draft.match_note = _("同一批里还有这个单位的另一份文件（%(path)s），请选定用哪一份") % {
                "path": current.path
            }
        elif current is not None and draft.state == Draft.State.UNREADABLE:
            draft.match_note = _("像是已有草稿的单位（%(path)s）重报的，但读不出") % {"path": current.path}
        elif current is not None and current.pk > draft.pk:
            draft.body_id, draft.matched_by, draft.superseded_by = found.id, found.by, current
        else:
            _take_over(draft, found.id)
            draft.matched_by = found.by
    draft.match_note = draft.match_note[:300]
    draft.save()


def recount(draft: Draft) -> None:
    """Count anew what lists show of a draft: findings that stand, cells unread, year and form; saves it.

    For operations that are process_pool.atomic.
    """
    now = judged(draft)
    levels = [one.finding.level for one in now.standing] if now else []
    draft.errors, draft.warnings, draft.asks = (levels.count(level) for level in ("error", "warn", "ask"))
    draft.unread_cells = len(now.reading.unread) if now else 0
    draft.year = now.reading.year if now else None
    draft.form = (now.reading.format or "") if now else ""
    draft.save(update_fields=["errors", "warnings", "asks", "unread_cells", "year", "form"])


def locked_draft(draft: Draft) -> Draft:
    """The draft as it is now, its collection locked and open. Raises CollectionClosed."""
    collection = locked(draft.collection)
    rows = Draft.objects.select_for_update(of=("self",)).select_related("body", "file", "letter", "report")
    draft = rows.get(pk=draft.pk)
    draft.collection = collection
    return draft


def check_unsettled(draft: Draft) -> None:
    """Raise DraftSettled unless the draft is one that people work on."""
    if not draft.current:
        raise DraftSettled(_("这个单位已经报送了新的版本，请在新的版本上办理。"))
    if draft.state in SETTLED or draft.state == Draft.State.ASIDE:
        raise DraftSettled(
            _("这份草稿%(state)s，不能再改；单位重新报送后请在新的版本上办理。")
            % {"state": Draft.State(draft.state).label}
        )


def draft_ref(draft: Draft) -> ObjectRef:
    """A draft as the journal names it."""
    return ObjectRef("report_draft", str(draft.pk), unit_name(draft) or draft.path[:200])


def _current(draft: Draft, body: int) -> Draft | None:
    others = Draft.objects.filter(collection=draft.collection_id, body=body, superseded_by=None)
    return others.exclude(pk=draft.pk).first()


def _take_over(draft: Draft, body: int) -> None:
    """Make the draft the current one of a unit; the caller saves it."""
    others = Draft.objects.filter(collection=draft.collection_id, body=body)
    if draft.body_id != body:
        draft.version = others.count() + 1
    others.filter(superseded_by=None).exclude(pk=draft.pk).update(superseded_by=draft)
    draft.body_id = body


def _release(draft: Draft) -> None:
    """Take the draft from its unit, which has its former draft again."""
    if draft.body_id is None:
        return
    older = list(Draft.objects.filter(superseded_by=draft).order_by("-pk"))
    former = older[0] if older and draft.current else None
    heir = former or draft.superseded_by
    Draft.objects.filter(pk=draft.pk).update(body=None, version=1, superseded_by=None)
    Draft.objects.filter(superseded_by=draft).update(superseded_by=heir)
    if former is not None:
        Draft.objects.filter(pk=former.pk).update(superseded_by=None)
    draft.body, draft.version, draft.superseded_by = None, 1, None
