"""What is done to bodies, people, posts and tokens, each with what it needs."""

from __future__ import annotations

from datetime import date, timedelta

from gongkai.organisations import operations
from gongkai.organisations.accounts import second_factor
from gongkai.organisations.models import Confirmation, Person
from gongkai.organisations.operations import grants, tokens
from gongkai.records.actors import SYSTEM as COMMAND
from gongkai.records.acts import Act, SystemAct
from tests.operations.exercises import AT, BY, Exercises, Perform
from tests.organisations import material
from tests.organisations.material import City

ON = date(2026, 11, 23)
BIRTHDAY = date(2020, 1, 1)
SYSTEM = SystemAct(BY, AT)
PASSWORD = "Tang-Lin-2026-ok"  # noqa: S105 - of a test


def city() -> City:
    return material.city(by=BY, at=AT)


def person(act: Act = SYSTEM) -> Person:
    return operations.create_person(login="tang.lin", name="唐霖", initial_password=PASSWORD, act=act)


def rename_body() -> Perform:
    body = city().education
    return lambda act: operations.rename_body(body=body, name="云河市教育体育局", on=ON, act=act)


def move_body() -> Perform:
    made = city()
    return lambda act: operations.move_body(body=made.school, parent=made.root, on=ON, act=act)


def close_body() -> Perform:
    body = city().school
    return lambda act: operations.close_body(body=body, on=ON, act=act)


def create_body() -> Perform:
    root = city().root
    return lambda act: operations.create_body(
        code="slj",
        kind="department",
        name="云河市水利局",
        level="department",
        parent=root,
        on=ON,
        act=act,
    )


def change_credit_code() -> Perform:
    body = city().education
    return lambda act: operations.change_credit_code(body=body, credit_code="11441700007280420Y", act=act)


def create_function() -> Perform:
    return lambda act: operations.create_function(code="sports", name="体育", act=act)


def record_succession() -> Perform:
    made = city()
    return lambda act: operations.record_succession(
        predecessor=made.education, successor=made.health, on=ON, act=act
    )


def register_site() -> Perform:
    root = city().root
    return lambda act: operations.register_site(
        domain="www.yunhe.example",
        name="云河市人民政府",
        identification_code="3406000012",
        owner=root,
        act=act,
    )


def change_site() -> Perform:
    root = city().root
    site = operations.register_site(
        domain="www.yunhe.example", name="云河市", identification_code="", owner=root, act=SystemAct(BY, AT)
    )
    return lambda act: operations.change_site(
        site=site, name="云河市人民政府", identification_code="3406000012", owner=root, act=act
    )


def create_person() -> Perform:
    return person


def rename_person() -> Perform:
    someone = person()
    return lambda act: operations.rename_person(person=someone, name="唐琳", act=act)


def lock_person() -> Perform:
    someone = person()
    return lambda act: operations.lock_person(person=someone, reason="调离", act=act)


def unlock_person() -> Perform:
    someone = operations.lock_person(person=person(), reason="调离", act=SystemAct(BY, AT))
    return lambda act: operations.unlock_person(person=someone, act=act)


def issue_initial_password() -> Perform:
    someone = person()
    return lambda act: operations.issue_initial_password(person=someone, act=act)


def change_password() -> Perform:
    someone = person()
    return lambda act: operations.change_password(
        person=someone, present=PASSWORD, new="Qing-Shan-2026-ok", act=act
    )


def sign_out_everywhere() -> Perform:
    someone = person()
    return lambda act: operations.sign_out_everywhere(person=someone, act=act)


def create_post() -> Perform:
    body = city().health
    return lambda act: operations.create_post(body=body, title="审核", roles=["reviewer"], act=act)


def set_roles() -> Perform:
    post = material.post(city().health, "clerk", by=BY, at=AT)
    return lambda act: operations.set_roles(post=post, roles=["reviewer"], on=ON, act=act)


def appoint() -> Perform:
    post, someone = material.post(city().health, "clerk", by=BY, at=AT), person()
    return lambda act: operations.appoint(person=someone, post=post, on=BIRTHDAY, act=act)


def end_appointment() -> Perform:
    post, someone = material.post(city().health, "clerk", by=BY, at=AT), person()
    held = operations.appoint(person=someone, post=post, on=BIRTHDAY, act=SystemAct(BY, AT))
    return lambda act: operations.end_appointment(appointment=held, on=ON, act=act)


def create_token() -> Perform:
    body = city().health
    return lambda act: operations.create_token(body=body, name="公文系统", scopes=["timeline.view"], act=act)


def revoke_token() -> Perform:
    issued = operations.create_token(
        body=city().health, name="公文系统", scopes=["timeline.view"], act=SystemAct(BY, AT)
    )
    return lambda act: operations.revoke_token(token=issued.token, act=act)


