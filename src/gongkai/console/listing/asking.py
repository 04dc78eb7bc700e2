"""What somebody asks of a list: the address is the filter; what in it makes no sense is ignored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict

from gongkai.console.listing.declaration import Column, Filter, Listing
from gongkai.console.request_context import RequestContext
from gongkai.text import dates

PER_PAGE = 50
COUNTED = 10_000  # beyond, a count says "more than"
LONGEST = 200


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
        given = {}
        for one in listing.filters:
            text = clean(query.get(one.name, ""))
            if text and _readable(one, text):
                given[one.name] = text
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
        found = self.listing.rows(here)
        for one in self.listing.filters:
            if one.name in self.given:
                found = one.narrow(found, value_of(one, self.given[one.name]))
        mark, name = _direction(self.sorting)
        return found.order_by(f"{mark}{self._order(name)}", f"{mark}pk")

    def _order(self, name: str) -> str:
        column = self.listing.column(name)
        return column.order if column is not None and column.order else "pk"

    def page(self, found: QuerySet[Any]) -> Page:
        """The rows of the page asked for, by keys: the last page costs what the first does."""
        mark, name = _direction(self.sorting)
        order = self._order(name)
        backwards = bool(self.before)
        key = self.before or self.after
        start = self._start(found, key, order) if key else None
        if start is not None:
            greater = (mark == "") != backwards
            found = found.filter(_beyond(order, start, greater=greater))
        if backwards and start is not None:
            rows = list(found.reverse()[: PER_PAGE + 1])
            more = len(rows) > PER_PAGE
            return Page(rows[:PER_PAGE][::-1], earlier=more, later=True)
        rows = list(found[: PER_PAGE + 1])
        return Page(rows[:PER_PAGE], earlier=start is not None, later=len(rows) > PER_PAGE)

    def _start(self, found: QuerySet[Any], key: str, order: str) -> tuple[Any, Any] | None:
        """Where the row with this key stands in the order; None if there is no such row."""
        try:
            return found.filter(**{self.listing.key_field: key}).values_list(order, "pk").first()
        except (ValueError, ValidationError):  # no key of this list
            return None


@dataclass(frozen=True)
class Page:
    """Rows of a page, and whether there are pages on either side."""

    rows: Sequence[Any]
    earlier: bool
    later: bool


def count(found: QuerySet[Any]) -> tuple[int, bool]:
    """How many rows, and whether there are more than that."""
    counted = found.order_by()[: COUNTED + 1].count()
    return min(counted, COUNTED), counted > COUNTED


def clean(text: str) -> str:
    """What somebody typed into an address or a form, without what no database takes."""
    return text.replace("\0", "").strip()[:LONGEST]


def value_of(one: Filter, text: str) -> Any:
    """What the filter narrows by: a day where it asks for one, else the text."""
    return dates.parse(text) if one.kind == "day" else text


def _readable(one: Filter, text: str) -> bool:
    try:
        value: date | str = value_of(one, text)
    except ValueError:
        return False
    return value is not None


def _direction(sorting: str) -> tuple[str, str]:
    name = sorting.removeprefix("-")
    return ("-" if name != sorting else "", name)


def _beyond(order: str, start: tuple[Any, Any], *, greater: bool) -> Q:
    value, pk = start
    word = "gt" if greater else "lt"
    if order == "pk":
        return Q(**{f"pk__{word}": pk})
    # the first condition alone lets an index begin there; the second leaves out equals that came before
    return Q(**{f"{order}__{word}e": value}) & (Q(**{f"{order}__{word}": value}) | Q(**{f"pk__{word}": pk}))
