"""What the console itself does and keeps: saved views, and a record of what was taken away or verified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.console.models import SavedView
from gongkai.console.verbs import VERIFIED
from gongkai.organisations.models import Person
from gongkai.records import journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.refusals import Refused

MOST_VIEWS: Final = 12  # of one list and person
TOLD: Final = 20  # findings that the entry of a verification names


class CannotSave(Refused):
    """The view has no name, one that is taken, or there are too many."""


@transaction.atomic
def save_view(
    *, person: Person, listing: str, title: str, name: str, query: str, by: Actor, at: datetime
) -> SavedView:
    """Save what a person sees of a list under a name. Raises CannotSave."""
    if SavedView.objects.filter(person=person, listing=listing).count() >= MOST_VIEWS:
        raise CannotSave(_("每个列表最多保存%(count)s个视图，请先删除不用的。") % {"count": MOST_VIEWS})
    view = SavedView(person=person, listing=listing, name=name.strip(), query=query)
    try:
        view.full_clean()
    except ValidationError as problem:
        raise CannotSave(problem.messages[0], "name") from problem
    view.save(force_insert=True)
    journal.record(
        verb="list.view_saved", object=_list(listing, title), by=by, at=at, after={"name": view.name}
    )
    return view


@transaction.atomic
def forget_view(*, view: SavedView, title: str, by: Actor, at: datetime) -> None:
    """Delete a saved view."""
    object = _list(view.listing, title)
    journal.record(verb="list.view_forgotten", object=object, by=by, at=at, before={"name": view.name})
    view.delete()


@transaction.atomic
def record_export(
    *,
    listing: str,
    title: str,
    rows: int,
    columns: Sequence[str],
    filters: Sequence[str],
    format: str,
    by: Actor,
    at: datetime,
) -> None:
    """Journal that a list was taken away: how many rows, which columns, narrowed by what kinds of filter."""
    after = {"rows": rows, "columns": list(columns), "filters": list(filters), "format": format}
    journal.record(verb="list.exported", object=_list(listing, title), by=by, at=at, after=after)


def verify_journal(
    *, by: Actor, at: datetime, report: Callable[[int, int], object] | None = None
) -> journal.Verification:
    """Verify the whole journal, which writers do not wait for, and journal what was found."""
    result = journal.verify(report=report)
    after = {
        "ok": result.ok,
        "entries": result.entries,
        "blocks": result.blocks,
        "unsealed": result.unsealed,
        "last_root": result.last_root,
        "findings": [finding.message for finding in result.findings[:TOLD]],
        "more_findings": max(0, len(result.findings) - TOLD) + result.more_findings,
    }
    with transaction.atomic():
        journal.record(verb=VERIFIED, object=_whole_journal(), by=by, at=at, after=after)
    return result


@transaction.atomic
def take_anchor(*, by: Actor, at: datetime) -> journal.Anchor:
    """Export an anchor and journal that it was taken. Raises NothingSealed."""
    anchor = journal.export_anchor(at=at)
    after = {"block": anchor.block, "root": anchor.root, "count": anchor.count}
    journal.record(verb="journal.anchor_taken", object=_whole_journal(), by=by, at=at, after=after)
    return anchor


def _whole_journal() -> ObjectRef:
    return ObjectRef("journal", "journal", _("审计日志"))


def _list(listing: str, title: str) -> ObjectRef:
    return ObjectRef("list", listing, title)
