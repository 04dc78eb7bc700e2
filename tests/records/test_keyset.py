"""Pages by key: whatever the order and the size, the pages together are the list, forwards and backwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from gongkai.organisations.models import Person
from gongkai.records.keyset import NotTotal, Order, Place

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
# Equal names and equal instants on purpose: only the last word of an order tells those rows apart.
PEOPLE = [
    (f"p{n:02}", "林王陈"[n % 3], SINCE + timedelta(days=n // 5)) for n in (7, 3, 11, 0, 5, 9, 1, 13, 4)
]
ORDERS = [
    ("pk",),
    ("-pk",),
    ("login",),
    ("-login",),
    ("name",),
    ("-name",),
    # Several fields, each in its own direction
    ("name", "created_at"),
    ("-created_at", "name"),
    ("name", "-created_at", "login"),
    ("-name", "pk"),
]


@pytest.fixture
def people() -> None:
    Person.objects.bulk_create(
        Person(login=login, name=name, created_at=at, password="!")  # noqa: S106 - Django's mark of none
        for login, name, at in PEOPLE
    )


@pytest.mark.parametrize("size", [1, 2, 4, 9, 20])
@pytest.mark.parametrize("fields", ORDERS, ids=" ".join)
class TestPages:
    def test_forwards_are_the_list(self, fields: tuple[str, ...], size: int, people: None) -> None:
        order, rows = Order(*fields), Person.objects.all()
        seen: list[Person] = []
        after: Place | None = None
        while True:
            page = order.page(rows, size, after=after)
            assert page.earlier is (after is not None)
            seen += page.rows
            if not page.later:
                break
            after = order.place_of(page.rows[-1])
        assert seen == list(order.sort(rows))

    def test_backwards_are_the_list_too(self, fields: tuple[str, ...], size: int, people: None) -> None:
        order, rows = Order(*fields), Person.objects.all()
        whole = list(order.sort(rows))
        seen = [whole[-1]]
        while True:
            page = order.page(rows, size, before=order.place_of(seen[0]))
            assert page.later
            seen = [*page.rows, *seen]
            if not page.earlier:
                break
        assert seen == whole


def test_the_key_is_the_last_word_in_the_direction_of_the_field_before() -> None:
    assert Order("name").fields == ("name", "pk")
    assert Order("name", "-created_at").fields == ("name", "-created_at", "-pk")
    assert Order("-name", "pk").fields == ("-name", "pk")
    assert Order().fields == ("pk",)


@pytest.mark.parametrize("field", ["locked_at", "-locked_at", "home__code", "home"])
def test_a_field_that_may_be_null_is_no_order(field: str) -> None:
    with pytest.raises(NotTotal):
        Order(field).sort(Person.objects.all())


def test_rows_that_come_and_go_neither_repeat_nor_hide_others(people: None) -> None:
    order, rows = Order("login"), Person.objects.all()
    first = order.page(rows, 3)
    place = order.place_of(first.rows[-1])
    Person.objects.filter(pk=first.rows[-1].pk).delete()
    Person.objects.create(login="p00a", name="新", created_at=timezone.now(), password="!")  # noqa: S106
    second = order.page(rows, 3, after=place)
    assert [one.login for one in (*first.rows, *second.rows)] == sorted(login for login, *_ in PEOPLE)[:6]


def test_before_the_first_row_is_the_first_page(people: None) -> None:
    order, rows = Order("login"), Person.objects.all()
    first = order.page(rows, 3)
    assert order.page(rows, 3, before=order.place_of(first.rows[0])) == first
    assert not first.earlier


@pytest.mark.parametrize("key", ["no", "", "99999", "9" * 40])
def test_a_key_of_no_row_is_no_place(key: str, people: None) -> None:
    assert Order("name").find(Person.objects.all(), pk=key) is None


def test_a_place_of_another_order_is_refused(people: None) -> None:
    with pytest.raises(ValueError, match="a place of"):
        Order("name", "login").page(Person.objects.all(), 3, after=("林", 1))
