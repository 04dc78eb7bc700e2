"""Names of people, bodies, posts, tokens: refused or folded on every way into the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from gongkai.annual_reports.models import Place
from gongkai.annual_reports.operations import open_collection
from gongkai.organisations import operations
from gongkai.organisations.models import ApiToken, BodyVersion, Person, Post
from gongkai.organisations.operations.checking import NotValid
from gongkai.organisations.operations.imports import ImportRefused
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.names import BadName, NameFormField, validate_name
from gongkai.records.refusals import Refused
from tests.organisations import material
from tests.organisations.material import AT, ON, City

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LIKE_THE_AUDITOR = "演示·李审计\u200b"


@pytest.fixture
def city(db: None) -> City:
    return material.city()


def test_a_name_that_looks_like_the_auditors_is_nobodys() -> None:
    with pytest.raises(NotValid, match="第7个字符（U\\+200B）"):
        operations.create_person(login="li.s", name=LIKE_THE_AUDITOR, act=SystemAct(SYSTEM, AT))
    assert not Person.objects.exists()


def test_every_operation_that_takes_a_name_refuses_it(city: City) -> None:
    person = operations.create_person(login="li.s", name="李审计", act=SystemAct(SYSTEM, AT))
    bad = "演示\u202e审计"
    who: dict[str, Any] = {"act": SystemAct(SYSTEM, AT)}
    tried: dict[str, Callable[[], object]] = {
        "person": lambda: operations.rename_person(person=person, name=bad, **who),
        "body": lambda: operations.create_body(
            code="x", kind="department", name=bad, level="department", parent=city.root, on=ON, **who
        ),
        "short name": lambda: operations.rename_body(
            body=city.education, name="好", short_name=bad, on=ON, **who
        ),
        "post": lambda: operations.create_post(body=city.root, title=bad, roles=["clerk"], **who),
        "function": lambda: operations.create_function(code="x", name=bad, **who),
        "site": lambda: operations.register_site(
            domain="x.example", name=bad, identification_code="", owner=city.root, **who
        ),
        "token": lambda: operations.create_token(body=city.root, name=bad, scopes=["body.view"], **who),
        "collection": lambda: open_collection(
            title=bad, year=2026, body=city.root, due_on=ON.replace(year=2027), act=SystemAct(SYSTEM, AT)
        ),
    }
    entries = journal.entries().count()
    for what, attempt in tried.items():
        with pytest.raises(Refused, match="U\\+202E"):
            attempt()
        assert journal.entries().count() == entries, what


def test_an_import_refuses_it_by_its_cell() -> None:
    rows = [[*row] for row in material.BODY_ROWS]
    rows[0][1] = "云河市\u200b教育局"
    with pytest.raises(ImportRefused) as refusal:
        operations.import_bodies(data=material.workbook(bodies=rows), act=SystemAct(SYSTEM, AT))
    [error, *_others] = refusal.value.errors
    assert (error.column, error.row) == ("名称", 2)
    assert "U+200B" in error.sentence


def test_blanks_are_folded_where_a_row_is_checked_saved_or_inserted_in_bulk(city: City) -> None:
    checked = operations.create_person(login="a.a", name="　张　伟 ", act=SystemAct(SYSTEM, AT))
    saved = Person.objects.create(login="b.b", name="　张　伟 ", created_at=AT)
    [bulk] = Person.objects.bulk_create([Person(login="c.c", name="　张　伟 ", created_at=AT)])
    for person in (checked, saved, bulk):
        assert person.name == "张 伟"
        person.refresh_from_db()
        assert person.name == "张 伟"
    [entry] = journal.entries().filter(verb="person.created")
    assert entry.object_label == (entry.after or {})["name"] == "张 伟"
    post = operations.create_post(body=city.root, title=" 甲　岗", roles=["clerk"], act=SystemAct(SYSTEM, AT))
    made = journal.entries().get(verb="post.created")
    assert (made.after or {})["title"] == post.title == "甲 岗"


def test_what_goes_round_the_checks_is_refused_all_the_same(city: City) -> None:
    for attempt in (
        lambda: Person.objects.create(login="b.b", name=LIKE_THE_AUDITOR, created_at=AT),
        lambda: Person.objects.bulk_create([Person(login="b.b", name=LIKE_THE_AUDITOR, created_at=AT)]),
        lambda: Post.objects.create(body=city.root, title="a\r\nBcc: x"),
        lambda: Place.objects.get_or_create(code="x", defaults={"name": "x\x00", "level": "city"}),
    ):
        with pytest.raises(BadName) as refusal, transaction.atomic():
            attempt()
        assert refusal.value.kind == "invalid"


def _plant(person: Person, name: str) -> None:
    """A name from before the rule."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_person SET name = %s WHERE id = %s", [name, person.pk])
    person.refresh_from_db()


def test_a_name_from_before_the_rule_is_read_and_its_row_can_be_worked_on() -> None:
    person = operations.create_person(login="li.s", name="李", act=SystemAct(SYSTEM, AT))
    _plant(person, LIKE_THE_AUDITOR)
    assert Person.objects.get(name=LIKE_THE_AUDITOR) == person
    operations.lock_person(person=person, reason="调离", act=SystemAct(SYSTEM, AT))
    person.refresh_from_db()
    assert (person.is_active, person.name) == (False, LIKE_THE_AUDITOR)
    person.full_clean()
    person.save()
    with pytest.raises(NotValid):
        operations.rename_person(person=person, name=LIKE_THE_AUDITOR + "\u200b", act=SystemAct(SYSTEM, AT))
    operations.rename_person(person=person, name="李审计", act=SystemAct(SYSTEM, AT))
    person.refresh_from_db()
    assert person.name == "李审计"


def test_a_refusal_names_the_argument_and_an_empty_name_is_for_the_caller() -> None:
    with pytest.raises(BadName) as refusal:
        validate_name("a\nb", "title")
    assert (refusal.value.field, refusal.value.kind) == ("title", "invalid")
    assert validate_name(" ") == ""
    with pytest.raises(ValidationError):
        BodyVersion._meta.get_field("name").clean("\u3000", None)


def test_a_line_of_a_form_is_folded_and_refused_alike() -> None:
    field = NameFormField(max_length=5)
    assert field.clean("　张　伟 ") == "张 伟"
    for text in ("张\u200b", "张\x00", "　", "一二三四五六"):
        with pytest.raises(ValidationError):
            field.clean(text)


def test_a_token_shows_the_form_that_is_kept(city: City) -> None:
    issued = operations.create_token(
        body=city.root, name="门户 　取目录", scopes=["body.view"], act=SystemAct(SYSTEM, AT)
    )
    assert issued.token.name == ApiToken.objects.get().name == "门户 取目录"
