"""The addresses of the console: each with the action that opens it, gathered from the areas.

`public` is the way in. `signed_in` needs a person, not a post: one's own account. Anything else is the name
of an action; where the address names a thing, the action must reach it before the view begins. An address
without a rule cannot be made (`gongkai.console.urls` makes them from this table).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponseBase
from django.utils.functional import Promise

if TYPE_CHECKING:
    from gongkai.console.inbox import Source
    from gongkai.console.things import Thing

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed_in"

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Page:
    """One address: its name, its rule, where it is, what shows it, and the thing that it names."""

    name: str
    access: str
    route: str
    view: View
    thing: Thing | None = None


@dataclass(frozen=True)
class Area:
    """A part of the console: its addresses, the page that it begins with ("" for none in the head).

    `listings` (declarations of lists) are those whose views may be saved; `inbox` what it has for a post to
    do. `within` is the area under whose link in the head its pages lie, where it has none of its own.
    """

    name: str
    label: str | Promise
    pages: tuple[Page, ...]
    begins: str = ""
    listings: tuple[Any, ...] = ()
    inbox: tuple[Source, ...] = ()
    within: str = ""


class NameTaken(ValueError):
    """Two pages claim one name."""


AREAS: dict[str, Area] = {}
"""The areas in the order of the head."""
PAGES: dict[str, Page] = {}
_AREA_OF: dict[str, str] = {}


def register(*areas: Area) -> None:
    """Add areas; raises NameTaken."""
    for area in areas:
        AREAS[area.name] = area
        for page in area.pages:
            if PAGES.setdefault(page.name, page) is not page:
                raise NameTaken(page.name)
            _AREA_OF[page.name] = area.within or area.name


def area_of(page: str) -> str:
    """The area that a page belongs to, by their names; "" for none."""
    return _AREA_OF.get(page, "")


def listings() -> dict[str, Any]:
    """Every list whose views may be saved, by its name."""
    return {listing.name: listing for area in AREAS.values() for listing in area.listings}


def inbox_sources() -> list[Source]:
    """What the areas have for a post to do, in the order of the areas."""
    return [source for area in AREAS.values() for source in area.inbox]
