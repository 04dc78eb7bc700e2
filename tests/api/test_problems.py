"""Whatever goes wrong is told as RFC 9457 has it: type, title, status, detail, and here also a remedy."""

# ruff: noqa: E501 - a table reads by its rows

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from gongkai.api.failures import problem_of
from gongkai.api.frame import framed
from gongkai.api.problems import KINDS, Problem
from gongkai.api.routes import OPERATIONS, ROUTES
from gongkai.organisations.models import Body
from tests.api import city as material
from tests.api.city import Program, problem
from tests.responses import Response

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NEW = {
    "code": "tyj",
    "kind": "department",
    "name": "云河市体育局",
    "level": "department",
    "parent": "yunhe",
    "valid_from": "2026-01-01",
}
Ask = Callable[[Program], Response]
# what is asked → status, slug, the field named (if any)
ASKED: list[tuple[str, Ask, int, str, str]] = [
    ("an address that is none", lambda by: by.get("/nothing"), 404, "not-found", ""),
    ("… with a method that writes", lambda by: by.post("/nothing/at/all", {}), 404, "not-found", ""),
    ("… with a line break in it", lambda by: by.get("/a%0Ab"), 404, "not-found", ""),
    ("a report that is not there", lambda by: by.get("/reports/chongqing/2011"), 404, "not-found", ""),
    ("a body that is not there", lambda by: by.get("/bodies/nobody"), 404, "not-found", ""),
    ("a type of problem that is none", lambda by: by.get("/problems/none"), 404, "not-found", ""),
    ("a method the address has not", lambda by: by.send("DELETE", "/bodies/tjj"), 405, "method-not-allowed", ""),
    ("… on the schema", lambda by: by.post("/openapi.json"), 405, "method-not-allowed", ""),
    ("a body that is no JSON", lambda by: by.post("/bodies", b"{"), 400, "malformed-request", ""),
    ("NaN, which JSON has not", lambda by: by.post("/bodies", b'{"code": NaN}'), 400, "malformed-request", ""),
    ("a member twice", lambda by: by.post("/bodies", b'{"a": 1, "a": 2}'), 400, "malformed-request", ""),
    ("bytes that are no UTF-8", lambda by: by.post("/bodies", b'{"a": "\xff"}'), 400, "malformed-request", ""),
    ("half a surrogate", lambda by: by.post("/bodies", rb'{"a": "\ud800"}'), 400, "malformed-request", ""),
    ("the character zero", lambda by: by.post("/bodies", rb'{"a": "\u0000"}'), 400, "malformed-request", ""),
    ("nesting without end", lambda by: by.post("/bodies", b"[" * 60_000), 400, "malformed-request", ""),
    ("another media type", lambda by: by.post("/bodies", "a=1", type="application/x-www-form-urlencoded"), 415,
     "unsupported-media-type", ""),
    ("a body beyond 64 KB", lambda by: by.post("/bodies", b" " * 70_000), 413, "too-large", ""),
    ("no JSON object", lambda by: by.post("/bodies", []), 422, "invalid-request", "body"),
    ("a missing member", lambda by: by.post("/bodies", {**NEW, "parent": None}), 422, "invalid-request", "parent"),
    ("a member that is none", lambda by: by.post("/bodies", {**NEW, "x": 1}), 422, "invalid-request", "x"),
    ("a day that is none", lambda by: by.post("/bodies", {**NEW, "valid_from": "2026-02-30"}), 422,
     "invalid-request", "valid_from"),
    ("a credit code that is none", lambda by: by.post("/bodies", {**NEW, "credit_code": "91110000"}), 422,
     "invalid-request", "credit_code"),
    ("a parent that is none", lambda by: by.post("/bodies", {**NEW, "parent": "x"}), 422, "invalid-request", "parent"),
    ("a code that is taken", lambda by: by.post("/bodies", {**NEW, "code": "tjj"}), 409, "refused", ""),
    ("a parent not yet founded", lambda by: by.post("/bodies", {**NEW, "valid_from": "2001-01-01"}), 409,
     "refused", "parent"),
    ("a parameter that is none", lambda by: by.get("/reports", yaer="2019"), 422, "invalid-request", "yaer"),
    ("a parameter twice over its range", lambda by: by.get("/reports", limit=101), 422, "invalid-request", "limit"),
    ("a number as a day", lambda by: by.get("/deadlines/reply", received="20260213"), 422,
     "invalid-request", "received"),
    ("an item of a list", lambda by: by.get("/deadlines/reply", received="2026-02-13", consultation="x"), 422,
     "invalid-request", "consultation[0]"),
    ("facts that cannot be", lambda by: by.get("/deadlines/reply", received="2026-02-13", corrected="2026-02-01"),
     422, "impossible-facts", "corrected"),
    ("a year not yet announced", lambda by: by.get("/deadlines/reply", received="2031-02-13"), 422,
     "calendar-unknown", ""),
    ("a cursor of one's own making", lambda by: by.get("/reports", cursor="x"), 422, "invalid-request", "cursor"),
    ("a report without a report in it", lambda by: by.post("/reports/check", {"text": "你好"}), 422,
     "nothing-read", "text"),
    ("a key of an hour's length", lambda by: by.post("/bodies", NEW, key="k" * 256), 422,
     "invalid-request", "Idempotency-Key"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "status", "slug", "field"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED]
)
def test_what_is_wrong_is_told_by_its_kind_and_field(
    ask: Ask, status: int, slug: str, field: str, administration: Program, archive: int
) -> None:
    response = ask(administration)
    assert (response.status_code, problem(response)) == (status, slug)
    told = response.json()
    assert told["type"] == KINDS[slug].type
    assert [error["field"] for error in told.get("errors", [])] == ([field] if field else [])
    for error in told.get("errors", []):
        assert error["message"]
        assert not error["message"].isascii()


