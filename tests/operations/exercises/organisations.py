"""What is done to bodies, people, posts and tokens, each with what it needs."""

from __future__ import annotations

from datetime import date

from gongkai.organisations import operations
from gongkai.organisations.models import Person
from gongkai.records.acts import SystemAct
from tests.operations.exercises import AT, BY, Act, Exercises
from tests.organisations import material
from tests.organisations.material import City

ON = date(2026, 11, 23)
BIRTHDAY = date(2020, 1, 1)
PASSWORD = "Tang-Lin-2026-ok"  # noqa: S105 - of a test


def city() -> City:
    return material.city(by=BY, at=AT)


def person() -> Person:
    return operations.create_person(
        login="tang.lin", name="唐霖", initial_password=PASSWORD, act=SystemAct(BY, AT)
    )


def rename_body() -> Act:
    body = city().education
    return lambda: operations.rename_body(body=body, name="云河市教育体育局", on=ON, act=SystemAct(BY, AT))


def move_body() -> Act:
    made = city()
    return lambda: operations.move_body(body=made.school, parent=made.root, on=ON, act=SystemAct(BY, AT))


def close_body() -> Act:
    body = city().school
    return lambda: operations.close_body(body=body, on=ON, act=SystemAct(BY, AT))


def create_body() -> Act:
    root = city().root
    return lambda: operations.create_body(
        code="slj",
        kind="department",
        name="云河市水利局",
        level="department",
        parent=root,
        on=ON,
        act=SystemAct(BY, AT),
    )


def change_credit_code() -> Act:
    body = city().education
    return lambda: operations.change_credit_code(
        body=body, credit_code="11441700007280420Y", act=SystemAct(BY, AT)
    )


def create_function() -> Act:
    return lambda: operations.create_function(code="sports", name="体育", act=SystemAct(BY, AT))


def record_succession() -> Act:
    made = city()
    return lambda: operations.record_succession(
        predecessor=made.education, successor=made.health, on=ON, act=SystemAct(BY, AT)
    )


def register_site() -> Act:
    root = city().root
    return lambda: operations.register_site(
        domain="www.yunhe.example",
        name="云河市人民政府",
        identification_code="3406000012",
        owner=root,
        act=SystemAct(BY, AT),
    )


def change_site() -> Act:
    root = city().root
    site = operations.register_site(
        domain="www.yunhe.example", name="云河市", identification_code="", owner=root, act=SystemAct(BY, AT)
    )
    return lambda: operations.change_site(
        site=site, name="云河市人民政府", identification_code="3406000012", owner=root, act=SystemAct(BY, AT)
    )


def create_person() -> Act:
    return person


def rename_person() -> Act:
    someone = person()
    return lambda: operations.rename_person(person=someone, name="唐琳", act=SystemAct(BY, AT))


def lock_person() -> Act:
    someone = person()
    return lambda: operations.lock_person(person=someone, reason="调离", act=SystemAct(BY, AT))


def unlock_person() -> Act:
    someone = operations.lock_person(person=person(), reason="调离", act=SystemAct(BY, AT))
    return lambda: operations.unlock_person(person=someone, act=SystemAct(BY, AT))


def issue_initial_password() -> Act:
    someone = person()
    return lambda: operations.issue_initial_password(person=someone, act=SystemAct(BY, AT))


def change_password() -> Act:
    someone = person()
    return lambda: operations.change_password(
        person=someone, present=PASSWORD, new="Qing-Shan-2026-ok", act=SystemAct(BY, AT)
    )


def sign_out_everywhere() -> Act:
    someone = person()
    return lambda: operations.sign_out_everywhere(person=someone, act=SystemAct(BY, AT))


def create_post() -> Act:
    body = city().health
    return lambda: operations.create_post(body=body, title="审核", roles=["reviewer"], act=SystemAct(BY, AT))


def set_roles() -> Act:
    post = material.post(city().health, "clerk", by=BY, at=AT)
    return lambda: operations.set_roles(post=post, roles=["reviewer"], on=ON, act=SystemAct(BY, AT))


def appoint() -> Act:
    post, someone = material.post(city().health, "clerk", by=BY, at=AT), person()
    return lambda: operations.appoint(person=someone, post=post, on=BIRTHDAY, act=SystemAct(BY, AT))


def end_appointment() -> Act:
    post, someone = material.post(city().health, "clerk", by=BY, at=AT), person()
    held = operations.appoint(person=someone, post=post, on=BIRTHDAY, act=SystemAct(BY, AT))
    return lambda: operations.end_appointment(appointment=held, on=ON, act=SystemAct(BY, AT))


def create_token() -> Act:
    body = city().health
    return lambda: operations.create_token(
        body=body, name="公文系统", scopes=["report.view"], act=SystemAct(BY, AT)
    )


def revoke_token() -> Act:
    issued = operations.create_token(
        body=city().health, name="公文系统", scopes=["report.view"], act=SystemAct(BY, AT)
    )
    return lambda: operations.revoke_token(token=issued.token, act=SystemAct(BY, AT))


def import_bodies() -> Act:
    data = material.workbook(bodies=material.BODY_ROWS)
    return lambda: operations.import_bodies(data=data, act=SystemAct(BY, AT))


def import_people() -> Act:
    operations.import_bodies(data=material.workbook(bodies=material.BODY_ROWS), act=SystemAct(BY, AT))
    data = material.workbook(people=material.PEOPLE_ROWS)
    return lambda: operations.import_people(data=data, act=SystemAct(BY, AT))


def set_parameter() -> Act:
    return lambda: operations.set_parameter(
        name="session.idle_minutes", value=20, on=ON, reason="等级保护测评要求", act=SystemAct(BY, AT)
    )


def found_demo_city() -> Act:
    return lambda: operations.found_demo_city(base_day=ON, act=SystemAct(BY, AT))


def open_demo_account() -> Act:
    operations.found_demo_city(base_day=ON, act=SystemAct(BY, AT))
    someone = operations.create_person(login="city.clerk", name="演示·赵经办", act=SystemAct(BY, AT))
    return lambda: operations.open_demo_account(person=someone, act=SystemAct(BY, AT))


EXERCISES: Exercises = {
    act.__name__: act
    for act in (
        appoint,
        change_credit_code,
        change_password,
        change_site,
        close_body,
        create_body,
        create_function,
        create_person,
        create_post,
        create_token,
        end_appointment,
        found_demo_city,
        import_bodies,
        import_people,
        issue_initial_password,
        lock_person,
        move_body,
        open_demo_account,
        record_succession,
        register_site,
        rename_body,
        rename_person,
        revoke_token,
        set_parameter,
        set_roles,
        sign_out_everywhere,
        unlock_person,
    )
}
