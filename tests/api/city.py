"""A small city for the tests of the API, founded by operations, and programs that call it with tokens."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from gongkai.organisations import queries
from gongkai.organisations.models import Body
from gongkai.organisations.operations import bodies, tokens
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.responses import AnyResponse, Response

FOUNDED = date(2010, 1, 1)
AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
PREFIX = "/api/v1"
# code → (kind, name, level, parent)
BODIES = {
    "yunhe": ("government", "云河市人民政府", "city", None),
    "tjj": ("department", "云河市统计局", "department", "yunhe"),
    "donghu": ("government", "东湖区人民政府", "district", "yunhe"),
    "donghu-jyj": ("department", "东湖区教育局", "department", "donghu"),
    "xishan": ("government", "西山区人民政府", "district", "yunhe"),
}


def found() -> dict[str, Body]:
    """The bodies by code."""
    for code, (kind, name, level, parent) in BODIES.items():
        bodies.create_body(
            code=code,
            kind=kind,
            name=name,
            level=level,
            parent=queries.body(parent) if parent else None,
            on=FOUNDED,
            act=SystemAct(SYSTEM, AT),
        )
    return {code: Body.objects.get(code=code) for code in BODIES}


def token(code: str, *scopes: str, lasts: timedelta = timedelta(days=30)) -> str:
    """A new token of a body, made now."""
    body = Body.objects.get(code=code)
    issued = tokens.create_token(
        body=body, name="测试程序", scopes=scopes, lasts=lasts, act=SystemAct(SYSTEM, timezone.now())
    )
    return issued.secret


@dataclass
class Program:
    """A program that calls the API, with or without a token."""

    token: str = ""
    client: Client = field(
        default_factory=lambda: Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    )

    def headers(self, extra: dict[str, str] | None = None) -> dict[str, str]:
        """Its headers."""
        return ({"authorization": f"Bearer {self.token}"} if self.token else {}) | (extra or {})

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Response:
        """GET an address below /api/v1."""
        return self.client.get(PREFIX + path, query, headers=self.headers(headers))

    def send(
        self, method: str, path: str, body: Any = None, *, key: str = "", type: str = "application/json"
    ) -> Response:
        """Send a body: JSON, or bytes as they are."""
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        extra = {"idempotency-key": key} if key else {}
        return self.client.generic(
            method, PREFIX + path, data, content_type=type, headers=self.headers(extra)
        )

    def post(self, path: str, body: Any = None, **options: str) -> Response:
        """POST JSON."""
        return self.send("POST", path, body, **options)

    def patch(self, path: str, body: Any = None, **options: str) -> Response:
        """PATCH JSON."""
        return self.send("PATCH", path, body, **options)


def problem(response: AnyResponse) -> str:
    """The slug of the problem that a response is; fails where it is none."""
    assert response["Content-Type"] == "application/problem+json", response.content
    told = json.loads(response.content)
    assert told["status"] == response.status_code
    assert {"type", "title", "status", "detail", "remedy"} <= set(told)
    assert response["Cache-Control"] == "no-store"
    return str(told["type"]).removeprefix(f"{PREFIX}/problems/")
