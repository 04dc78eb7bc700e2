"""The tables of jobs and of periodic work, and the decorators that fill them.

Every installed package declares its own in a module `tasks`, in itself or in one of its rooms.
"""

from __future__ import annotations

import inspect
import pkgutil
import threading
import time as clock
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils import timezone
from django.utils.functional import Promise

from gongkai.records.jobs.models import JobProgress
from gongkai.records.jobs.rules import ArgumentRefused, check_arguments

RUNS_IN_PLACE_UP_TO = timedelta(minutes=1)
REPORT_EVERY = 0.5  # seconds


class UnknownJob(LookupError):
    """No installed package declares a job of this name."""


class DeclaredTwice(ValueError):
    """Two functions claim one name."""


class JobFailed(Exception):
    """Raise it in a job with a sentence that administrators may read.

    Of any other exception only the class and the place are kept: a message may carry somebody's data.
    """


class GiveUp(JobFailed):
    """Raise it when another try cannot help: the job becomes a dead letter at once."""


@dataclass(slots=True)
class Run:
    """One run of a job, handed to its function first.

    A run happens *at least once*: after a crash it is repeated, even if it had already done all its work.
    `id` is the same in every repetition; make the work idempotent by it, or by the state of the rows.
    """

    id: str  # "" for periodic work that runs in place
    attempt: int  # from 1
    at: datetime
    _reported: float = field(default=float("-inf"), repr=False)

    def report(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far the job is; written twice a second at most, and always when `done` reaches `total`.

        Call it between transactions: inside one, nobody sees it before the commit. No personal data in
        `message`.
        """
        now = clock.monotonic()
        if not self.id or (done != total and now - self._reported < REPORT_EVERY):
            return
        self._reported = now
        row = JobProgress(
            task_id=self.id, done=done, total=total, message=message[:200], updated_at=timezone.now()
        )
        JobProgress.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["task"],
            update_fields=["done", "total", "message", "updated_at"],
        )


Function = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Job:
    """A job: its function, how often and after what time it is tried again, how long one run may take."""

    name: str
    function: Function
    label: str | Promise
    retries: int
    backoff: timedelta
    limit: timedelta

    def check(self, arguments: Mapping[str, object]) -> None:
        """Raise ArgumentRefused unless the function can be called with `arguments`, all plain ids."""
        check_arguments(arguments)
        try:
            inspect.signature(self.function).bind(None, **arguments)
        except TypeError as problem:
            raise ArgumentRefused(f"Job {self.name!r}: {problem}.") from problem


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work that is due once in each period; periods of a day or longer begin at `offset` (Asia/Shanghai)."""

    job: Job
    every: timedelta
    offset: time

    @property
    def in_place(self) -> bool:
        """Whether it is so frequent that the runner calls it directly, without a row in the queue."""
        return self.every <= RUNS_IN_PLACE_UP_TO


_JOBS: dict[str, Job] = {}
_PERIODIC: dict[str, Periodic] = {}
_LOADED = threading.Event()


def job(
    name: str,
    *,
    label: str | Promise = "",
    retries: int = 5,
    backoff: timedelta = timedelta(seconds=30),
    limit: timedelta = timedelta(minutes=10),
) -> Callable[[Function], Function]:
    """Declare `function(run: Run, *, …ids)` as the job `name`.

    A failed run is tried again `retries` times, after `backoff`, then twice that, and so on
    (rules.retry_delay); then the job is a dead letter. A run that takes longer than `limit` counts as failed.
    Raises DeclaredTwice.
    """

    def declare(function: Function) -> Function:
        _declare(Job(name, function, label or name, retries, backoff, limit))
        return function

    return declare


def periodic(
    name: str,
    *,
    every: timedelta,
    offset: time = time(),
    label: str | Promise = "",
    retries: int = 5,
    backoff: timedelta = timedelta(seconds=30),
    limit: timedelta = timedelta(minutes=10),
) -> Callable[[Function], Function]:
    """Declare `function(run: Run)` as work that is due once in every period of `every`.

    Missed periods are caught up by a single run. Work due every minute or more often is called in place by
    the runner and must be quick; anything else becomes a job, with its retries. Raises DeclaredTwice.
    """

    def declare(function: Function) -> Function:
        declared = _declare(Job(name, function, label or name, retries, backoff, limit))
        _PERIODIC[name] = Periodic(declared, every, offset)
        return function

    return declare


def _declare(declared: Job) -> Job:
    known = _JOBS.setdefault(declared.name, declared)
    if known.function is not declared.function:
        raise DeclaredTwice(f"The job {declared.name!r} is declared twice.")
    return known


def load() -> None:
    """Import the `tasks` module of every installed package of ours and of its rooms, once."""
    if _LOADED.is_set():
        return
    for config in apps.get_app_configs():
        if not config.name.startswith("gongkai."):
            continue
        rooms = [item.name for item in pkgutil.iter_modules([config.path]) if item.ispkg]
        for package in (config.name, *(f"{config.name}.{room}" for room in rooms)):
            if find_spec(f"{package}.tasks"):
                import_module(f"{package}.tasks")
    _LOADED.set()


def find(name: str) -> Job:
    """The job of this name; raises UnknownJob."""
    load()
    try:
        return _JOBS[name]
    except KeyError:
        raise UnknownJob(f"No installed package declares a job {name!r}.") from None


def jobs() -> dict[str, Job]:
    """Every job by name."""
    load()
    return dict(_JOBS)


def periodic_work() -> dict[str, Periodic]:
    """All periodic work by name."""
    load()
    return dict(_PERIODIC)
