"""After a reform, who exercises the function now answers for it (国办公开办函〔2019〕14号)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.organisations import operations, queries
from gongkai.organisations.models import Body, Function
from gongkai.organisations.operations import reforms
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.organisations import material
from tests.organisations.material import AT, City, codes

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def function(code: str, name: str) -> Function:
    return operations.create_function(code=code, name=name, act=SystemAct(SYSTEM, AT))


def succeed(predecessor: Body, successor: Body, on: str, *functions: Function) -> None:
    operations.record_succession(
        predecessor=predecessor,
        successor=successor,
        functions=functions,
        on=date.fromisoformat(on),
        ground="云发〔2024〕1号",
        act=SystemAct(SYSTEM, AT),
    )


def test_a_named_function_goes_its_way_and_the_rest_another(city: City) -> None:
    sport, youth = function("sport", "体育"), function("youth", "青少年")
    culture = material.body("wlj", "云河市文化和旅游局", "department", city.root)
    succeed(city.education, culture, "2024-03-01", sport)
    succeed(city.education, city.health, "2024-03-01")
    day = date(2024, 3, 1)
    assert queries.successor_for(city.education, sport, day) == culture
    assert queries.successor_for(city.education, youth, day) == city.health
    assert queries.successor_for(city.education, sport, date(2024, 2, 29)) == city.education
    assert codes(queries.predecessors(culture, day)) == {"jyj"}


def test_a_function_is_followed_through_several_reforms_in_the_order_of_their_days(city: City) -> None:
    sport = function("sport", "体育")
    succeed(city.education, city.health, "2022-01-01", sport)
    succeed(city.health, city.education, "2023-01-01", sport)
    succeed(city.education, city.district_education, "2025-01-01", sport)
    found = [
        queries.successor_for(city.education, sport, date(year, 6, 1)) for year in (2021, 2022, 2023, 2026)
    ]
    assert found == [city.education, city.health, city.education, city.district_education]
    # who held it in the middle of 2023 was again the bureau of education
    assert queries.successor_for(city.education, sport, date(2024, 1, 1), since=date(2023, 1, 1)) == (
        city.education
    )


def test_a_closed_body_without_a_successor_has_none(city: City) -> None:
    operations.close_body(body=city.school, on=date(2024, 1, 1), act=SystemAct(SYSTEM, AT))
    assert queries.successor_for(city.school, None, date(2024, 1, 1)) is None


def test_what_cannot_be_taken_over_is_refused(city: City) -> None:
    sport = function("sport", "体育")
    succeed(city.education, city.health, "2024-03-01", sport)
    operations.close_body(body=city.school, on=date(2024, 1, 1), act=SystemAct(SYSTEM, AT))
    for predecessor, successor, on, refusal in (
        (city.education, city.district, "2024-03-01", reforms.AlreadyTakenOver),
        (city.education, city.school, "2024-06-01", reforms.NoSuchSuccessor),
        (city.education, city.health, "2020-01-01", reforms.NeverExisted),
    ):
        with pytest.raises(refusal):
            succeed(predecessor, successor, on, sport)
    assert not operations.can_record_succession(
        predecessor=city.education, successor=city.district, functions=[sport], on=date(2024, 3, 1)
    )
