"""Parameters: body → its ancestors → deployment → default, each by the day; nothing is overwritten."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from gongkai.law.practice import Practice
from gongkai.organisations import operations, parameters
from gongkai.organisations.accounts import sessions
from gongkai.organisations.models import Body
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.refusals import Refused
from tests.organisations import material
from tests.organisations.material import City

pytestmark = [pytest.mark.database, pytest.mark.django_db]

CAP = "practice.consultation_cap_days"


def put(value: parameters.Value, on: date, body: Body | None = None, name: str = CAP) -> None:
    operations.set_parameter(
        name=name, value=value, on=on, reason="试", body=body, act=SystemAct(SYSTEM, material.AT)
    )


def test_defaults_are_those_of_the_project(city: City) -> None:
    assert parameters.practice(material.ON, city.education) == Practice()


def test_a_value_holds_from_its_day_and_the_earlier_one_before(city: City) -> None:
    put(10, date(2026, 1, 1))
    put(12, date(2026, 7, 1))
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [parameters.value(CAP, day) for day in days] == [None, 10, 10, 12]


def test_a_correction_for_the_same_day_goes_before(city: City) -> None:
    put(10, date(2026, 1, 1))
    put(11, date(2026, 1, 1))
    assert parameters.value(CAP, material.ON) == 11
    assert [row.value for row in parameters.history(CAP)] == [11, 10]


def test_the_nearest_body_above_decides(city: City) -> None:
    put(10, date(2026, 1, 1))
    put(5, date(2026, 1, 1), city.district)
    put(None, date(2026, 9, 1), city.district_education)
    bodies = (city.root, city.district, city.district_education)
    assert [parameters.value(CAP, date(2026, 8, 31), body) for body in bodies] == [10, 5, 5]
    assert [parameters.value(CAP, material.ON, body) for body in bodies] == [10, 5, None]


def test_a_body_may_differ_where_the_deployment_says_nothing(city: City) -> None:
    put(5, date(2026, 1, 1), city.district)
    assert parameters.value(CAP, material.ON, city.district_education) == 5
    assert parameters.value(CAP, material.ON, city.root) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (CAP, -1),
        (CAP, 61),
        (CAP, "10"),
        (CAP, True),
        ("practice.fee_restarts", "yes"),
        ("practice.regulation_by", "whim"),
        ("session.at_once", None),
        ("session.idle_minutes", 31),  # beyond what the environment allows
    ],
)
def test_a_value_outside_its_kind_is_refused_with_a_sentence(
    name: str, value: parameters.Value, city: City
) -> None:
    with pytest.raises(parameters.BadValue) as refusal:
        put(value, material.ON, name=name)
    assert refusal.value.field == "value"


def test_limits_of_a_sign_in_are_the_same_for_all(city: City) -> None:
    with pytest.raises(Refused, match="全市一致"):
        put(5, material.ON, city.district, name="session.at_once")


def test_a_reason_is_asked_for(city: City) -> None:
    with pytest.raises(Refused):
        operations.set_parameter(
            name=CAP, value=1, on=material.ON, reason=" ", act=SystemAct(SYSTEM, material.AT)
        )


def test_what_the_program_does_not_know_is_a_mistake_of_the_program() -> None:
    with pytest.raises(parameters.UnknownParameter):
        parameters.value("practice.no_such", material.ON)


def test_a_sign_in_keeps_to_them(city: City, settings: Settings) -> None:
    assert sessions.limits(material.AT).at_once == settings.GONGKAI_SESSIONS_AT_ONCE
    put(1, material.ON, name="session.at_once")
    put(10, material.ON, name="session.idle_minutes")
    found = sessions.limits(material.AT)
    assert (found.at_once, found.idle.total_seconds()) == (1, 600)


def test_the_journal_says_old_new_and_why(city: City) -> None:
    put(10, date(2026, 1, 1))
    put(12, date(2026, 7, 1))
    entry = journal.entries(journal.EntryFilters(verb="parameter.set"))[0]
    assert (entry.before, entry.reason) == ({"value": 10}, "试")
    assert entry.after == {"value": 12, "valid_from": "2026-07-01"}


def test_every_open_question_of_the_law_is_a_parameter_with_its_mark() -> None:
    law = [one for one in parameters.KNOWN.values() if one.name.startswith("practice.")]
    assert {one.name.partition(".")[2] for one in law} == set(Practice.__dataclass_fields__)
    assert all(one.mark and one.note for one in law)
