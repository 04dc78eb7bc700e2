"""Who may do what for which body: every action, every role, and the body's own, one below, one elsewhere.

Below stands the policy, one sentence a row; then the whole table is tried against it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from gongkai.organisations import access, operations, queries
from gongkai.organisations.access import ACTIONS, Action, BadAction, NotAllowed, Reach, UnknownAction
from gongkai.organisations.actions import TABLE
from gongkai.organisations.models import ADMINISTRATORS, Body, Role
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.organisations import material
from tests.organisations.material import AT, ON, City, codes

pytestmark = [pytest.mark.django_db, pytest.mark.database]
EVERYBODY = set(Role)
BUSINESS = EVERYBODY - ADMINISTRATORS
SYS, SEC, AUD, SUP = Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.SUPERVISOR
OFFICER = Role.DISCLOSURE_OFFICER

# action → (who may for their own body, who for one below it, who for any body); the second and third are
# part of the first. Where somebody is missing, they may not.
POLICY: dict[str, tuple[set[Role], set[Role], set[Role]]] = {
    # everybody has an inbox, and only their own
    "inbox.view": (EVERYBODY, set(), set()),
    # what somebody may see in a list they may take away; the export is journalled
    "list.export": (EVERYBODY, set(), set()),
    # what bodies there are is public
    "body.view": (EVERYBODY, EVERYBODY, EVERYBODY),
    # colleagues see each other; who is responsible for more sees more
    "person.view": (EVERYBODY, {SUP, SYS, SEC, AUD}, {AUD}),
    # business is seen by the body that does it, and by the lead office above it; by no administrator
    "timeline.view": (BUSINESS, {SUP}, set()),
    # what goes out in the body's name is led by its disclosure officer (《条例》第四条) or the lead office
    "letter.issue": ({OFFICER, SUP}, {SUP}, set()),
    "letter_template.manage": ({OFFICER, SUP}, {SUP}, set()),
    "number.void": ({OFFICER, SUP}, {SUP}, set()),
    # the system administrator founds bodies and opens accounts, which may nothing yet
    "body.manage": ({SYS}, {SYS}, set()),
    "body.import": ({SYS}, {SYS}, set()),
    "site.manage": ({SYS}, {SYS}, set()),
    "person.manage": ({SYS}, {SYS}, set()),
    "settings.change": ({SYS}, {SYS}, {SYS}),
    "job.view": ({SYS}, {SYS}, {SYS}),
    "job.retry": ({SYS}, {SYS}, {SYS}),
    "backup.make": ({SYS}, {SYS}, {SYS}),
    "settings.view": ({SYS, SEC, AUD}, {SYS, SEC, AUD}, {SYS, SEC, AUD}),
    # the security administrator grants and withdraws
    "post.manage": ({SEC}, {SEC}, set()),
    "appointment.manage": ({SEC}, {SEC}, set()),
    "person.import": ({SEC}, {SEC}, set()),
    "person.lock": ({SEC}, {SEC}, set()),
    "password.reset": ({SEC}, {SEC}, set()),
    # another of the three confirms what one asked for
    "grant.confirm": ({SYS, SEC, AUD}, {SYS, SEC, AUD}, {AUD}),
    "session.end": ({SEC}, {SEC}, set()),
    "token.manage": ({SEC}, {SEC}, set()),
    "key.rotate": ({SEC}, {SEC}, {SEC}),
    "secrecy_alert.view": ({SEC}, {SEC}, {SEC}),
    # the auditor looks at everything that was done, and changes nothing
    "journal.view": ({AUD}, {AUD}, {AUD}),
    "journal.verify": ({AUD}, {AUD}, {AUD}),
    "journal.anchor": ({AUD}, {AUD}, {AUD}),
    "session.view": ({SEC, AUD}, {SEC, AUD}, {AUD}),
}
# What concerns the whole deployment is for administrators of the root.
FOR_THE_ROOT = {
    name
    for name, (_own, _below, anywhere) in POLICY.items()
    if anywhere and name not in {"body.view", "person.view"}
}


def test_every_action_of_the_table_has_a_policy() -> None:
    assert {action.name for action in TABLE} == set(POLICY)
    assert set(POLICY) <= set(ACTIONS)


def expected(action: str, role: Role, which: int, *, at_root: bool) -> bool:
    """What the policy says; `which`: 0 the own body, 1 one below, 2 one elsewhere."""
    if action in FOR_THE_ROOT and role in ADMINISTRATORS and role in POLICY[action][2] and not at_root:
        return False
    return role in POLICY[action][which]


@pytest.mark.parametrize("role", list(Role))
def test_every_action_for_the_own_body_one_below_and_one_elsewhere(city: City, role: Role) -> None:
    acting = material.acting(city.education, role)
    bodies = (city.education, city.school, city.district)
    for action in POLICY:
        may = [expected(action, role, which, at_root=False) for which in range(3)]
        assert [access.allowed(acting, action, body, on=ON) for body in bodies] == may, action
        reached = codes(access.bodies_in_reach(acting, action, ON))
        assert [body.code in reached for body in bodies] == may, action
        assert access.allowed(acting, action, on=ON) is any(may), action


@pytest.mark.parametrize("role", list(Role))
def test_at_the_root_everything_is_below(city: City, role: Role) -> None:
    acting = material.acting(city.root, role)
    for action in POLICY:
        may = [expected(action, role, which, at_root=True) for which in (0, 1)]
        assert [access.allowed(acting, action, body, on=ON) for body in (city.root, city.school)] == may


def test_several_roles_reach_as_far_as_the_widest(city: City) -> None:
    acting = material.acting(city.education, "clerk", "supervisor")
    assert access.allowed(acting, "timeline.view", city.school, on=ON)
    # but roles of another post do not count meanwhile
    other = material.acting(city.health, "clerk")
    assert not access.allowed(other, "letter.issue", city.health, on=ON)
    assert access.allowed(acting, "letter.issue", city.education, on=ON)


def test_whoever_holds_no_role_may_nothing(city: City) -> None:
    acting = replace(material.acting(city.root, "clerk"), roles=frozenset())
    assert not any(access.allowed(acting, action, city.root, on=ON) for action in ACTIONS)
    assert not any(access.bodies_in_reach(acting, action, ON).exists() for action in ACTIONS)


def test_an_action_that_nobody_declared_is_a_mistake_of_the_program(city: City) -> None:
    acting = material.acting(city.root, "clerk")
    for ask in (access.check, access.allowed):
        with pytest.raises(UnknownAction):
            ask(acting, "no.such", city.root, on=ON)


REFUSALS = [
    # it names the roles that may
    ("clerk", "number.void", "jyj", "信息公开负责人、信息公开主管"),
    # it names the reach and the body beyond it
    ("disclosure_officer", "number.void", "wjw", "本机构，不包括云河市卫生健康委员会"),
    ("supervisor", "number.void", "wjw", "本机构及下级机构，不包括云河市卫生健康委员会"),
    # it names who is responsible
    ("auditor", "journal.view", "jyj", "云河市人民政府的管理员"),
]


@pytest.mark.parametrize(("role", "action", "code", "words"), REFUSALS)
def test_a_refusal_says_who_may(city: City, role: str, action: str, code: str, words: str) -> None:
    acting = material.acting(city.education, role)
    with pytest.raises(NotAllowed, match=words):
        access.check(acting, action, queries.body(code), on=ON)


def test_nobody_acts_for_a_body_that_is_closed(city: City) -> None:
    acting = material.acting(city.school, "clerk")
    operations.close_body(body=city.school, on=ON, act=SystemAct(SYSTEM, AT))
    with pytest.raises(NotAllowed, match="已经撤销"):
        access.check(acting, "timeline.view", city.school, on=ON)
    assert not any(access.bodies_in_reach(acting, action, ON).exists() for action in ACTIONS)


def test_the_records_of_a_closed_body_stay_in_reach_of_those_above_it(city: City) -> None:
    above = material.acting(city.education, "supervisor")
    elsewhere = material.acting(city.district, "supervisor", login="li.na")
    operations.close_body(body=city.school, on=ON, act=SystemAct(SYSTEM, AT))
    assert access.allowed(above, "timeline.view", city.school, on=ON)
    assert not access.allowed(elsewhere, "timeline.view", city.school, on=ON)


def test_the_tree_of_today_decides(city: City) -> None:
    acting = material.acting(city.district, "supervisor")
    assert not access.allowed(acting, "timeline.view", city.school, on=ON)
    operations.move_body(body=city.school, parent=city.district, on=ON, act=SystemAct(SYSTEM, AT))
    assert access.allowed(acting, "timeline.view", city.school, on=ON)


def test_bodies_in_reach_are_one_query_inside_another(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    acting = material.acting(city.root, "supervisor")
    with django_assert_num_queries(1):
        found = list(Body.objects.filter(posts__body__in=access.bodies_in_reach(acting, "timeline.view", ON)))
    assert found == [city.root]


# A person belongs where they hold posts; who holds none belongs to nobody yet
def test_a_person_is_in_reach_if_all_their_bodies_are(city: City) -> None:
    administrator = material.acting(city.education, "security_admin")
    clerk = material.acting(city.school, "clerk", login="li.na").person
    assert clerk is not None
    assert access.allowed_person(administrator, "person.lock", clerk, on=ON)
    material.acting(city.district, "clerk", login="li.na")
    with pytest.raises(NotAllowed, match="东湖区人民政府"):
        access.check_person(administrator, "person.lock", clerk, on=ON)
    # who holds no post belongs to the body that the account was opened for, and without one to the root
    newcomer = material.person("wang.fang", "王芳")
    assert not access.allowed_person(administrator, "person.lock", newcomer, on=ON)
    newcomer.home = city.school
    assert access.allowed_person(administrator, "person.lock", newcomer, on=ON)
    business = material.acting(city.root, "supervisor", login="zhao.lei")
    assert not access.allowed_person(business, "person.lock", newcomer, on=ON)


def test_the_table_takes_no_row_that_mixes_powers() -> None:
    for group, role in (("business", Role.AUDITOR), ("administration", Role.CLERK)):
        with pytest.raises(BadAction):
            access.declare(Action("mixed.up", "混", group, {role: Reach.OWN}))  # type: ignore[arg-type]
    with pytest.raises(BadAction):
        access.declare(Action("body.view", "另一个", "common", {Role.CLERK: Reach.OWN}))
    assert "mixed.up" not in ACTIONS
    access.declare(*TABLE)  # the same again is nothing
