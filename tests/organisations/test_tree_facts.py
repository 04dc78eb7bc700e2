"""What a request remembers of the tree is what the database says, of every body on every day that matters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.organisations import operations, queries
from gongkai.organisations.models import Body, BodyVersion
from gongkai.organisations.tree_facts import TreeFacts
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.refusals import Refused
from tests.organisations import material
from tests.organisations.material import City

pytestmark = [pytest.mark.database, pytest.mark.django_db]

ACT = SystemAct(SYSTEM, material.AT)
RENAMED, MOVED, CLOSED = date(2024, 3, 1), date(2024, 6, 1), date(2025, 1, 1)


@pytest.fixture
def changed(city: City) -> City:
    """The city after a renaming, a move below a district, and the end of a school."""
    operations.rename_body(body=city.education, name="云河市教育体育局", on=RENAMED, act=ACT)
    operations.move_body(body=city.health, parent=city.district, on=MOVED, act=ACT)
    operations.close_body(body=city.school, on=CLOSED, reason="并入", act=ACT)
    return city


def days() -> list[date]:
    """Around every day on which something begins or ends."""
    edges = {day for pair in BodyVersion.objects.values_list("valid_from", "valid_to") for day in pair if day}
    return sorted({day + timedelta(days=step) for day in edges for step in (-1, 0, 1)})


def test_names_existence_root_and_what_stands_below_are_those_of_the_database(changed: City) -> None:
    bodies = list(Body.objects.all())
    assert len(days()) > 9
    for on in days():
        facts = TreeFacts(on)
        assert facts.root() == queries.root(on)
        facts.learn(bodies)
        for body in bodies:
            assert facts.name(body) == queries.name_of(body, on)
            assert facts.version(body) == queries.version_of(body, on)
            assert facts.exists(body) == queries.exists(body, on)
            assert facts.is_root(body) == (queries.root(on) == body)
            for top in bodies:
                assert facts.stands_below(body, top) == queries.stands_below(body, top, on), (body, top, on)


def test_the_names_of_other_days_are_known_too(changed: City) -> None:
    facts = TreeFacts(material.ON)
    for on in days():
        for body in Body.objects.all():
            assert facts.name(body, on) == queries.name_of(body, on)


def test_a_body_with_all_it_ever_stood_below_is_one_query(changed: City) -> None:
    facts = TreeFacts(material.ON)
    with CaptureQueriesContext(connection) as asked:
        facts.learn([changed.education], parents_of=changed.health)
        named = [
            facts.name(one) for one in (changed.health, changed.education, changed.district, changed.root)
        ]
        root = facts.root()
    assert len(asked.captured_queries) == 1
    assert root == changed.root
    assert named == [
        queries.name_of(one, material.ON)
        for one in (changed.health, changed.education, changed.district, changed.root)
    ]


def test_what_is_learnt_with_the_root_alone_is_not_taken_for_its_whole_history(changed: City) -> None:
    operations.rename_body(body=changed.root, name="云河市政府", on=RENAMED, act=ACT)
    facts = TreeFacts(material.ON)
    facts.learn([changed.education])
    assert facts.root_name() == "云河市政府"
    assert facts.name(changed.root, RENAMED - timedelta(days=1)) == "云河市人民政府"


def test_a_check_of_a_change_says_the_same_by_what_is_remembered(changed: City) -> None:
    for on in days():
        facts = TreeFacts(on)
        for body in Body.objects.all():
            said = []
            for given in (facts, None):
                try:
                    said.append(str(operations.check_can_close_body(body=body, on=on, facts=given).pk))
                except Refused as refusal:
                    said.append(str(refusal))
            assert said[0] == said[1]
