"""Periodic work: what is due now, done or put into the queue, with the instant it was due kept in a table."""

from __future__ import annotations

import logging
import time as clock
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.records.jobs import registry
from gongkai.records.jobs.execution import describe
from gongkai.records.jobs.models import PeriodicWork
from gongkai.records.jobs.queue import enqueue
from gongkai.records.jobs.rules import is_due

logger = logging.getLogger("gongkai.jobs")

# Work that runs every few seconds is not worth a write each time: its row is refreshed this often.
NOTED_EVERY = timedelta(minutes=1)
UNFINISHED = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


class Schedule:
    """The periodic work of the runner; one object, one thread."""

    def __init__(self) -> None:
        self._last: dict[str, datetime] = dict(PeriodicWork.objects.values_list("name", "last_run_at"))
        self._noted: dict[str, datetime] = {}
        self._failures: dict[str, int] = dict(PeriodicWork.objects.values_list("name", "failures"))

    def tick(self, at: datetime) -> None:
        """Do or enqueue everything that is due at the instant `at`."""
        for work in registry.periodic_work().values():
            last = self._last.get(work.job.name)
            if not is_due(last, at, work.every, work.offset):
                continue
            if work.in_place:
                self._run(work, at)
            else:
                self._enqueue(work, at)
            self._last[work.job.name] = at

    def _enqueue(self, work: registry.Periodic, at: datetime) -> None:
        """Enqueue the job and note it in one transaction: a crash between the two neither loses nor doubles.

        Not while the one before is unfinished; a dead letter does not stand in the way of the next.
        """
        name = work.job.name
        with transaction.atomic():
            unfinished = Q(status__in=UNFINISHED)
            previous = PeriodicWork.objects.filter(name=name).values_list("task", flat=True).first()
            if previous and DBTaskResult.objects.filter(unfinished, pk=previous).exists():
                task = str(previous)
            else:
                task = enqueue(name)
            PeriodicWork.objects.update_or_create(name=name, defaults={"last_run_at": at, "task_id": task})

    def _run(self, work: registry.Periodic, at: datetime) -> None:
        name = work.job.name
        begun = clock.monotonic()
        error = ""
        try:
            work.job.function(registry.Run(id="", attempt=1, at=at))
        except Exception as problem:  # the other work goes on
            error = describe(problem)
        failures = self._failures.get(name, 0) + 1 if error else 0
        if failures and failures & (failures - 1) == 0:  # the 1st, 2nd, 4th, 8th … in a row
            logger.warning("Periodic work %s failed (%d in a row): %s", name, failures, error.splitlines()[0])
        changed = failures != self._failures.get(name, 0)
        noted = self._noted.get(name)
        self._failures[name] = failures
        if changed or noted is None or at - noted >= NOTED_EVERY:
            PeriodicWork.objects.update_or_create(
                name=name,
                defaults={
                    "last_run_at": at,
                    "took_ms": round((clock.monotonic() - begun) * 1000),
                    "failures": failures,
                    "error": error,
                },
            )
            self._noted[name] = at
