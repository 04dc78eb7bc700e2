"""The schema tells everything: each operation, who may call it, how it answers, and how it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from gongkai.api.problems import KINDS, MEDIA_TYPE
from gongkai.api.routes import EXAMPLES, ROUTES, TAGS
from gongkai.api.schema import document
from gongkai.organisations.access import ACTIONS
from gongkai.organisations.models import Body
from tests.api.city import Program
from tests.portal.html import Page

OPERATIONS = {
    details["operationId"]: details
    for methods in document()["paths"].values()
    for details in methods.values()
}


def references(value: Any) -> Iterator[str]:
    """Every `$ref` below a value."""
    if isinstance(value, dict):
        yield from [value["$ref"]] if "$ref" in value else []
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def resolve(reference: str) -> Any:
    """What a reference into the document names."""
    found: Any = document()
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def test_it_is_openapi_31_and_plain_json() -> None:
    assert document()["openapi"] == "3.1.0"
    assert json.loads(json.dumps(document())) == document()


def test_every_reference_leads_somewhere() -> None:
    for reference in references(document()):
        assert resolve(reference)


def test_operations_and_routes_are_the_same() -> None:
    assert set(OPERATIONS) == set(ROUTES) == set(EXAMPLES)
    assert {route.tag for route in ROUTES.values()} == set(TAGS)


def test_every_scope_is_one_that_tokens_are_given() -> None:
    for route in ROUTES.values():
        assert not route.scope or ACTIONS[route.scope].token


@pytest.mark.parametrize("name", list(ROUTES))
class TestEveryOperation:
    def test_tells_its_security(self, name: str) -> None:
        route, told = ROUTES[name], OPERATIONS[name]["security"]
        assert told == ([{}, {"bearer": []}] if route.public else [{"bearer": [route.scope]}])

    def test_tells_every_way_it_fails(self, name: str) -> None:
        told = OPERATIONS[name]["responses"]
        for slug in ROUTES[name].possible_problems():
            response = resolve(told[str(KINDS[slug].status)]["$ref"])
            content = response["content"][MEDIA_TYPE]
            assert content["examples"][slug]["value"]["type"] == KINDS[slug].type

    def test_describes_every_parameter_in_words(self, name: str) -> None:
        for parameter in OPERATIONS[name].get("parameters", []):
            assert parameter["in"] == "path" or parameter["description"], parameter["name"]

    def test_its_example_has_the_shape_it_tells(self, name: str) -> None:
        content = OPERATIONS[name]["responses"][str(ROUTES[name].status)]["content"]["application/json"]
        shape = {**content["schema"], "components": document()["components"]}
        jsonschema_rs.validator_for(shape).validate(content["examples"]["example"]["value"])

    def test_takes_a_key_exactly_where_answers_are_kept(self, name: str) -> None:
        named = {parameter["name"] for parameter in OPERATIONS[name].get("parameters", [])}
        assert ("Idempotency-Key" in named) is ROUTES[name].keeps


def test_every_operation_that_stores_something_keeps_its_answers() -> None:
    """POST /reports/check stores nothing and so is the one exception."""
    assert [name for name, route in ROUTES.items() if route.method != "GET" and not route.keeps] == [
        "check_report"
    ]


@pytest.mark.database
@pytest.mark.django_db
class TestTheReferencePage:
    @pytest.fixture
    def page(self) -> Page:
        return Page(Client(headers={"host": "localhost"}).get("/api/v1/docs"))

    def test_names_every_operation_shape_and_problem(self, page: Page) -> None:
        ids = {each.get("id") for each in page.select("//*[@id]")}
        assert {name.replace("_", "-") for name in ROUTES} <= ids
        assert {f"shape-{name}" for name in document()["components"]["schemas"]} <= ids
        assert {f"problem-{slug}" for slug in KINDS} <= ids

    def test_needs_no_script_no_style_and_nothing_from_elsewhere(self, page: Page) -> None:
        assert page.select("//script | //style | //*[@style]") == []
        for each in page.select("//*[@src or @href]"):
            assert (each.get("src") or each.get("href") or "").startswith(("/", "#"))

    def test_has_no_two_elements_with_one_id_and_no_link_into_nothing(self, page: Page) -> None:
        ids = [str(each.get("id")) for each in page.select("//*[@id]")]
        assert len(ids) == len(set(ids))
        anchors = {str(each.get("href"))[1:] for each in page.select("//a[starts-with(@href, '#')]")}
        assert anchors <= set(ids)

    def test_carries_the_tags_of_a_government_site(self, page: Page) -> None:
        assert page.metas()["SiteIDCode"] == "8901000001"


@pytest.mark.database
@pytest.mark.django_db
def test_answers_are_unchanged_until_they_change(
    anybody: Program, archive: int, city: dict[str, Body]
) -> None:
    for path in ("/reports", "/reports/chongqing/2019", "/openapi.json", "/docs", "/workdays/years/2026"):
        first = anybody.get(path)
        again = anybody.get(path, headers={"if-none-match": first["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


@pytest.mark.database
@pytest.mark.django_db
def test_answers_name_their_type_and_say_chinese_as_it_is_written(anybody: Program, archive: int) -> None:
    response = anybody.get("/reports/chongqing/2019")
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert "重庆市" in response.content.decode()
