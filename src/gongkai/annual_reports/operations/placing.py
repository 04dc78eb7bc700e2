"""Whose a draft is, which of a unit's drafts is the current one, and what is counted about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_reports.kinds import DRAFT
from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE
from gongkai.annual_reports.models import Draft
from gongkai.annual_reports.queries.collecting import unit_choices, unit_name
from gongkai.annual_reports.queries.judging import Counts, basis, counts_of, judged
from gongkai.annual_reports.rules.units import Match
from gongkai.organisations.models import Body
from gongkai.records.acts import INSIDE, Act
from gongkai.records.lifecycle import outdated
from gongkai.records.operations import Done, operation, prepared_operation
from gongkai.records.refusals import Refused

ASSIGN, SET_ASIDE = DRAFT_LIFECYCLE["assign"], DRAFT_LIFECYCLE["set_aside"]
SUPERSEDE, RESTORE = DRAFT_LIFECYCLE["supersede"], DRAFT_LIFECYCLE["restore"]


class UnitNotExpected(Refused):
    """The unit is not among those the collection asks."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of a draft as it will be, and the marks of what that was counted by."""

    counts: Counts
    basis: tuple[object, ...]


def counted(draft: Draft) -> Counted:
    """Check the draft as it stands in memory: it takes time, so before a transaction."""
    marks = basis(draft)
    return Counted(counts_of(judged(draft)), marks)


def check_basis(draft: Draft, known: tuple[object, ...]) -> None:
    """Raise Outdated where what the draft was judged by is no longer so."""
    if basis(draft) != known:
        raise outdated()


def set_counts(draft: Draft, counts: Counts) -> None:
    """Put what lists show into the draft; the caller saves it."""
    for name, value in asdict(counts).items():
        setattr(draft, name, value)


def _counted_with(*, draft: Draft, body: Body | None) -> Counted:
    draft.body = body
    return counted(draft)


@prepared_operation(
    _counted_with,
    "draft.assigned",
    gettext_lazy("选定草稿的单位"),
    of=DRAFT,
    action=ASSIGN.action,
    step=ASSIGN,
    elsewhere={"body": "one of the units that the collection asks, which is checked here"},
)
def assign_unit(now: Counted, *, draft: Draft, body: Body | None, act: Act) -> Done[Draft]:
    """Say whose the draft is; None takes it from its unit. It becomes the unit's current draft.

    The unit's former draft is superseded and kept; a unit that loses its draft has its former one again.
    Raises CollectionClosed, NotInThisState, UnitNotExpected.
    """
    choices = {unit.body.pk: unit.name for unit in unit_choices(draft.collection)}
    if body is not None and body.pk not in choices:
        raise UnitNotExpected(_("这个单位不在本次收集的名单里；请先把它加入名单，再选定。"))
    before = {"unit": unit_name(draft)}
    if body is None or draft.body_id != body.pk:
        _release(draft, act)
    draft.superseded_by = None
    if body is not None:
        _take_over(draft, body, act)
    draft.matched_by = Draft.MatchedBy.HAND if body else Draft.MatchedBy.NOTHING
    draft.match_note = ""
    check_basis(draft, now.basis)
    set_counts(draft, now.counts)
    draft.save()
    return Done(draft, before=before, after={"unit": choices[body.pk] if body else ""})


@operation(
    "draft.set_aside", gettext_lazy("不采用年报草稿"), of=DRAFT, action=SET_ASIDE.action, step=SET_ASIDE
)
def set_aside(*, draft: Draft, reason: str, act: Act) -> Done[Draft]:
    """Say that a file is no draft (a note, a duplicate); it is kept.

    Raises CollectionClosed, AlreadyDone, NotInThisState, ReasonMissing.
    """
    _release(draft, act)
    draft.reason = reason.strip()[:500]
    draft.matched_by, draft.match_note = Draft.MatchedBy.NOTHING, ""
    draft.settled_at, draft.settled_by = act.at, act.actor.name
    draft.save()
    return Done(draft, reason=draft.reason)


