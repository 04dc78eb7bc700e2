"""How a list is declared: rows, columns, filters of the domain, bulk verbs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from gongkai.console.request_context import RequestContext
from gongkai.design.rows import Cell
from gongkai.records.filters import Filter

Text = str | Promise
Plain = str | int | date | datetime | None


@dataclass(frozen=True)
class Column:
    """One column. `order` is a field that is never null, or empty where the list cannot be sorted by it.

    `plain` is the value that an export writes; without it, the text of the cell.
    """

    name: str
    label: Text
    cell: Callable[[Any], Cell]
    order: str = ""
    shown: bool = True
    plain: Callable[[Any], Plain] | None = None
    number: bool = False

    def exported(self, row: Any) -> Plain:
        """What an export writes for a row."""
        return self.plain(row) if self.plain else self.cell(row).text


@dataclass(frozen=True)
class Bulk:
    """A verb for many rows at once; it is offered where `action` is allowed at all.

    For each row `perform` calls the operation, which asks access for the row and does it or raises Refused.
    `together` instead of `perform` takes all the rows in one piece and says where to go on. `reasoned`:
    nothing is done before a reason is given.
    """

    name: str
    label: Text
    action: str
    effect: Text
    perform: Callable[[Any, str, RequestContext], object] | None
    together: Callable[[Sequence[Any], str, RequestContext], BulkDone] | None = None
    danger: bool = False
    reasoned: bool = True


@dataclass(frozen=True)
class BulkDone:
    """What a bulk verb did, in a sentence, and where to go on (empty: back to the list)."""

    sentence: str
    address: str = ""


@dataclass(frozen=True)
class Listing:
    """A list. `rows` are those within reach of who asks; `key_field` finds a row again by what `key` gives.

    `order` names the column it is sorted by at first, with a hyphen for the other way round. `prepare` may
    read along, for the rows of one page at once, what the cells need. `whole`: its bulk verbs may be done to
    every row that was found, without ticking each.
    """

    name: str
    title: Text
    noun: Text  # "共%(count)s个机构"
    rows: Callable[[RequestContext], QuerySet[Any]]
    columns: Sequence[Column]
    order: str
    key: Callable[[Any], str]
    key_field: str
    filters: Sequence[Filter] = ()
    verbs: Sequence[Bulk] = ()
    prepare: Callable[[Sequence[Any], RequestContext], None] | None = None
    empty: Text = ""
    whole: bool = False
    reason_label: Text = ""

    def column(self, name: str) -> Column | None:
        """The column of this name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    def prepared(self, rows: Sequence[Any], here: RequestContext) -> Sequence[Any]:
        """The rows, with what their cells need."""
        if self.prepare is not None:
            self.prepare(rows, here)
        return rows
