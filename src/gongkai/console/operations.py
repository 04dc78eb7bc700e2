"""What the console itself does and keeps: saved views, and a record of what was taken away or verified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console.kinds import JOURNAL, LIST, SAVED_VIEW, VERIFIED
from gongkai.console.models import SavedView
from gongkai.organisations.models import Person
from gongkai.records import journal
from gongkai.records.actors import ObjectRef
from gongkai.records.acts import OWNER, Act
from gongkai.records.operations import Done, operation, prepared_operation
from gongkai.records.refusals import Refused

MOST_VIEWS: Final = 12  # of one list and person
TOLD: Final = 20  # findings that the entry of a verification names


class CannotSave(Refused):
    """The view has no name, one that is taken, or there are too many."""


@operation("list.view_saved", gettext_lazy("保存列表视图"), of=LIST, action=OWNER)
def save_view(
    *, person: Person, listing: str, title: str, name: str, query: str, act: Act
) -> Done[SavedView]:
    """Save what a person sees of a list under a name. Raises CannotSave."""
    if SavedView.objects.filter(person=person, listing=listing).count() >= MOST_VIEWS:
        raise CannotSave(_("每个列表最多保存%(count)s个视图，请先删除不用的。") % {"count": MOST_VIEWS})
    view = SavedView(person=person, listing=listing, name=name.strip(), query=query)
    try:
        view.full_clean()
    except ValidationError as problem:
        raise CannotSave(problem.messages[0], "name") from problem
    view.save(force_insert=True)
    return Done(view, _list(listing, title), after={"name": view.name})


@operation("list.view_forgotten", gettext_lazy("删除列表视图"), of=SAVED_VIEW, action=OWNER)
def forget_view(*, view: SavedView, title: str, act: Act) -> Done[None]:
    """Delete a saved view of one's own."""
    view.delete()
    return Done(None, _list(view.listing, title), before={"name": view.name})


@operation("list.exported", gettext_lazy("导出列表"), of=LIST, action="list.export")
def record_export(
    *,
    listing: str,
    title: str,
    rows: int,
    columns: Sequence[str],
    filters: Sequence[str],
    format: str,
    act: Act,
) -> Done[None]:
    """Journal that a list was taken away: how many rows, which columns, narrowed by what kinds of filter."""
    after = {"rows": rows, "columns": list(columns), "filters": list(filters), "format": format}
    return Done(None, _list(listing, title), after=after)


def _verified(*, report: Callable[[int, int], object] | None = None) -> journal.Verification:
    return journal.verify(report=report)


@prepared_operation(_verified, VERIFIED, gettext_lazy("校验审计日志"), of=JOURNAL, action="journal.verify")
def verify_journal(
    result: journal.Verification, *, report: Callable[[int, int], object] | None = None, act: Act
) -> Done[journal.Verification]:
    """Verify the whole journal, which writers do not wait for, and journal what was found."""
    after = {
        "ok": result.ok,
        "entries": result.entries,
        "blocks": result.blocks,
        "unsealed": result.unsealed,
        "last_root": result.last_root,
        "findings": [finding.message for finding in result.findings[:TOLD]],
        "more_findings": max(0, len(result.findings) - TOLD) + result.more_findings,
    }
    return Done(result, _whole_journal(), after=after)


@operation("journal.anchor_taken", gettext_lazy("导出审计锚点"), of=JOURNAL, action="journal.anchor")
def take_anchor(*, act: Act) -> Done[journal.Anchor]:
    """Export an anchor and journal that it was taken. Raises NothingSealed."""
    anchor = journal.export_anchor(at=act.at)
    after = {"block": anchor.block, "root": anchor.root, "count": anchor.count}
    return Done(anchor, _whole_journal(), after=after)


def _whole_journal() -> ObjectRef:
    return ObjectRef(JOURNAL.code, JOURNAL.code, str(JOURNAL.label))


def _list(listing: str, title: str) -> ObjectRef:
    return ObjectRef(LIST.code, listing, title)
