"""Pages by key: a page begins after a row or ends before one, so the last costs what the first does, and rows
that come or go meanwhile neither repeat nor hide another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
Place = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[M]):
    """Rows of a page, and whether there are rows on either side of them."""

    rows: Sequence[M]
    earlier: bool
    later: bool

    def __bool__(self) -> bool:
        return bool(self.rows)


class NotTotal(ValueError):
    """Rows without a value would stand nowhere: a mistake of the program."""


class Order:
    """A total order of rows: fields that are never null, a hyphen before what descends, the primary key last.

    The key is added where it is not named, in the direction of the field before it. A place in the order is
    what its fields say of one row.
    """

    def __init__(self, *fields: str) -> None:
        if not fields or fields[-1].lstrip("-") != "pk":
            mark = "-" if fields and fields[-1].startswith("-") else ""
            fields = (*fields, f"{mark}pk")
        self.fields = fields
        self.names = tuple(field.removeprefix("-") for field in fields)

    def sort(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows in this order. Raises NotTotal where one of its fields may be null."""
        _check_total(rows.model, self.names)
        return rows.order_by(*self.fields)

    def place_of(self, row: Model) -> Place:
        """Where a row stands."""
        return tuple(_value(row, name) for name in self.names)

    def find(self, rows: QuerySet[M], **key: Any) -> Place | None:
        """Where the row of `rows` with this key stands; None if there is none (or the key is none)."""
        try:
            found: Place | None = rows.filter(**key).values_list(*self.names).first()
        except (ValueError, OverflowError, ValidationError):  # no key of these rows
            return None
        return found

    def page(
        self, rows: QuerySet[M], size: int, *, after: Place | None = None, before: Place | None = None
    ) -> KeysetPage[M]:
        """Up to `size` of the rows after a place, or before one, or the first ones.

        Raises ValueError for a place of another order.
        """
        rows = self.sort(rows)
        if before is not None:
            found = list(rows.filter(self._beyond(before, backwards=True)).reverse()[: size + 1])
            if found:
                return KeysetPage(found[:size][::-1], earlier=len(found) > size, later=True)
            after = None
        if after is not None:
            rows = rows.filter(self._beyond(after, backwards=False))
        found = list(rows[: size + 1])
        return KeysetPage(found[:size], earlier=after is not None, later=len(found) > size)

    def _beyond(self, place: Place, *, backwards: bool) -> Q:
        """The condition that a row stands behind a place (or before it)."""
        if len(place) != len(self.fields):
            raise ValueError(f"a place of {self.fields} has {len(self.fields)} values: {place!r}")
        behind = Q()
        for field, name, value in reversed(tuple(zip(self.fields, self.names, place, strict=True))):
            word = "gt" if field.startswith("-") == backwards else "lt"
            further = Q(**{f"{name}__{word}": value})
            # The first condition lets an index begin there; the others leave out equals that came before.
            behind = Q(**{f"{name}__{word}e": value}) & (further | behind) if behind else further
        return behind


@cache
def _check_total(model: type[Model], names: tuple[str, ...]) -> None:
    for name in names:
        here: Any = model
        for part in name.split("__"):
            try:
                field = here._meta.pk if part == "pk" else here._meta.get_field(part)
            except FieldDoesNotExist:  # made by the query; whoever makes it knows
                break
            if field.null:
                raise NotTotal(f"{model.__name__}.{name} may be null")
            here = field.related_model


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row
