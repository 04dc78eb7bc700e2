"""Rights are granted by posts alone, never to oneself, and the three administrators are three people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.organisations import operations, queries
from gongkai.organisations.models import Appointment, PostRole, Role
from gongkai.organisations.operations import checking, posts
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.organisations import material
from tests.organisations.material import AT, BEGAN, ON, City

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TOMORROW = ON + timedelta(days=1)


def test_a_post_holds_one_kind_of_power(city: City) -> None:
    for roles, refusal in (
        (["system_admin", "auditor"], posts.PowersNotSeparated),
        (["clerk", "security_admin"], posts.PowersNotSeparated),
        (["king"], posts.UnknownRole),
        ([], posts.UnknownRole),
    ):
        with pytest.raises(refusal):
            material.post(city.root, *roles)
    assert material.post(city.root, "clerk", "reviewer").roles == {Role.CLERK, Role.REVIEWER}


def test_one_person_is_not_two_of_the_three_and_does_no_business_beside(city: City) -> None:
    audit = material.post(city.root, "auditor", title="审计")
    system = material.post(city.root, "system_admin", title="系统管理")
    clerk = material.post(city.education, "clerk")
    someone = material.person()
    operations.appoint(person=someone, post=audit, on=BEGAN, until=ON, act=SystemAct(SYSTEM, AT))
    for other in (system, clerk):
        with pytest.raises(posts.PowersNotSeparated, match=r"张伟.*安全审计员"):
            operations.appoint(person=someone, post=other, on=date(2026, 1, 1), act=SystemAct(SYSTEM, AT))
        assert not operations.can_appoint(person=someone, post=other, on=BEGAN, until=None, by=SYSTEM)
    # one after the other is allowed: the first day after the old post
    operations.appoint(person=someone, post=clerk, on=ON, act=SystemAct(SYSTEM, AT))


def test_a_post_does_not_turn_into_an_administrators_under_its_holder(city: City) -> None:
    clerk, other = material.post(city.root, "clerk"), material.post(city.health, "reviewer")
    someone = material.person()
    for post in (clerk, other):
        operations.appoint(person=someone, post=post, on=BEGAN, act=SystemAct(SYSTEM, AT))
    with pytest.raises(posts.PowersNotSeparated, match="张伟"):
        operations.set_roles(post=clerk, roles=["auditor"], on=ON, act=SystemAct(SYSTEM, AT))
    changed = operations.set_roles(post=clerk, roles=["supervisor"], on=ON, act=SystemAct(SYSTEM, AT))
    assert changed.roles == {Role.SUPERVISOR}


def test_nobody_grants_to_themselves(city: City) -> None:
    administrator = material.acting(city.root, "security_admin")
    assert administrator.person is not None
    assert administrator.appointment is not None
    with pytest.raises(posts.OwnAppointment):
        operations.appoint(
            person=administrator.person,
            post=material.post(city.health, "security_admin"),
            on=ON,
            act=SystemAct(administrator.actor, AT),
        )
    with pytest.raises(posts.OwnAppointment):
        operations.set_roles(
            post=administrator.appointment.post,
            roles=["clerk"],
            on=ON,
            act=SystemAct(administrator.actor, AT),
        )


def test_an_appointment_counts_on_its_days(city: City) -> None:
    acting = material.acting(city.education, "clerk", "reviewer")
    someone, held = acting.person, acting.appointment
    assert someone is not None
    assert held is not None
    operations.end_appointment(appointment=held, on=TOMORROW, act=SystemAct(SYSTEM, AT))
    [choice] = queries.acting_choices(someone, ON)
    assert (choice.body, choice.roles) == (city.education, frozenset({Role.CLERK, Role.REVIEWER}))
    assert (choice.actor.name, choice.actor.body, choice.actor.body_name) == ("张伟", "jyj", "云河市教育局")
    assert queries.acting_choices(someone, TOMORROW) == []
    assert queries.acting_choices(someone, BEGAN - timedelta(days=1)) == []
    with pytest.raises(posts.NotHeld):
        operations.end_appointment(
            appointment=held, on=TOMORROW + timedelta(days=1), act=SystemAct(SYSTEM, AT)
        )
    with pytest.raises(posts.NotHeld):
        operations.end_appointment(appointment=held, on=BEGAN, act=SystemAct(SYSTEM, AT))


def test_a_locked_account_and_one_with_an_initial_password_act_as_nobody(city: City) -> None:
    someone = material.acting(city.education, "clerk").person
    assert someone is not None
    locked = operations.lock_person(person=someone, reason="调离", act=SystemAct(SYSTEM, AT))
    assert queries.acting_choices(locked, ON) == []
    free = operations.unlock_person(person=someone, act=SystemAct(SYSTEM, AT))
    assert len(queries.acting_choices(free, ON)) == 1
    operations.issue_initial_password(person=free, act=SystemAct(SYSTEM, AT))
    assert queries.acting_choices(queries.person("zhang.wei") or free, ON) == []


def test_the_same_post_is_not_held_twice_at_once(city: City) -> None:
    held = material.acting(city.education, "clerk").appointment
    assert held is not None
    with pytest.raises(checking.NotValid, match="已任这个岗位"):
        operations.appoint(person=held.person, post=held.post, on=ON, act=SystemAct(SYSTEM, AT))
    with pytest.raises(IntegrityError, match="appointments_do_not_overlap"), transaction.atomic():
        Appointment.objects.create(person=held.person, post=held.post, valid_from=ON)
    with pytest.raises(IntegrityError, match="role_is_known"), transaction.atomic():
        PostRole.objects.create(post=held.post, role="king")


def test_a_post_of_a_body_that_is_closed_cannot_be_filled(city: City) -> None:
    post = material.post(city.school, "clerk")
    operations.close_body(body=city.school, on=ON, act=SystemAct(SYSTEM, AT))
    with pytest.raises(posts.BodyIsClosed, match="云河市第一中学"):
        operations.appoint(person=material.person(), post=post, on=ON, act=SystemAct(SYSTEM, AT))
