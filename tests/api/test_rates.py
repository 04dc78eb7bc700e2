"""How often one may ask: per token, or per address without one; the headers say what is left."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from gongkai.api import rates
from gongkai.api.problems import Problem
from gongkai.organisations.models import Body
from gongkai.records.rates import counting, forget_counts
from gongkai.records.rates.models import RequestCount
from tests.api import city as material
from tests.api.city import Program, problem

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AT = datetime(2026, 3, 2, 1, 30, 15, tzinfo=UTC)
NEXT = AT + timedelta(seconds=45)


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three requests a minute without a token, five with one; and a minute that does not end meanwhile."""
    monkeypatch.setattr(counting, "LIMITS", {"token": 5, "address": 3})
    monkeypatch.setattr(counting, "WINDOW", 10**9)


class TestCounting:
    def test_goes_up_to_the_limit_and_begins_again_with_the_next_minute(self) -> None:
        left = [rates.count("address", "192.0.2.1", AT).remaining for _ in range(rates.LIMITS["address"])]
        assert left == list(range(rates.LIMITS["address"]))[::-1]
        with pytest.raises(Problem) as refused:
            rates.count("address", "192.0.2.1", AT)
        assert refused.value.kind.slug == "too-many-requests"
        assert refused.value.headers["Retry-After"] == "45"
        assert rates.count("address", "192.0.2.1", NEXT).used == 1

    def test_is_apart_for_every_subject(self) -> None:
        assert rates.count("address", "192.0.2.1", AT).used == 1
        assert rates.count("address", "192.0.2.2", AT).used == 1
        assert rates.count("token", "192.0.2.1", AT).used == 1

    def test_tells_what_is_left_in_the_draft_s_words(self) -> None:
        headers = rates.count("token", "t", AT).headers()
        assert headers == {"RateLimit-Policy": '"token";q=600;w=60', "RateLimit": '"token";r=599;t=45'}

    def test_keeps_no_address(self) -> None:
        rates.count("address", "192.0.2.1", AT)
        assert "192.0.2.1" not in RequestCount.objects.get().subject

    def test_is_forgotten_when_the_minute_is_over(self) -> None:
        rates.count("address", "192.0.2.1", AT)
        assert forget_counts(at=NEXT) == 0
        assert forget_counts(at=AT + timedelta(days=1, minutes=1)) == 1


class TestOnTheApi:
    def test_too_many_are_told_to_wait(self, narrow: None, anybody: Program) -> None:
        answers = [anybody.get("/workdays/years/2026") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert problem(answers[-1]) == "too-many-requests"
        assert int(answers[-1]["Retry-After"]) > 0
        assert [answer["RateLimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0"]

    def test_a_token_has_an_account_of_its_own(self, narrow: None, city: dict[str, Body]) -> None:
        by = Program(material.token("tjj", "body.view"))
        assert [by.get("/bodies").status_code for _ in range(6)] == [200] * 5 + [429]
        assert Program(material.token("tjj", "body.view")).get("/bodies").status_code == 200
        assert Program().get("/reports").status_code == 200

    def test_guessing_tokens_is_counted_on_the_address(self, narrow: None) -> None:
        by = Program("gk_00000000_" + "a" * 43)
        assert [by.get("/reports").status_code for _ in range(4)] == [401, 401, 401, 429]

    def test_addresses_that_are_none_count_too(self, narrow: None, anybody: Program) -> None:
        statuses = [anybody.get("/nothing").status_code for _ in range(4)]
        assert statuses == [404, 404, 404, 429]


class TestTheAddress:
    def test_a_forged_header_gives_nobody_a_fresh_count(
        self, narrow: None, anybody: Program, settings: Settings
    ) -> None:
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        forged = [{"x-forwarded-for": f"203.0.113.{last}"} for last in range(4)]
        statuses = [anybody.get("/workdays/years/2026", headers=one).status_code for one in forged]
        assert statuses == [200, 200, 200, 429]

    def test_behind_a_named_proxy_everybody_has_a_count_of_their_own(
        self, narrow: None, anybody: Program, settings: Settings
    ) -> None:
        settings.GONGKAI_PROXIES = 1
        sent = [{"x-forwarded-for": f"203.0.113.{last}"} for last in range(4)]
        assert {anybody.get("/workdays/years/2026", headers=one).status_code for one in sent} == {200}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("for_threads")
def test_requests_at_the_same_time_are_all_counted() -> None:
    at = timezone.now()

    def run() -> None:
        try:
            for _ in range(10):
                rates.count("token", "t", at)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert RequestCount.objects.get().used == 40
