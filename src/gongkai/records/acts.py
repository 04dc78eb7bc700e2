"""An act: who does something, when and why. Every operation takes one, and asks it whether it may.

Records does not know bodies or roles: `OfficialAct` (organisations.acts) decides by the table of actions.
`SystemAct` is the program itself: a command at the server, a job, a visitor's page that keeps what it was
asked to. It is asked for nothing, so it is written out where it is meant and never made from a request's
data.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, Self

from django.utils.timezone import localdate

from gongkai.records.actors import SYSTEM, Actor
from gongkai.records.kinds import Kind

ANYONE: Final = "anyone"
"""In the place of an action: whoever can reach the page may, signed in or not."""
INSIDE: Final = "inside"
"""In the place of an action: only as a part of another operation that was allowed, or of the program itself.
"""
OWNER: Final = "owner"
"""In the place of an action: only the person whose thing it is (one's own account, one's own views)."""


@dataclass(frozen=True)
class Act(ABC):
    """Who acts (`actor`), at which instant (`at`, aware) and why (`reason`, if it is said for the whole
    act).
    """

    actor: Actor
    at: datetime
    reason: str = ""

    @property
    def on(self) -> date:
        """The legal day of the act, in Asia/Shanghai."""
        return localdate(self.at)

    @abstractmethod
    def check(
        self, action: str, things: Iterable[tuple[Kind[Any], Any]] = (), codes: Iterable[str] = ()
    ) -> None:
        """Raise a forbidden Refused unless this actor may do `action` to every one of the things.

        Each thing comes with its kind, which says for which bodies access is asked; `codes` are further
        bodies by their codes, "" for the whole deployment.
        """

    def because(self, reason: str) -> Self:
        """The same act with a reason."""
        return replace(self, reason=reason)

    def delegated(self) -> SystemAct:
        """For an operation inside an operation that has been allowed: the same actor, asked no more."""
        return SystemAct(self.actor, self.at, self.reason)


@dataclass(frozen=True)
class SystemAct(Act):
    """An act that is asked for nothing: of the program, or inside one that was allowed."""

    def check(
        self, action: str, things: Iterable[tuple[Kind[Any], Any]] = (), codes: Iterable[str] = ()
    ) -> None:
        """Pass."""


def command_act(at: datetime, reason: str = "") -> SystemAct:
    """The act of a command given at the server."""
    return SystemAct(SYSTEM, at, reason)
