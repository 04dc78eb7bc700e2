"""What somebody asks of a list: the address is the filter; what in it makes no sense is ignored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from gongkai.console.listing.declaration import Column, Listing
from gongkai.console.request_context import RequestContext
from gongkai.records import filters
from gongkai.records.filters import clean
from gongkai.records.keyset import KeysetPage, Order

PER_PAGE = 50


@dataclass(frozen=True)
class Asking:
    """Filters with their values, the sorting column, the columns to show, and where to go on.

    `after` and `before` are the keys of rows: a page begins after one, or ends before one.
    """

    listing: Listing
    given: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    columns: tuple[str, ...] = ()
    after: str = ""
    before: str = ""

    @classmethod
    def read(cls, listing: Listing, query: QueryDict) -> Asking:
        """The address as the list understands it."""
        texts = {one.name: clean(query.get(one.name, "")) for one in listing.filters}
        given = {name: texts[name] for name in filters.read(listing.filters, texts)}
        sort = query.get("sort", "")
        column = listing.column(sort.removeprefix("-"))
        columns = tuple(name for name in query.getlist("col") if listing.column(name))
        return cls(
            listing,
            given,
            sort if column is not None and column.order else "",
            columns if columns != tuple(one.name for one in listing.columns if one.shown) else (),
            clean(query.get("after", "")),
            clean(query.get("before", "")),
        )

    @property
    def sorting(self) -> str:
        """The column it is sorted by, with a hyphen for descending."""
        return self.sort or self.listing.order

    def shown(self) -> list[Column]:
        """The columns to show, in the order of the declaration; the first is always there."""
        wanted = set(self.columns) or {one.name for one in self.listing.columns if one.shown}
        first = self.listing.columns[0].name
        return [one for one in self.listing.columns if one.name in wanted or one.name == first]

    def query(self) -> str:
        """The address of what is asked, without the place in it."""
        pairs = [*self.given.items()]
        if self.sort and self.sort != self.listing.order:
            pairs.append(("sort", self.sort))
        return urlencode([*pairs, *(("col", name) for name in self.columns)])

    def address(self, **place: str) -> str:
        """The query with a place in it, led by a question mark."""
        return "?" + "&".join(filter(None, (self.query(), urlencode(place))))

    def without(self, name: str) -> Asking:
        """The same without one filter, from the beginning."""
        rest = {key: value for key, value in self.given.items() if key != name}
        return replace(self, given=rest, after="", before="")

    def sorted_by(self, column: Column) -> Asking:
        """The same sorted by a column, or the other way round where it already is."""
        other = f"-{column.name}" if self.sorting == column.name else column.name
        return replace(self, sort=other, after="", before="")

    def rows(self, here: RequestContext) -> QuerySet[Any]:
        """Every row that is asked for, sorted, with the primary key as the last word."""
        listing = self.listing
        values = filters.read(listing.filters, self.given)
        return self._order.sort(filters.narrow(listing.filters, listing.rows(here), values))

    @property
    def _order(self) -> Order:
        name = self.sorting.removeprefix("-")
        mark = "-" if name != self.sorting else ""
        column = self.listing.column(name)
        return Order(f"{mark}{column.order if column is not None and column.order else 'pk'}")

    def page(self, found: QuerySet[Any]) -> KeysetPage[Any]:
        """The rows of the page asked for, by keys: the last page costs what the first does."""
        key = {self.listing.key_field: self.before or self.after}
        place = self._order.find(found, **key) if self.before or self.after else None
        given = {"before" if self.before else "after": place}
        return self._order.page(found, PER_PAGE, **given)