class TestWhoeverCalls:
    """RFC 6750: a challenge says what is missing, and nothing more than that."""

    def test_without_a_token(self, anybody: Program, city: dict[str, Body]) -> None:
        response = anybody.get("/bodies")
        assert problem(response) == "not-authenticated"
        assert response["WWW-Authenticate"] == 'Bearer realm="gongkai"'

    @pytest.mark.parametrize("header", ["Basic eDp5", "Bearer", "Bearer x", "bearer gk_00000000_" + "a" * 43])
    def test_with_a_token_that_does_not_count_even_where_none_is_needed(
        self, header: str, anybody: Program
    ) -> None:
        for path in ("/bodies", "/reports"):
            response = anybody.get(path, headers={"authorization": header})
            assert (response.status_code, problem(response)) == (401, "not-authenticated")

    def test_with_a_token_for_something_else(self, city: dict[str, Body]) -> None:
        response = Program(material.token("tjj", "timeline.view")).get("/bodies")
        assert problem(response) == "scope-missing"
        assert 'scope="body.view"' in response["WWW-Authenticate"]


def _broken(request: HttpRequest, question: object) -> HttpResponse:
    raise RuntimeError("the secret reason")


def test_a_failure_of_ours_tells_a_number_and_nothing_else(
    caplog: pytest.LogCaptureFixture, db: None
) -> None:
    view = framed({"GET": replace(OPERATIONS["list_reports"], view=_broken)})
    response = view(RequestFactory().get("/api/v1/reports"))
    assert response.status_code == 500
    assert b"secret reason" not in response.content
    number = next(record for record in caplog.records if record.exc_info).getMessage()
    assert number.startswith("urn:uuid:")
    assert number in response.content.decode()
    assert "the secret reason" in caplog.text


def test_a_database_that_is_held_by_another_writer_is_busy_not_broken() -> None:
    told = problem_of(OperationalError("database is locked"))
    assert (told.kind.status, told.headers) == (503, {"Retry-After": "5"})


def test_a_host_that_is_not_ours_is_refused_as_a_problem_too(anybody: Program) -> None:
    response = anybody.get("/reports", headers={"host": "elsewhere.example"})
    assert (response.status_code, problem(response)) == (400, "malformed-request")


def test_a_form_beyond_what_the_server_takes_is_too_large() -> None:
    assert problem_of(RequestDataTooBig()).kind.slug == "too-large"


@pytest.mark.parametrize("slug", sorted(KINDS))
def test_every_type_leads_to_its_explanation(slug: str, client: Client, db: None) -> None:
    response = client.get(KINDS[slug].type, headers={"host": "localhost"})
    assert response.status_code == 303
    address, anchor = response["Location"].split("#")
    assert f'id="{anchor}"' in client.get(address, headers={"host": "localhost"}).content.decode()


def test_the_methods_of_an_address_are_those_of_the_table(anybody: Program) -> None:
    for path in {route.path for route in ROUTES.values()}:
        known = {route.method for route in ROUTES.values() if route.path == path}
        example = path.replace("{place}", "a").replace("{year}", "2019").replace("{code}", "a")
        response = anybody.send("PUT", example, {})
        assert problem(response) == "method-not-allowed"
        assert set(response["Allow"].split(", ")) - {"HEAD"} == known


def test_head_is_answered_like_get_without_a_body(anybody: Program, archive: int) -> None:
    response = anybody.client.head("/api/v1/reports")
    assert (response.status_code, response.content) == (200, b"")


def test_a_problem_is_made_of_the_table_alone() -> None:
    with pytest.raises(KeyError):
        Problem("unheard-of")


def test_nobody_else_s_page_may_read_the_answers(anybody: Program, archive: int) -> None:
    response = anybody.get("/reports", headers={"origin": "https://elsewhere.example"})
    assert not [name for name in response.headers if name.lower().startswith("access-control")]
