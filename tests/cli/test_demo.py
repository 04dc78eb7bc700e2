"""The demo city: built by operations alone, whole on every day, an account for every role, nowhere else."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import Settings

from gongkai.annual_reports import queries as reports
from gongkai.annual_reports.models import AnnualReport
from gongkai.cli.doctor import examine_demo_accounts
from gongkai.demo import Built, CannotEmpty, RealPeople, build, check_can_empty, ensure, rebuild, tables
from gongkai.organisations import operations, queries
from gongkai.organisations.accounts import passwords, sessions
from gongkai.organisations.accounts.sign_in import SignInRefused, sign_in
from gongkai.organisations.demo import DEMO_PASSWORD, demo_accounts
from gongkai.organisations.models import (
    ADMINISTRATORS,
    Appointment,
    Body,
    BodyVersion,
    DemoAccount,
    DemoCity,
    Function,
    Level,
    Person,
    Post,
    Role,
    Site,
    Succession,
)
from gongkai.organisations.rules.dated_tree import cycle_of
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.text import credit_code, site_code
from tests.prepared import prepared

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 23)
BUSINESS = [role for role in Role if role not in ADMINISTRATORS]
LEVELS = [level.value for level in Level]


@prepared
def built(db: None) -> Built:
    """The city, once for this module; what a test changes is undone after it."""
    return build(at=AT)


pytestmark = [pytest.mark.usefixtures("built"), pytest.mark.database, pytest.mark.django_db]


def production(settings: Settings) -> None:
    settings.GONGKAI_SITE = dataclasses.replace(settings.GONGKAI_SITE, name="某某市人民政府", demo=False)


def entry_ids(verb: str) -> Counter[str]:
    return Counter(journal.entries().filter(verb=verb).values_list("object_id", flat=True))


# What stands


def test_it_has_bodies_on_every_level_and_tells_how_many(built: Built) -> None:
    levels = Counter(node.level for node in queries.tree(TODAY).nodes.values())
    # the city's office and 22 departments; in each district and county an office and six
    assert levels == {"city": 1, "district": 4, "department": 23 + 4 * 7, "town": 12, "enterprise": 6}
    assert built.bodies == Body.objects.count() == sum(levels.values()) + 4  # four were closed
    assert (built.people, built.reports) == (Person.objects.count(), AnnualReport.objects.count())
    assert built.reports == 11 + 1  # those that come with the program, and a draft that was accepted


def test_the_tree_is_whole_on_every_day_from_2018_to_2026() -> None:
    versions = list(BodyVersion.objects.values_list("body__code", "parent__code", "valid_from", "valid_to"))
    day = date(2018, 1, 1)
    while day <= date(2026, 12, 31):
        parents = {
            code: parent for code, parent, start, end in versions if start <= day and not (end and end <= day)
        }
        assert [code for code, parent in parents.items() if parent is None] == ["yunhe"]
        assert {parent for parent in parents.values() if parent} <= set(parents)
        assert not any(cycle_of(code, parents) for code in parents)
        day += timedelta(days=1)


def test_its_codes_are_well_formed_and_of_a_region_that_does_not_exist() -> None:
    codes = list(Body.objects.values_list("credit_code", flat=True))
    assert all(credit_code.is_valid(code) and code[2:6] == "8901" for code in codes)
    sites = list(Site.objects.values_list("identification_code", flat=True))
    assert len(sites) == len(set(sites)) == 12
    assert all(site_code.is_valid(code) and code.startswith("8901") for code in sites)
    assert all(domain.endswith(".example") for domain in Site.objects.values_list("domain", flat=True))


def test_its_people_are_marked_as_invented() -> None:
    assert all(name.startswith("演示·") for name in Person.objects.values_list("name", flat=True))
    assert Person.objects.values("name").distinct().count() == Person.objects.count()


# 国办公开办函〔2019〕14号: who exercises the function now answers for it.
SUCCESSORS = [
    ("yunhe-science", "science-programmes", "yunhe-industry-science"),
    ("yunhe-science", "foreign-experts", "yunhe-human-resources"),
    ("yunhe-industry", "industrial-economy", "yunhe-industry-science"),
    ("yunhe-industry", "digital-government", "yunhe-data"),
    ("yunhe-planning", "urban-planning", "yunhe-natural-resources"),
    ("yunhe-work-safety", "work-safety-supervision", "yunhe-emergency"),
]


@pytest.mark.parametrize(("predecessor", "function", "successor"), SUCCESSORS)
def test_after_a_reform_every_function_has_somebody_who_answers_for_it(
    predecessor: str, function: str, successor: str
) -> None:
    body = Body.objects.get(code=predecessor)
    found = queries.successor_for(body, Function.objects.get(code=function), TODAY)
    assert found == Body.objects.get(code=successor)
    assert not queries.exists(body, TODAY)


def test_two_bureaus_are_one_since_march_2025() -> None:
    before, after = queries.tree(date(2025, 2, 28)), queries.tree(date(2025, 3, 1))
    gone = {node.code for node in before.nodes.values()} - {node.code for node in after.nodes.values()}
    come = {node.code for node in after.nodes.values()} - {node.code for node in before.nodes.values()}
    assert gone == {"yunhe-science", "yunhe-industry"}
    assert come == {"yunhe-industry-science", "yunhe-data"}


# By operations alone


def everything() -> dict[str, set[str]]:
    """Verb → the objects that the tables hold, which must each have been made with that verb."""
    return {
        "body.created": set(Body.objects.values_list("code", flat=True)),
        "function.created": set(Function.objects.values_list("code", flat=True)),
        "site.registered": set(Site.objects.values_list("domain", flat=True)),
        "post.created": {str(pk) for pk in Post.objects.values_list("pk", flat=True)},
        "person.created": set(Person.objects.values_list("public_id", flat=True)),
        "person.demo_account_opened": set(DemoAccount.objects.values_list("person__public_id", flat=True)),
        "person.locked": set(Person.objects.exclude(locked_at=None).values_list("public_id", flat=True)),
        "report.archived": {f"{row.place.code}/{row.year}" for row in AnnualReport.objects.all()},
        "demo.founded": {"city"},
    }


def test_every_object_was_made_by_an_operation_that_journalled_it(built: Built) -> None:
    for verb, objects in everything().items():
        assert entry_ids(verb) == Counter(objects), verb
    assert entry_ids("person.appointed").total() == Appointment.objects.count()
    assert entry_ids("body.succeeded").total() == Succession.objects.count()
    changed = sum(entry_ids(f"body.{verb}").total() for verb in ("created", "renamed", "moved"))
    assert changed == BodyVersion.objects.count()
    assert built.entries == journal.entries().count()
    assert {entry.by.name for entry in journal.entries()} == {"演示城市程序"}


def test_where_it_stands_nothing_is_built_again() -> None:
    before = journal.entries().count()
    assert ensure(at=AT) is False
    with pytest.raises(operations.NotEmpty, match="GONGKAI_DATA"):
        build(at=AT)
    assert journal.entries().count() == before


# Accounts for every role


def account_of(role: Role, level: str) -> str:
    known = {Role.DISCLOSURE_OFFICER: "disclosure", Role.LEGAL_REVIEWER: "legal"}
    return f"{level}.{known.get(role, role.value)}"


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("role", BUSINESS)
def test_every_role_on_every_level_has_an_account_that_signs_in(role: Role, level: str) -> None:
    opened = sign_in(login=account_of(role, level), password=DEMO_PASSWORD, address="127.0.0.1", at=AT)
    (acting,) = queries.acting_choices(opened.person, TODAY)
    assert acting.roles == {role}
    version = queries.version_of(acting.body, TODAY)
    assert version is not None
    assert version.level == level


ADMINISTRATOR_ACCOUNTS = [
    ("system", Role.SYSTEM_ADMIN),
    ("security", Role.SECURITY_ADMIN),
    ("auditor", Role.AUDITOR),
]


@pytest.mark.parametrize(("login", "role"), ADMINISTRATOR_ACCOUNTS)
def test_the_three_administrators_are_three_people_of_the_city(login: str, role: Role) -> None:
    opened = sign_in(login=login, password=DEMO_PASSWORD, address="127.0.0.1", at=AT)
    (acting,) = queries.acting_choices(opened.person, TODAY)
    assert (acting.body.code, acting.roles) == ("yunhe", frozenset({role}))


# login → how many posts on the base day
SPECIAL = [("two.posts", 2), ("after.reform", 1), ("leaving.soon", 1), ("left.already", 0)]


@pytest.mark.parametrize(("login", "posts"), SPECIAL)
def test_special_accounts_sign_in_and_have_their_posts(login: str, posts: int) -> None:
    opened = sign_in(login=login, password=DEMO_PASSWORD, address="127.0.0.1", at=AT)
    assert len(queries.acting_choices(opened.person, TODAY)) == posts


def test_the_locked_account_is_refused() -> None:
    with pytest.raises(SignInRefused):
        sign_in(login="locked.out", password=DEMO_PASSWORD, address="127.0.0.1", at=AT)


def test_who_has_no_demo_account_has_no_password() -> None:
    others = Person.objects.filter(demo_account=None)
    assert others.count() > 100
    assert not any(person.has_usable_password() for person in others)


def test_every_body_has_an_officer_and_a_clerk() -> None:
    for code in queries.existing(TODAY).values_list("code", flat=True):
        roles = {
            role for held in queries.holding(TODAY).filter(post__body__code=code) for role in held.post.roles
        }
        assert {Role.DISCLOSURE_OFFICER, Role.CLERK} <= roles, code


def test_the_accounts_are_listed_with_role_and_body() -> None:
    listed = {account.login: account for account in demo_accounts(TODAY)}
    assert list(listed) == list(dict.fromkeys(row.login for row in tables.accounts(TODAY)))
    assert (listed["town.clerk"].role, listed["town.clerk"].body) == ("经办人", "云渡镇")
    assert listed["two.posts"].role == "审核人 / 经办人"
    assert listed["left.already"].role == "（未任职）"


def test_the_demo_password_keeps_the_rules_for_passwords() -> None:
    for account in DemoAccount.objects.select_related("person"):
        account.person.old_passwords.all().delete()  # that it was used is the one rule it must break
        passwords.check(DEMO_PASSWORD, account.person)


# Nowhere else


def test_a_real_site_refuses_the_demo_accounts_whatever_their_password(settings: Settings) -> None:
    person = Person.objects.get(login="city.clerk")
    own = "Qing-Shan-2026-ok"
    operations.change_password(person=person, present=DEMO_PASSWORD, new=own, act=SystemAct(SYSTEM, AT))
    production(settings)
    for login, password in (("system", DEMO_PASSWORD), ("city.clerk", own)):
        with pytest.raises(SignInRefused):
            sign_in(login=login, password=password, address="127.0.0.1", at=AT)
    assert demo_accounts(TODAY) == []


def test_a_sign_in_opened_in_the_demo_ends_when_the_site_becomes_real(settings: Settings) -> None:
    opened = sign_in(login="system", password=DEMO_PASSWORD, address="127.0.0.1", at=AT)
    assert sessions.find(opened.secret, AT) == opened.sign_in
    production(settings)
    assert sessions.find(opened.secret, AT) is None


def test_a_real_site_refuses_the_demo_password_on_any_account(settings: Settings) -> None:
    operations.create_person(
        login="tang.lin", name="唐霖", initial_password=DEMO_PASSWORD, act=SystemAct(SYSTEM, AT)
    )
    assert sign_in(login="tang.lin", password=DEMO_PASSWORD, address="127.0.0.1", at=AT)
    production(settings)
    with pytest.raises(SignInRefused):
        sign_in(login="tang.lin", password=DEMO_PASSWORD, address="127.0.0.1", at=AT)


def test_the_doctor_warns_of_demo_accounts_in_a_real_site(settings: Settings) -> None:
    assert examine_demo_accounts().present
    production(settings)
    found = examine_demo_accounts()
    assert not found.present
    assert "35个演示账号" in found.seen


def test_a_real_site_neither_becomes_the_demo_city_nor_is_emptied(settings: Settings) -> None:
    production(settings)
    assert ensure(at=AT) is False
    with pytest.raises(operations.NotADemo):
        build(at=AT)
    with pytest.raises(CannotEmpty, match="正式部署"):
        rebuild(at=AT)


def test_only_invented_people_may_have_the_demo_password() -> None:
    someone = operations.create_person(login="tang.lin", name="唐霖", act=SystemAct(SYSTEM, AT))
    with pytest.raises(operations.NotADemo, match="演示"):
        operations.open_demo_account(person=someone, act=SystemAct(SYSTEM, AT))


# Afresh


def told() -> list[tuple[str, str, object, object, str]]:
    """What the journal tells, without the identifiers drawn by lot."""
    rows = journal.entries().order_by("pk")
    drawn = {"case_key"}
    return [
        (
            row.verb,
            row.object_label,
            row.before,
            {name: value for name, value in (row.after or {}).items() if name not in drawn},
            row.reason,
        )
        for row in rows
    ]


def test_built_afresh_it_is_the_same_city_and_the_journal_is_guarded_again(built: Built) -> None:
    before = told()
    person = operations.create_person(login="visitor", name="演示·访客", act=SystemAct(SYSTEM, AT))
    journal.seal_all(at=AT)
    assert rebuild(at=AT) == built
    assert told()[1:] == before[1:]
    assert not Person.objects.filter(pk=person.pk, login="visitor").exists()
    journal.seal_all(at=AT)
    assert journal.verify().ok
    first = journal.entries().first()
    assert first is not None
    with pytest.raises(Exception, match="journal_entry_is_never_removed"), transaction.atomic():
        first.delete()


def test_a_city_with_real_people_is_not_emptied() -> None:
    operations.create_person(login="tang.lin", name="唐霖", act=SystemAct(SYSTEM, AT))
    with pytest.raises(RealPeople, match="登录名tang"):
        rebuild(at=AT)
    assert Body.objects.filter(code="yunhe").exists()


def test_what_bears_no_mark_of_the_demo_is_not_emptied() -> None:
    DemoCity.objects.all().delete()
    with pytest.raises(CannotEmpty, match="不是由 gongkai demo 建立"):
        check_can_empty()


# The collection of drafts


def test_its_departments_hand_in_drafts_of_which_some_do_not_close(built: Built) -> None:
    collection = reports.collections().get()
    states = Counter(draft.state for draft in reports.drafts(collection))
    assert states == {"read": 6, "accepted": 1, "returned": 1, "unreadable": 1}
    assert all(draft.body is not None for draft in reports.drafts(collection))
    counts = reports.counts(collection)
    assert (counts["with_errors"], counts["clean"]) == (2, 3)
    assert 0 < counts["missing"] < counts["expected"]
    assert collection.due_on > TODAY
