"""Whatever is sent, allowed by the schema or not: no failure of ours, no answer it does not tell."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import checks
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gongkai.api import rates
from gongkai.api.routes import ROUTES
from gongkai.config.wsgi import application
from gongkai.organisations.models import Body
from gongkai.records.rates import counting
from tests.api import city as material

# What a request may look like does not depend on the database; the answers are tried on both elsewhere.
pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("GONGKAI_FUZZ", "15"))  # per operation and mode
CHECKS = [
    checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Rates beyond what a test can reach: refusals for haste have their own tests."""
    monkeypatch.setattr(counting, "LIMITS", dict.fromkeys(rates.LIMITS, 1_000_000))
    # As Django's own test client does: the connection outlives the request, with the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def steer(case: schemathesis.Case[Any], data: st.DataObject) -> None:
    """Replace what no generator guesses (codes, years with a calendar) by what exists, most of the time."""
    days = st.dates(date(2008, 5, 1), date(2026, 11, 30)).map(date.isoformat)
    codes = st.sampled_from([*material.BODIES, "nowhere"])
    known: dict[str, st.SearchStrategy[Any]] = {
        "code": codes,
        "parent": codes,
        "place": st.sampled_from(["chongqing", "guangshui"]),
        "year": st.integers(2016, 2026),
        "valid_from": days,
        "name": st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20),
        "days": st.integers(0, 400),
        "consultation": st.lists(days.map(lambda day: f"third_party/{day}"), max_size=2),
        **dict.fromkeys(("received", "corrected", "delivered", "from", "after", "through", "on"), days),
        **dict.fromkeys(("correction_requested", "fee_noticed_on", "fee_paid_on"), days),
    }
    body = case.body if isinstance(case.body, dict) else {}
    if "parent" in body:  # a new body needs a code that is not taken
        known["code"] = st.from_regex(r"\A[a-z]{6,12}\Z")
    if case.operation.path == "/journal":
        del known["after"]
    for holder in (case.path_parameters, case.query, body):
        for name in set(holder or ()) & set(known):
            if data.draw(st.integers(0, 9)):
                holder[name] = data.draw(known[name])
    (case.query or {}).pop("cursor", None)


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.name
)
@pytest.mark.parametrize("name", list(ROUTES))
def test_no_input_makes_it_fail_or_say_what_is_not_documented(
    name: str, mode: GenerationMode, city: dict[str, Body], archive: int, unhurried: None
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    route = ROUTES[name]
    operation = schema[route.path][route.method]
    secret = material.token("yunhe", "body.view", "body.manage", "timeline.view")

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def fuzz(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if mode is GenerationMode.POSITIVE:
            steer(case, data)
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=CHECKS)

    fuzz()
