"""Keys, disk or database that give out end in 503 with a sentence, in every face, signing in included."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gongkai.organisations import operations
from gongkai.organisations.models import Body
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.api import city as programs
from tests.api.city import Program, problem
from tests.console import office
from tests.operations.annual_reports.office import Office
from tests.organisations import material
from tests.portal.html import Page
from tests.records.test_outages import cut

ENTRANCE = "/console/sign-in/"


@contextmanager
def read_only() -> Iterator[None]:
    """The database as on a disk that cannot be written."""
    if connection.vendor == "postgresql":
        begin, end = "SET default_transaction_read_only = on", "SET default_transaction_read_only = off"
    else:
        begin, end = "PRAGMA query_only = ON", "PRAGMA query_only = OFF"
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(end)


@pytest.mark.database
@pytest.mark.django_db
class TestKeysThatAreLost:
    def test_are_told_to_the_clerk_who_needs_them(
        self, january: Office, officer: office.Visitor, settings: Settings
    ) -> None:
        (Path(settings.DATA) / "keys.json").unlink()
        said = {"title": "补报", "year": "2026", "body": january.city.root.code, "due_on": "2027年2月10日"}
        response = officer.post(reverse("console:collection_new"), **said)
        assert response.status_code == 503
        assert "gongkai keys restore" in Page(response).text
        assert response.headers["Retry-After"]
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
class TestADatabaseThatCannotBeWritten:
    @pytest.fixture
    def city(self, transactional_db: None) -> material.City:
        return material.city()

    def test_lets_nobody_in_and_says_so(self, city: material.City) -> None:
        person = office.with_password(office.holder(city.education, "clerk", login="clerk"))
        with read_only():
            response = office.browser().post(
                ENTRANCE, {"login": person.login, "password": office.PASSWORD, "next": ""}
            )
        assert response.status_code == 503
        assert "系统暂时只能查看" in Page(response).text

    def test_can_still_be_read(self, city: material.City) -> None:
        with read_only():
            assert Client().get("/reports/", headers={"host": "localhost"}).status_code == 200
            assert Program().get("/reports").status_code == 200

    def test_is_a_problem_of_the_api(self, city: material.City) -> None:
        by = Program(programs.token(city.root.code, "body.manage"))
        with read_only():
            response = by.post("/bodies", {"code": "newone", "name": "某局", "parent": city.root.code})
        assert response.status_code == 503
        assert problem(response) == "unavailable"
        assert response["Retry-After"]


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
class TestAConnectionThatIsCut:
    @pytest.fixture(autouse=True)
    def _only_on_postgresql(self, transactional_db: None) -> None:
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has no connection that could be cut")

    @pytest.mark.parametrize("address", ["/reports/", "/", "/console/sign-in/"])
    def test_is_not_noticed_by_who_reads(self, address: str) -> None:
        cut()
        assert Client().get(address, headers={"host": "localhost"}).status_code == 200

    def test_is_not_noticed_by_programs_that_read(self) -> None:
        cut()
        assert Program().get("/reports").status_code == 200

    def test_is_told_to_who_writes(self) -> None:
        cut()
        response = office.browser().post(ENTRANCE, {"login": "a", "password": "b", "next": ""})
        assert response.status_code == 503
        assert "暂时连不上数据库" in Page(response).text


@pytest.fixture
def _demo(transactional_db: None) -> None:
    operations.found_demo_city(base_day=material.ON, act=SystemAct(SYSTEM, material.AT))
    root: Body = material.city().root
    person = office.holder(root, "system_admin", login="system", name="演示·系统")
    operations.open_demo_account(person=person, act=SystemAct(SYSTEM, material.AT))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_demo")
class TestTheDemoPassword:
    @pytest.mark.parametrize(
        ("connected_from", "headers", "shown"),
        [
            ("127.0.0.1", {}, True),
            ("203.0.113.7", {}, False),
            ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, False),
            ("127.0.0.1", {"host": "localhost", "x-forwarded-for": "203.0.113.7"}, False),
        ],
    )
    def test_is_shown_at_this_machine_alone(
        self, connected_from: str, headers: dict[str, str], shown: bool
    ) -> None:
        answer = office.browser().get(ENTRANCE, REMOTE_ADDR=connected_from, headers=headers)
        assert ("gongkai-yanshi" in Page(answer).text) is shown
