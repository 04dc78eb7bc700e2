"""The health of the deployment: one table of checks for the start, `gongkai doctor` and `/healthz`.

A package registers its checks in `AppConfig.ready`. A check only looks; it is asked every few seconds, so it
costs a query or two at most. What it says to the operator may name files; strangers hear its name alone.
"""

from __future__ import annotations

import threading
import time as clock
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from django.db import DatabaseError, connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.records.outages import outage_of

State = Literal["ok", "note", "fault"]
KEPT_FOR: Final = 2.0  # seconds that `lasting` keeps what it saw


@dataclass(frozen=True, slots=True)
class Moment:
    """When somebody looks, and since when this deployment is up again: nothing can be late before that."""

    at: datetime
    since: datetime | None = None

    def age(self, seen: datetime) -> timedelta:
        """How long something that was last seen at `seen` has been late."""
        return self.at - (seen if self.since is None else max(seen, self.since))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a check saw. `note`: all works, something is missing; `fault`: mend it before going on.

    With `stops` a start is refused too: going on would do harm, or nothing would work.
    """

    state: State
    said: str
    remedy: str = ""
    stops: bool = False


@dataclass(frozen=True, slots=True)
class HealthFinding:
    """What a check saw, with the name of the check for machines and for people."""

    check: str
    label: str
    seen: Seen

    @property
    def fault(self) -> bool:
        """Whether the deployment is ill."""
        return self.seen.state == "fault"


Look = Callable[[Moment], Seen]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name (a word that strangers may hear), its label, how it looks."""

    name: str
    label: str | Promise
    look: Look
    needs_database: bool


class CheckNamedTwice(ValueError):
    """Two checks of one name."""


_checks: dict[str, Check] = {}


def register(name: str, label: str | Promise, look: Look, *, needs_database: bool = True) -> None:
    """Add a check to the table; raises CheckNamedTwice unless it is the same again."""
    check = Check(name, label, look, needs_database)
    if _checks.setdefault(name, check).look is not look:
        raise CheckNamedTwice(name)


def checks() -> tuple[Check, ...]:
    """All checks, the database first."""
    return (DATABASE, *_checks.values())


def examine(moment: Moment) -> list[HealthFinding]:
    """What every check sees; those that need a database that is not there are left out."""
    database = _ask(DATABASE, moment)
    return [
        database,
        *(_ask(one, moment) for one in _checks.values() if not (one.needs_database and database.fault)),
    ]


class Lasting:
    """What the checks saw, kept for two seconds: everybody may ask, and asking costs nothing."""

    def __init__(self, since: datetime) -> None:
        self._since = since
        self._lock = threading.Lock()
        self._until = float("-inf")
        self._findings: list[HealthFinding] = []

    def findings(self, at: datetime) -> list[HealthFinding]:
        """What was seen lately, or is seen now."""
        with self._lock:  # one looks, the others wait for what it sees
            if clock.monotonic() >= self._until:
                self._findings = examine(Moment(at, self._since))
                self._until = clock.monotonic() + KEPT_FOR
            return self._findings

    def forget(self) -> None:
        """Look again at the next question."""
        self._until = float("-inf")


def _ask(check: Check, moment: Moment) -> HealthFinding:
    label = str(check.label)
    try:
        return HealthFinding(check.name, label, check.look(moment))
    except Exception as failure:  # a check that breaks is a finding, whatever broke it
        outage = outage_of(failure)
        if outage is not None:
            return HealthFinding(check.name, label, Seen("fault", str(outage)))
        if isinstance(failure, DatabaseError):
            said, remedy = _("数据库还没有准备好"), _("请先运行一次 gongkai serve。")
            return HealthFinding(check.name, label, Seen("note", said, remedy))
        said = _("检查没有完成（%(error)s）") % {"error": type(failure).__name__}
        return HealthFinding(check.name, label, Seen("fault", said, _("请查看日志，并联系系统管理员。")))


def _database(moment: Moment) -> Seen:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        remedy = _("请检查 DATABASE_URL，或确认数据库服务已启动。")
        return Seen("fault", str(error).strip(), remedy, stops=True)
    vendor = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
    return Seen("ok", _("可以查询（%(vendor)s）") % {"vendor": vendor})


DATABASE: Final = Check("database", gettext_lazy("数据库"), _database, needs_database=True)
