"""What tests stand on is made once, outside their transactions, and reaches each of them untouched."""

from __future__ import annotations

import pytest
from django.db import connection

from gongkai.organisations.models import Body
from tests.organisations import material
from tests.prepared import STACK, prepared, wanted


@prepared
def town(db: None) -> material.City:
    """Stands on nothing."""
    return material.city()


@prepared
def office(db: None, town: material.City) -> Body:
    """Stands on the town."""
    return material.body("ga", "云河市公安局", "department", town.root)


def standing() -> list[str]:
    return [level.preparation.name for level in STACK.levels]


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db
def test_it_reaches_every_test_untouched(town: material.City, turn: int) -> None:
    assert standing() == ["town"]
    assert town.root.code == Body.objects.get(pk=town.root.pk).code == "szf"
    town.root.code = "changed"
    town.root.save()


@pytest.mark.parametrize("turn", [1, 2])
def test_one_may_stand_on_another(office: Body, turn: int) -> None:
    assert standing() == ["town", "office"]
    assert office.code == Body.objects.get(pk=office.pk).code == "ga"
    Body.objects.filter(pk=office.pk).update(code="changed")


def test_it_is_outside_the_tests_own_transaction_and_made_once(
    request: pytest.FixtureRequest, office: Body
) -> None:
    assert len(connection.savepoint_ids) == 2  # of the office and of the test, in the transaction of the town
    levels = list(STACK.levels)
    STACK.stand(wanted(request.node))
    assert all(one is other for one, other in zip(STACK.levels, levels, strict=True))


@pytest.mark.django_db
def test_who_does_not_ask_has_an_empty_database() -> None:
    assert not Body.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_with_transactions_of_ones_own_it_is_made_in_place(
    request: pytest.FixtureRequest, office: Body
) -> None:
    assert wanted(request.node) == []
    assert standing() == []
    assert not connection.in_atomic_block
    assert Body.objects.filter(pk=office.pk).exists()