@operation("draft.superseded", gettext_lazy("由新版本取代"), of=DRAFT, action=INSIDE, step=SUPERSEDE)
def supersede(*, draft: Draft, newer: Draft, act: Act) -> Done[Draft]:
    """A newer draft takes the place of this one, which is kept."""
    draft.superseded_by = newer
    draft.save(update_fields=["superseded_by"])
    return Done(draft, after={"version": newer.version})


@operation("draft.restored", gettext_lazy("恢复为现行草稿"), of=DRAFT, action=INSIDE, step=RESTORE)
def restore(*, draft: Draft, act: Act) -> Done[Draft]:
    """The draft is its unit's current one again: what superseded it is another's, or none."""
    draft.superseded_by = None
    draft.save(update_fields=["superseded_by"])
    return Done(draft)


@dataclass(frozen=True, slots=True)
class Placement:
    """The unit that a draft is given to, or None and in the `note` why a person has to choose.

    `superseded_by`: the newer draft that the unit has already.
    """

    note: str
    body: Body | None = None
    matched_by: str = ""
    superseded_by: Draft | None = None


def placement_of(draft: Draft, found: Match, *, unreadable: bool) -> Placement:
    """Where a draft belongs whose unit was found so; nothing is changed yet.

    Never decides between two files of one drop, and never lets an unreadable file take a unit's draft away.
    """
    if found.id is None:
        return Placement(found.note)
    current = _current(draft, found.id)
    if current is not None and current.received_at == draft.received_at:
        note = _("同一批里还有这个单位的另一份文件（%(path)s），请选定用哪一份")
        return Placement(note % {"path": current.path})
    if current is not None and unreadable:
        note = _("像是已有草稿的单位（%(path)s）重报的，但读不出")
        return Placement(note % {"path": current.path})
    newer = current if current is not None and current.pk > draft.pk else None
    return Placement(found.note, Body.objects.get(pk=found.id), found.by, newer)


def place_draft(draft: Draft, placement: Placement, act: Act) -> None:
    """Give a draft to its unit, or note why a person has to choose; the caller saves it."""
    draft.match_note = placement.note[:300]
    if placement.body is None:
        return
    draft.matched_by = placement.matched_by
    if placement.superseded_by is not None:
        draft.body, draft.superseded_by = placement.body, placement.superseded_by
    else:
        _take_over(draft, placement.body, act)


def _current(draft: Draft, body: int) -> Draft | None:
    others = Draft.objects.filter(collection=draft.collection_id, body=body, superseded_by=None)
    return others.exclude(pk=draft.pk).first()


def _take_over(draft: Draft, body: Body, act: Act) -> None:
    """Make the draft the current one of a unit; the caller saves it."""
    others = Draft.objects.filter(collection=draft.collection_id, body=body)
    if draft.body_id != body.pk:
        draft.version = others.count() + 1
    former = _current(draft, body.pk)
    if former is not None:
        former.collection = draft.collection
        supersede(draft=former, newer=draft, act=act.delegated())
    draft.body = body


def _release(draft: Draft, act: Act) -> None:
    """Take the draft from its unit, which has its former draft again."""
    if draft.body_id is None:
        return
    older = list(Draft.objects.filter(superseded_by=draft).order_by("-pk"))
    former = older[0] if older and draft.current else None
    heir = former or draft.superseded_by
    Draft.objects.filter(pk=draft.pk).update(body=None, version=1, superseded_by=None)
    others = Draft.objects.filter(superseded_by=draft)
    (others.exclude(pk=former.pk) if former is not None else others).update(superseded_by=heir)
    if former is not None:
        former.collection = draft.collection
        restore(draft=former, act=act.delegated())
    draft.body, draft.version, draft.superseded_by = None, 1, None
