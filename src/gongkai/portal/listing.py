"""A list of the portal: the address is the filter, pages follow each other by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.design.filter_field import filter_field
from gongkai.records import filters
from gongkai.records.filters import Filter
from gongkai.records.keyset import KeysetPage, Order, Place

M = TypeVar("M", bound=Model)
MOST_PAGES = 500  # of an address with a page's number


@dataclass(frozen=True)
class Listed(Generic[M]):
    """What an address asks of a list, and the page of it."""

    fields: Sequence[SafeString]
    narrowed: bool
    page: KeysetPage[M]
    count: str
    previous: str
    next: str


def list_page(
    request: HttpRequest,
    rows: QuerySet[M],
    declared: Sequence[Filter],
    order: Order,
    size: int,
) -> Listed[M]:
    """The page of rows that the address asks for, with its fields; what makes no sense in it is ignored."""
    texts = {one.name: filters.clean(request.GET.get(one.name, ""), one.longest) for one in declared}
    values = filters.read(declared, texts)
    given = {name: texts[name] for name in values}
    found = filters.narrow(declared, rows, values)
    page = order.page(found, size, **_place(request, found, order, size))
    counted, more = filters.count(found)
    return Listed(
        fields=[_field(one, given.get(one.name, "")) for one in declared],
        narrowed=bool(given),
        page=page,
        count=_("%(count)d多") % {"count": counted} if more else str(counted),
        previous=_address(given, before=page.rows[0].pk) if page and page.earlier else "",
        next=_address(given, after=page.rows[-1].pk) if page and page.later else "",
    )


def _place(request: HttpRequest, found: QuerySet[Any], order: Order, size: int) -> dict[str, Place | None]:
    """Where the page begins or ends: by the key of a row; by its number in addresses of earlier versions."""
    for word in ("before", "after"):
        if key := filters.clean(request.GET.get(word, "")):
            return {word: order.find(found, pk=key)}
    number = request.GET.get("page", "")
    if number.isascii() and number.isdigit() and 1 < int(number[:9]) <= MOST_PAGES:
        last = order.sort(found)[(int(number) - 1) * size - 1 :].first()
        return {"after": order.place_of(last) if last is not None else None}
    return {}


def _field(one: Filter, value: str) -> SafeString:
    everything = _("全部%(what)s") % {"what": one.label}
    return filter_field(
        one.name,
        one.label,
        value,
        choices=one.choices_for(),
        everything=everything,
        day=one.kind == "day",
    )


def _address(given: Mapping[str, str], **place: Any) -> str:
    return "?" + urlencode({**given, **place})
