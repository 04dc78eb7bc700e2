"""How rows may be narrowed: declared once by the package that owns them, asked by lists, pages and programs.

A filter reads a text of an address as a value and narrows by it. The console's list, the portal's list and
the API's question derive from the same declarations, so the same words find the same rows everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from gongkai.text import dates

Text = str | Promise
Choices = Sequence[tuple[str, Text]]
Narrow = Callable[[QuerySet[Any], Any], QuerySet[Any]]

LONGEST: Final = 200
MOST_WORDS: Final = 10
COUNTED: Final = 10_000  # beyond, a count says "more than"


@dataclass(frozen=True)
class Filter:
    """One way to narrow. `narrow` gets what `read` made of a text: a day, a number between two, or the text.

    `choices` makes it one of a few: values with their words, or a function that gives them for who asks.
    `description`, `pattern` and `example` are for programs; without a description they are told the label.
    """

    name: str
    label: Text
    narrow: Narrow
    kind: Literal["text", "choice", "day", "number"] = "text"
    choices: Choices | Callable[[Any], Choices] | None = None
    hint: Text = ""
    description: Text = ""
    longest: int = LONGEST
    between: tuple[int, int] = (0, 2**31 - 1)
    pattern: str = ""
    example: Any = None

    def choices_for(self, asker: Any = None) -> Choices | None:
        """What may be chosen by who asks, None where anything may be written."""
        return self.choices(asker) if callable(self.choices) else self.choices

    def read(self, text: str) -> Any:
        """What a text means, None for nothing or for what makes no sense."""
        text = clean(text, self.longest)
        if not text:
            return None
        if self.kind == "day":
            try:
                return dates.parse(text)
            except dates.NotADate:
                return None
        if self.kind == "number":
            return self._number(text)
        if self.choices is not None and not callable(self.choices):
            return text if text in {value for value, _label in self.choices} else None
        return text

    def _number(self, text: str) -> int | None:
        least, most = (len(str(bound)) for bound in self.between)
        return int(text) if text.isascii() and text.isdigit() and least <= len(text) <= most else None


def clean(text: str, longest: int = LONGEST) -> str:
    """What somebody typed into an address or a form, without what no database takes."""
    return text.replace("\0", "").strip()[:longest]


def read(filters: Sequence[Filter], query: Mapping[str, str]) -> dict[str, Any]:
    """The values that an address gives to filters; what makes no sense is left out."""
    values = {one.name: one.read(query.get(one.name, "")) for one in filters}
    return {name: value for name, value in values.items() if value is not None}


def narrow(filters: Sequence[Filter], rows: QuerySet[Any], values: Mapping[str, Any]) -> QuerySet[Any]:
    """The rows narrowed by every filter that is given a value; None and an empty text are none."""
    for one in filters:
        value = values.get(one.name)
        if value is not None and value != "":
            rows = one.narrow(rows, value)
    return rows


def is_equal(field: str) -> Narrow:
    """Narrow to the rows whose field is the value."""
    return lambda rows, value: rows.filter(**{field: value})


def has_words(*fields: str) -> Narrow:
    """Narrow to the rows where every word of a text stands in one of the fields."""

    def narrow_words(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        for word in split_words(text):
            found = Q()
            for field in fields:
                found |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(found)
        return rows

    return narrow_words


def split_words(text: str) -> list[str]:
    """The words to search for, not more than is reasonable."""
    return text.replace("\0", " ").split()[:MOST_WORDS]


def count(rows: QuerySet[Any]) -> tuple[int, bool]:
    """How many rows, and whether there are more than that."""
    counted = rows.order_by()[: COUNTED + 1].count()
    return min(counted, COUNTED), counted > COUNTED
