"""What the console itself does and keeps: saved views, and a record of what was taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console.kinds import LIST, SAVED_VIEW
from gongkai.console.models import SavedView
from gongkai.organisations.models import Person
from gongkai.records.actors import ObjectRef
from gongkai.records.acts import OWNER, Act
from gongkai.records.operations import Done, operation
from gongkai.records.refusals import Refused

MOST_VIEWS: Final = 12  # of one list and person


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


def _list(listing: str, title: str) -> ObjectRef:
    return ObjectRef(LIST.code, listing, title)
