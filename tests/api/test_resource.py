"""A resource is one declaration: questions follow from filters; what contradicts itself is no resource."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from gongkai.api.question import question_of
from gongkai.api.resource import BadResource, Resource
from gongkai.api.shapes.bodies import BodyDetail, NewBody, Renaming
from gongkai.api.shapes.values import Shape
from gongkai.organisations.kinds import BODY
from gongkai.organisations.operations import bodies
from gongkai.records.filters import Filter, is_equal

FILTERS = (
    Filter("q", "名称", is_equal("q"), longest=5, description="名称中的词。"),
    Filter("level", "层级", is_equal("level"), kind="choice", choices=[("city", "市级"), ("town", "乡级")]),
    Filter("year", "年度", is_equal("year"), kind="number", between=(2008, 2100), example=2019),
    Filter("since", "自", is_equal("since"), kind="day"),
    Filter("parent", "上级", is_equal("parent"), choices=lambda asker: [], pattern="^[a-z]+$", longest=9),
)
QUESTION = question_of("list_things", FILTERS)


def test_a_question_has_a_parameter_for_each_filter_and_the_page() -> None:
    assert QUESTION.__name__ == "ThingsQuestion"
    assert list(QUESTION.model_fields) == ["q", "level", "year", "since", "parent", "limit", "cursor"]
    told = {name: field.description for name, field in QUESTION.model_fields.items()}
    assert told["q"] == "名称中的词。"
    assert told["level"] == "层级。"


def test_nothing_need_be_asked() -> None:
    asked = QUESTION.model_validate({}).model_dump(exclude={"limit", "cursor"})
    assert asked == {"q": "", "level": None, "year": None, "since": None, "parent": None}


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ({"q": "统计"}, True),
        ({"q": "一二三四五六"}, False),
        ({"q": "a\u202eb"}, False),
        ({"level": "town"}, True),
        ({"level": "planet"}, False),
        ({"year": "2008"}, True),
        ({"year": "2007"}, False),
        ({"since": "2026-02-13"}, True),
        ({"since": "20260213"}, False),
        ({"parent": "yunhe"}, True),
        ({"parent": "云河"}, False),
        ({"parent": "tenletters"}, False),
        ({"other": "1"}, False),
    ],
)
def test_a_program_is_told_what_makes_no_sense(asked: dict[str, str], understood: bool) -> None:
    """Where a page ignores it: a program's typing mistake must not return everything."""
    try:
        QUESTION.model_validate(asked)
    except ValidationError:
        assert not understood
    else:
        assert understood


class Founding(Shape):
    """A new body without a name."""

    code: str
    kind: str
    level: str
    parent: str
    valid_from: str


@pytest.mark.parametrize(
    ("path", "perform", "sends", "members"),
    [
        # Something the operation needs is not sent
        ("", bodies.create_body, Founding, {"on": "valid_from"}),
        # It is sent under another name than the resource says
        ("", bodies.create_body, NewBody, {}),
        # The path names the thing otherwise than its kind does
        ("/{id}", bodies.rename_body, Renaming, {"on": "valid_from"}),
        # A thing is made, and the operation wants one
        ("", bodies.rename_body, Renaming, {"on": "valid_from"}),
    ],
)
def test_a_verb_that_could_not_be_done_is_not_declared(
    path: str, perform: Any, sends: type[Shape], members: dict[str, str]
) -> None:
    resource = Resource("bodies", kind=BODY, members=members)
    with pytest.raises(BadResource):
        resource.verb(
            "do",
            perform,
            "POST",
            path,
            "…",
            sends=sends,
            shown=lambda thing, sent: {},
            answer=BodyDetail,
            example={},
        )
    assert resource.operations == []


def test_only_operations_are_verbs() -> None:
    with pytest.raises(KeyError):
        Resource("bodies", kind=BODY).verb(
            "do", bodies.state, "POST", "", "…", sends=NewBody, shown=lambda thing, sent: {}
        )
