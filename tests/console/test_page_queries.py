"""How often the page of a thing asks the database: as often for a thing with much as for one with little."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.console.pages import PAGES
from gongkai.organisations import operations
from gongkai.organisations.models import Role
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.console import office
from tests.console.test_every_route import PLACES, Things, things
from tests.organisations import material

__all__ = ["things"]  # a fixture

pytestmark = pytest.mark.django_db

SUBJECTS = ("root", "district_education")
# The page of each thing, and how many queries it may take whoever looks at whichever: session, sign-in, its
# limits, post, roles and the names of bodies are six of them.
MOST = {
    "body": 15,
    "person": 17,
    "confirmation": 14,
    "collection": 15,
    "draft": 11,
    "job": 7,
    "setting": 8,
}


def object_pages() -> set[str]:
    """The pages that verbs lead back to, one for each kind of thing that has its own."""
    return {name for name, page in PAGES.items() if page.thing is not None and page.thing.page == name}


def queries(visitor: office.Visitor, address: str) -> tuple[int, int]:
    """(status, number of queries) of a page."""
    with CaptureQueriesContext(connection) as asked:
        response = visitor.get(address)
    return response.status_code, len(asked.captured_queries)


def test_every_page_of_a_thing_has_its_bound() -> None:
    assert object_pages() == set(MOST)


@pytest.mark.parametrize("place", PLACES)
def test_no_page_of_a_thing_asks_more_than_its_bound(place: str, things: Things) -> None:
    seen: dict[str, int] = {}
    for role in Role.values:
        visitor = office.visitor(getattr(things.city, place), role)
        for name in MOST:
            for address in (dict(things.addresses_of(name))[subject] for subject in SUBJECTS):
                status, count = queries(visitor, address)
                if status == 200:
                    seen[name] = max(count, seen.get(name, 0))
    assert {name: count for name, count in seen.items() if count > MOST[name]} == {}
    assert place != "root" or set(seen) == set(MOST)


def test_a_body_with_a_long_history_asks_no_more(things: Things) -> None:
    """Names, places in the tree, posts, holders, sites and successions, each many times."""
    city, act = things.city, SystemAct(SYSTEM, material.AT)
    body = city.education
    for number, parent in enumerate((city.district, city.root, city.health, city.root)):
        on = date(2024, 1 + number, 1)
        operations.rename_body(body=body, name=f"云河市教育第{number}局", on=on, act=act)
        operations.move_body(body=body, parent=parent, on=date(2024, 1 + number, 15), act=act)
        function = operations.create_function(code=f"x{number}", name=f"职能{number}", act=act)
        operations.record_succession(
            predecessor=city.health, successor=body, functions=[function], on=on, ground="批文", act=act
        )
        operations.register_site(
            owner=body, domain=f"a{number}.example", name="网站", identification_code="", act=act
        )
        office.holder(body, "clerk", login=f"much.{number}")
    address = dict(things.addresses_of("body"))["education"]
    for role in Role.values:
        status, count = queries(office.visitor(city.root, role), address)
        assert status == 200
        assert count <= MOST["body"], role
