"""A report that takes too much is refused at its field; where too many are checked, one comes again."""

from __future__ import annotations

import pytest

from gongkai.records.process_pool import STRANGERS
from tests.api.city import Program, problem
from tests.records.process_pool.crowding import crowd, hurry

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_what_takes_too_much_is_refused_at_its_field(
    anybody: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch, "gongkai.annual_reports.queries.checking.STRANGERS", STRANGERS)
    answer = anybody.post("/reports/check", {"text": "政府信息公开"})
    assert (answer.status_code, problem(answer)) == (422, "invalid-request")
    assert [error["field"] for error in answer.json()["errors"]] == ["text"]
    assert "分成几份" in answer.json()["detail"]


def test_where_too_many_are_checked_the_client_comes_again(
    anybody: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(monkeypatch)
    answer = anybody.post("/reports/check", {"text": "政府信息公开"})
    assert (answer.status_code, problem(answer), answer["Retry-After"]) == (503, "busy", "10")
    assert "10秒后再试" in answer.json()["detail"]