def import_bodies() -> Perform:
    data = material.workbook(bodies=material.BODY_ROWS)
    return lambda act: operations.import_bodies(data=data, act=act)


def import_people() -> Perform:
    operations.import_bodies(data=material.workbook(bodies=material.BODY_ROWS), act=SystemAct(BY, AT))
    accounts = material.workbook(accounts=material.ACCOUNT_ROWS)
    operations.import_accounts(data=accounts, act=SystemAct(BY, AT))
    data = material.workbook(people=material.PEOPLE_ROWS)
    return lambda act: operations.import_people(data=data, act=act)


def set_parameter() -> Perform:
    return lambda act: operations.set_parameter(
        name="session.idle_minutes", value=20, on=ON, reason="等级保护测评要求", act=act
    )


def found_demo_city() -> Perform:
    return lambda act: operations.found_demo_city(base_day=ON, act=act)


def open_demo_account() -> Perform:
    operations.found_demo_city(base_day=ON, act=SystemAct(BY, AT))
    someone = operations.create_person(login="city.clerk", name="演示·赵经办", act=SystemAct(BY, AT))
    return lambda act: operations.open_demo_account(person=someone, act=act)


def sign_out_own_sessions() -> Perform:
    someone = person()
    return lambda act: operations.sign_out_own_sessions(person=someone, act=act)


def remove_second_factor() -> Perform:
    someone = person()
    second_factor.begin(person=someone, by=BY, at=AT)
    return lambda act: operations.remove_second_factor(person=someone, reason="换手机", act=act)


def _asked() -> Confirmation:
    """Asked by somebody else than BY, who decides."""
    post = material.post(city().root, "auditor", by=BY)
    return operations.ask_appointment(person=person(), post=post, on=ON, act=SystemAct(COMMAND, AT))


def ask_appointment() -> Perform:
    someone, post = person(), material.post(city().root, "auditor", by=BY)
    return lambda act: operations.ask_appointment(person=someone, post=post, on=ON, act=act)


def ask_roles() -> Perform:
    post = material.post(city().root, "clerk", by=BY)
    return lambda act: operations.ask_roles(post=post, roles=["supervisor"], on=ON, act=act)


def ask_activation() -> Perform:
    city()
    someone = person()
    begun = operations.begin_claim(login=someone.login, at=AT)
    return lambda act: operations.ask_activation(person=someone, code=begun.code, act=act)


def ask_second_factor_removal() -> Perform:
    city()
    someone = person()
    return lambda act: operations.ask_second_factor_removal(person=someone, reason="换手机", act=act)


def ask_token() -> Perform:
    root = city().root
    return lambda act: operations.ask_token(
        body=root, name="门户网站", scopes=["body.manage"], lasts=timedelta(days=90), act=act
    )


def confirm_token() -> Perform:
    asked = operations.ask_token(
        body=city().root,
        name="门户网站",
        scopes=["body.manage"],
        lasts=timedelta(days=90),
        act=SystemAct(COMMAND, AT),
    )
    return lambda act: tokens.confirm_token(token=asked.token, act=act)


def confirm() -> Perform:
    asked = _asked()
    return lambda act: operations.confirm(confirmation=asked, act=act)


def reject() -> Perform:
    asked = _asked()
    return lambda act: operations.reject(confirmation=asked, reason="没有任命文件", act=act)


def withdraw() -> Perform:
    post = material.post(city().root, "auditor", by=BY)
    asked = operations.ask_appointment(person=person(), post=post, on=ON, act=SystemAct(BY, AT))
    return lambda act: operations.withdraw(confirmation=asked, act=act)


def expire() -> Perform:
    asked = _asked()
    return lambda act: grants.expire(confirmation=asked, act=act)


def approve_claim() -> Perform:
    someone = person()
    begun = operations.begin_claim(login=someone.login, at=AT)
    return lambda act: operations.approve_claim(person=someone, code=begun.code, act=act)


def set_claimed_password() -> Perform:
    someone = person()
    begun = operations.begin_claim(login=someone.login, at=AT)
    claim = operations.approve_claim(person=someone, code=begun.code, act=SystemAct(BY, AT))
    new = "Yun-He-2026-ok"
    return lambda act: operations.set_claimed_password(claim=claim, secret=begun.secret, new=new, act=act)


def import_accounts() -> Perform:
    city()
    data = material.workbook(accounts=[("zhang.wei", "张伟", "jyj")])
    return lambda act: operations.import_accounts(data=data, act=act)


EXERCISES: Exercises = {
    act.__name__: act
    for act in (
        approve_claim,
        ask_activation,
        ask_appointment,
        ask_roles,
        ask_second_factor_removal,
        ask_token,
        confirm,
        confirm_token,
        expire,
        import_accounts,
        reject,
        set_claimed_password,
        withdraw,
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
        remove_second_factor,
        sign_out_everywhere,
        sign_out_own_sessions,
        unlock_person,
    )
}
