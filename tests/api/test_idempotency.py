"""A request that is sent again is executed once: same key and body replay, another body is refused."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from gongkai.api import idempotency
from gongkai.api.models import KeptAnswer
from gongkai.organisations.models import Body
from gongkai.records.journal import Entry
from tests.api import city as material
from tests.api.city import Program, problem
from tests.responses import AnyResponse, Response

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NEW = {
    "code": "tyj",
    "kind": "department",
    "name": "云河市体育局",
    "level": "department",
    "parent": "yunhe",
    "valid_from": "2026-01-01",
}


def founded(code: str = "tyj") -> int:
    """How often the journal says that the body was founded."""
    return Entry.objects.filter(verb="body.created", object_id=code).count()


class TestTheSameKey:
    def test_with_the_same_body_replays_the_answer(self, administration: Program) -> None:
        first, again = (administration.post("/bodies", NEW, key="k1") for _ in range(2))
        assert first.status_code == again.status_code == 201
        assert first.content == again.content
        assert first["Location"] == again["Location"] == "/api/v1/bodies/tyj"
        assert "Idempotency-Replayed" not in first
        assert again["Idempotency-Replayed"] == "true"
        assert founded() == 1

    @pytest.mark.parametrize(
        "other",
        [
            lambda by: by.post("/bodies", {**NEW, "name": "云河市文旅局"}, key="k1"),
            lambda by: by.patch("/bodies/tjj", NEW, key="k1"),
        ],
        ids=["body", "address"],
    )
    def test_with_another_request_is_refused(
        self, other: Callable[[Program], Response], administration: Program
    ) -> None:
        administration.post("/bodies", NEW, key="k1")
        assert problem(other(administration)) == "idempotency-key-reused"

    def test_after_a_refusal_may_be_used_for_the_corrected_request(self, administration: Program) -> None:
        assert problem(administration.post("/bodies", {**NEW, "code": "tjj"}, key="k1")) == "refused"
        assert administration.post("/bodies", NEW, key="k1").status_code == 201

    def test_of_another_token_is_another_key(self, administration: Program, city: dict[str, Body]) -> None:
        administration.post("/bodies", NEW, key="k1")
        other = Program(material.token("yunhe", "body.manage"))
        assert problem(other.post("/bodies", NEW, key="k1")) == "refused"  # executed: the code is taken

    def test_is_forgotten_after_a_day(self, administration: Program) -> None:
        administration.post("/bodies", NEW, key="k1")
        KeptAnswer.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        assert problem(administration.post("/bodies", NEW, key="k1")) == "refused"
        assert KeptAnswer.objects.count() == 1  # the refusal undid the deletion with all else
        assert idempotency.forget(at=timezone.now()) == 1

    def test_is_kept_for_a_whole_day(self, administration: Program) -> None:
        before = timezone.now()
        administration.post("/bodies", NEW, key="k1")
        kept = KeptAnswer.objects.get()
        assert before + timedelta(hours=24) <= kept.expires_at <= timezone.now() + timedelta(hours=24)
        assert idempotency.forget(at=timezone.now()) == 0


def test_without_a_key_a_repetition_is_executed(administration: Program) -> None:
    assert administration.post("/bodies", NEW).status_code == 201
    assert problem(administration.post("/bodies", NEW)) == "refused"
    assert not KeptAnswer.objects.exists()


def test_a_replay_needs_a_token_that_still_counts(administration: Program) -> None:
    administration.post("/bodies", NEW, key="k1")
    assert problem(Program().post("/bodies", NEW, key="k1")) == "not-authenticated"


def test_reading_and_checking_keep_nothing(administration: Program, archive: int) -> None:
    administration.post("/reports/check", {"text": "x"}, key="k1")
    administration.get("/bodies", headers={"idempotency-key": "k1"})
    assert not KeptAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("for_threads")
class TestAtTheSameTime:
    def at_once(self, *requests: Callable[[], AnyResponse]) -> list[AnyResponse]:
        """The answers of requests sent by one thread each, all starting together."""
        start = threading.Barrier(len(requests))
        answers: list[AnyResponse | None] = [None] * len(requests)

        def run(index: int) -> None:
            try:
                start.wait()
                answers[index] = requests[index]()
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(index,)) for index in range(len(requests))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [answer for answer in answers if answer is not None]

    def test_one_executes_and_the_others_replay(self) -> None:
        material.found()
        secret = material.token("yunhe", "body.manage")
        answers = self.at_once(*[lambda: Program(secret).post("/bodies", NEW, key="k1")] * 6)
        assert [answer.status_code for answer in answers] == [201] * 6
        assert len({answer.content for answer in answers}) == 1
        assert sorted("Idempotency-Replayed" in answer for answer in answers) == [False] + [True] * 5
        assert founded() == 1

    def test_of_different_requests_with_one_key_one_executes_and_the_others_are_refused(self) -> None:
        material.found()
        secret = material.token("yunhe", "body.manage")
        codes = ["aj", "bj", "cj", "dj"]
        answers = self.at_once(
            *[partial(Program(secret).post, "/bodies", {**NEW, "code": code}, key="k1") for code in codes]
        )
        executed = [answer for answer in answers if answer.status_code == 201]
        refused = [answer for answer in answers if answer.status_code != 201]
        assert len(executed) == 1
        assert {problem(answer) for answer in refused} == {"idempotency-key-reused"}
        assert sum(founded(code) for code in codes) == 1

    def test_when_the_first_fails_the_next_executes(self) -> None:
        """All six ask for a code of which there can be one; each has a key of its own, used twice."""
        material.found()
        secret = material.token("yunhe", "body.manage")
        keys = ["k1", "k1", "k2", "k2", "k3", "k3"]
        answers = self.at_once(*[partial(Program(secret).post, "/bodies", NEW, key=key) for key in keys])
        assert founded() == 1
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [201, 201, 409, 409, 409, 409]
        assert {problem(answer) for answer in answers if answer.status_code == 409} == {"refused"}

    def test_who_has_waited_long_enough_is_told_to_come_back(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """PostgreSQL knows that the key is held, SQLite only that somebody writes."""
        material.found()
        by = Program(material.token("yunhe", "body.manage"))
        token = by.get("/tokens/self").json()["id"]
        monkeypatch.setattr(idempotency, "PATIENCE", 1)
        if connection.vendor == "sqlite":
            connection.close()
            monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 1)
        claimed, finished = threading.Event(), threading.Event()

        def slow() -> HttpResponse:
            claimed.set()
            finished.wait()
            return HttpResponse("{}", status=201)

        def first() -> HttpResponse:
            request = RequestFactory().post("/api/v1/bodies", {})
            return idempotency.once(request, token=token, key="k1", at=timezone.now(), execute=slow)

        def second() -> Response:
            try:
                claimed.wait()
                return by.post("/bodies", NEW, key="k1")
            finally:
                finished.set()

        done, told = self.at_once(first, second)
        assert done.status_code == 201
        assert problem(told) == ("request-in-progress" if connection.vendor == "postgresql" else "busy")
        assert int(told["Retry-After"]) > 0
        assert founded() == 0
