"""The page of a list: filters, chips, rows, bulk work, columns, views, what can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.console.frame import UNPROCESSABLE, flash, render_page
from gongkai.console.listing.asking import Asking
from gongkai.console.listing.bulk import BulkRefused, perform
from gongkai.console.listing.declaration import Listing
from gongkai.console.models import SavedView
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.wording import number
from gongkai.design import rows
from gongkai.design.filter_field import filter_field
from gongkai.records.filters import Filter, count


@dataclass(frozen=True)
class Head:
    """What stands above a list: verbs that begin something new, and other ways to look at the same."""

    verbs: Sequence[dict[str, Any]] = ()
    tabs: Sequence[dict[str, Any]] = ()
    lead: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def page(
    request: HttpRequest,
    listing: Listing,
    head: Head | Callable[[], Head] | None = None,
    *,
    template: str = "list",
) -> HttpResponse:
    """The page of a list, or the bulk verb that was posted to it; a head that counts is asked after it.

    A `template` of its own extends that of all lists, and puts something above or below the rows.
    """
    here = context_of(request)
    asking = Asking.read(listing, request.GET)
    refusal: BulkRefused | None = None
    if request.method == "POST":
        try:
            done = perform(listing, asking.rows(here), request.POST, here)
        except BulkRefused as problem:
            refusal = problem
        else:
            flash(request, done.sentence)
            return HttpResponseRedirect(done.address or request.get_full_path(), status=303)
    above = head() if callable(head) else head or Head()
    context = _context(asking, here, above, refusal)
    return render_page(request, template, context, UNPROCESSABLE if refusal else 200)


def _context(asking: Asking, here: RequestContext, head: Head, refusal: BulkRefused | None) -> dict[str, Any]:
    listing = asking.listing
    found = asking.rows(here)
    shown = asking.page(found)
    drawn_verbs = [
        {
            "name": verb.name,
            "label": verb.label,
            "effect": verb.effect,
            "kind": "danger" if verb.danger else "secondary",
        }
        for verb in listing.verbs
        if here.may(verb.action)
    ]
    return {
        "listing": listing,
        "title": listing.title,
        "head": head,
        "filters": [_filter(one, asking, here) for one in listing.filters],
        "kept": _kept(asking),
        "chips": _chips(asking, here),
        "count": _count(asking, found, shown),
        "clear": reverse(f"console:{listing.name}"),
        "heads": _heads(asking),
        "rows": _rows(
            asking,
            shown.rows,
            here,
            picked=refusal.picked if refusal else frozenset(),
            pick=bool(drawn_verbs),
        ),
        "verbs": drawn_verbs,
        "reason_label": listing.reason_label or _("理由"),
        "whole_label": _("对筛选出的全部%(count)s办理，不用逐行勾选")
        % {"count": _count(asking, found, shown).removeprefix(_("共"))}
        if listing.whole
        else "",
        "refusal": refusal,
        "refusal_text": str(refusal) if refusal else "",
        "refusal_errors": [{"href": "#bulk-reason", "message": str(refusal)}] if refusal else [],
        "pager": _pager(asking, shown),
        "columns": _columns(asking),
        "given": asking.given.items(),
        "views": _views(asking, here),
        "query": asking.query(),
        "exports": _exports(asking),
    }


def _filter(one: Filter, asking: Asking, here: RequestContext) -> SafeString:
    return filter_field(
        one.name,
        one.label,
        asking.given.get(one.name, ""),
        prefix="filter-",
        choices=one.choices_for(here),
        everything=_("全部"),
        day=one.kind == "day",
    )


def _kept(asking: Asking) -> list[tuple[str, str]]:
    """What the form of the filters carries along: sorting and columns."""
    kept = [("col", name) for name in asking.columns]
    return [*kept, ("sort", asking.sort)] if asking.sort else kept


def _chips(asking: Asking, here: RequestContext) -> list[dict[str, Any]]:
    chips = []
    for one in asking.listing.filters:
        if one.name in asking.given:
            value = asking.given[one.name]
            value = str(dict(one.choices_for(here) or ()).get(value, value))
            chips.append({"name": one.label, "value": value, "href": asking.without(one.name).address()})
    return chips


def _count(asking: Asking, found: Any, shown: Any) -> str:
    if not shown.earlier and not shown.later:
        return str(asking.listing.noun) % {"count": number(len(shown.rows))}
    counted, more = count(found)
    words = str(asking.listing.noun) % {"count": number(counted)}
    return _("%(words)s以上") % {"words": words} if more else words


def _heads(asking: Asking) -> list[dict[str, Any]]:
    heads = []
    for column in asking.shown():
        sorting = {column.name: "ascending", f"-{column.name}": "descending"}.get(asking.sorting, "")
        href = asking.sorted_by(column).address() if column.order else ""
        heads.append({"label": column.label, "href": href, "sorted": sorting, "number": column.number})
    return heads


def _rows(
    asking: Asking, found: Sequence[Any], here: RequestContext, *, picked: frozenset[str], pick: bool
) -> list[rows.Row]:
    listing = asking.listing
    columns = asking.shown()
    labels = [escape(str(column.label)) for column in columns]
    drawn = []
    for one in listing.prepared(found, here):
        key = listing.key(one) if pick else ""
        cells = [column.cell(one) for column in columns]
        drawn.append(rows.row(cells, labels, pick=key, picked=key in picked))
    return drawn


def _pager(asking: Asking, shown: Any) -> dict[str, str]:
    key = asking.listing.key
    return {
        "previous": asking.address(before=key(shown.rows[0])) if shown.earlier and shown.rows else "",
        "next": asking.address(after=key(shown.rows[-1])) if shown.later and shown.rows else "",
    }


def _columns(asking: Asking) -> list[dict[str, Any]]:
    shown = {column.name for column in asking.shown()}
    return [
        {"value": column.name, "label": column.label, "current": column.name in shown}
        for column in asking.listing.columns
    ]


def _views(asking: Asking, here: RequestContext) -> list[dict[str, Any]]:
    """All rows, then the person's own views of this list."""
    query = asking.query()
    base = reverse(f"console:{asking.listing.name}")
    saved = SavedView.objects.filter(person=here.person, listing=asking.listing.name).order_by("name")
    views: list[dict[str, Any]] = [{"label": _("全部"), "href": base, "current": not query, "id": ""}]
    for view in saved:
        href = f"{base}?{view.query}"
        views.append({"label": view.name, "href": href, "current": view.query == query, "id": view.pk})
    return views


def _exports(asking: Asking) -> list[dict[str, str]]:
    base = reverse(f"console:{asking.listing.name}_export")
    tail = asking.query()
    return [
        {"label": label, "href": f"{base}?" + "&".join(filter(None, (f"format={kind}", tail)))}
        for kind, label in (("xlsx", _("Excel（XLSX）")), ("csv", _("CSV")))
    ]
