"""What the console, `/healthz` and `gongkai doctor` show of background work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from gongkai.records.jobs import registry
from gongkai.records.jobs.models import JobProgress, PeriodicWork, Row, RunnerSeen

LATE_AFTER = timedelta(seconds=30)  # three heartbeats

State = Literal["waiting", "running", "done", "dead"]
STATES: dict[State, TaskResultStatus] = {
    "waiting": TaskResultStatus.READY,
    "running": TaskResultStatus.RUNNING,
    "done": TaskResultStatus.SUCCESSFUL,
    "dead": TaskResultStatus.FAILED,
}


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as a person sees it.

    `due_at` is None where it may run at once; `error` is that of the last attempt.
    """

    id: str
    name: str
    label: str | Promise
    arguments: Mapping[str, object]
    state: State
    attempts: int
    enqueued_at: datetime
    due_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    error: str
    progress: JobProgress | None


@dataclass(frozen=True, slots=True)
class RunnerView:
    """Who runs: "running", "late" (no sign for half a minute), "stopped" or "never"."""

    state: Literal["running", "late", "stopped", "never"]
    seen_at: datetime | None = None
    started_at: datetime | None = None
    host: str = ""
    pid: int | None = None


@dataclass(frozen=True, slots=True)
class PeriodicView:
    """Periodic work as a person sees it; `error` is empty while all is well."""

    name: str
    label: str | Promise
    every: timedelta
    last_run_at: datetime | None
    failures: int
    error: str


def jobs(*, state: State | None = None, name: str = "") -> QuerySet[Row]:
    """The rows of jobs, newest first, by state and by name; show them through `view`."""
    rows: QuerySet[Row] = DBTaskResult.objects.select_related("progress").order_by("-enqueued_at", "id")
    if state:
        rows = in_state(rows, state)
    return of_name(rows, name) if name else rows


def in_state(rows: QuerySet[Row], state: State) -> QuerySet[Row]:
    """Of these jobs those in one state."""
    return rows.filter(status=STATES[state])


def of_name(rows: QuerySet[Row], name: str) -> QuerySet[Row]:
    """Of these jobs those of one name."""
    return rows.filter(args_kwargs__kwargs__job=name)


def names() -> list[tuple[str, str]]:
    """Every name that a job may have, with its label, by name."""
    return [(name, str(known.label)) for name, known in sorted(registry.jobs().items())]


def dead_letters() -> QuerySet[Row]:
    """Jobs that used up their retries or gave up, newest first: each waits for a decision."""
    return jobs(state="dead")


def job(job_id: str) -> JobView | None:
    """The job of this id (a UUID)."""
    row = jobs().filter(pk=job_id).first()
    return view(row) if row else None


def view(row: Row) -> JobView:
    """One row, read."""
    given = row.args_kwargs["kwargs"]
    name = str(given.get("job", row.task_path))
    known = registry.jobs().get(name)
    # The reverse of a foreign table: a row without progress has no such attribute.
    progress: JobProgress | None = getattr(row, "progress", None)
    return JobView(
        id=str(row.pk),
        name=name,
        label=known.label if known else name,
        arguments=given.get("arguments", {}),
        state=next(state for state, status in STATES.items() if status == row.status),
        attempts=len(row.worker_ids),
        enqueued_at=row.enqueued_at,
        due_at=None if row.run_after == get_date_max() else row.run_after,
        started_at=row.started_at,
        finished_at=row.finished_at,
        error=row.traceback,
        progress=progress,
    )


def counts() -> dict[State, int]:
    """How many jobs are in each state."""
    rows = DBTaskResult.objects.order_by().values_list("status").annotate(Count("id"))
    by_status: dict[str, int] = dict(rows)
    return {state: by_status.get(status, 0) for state, status in STATES.items()}


def runner(at: datetime) -> RunnerView:
    """The runner of this deployment, as seen at the instant `at`."""
    seen = RunnerSeen.objects.first()
    if seen is None:
        return RunnerView("never")
    state: Literal["running", "late", "stopped"] = "running"
    if seen.stopped_at:
        state = "stopped"
    elif at - seen.seen_at > LATE_AFTER:
        state = "late"
    return RunnerView(state, seen.seen_at, seen.started_at, seen.host, seen.pid)


def periodic() -> list[PeriodicView]:
    """All periodic work with its last run, by name."""
    ran = PeriodicWork.objects.in_bulk()
    return [
        PeriodicView(
            name=name,
            label=work.job.label,
            every=work.every,
            last_run_at=ran[name].last_run_at if name in ran else None,
            failures=ran[name].failures if name in ran else 0,
            error=ran[name].error if name in ran else "",
        )
        for name, work in sorted(registry.periodic_work().items())
    ]
