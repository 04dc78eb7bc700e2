"""A sign-in ends when it is idle for 30 minutes, 12 hours old, the fourth newest, or ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from gongkai.config import deployment
from gongkai.organisations import operations
from gongkai.organisations.accounts import sessions, sign_in
from gongkai.organisations.accounts.session_store import SessionStore
from gongkai.organisations.accounts.sessions import Opened
from gongkai.organisations.models import Person
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.organisations import material
from tests.organisations.material import AT, City

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def someone(db: None) -> Person:
    return material.person()


def after(**time: float) -> datetime:
    return AT + timedelta(**time)


def request() -> HttpRequest:
    made = RequestFactory().get("/console/")
    made.session = SessionStore()
    return made


def test_it_ends_after_thirty_idle_minutes(someone: Person) -> None:
    opened = sessions.open_for(someone, AT)
    assert sessions.find(opened.secret, after(minutes=29)) == opened.sign_in
    assert sessions.find(opened.secret, after(minutes=58)) == opened.sign_in
    assert sessions.find(opened.secret, after(minutes=88)) is None


def test_it_ends_after_twelve_hours_however_busy(someone: Person) -> None:
    opened = sessions.open_for(someone, AT)
    seen = [sessions.find(opened.secret, after(minutes=20 * step)) is not None for step in range(1, 37)]
    assert seen == [True] * 35 + [False]


def test_the_limits_are_the_deployments(someone: Person, settings: Settings) -> None:
    settings.GONGKAI_SESSION_IDLE = timedelta(minutes=5)
    settings.GONGKAI_SESSIONS_AT_ONCE = 1
    first, second = sessions.open_for(someone, AT), sessions.open_for(someone, AT)
    assert sessions.find(first.secret, AT) is None
    assert sessions.find(second.secret, after(minutes=5)) is None


def test_the_fourth_ends_the_oldest(someone: Person) -> None:
    opened = [sessions.open_for(someone, after(seconds=number)) for number in range(4)]
    found = [sessions.find(one.secret, after(minutes=1)) is not None for one in opened]
    assert found == [False, True, True, True]


def alive(*opened: Opened) -> list[bool]:
    return [sessions.find(one.secret, AT) is not None for one in opened]


def test_signing_out_ends_one_and_everywhere_ends_all_but_the_present(someone: Person) -> None:
    one, two, three = (sessions.open_for(someone, AT) for _number in range(3))
    sign_in.sign_out(sign_in=one.sign_in, at=AT)
    sign_in.sign_out(sign_in=one.sign_in, at=AT)
    assert alive(one, two, three) == [False, True, True]
    assert (
        operations.sign_out_own_sessions(person=someone, keep=three.sign_in, act=SystemAct(SYSTEM, AT)) == 1
    )
    assert alive(two, three) == [False, True]
    assert [entry.verb for entry in journal.entries() if "signed_out" in entry.verb] == [
        "person.signed_out_everywhere",
        "person.signed_out",
    ]


def test_locking_and_a_new_initial_password_end_every_sign_in(someone: Person) -> None:
    opened = sessions.open_for(someone, AT)
    operations.issue_initial_password(person=someone, act=SystemAct(SYSTEM, AT))
    assert alive(opened) == [False]
    opened = sessions.open_for(someone, AT)
    operations.lock_person(person=someone, reason="调离", act=SystemAct(SYSTEM, AT))
    assert alive(opened) == [False]


def test_the_browser_carries_the_secret_under_a_new_session_each_time(someone: Person) -> None:
    visit = request()
    visit.session["kept"] = "from before"
    visit.session.save()
    before = visit.session.session_key
    opened = sessions.open_for(someone, AT)
    sessions.attach(visit, opened)
    visit.session.save()
    assert visit.session.session_key != before
    assert "kept" not in visit.session
    assert sessions.resume(visit, AT) == opened.sign_in
    sign_in.sign_out(sign_in=opened.sign_in, at=AT)
    assert sessions.resume(visit, AT) is None
    assert sessions.KEY not in visit.session
    assert sessions.resume(request(), AT) is None


def test_the_post_chosen_stays_chosen_and_is_ones_own(city: City) -> None:
    acting = material.acting(city.education, "clerk")
    other = material.acting(city.education, "reviewer", login="li.na")
    assert acting.person is not None
    assert acting.appointment is not None
    assert other.appointment is not None
    opened = sessions.open_for(acting.person, AT)
    choose: dict[str, Any] = {"sign_in": opened.sign_in, "by": acting.actor, "at": AT}
    sign_in.choose_post(appointment=acting.appointment, **choose)
    found = sessions.find(opened.secret, AT)
    assert found is not None
    assert found.acting_for == acting.appointment
    with pytest.raises(sign_in.SignInRefused):
        sign_in.choose_post(appointment=other.appointment, **choose)


def test_old_sign_ins_are_forgotten(someone: Person) -> None:
    sessions.open_for(someone, AT)
    assert sessions.purge(after(days=179)) == 0
    assert sessions.purge(after(days=181)) == 1


# value of the variable, what it comes to (None: the start is refused with the bounds)
LIMITS = [("", 12), (" 8 ", 8), ("0", None), ("25", None), ("-1", None), ("eight", None), ("1.5", None)]


@pytest.mark.parametrize(("value", "hours"), LIMITS)
def test_a_limit_beyond_its_bounds_stops_the_start(
    value: str, hours: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_SESSION_HOURS", value)
    if hours is not None:
        assert deployment.number("GONGKAI_SESSION_HOURS", 12, 1, 24) == hours
        return
    with pytest.raises(
        deployment.BadSetting, match="GONGKAI_SESSION_HOURS: write a whole number from 1 to 24"
    ):
        deployment.number("GONGKAI_SESSION_HOURS", 12, 1, 24)
