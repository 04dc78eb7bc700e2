"""What is said of one operation of the API: its address, who may call it, what it takes, how it may fail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise

JSON = "application/json"
FORM = "multipart/form-data"
TEXT = "text/plain"
HTML = "text/html"
ANY_TOKEN = ""
SMALL = 64 * 1024  # bytes
REPORT = 10 * 1024 * 1024  # bytes, as on the portal's page


@dataclass(frozen=True, slots=True)
class Route:
    """One operation.

    `scope` is the action of organisations.access that the token needs; ANY_TOKEN: any token will do; None:
    public, as on the portal. `takes`: media types of the body, none on reads. `keeps`: its answers
    are kept under the Idempotency-Key. `problems`: kinds beyond those every route has. `members`: how the
    arguments of the operation below are called in what was sent, where otherwise.
    """

    method: Literal["GET", "POST", "PATCH"]
    path: str
    tag: str
    summary: str | Promise
    description: str | Promise
    scope: str | None = None
    status: int = 200
    takes: tuple[str, ...] = ()
    largest: int = SMALL
    keeps: bool = False
    problems: tuple[str, ...] = ()
    members: Mapping[str, str] = field(default_factory=dict)

    @property
    def public(self) -> bool:
        """Whether it may be called without a token."""
        return self.scope is None

    def possible_problems(self) -> Iterator[str]:
        """The slugs of every kind of problem the route may answer with."""
        yield from ("malformed-request", "not-authenticated", "invalid-request", "too-many-requests")
        if self.scope:
            yield from ("scope-missing", "not-allowed")
        if "{" in self.path:
            yield "not-found"
        if self.takes:
            yield from ("request-timeout", "too-large", "unsupported-media-type")
        if self.keeps:
            yield from ("idempotency-key-reused", "request-in-progress", "refused")
        yield from self.problems
        yield from ("internal-error", "busy", "unavailable")
