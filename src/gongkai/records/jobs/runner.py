"""The one runner of a deployment: a thread that runs jobs, and a clock that does everything else."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time as clock
from typing import Literal

from django.db import Error, close_old_connections, connections
from django.utils import timezone

from gongkai.records.jobs import execution, registry
from gongkai.records.jobs.locks import Lock, deployment_lock, holding
from gongkai.records.jobs.models import Row, RunnerSeen
from gongkai.records.jobs.schedule import Schedule

logger = logging.getLogger("gongkai.jobs")

POLL = 0.5  # seconds between two looks at an empty queue, and between two ticks of the clock
STANDBY = 2.0  # seconds between two tries for a lock that another runner holds
HEARTBEAT = 10.0  # seconds
GRACE = 8.0  # seconds a running job has to finish when the runner is told to stop
TROUBLE = 1.0  # seconds to wait when the database refuses

Ending = Literal["stopped", "job given back", "lock lost", "job took too long"]


class RunnerAtWork(RuntimeError):
    """Another process holds the runner's lock."""


def run_runner(stop: threading.Event, *, grace: float = GRACE) -> Ending:
    """Run jobs and periodic work until `stop` is set; waits on standby while another runner holds the lock.

    After any ending but "stopped" a job may still be running in its thread: the process must exit at once
    (the lock is then given up by the system, and the job runs again elsewhere).
    """
    registry.load()
    lock = deployment_lock("runner")
    while not lock.acquire():
        if stop.wait(STANDBY):
            return "stopped"
    ending = Runner(lock, stop, grace).run()
    if ending == "stopped":
        lock.release()
    return ending


def drain() -> int:
    """Run every job that is due, in this thread, until none is left; how many runs. For commands and tests.

    Raises RunnerAtWork when a runner is there to do it.
    """
    with holding(deployment_lock("runner")) as taken:
        if not taken:
            raise RunnerAtWork("A runner is at work in this deployment.")
        execution.recover()
        runs = 0
        while (row := execution.claim(_name())) is not None:
            execution.execute(row)
            runs += 1
    return runs


def _name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


class Runner:
    """The holder of the lock at work."""

    def __init__(self, lock: Lock, stop: threading.Event, grace: float) -> None:
        self._lock = lock
        self._stop = stop
        self._grace = grace
        # The claimed row, its limit in seconds, when it began; replaced as a whole, so read without a lock.
        self._current: tuple[Row, float, float] | None = None
        self._worker = threading.Thread(target=self._work, name="jobs", daemon=True)

    def run(self) -> Ending:
        """Work until told to stop, or until something forbids to go on."""
        started = timezone.now()
        schedule = Schedule()
        self._worker.start()
        ending: Ending = "stopped"
        beaten = float("-inf")
        while ending == "stopped" and not self._stop.is_set():
            try:
                if clock.monotonic() - beaten >= HEARTBEAT:
                    close_old_connections()
                    self._heartbeat(started=started)
                    beaten = clock.monotonic()
                schedule.tick(timezone.now())
            except Error as problem:
                self._trouble("clock", problem)
            ending = self._look_round()
            self._stop.wait(POLL)
        self._stop.set()
        if ending == "stopped":
            ending = self._finish()
        logger.info("The runner ends: %s", ending)
        try:
            self._heartbeat(started=started, stopped=timezone.now())
        except Error as problem:
            self._trouble("last heartbeat", problem)
        connections.close_all()
        return ending

    def _look_round(self) -> Ending:
        """Whether the lock is still ours and the job within its limit."""
        if not self._lock.held():
            logger.error("The runner lost its lock")
            return "lock lost"
        current = self._current
        if current and clock.monotonic() - current[2] > current[1]:
            execution.fail(current[0], execution.TookTooLong(f"{current[1]:.0f} s"))
            return "job took too long"
        return "stopped"

    def _finish(self) -> Ending:
        """Let the running job end, or put it back."""
        self._worker.join(self._grace)
        current = self._current
        if not self._worker.is_alive() or current is None:
            return "stopped"
        execution.give_back(current[0])
        return "job given back"

    def _work(self) -> None:
        """The jobs' thread: one job after the other."""
        sound = False
        try:
            while not self._stop.is_set():
                try:
                    if not sound:
                        execution.recover()
                        sound = True
                    idle = not self._take_one()
                except Error as problem:
                    # What was running may stand unsettled on its row: take it up like a dead runner's.
                    sound = False
                    self._trouble("jobs", problem)
                    continue
                if idle:
                    self._stop.wait(POLL)
        finally:
            connections.close_all()

    def _take_one(self) -> bool:
        close_old_connections()
        row = execution.claim(_name())
        if row is None:
            return False
        limit = execution.policy(row)[2].total_seconds()
        self._current = (row, limit, clock.monotonic())
        try:
            execution.execute(row)
        finally:
            self._current = None
        return True

    def _heartbeat(self, *, started: object, stopped: object = None) -> None:
        seen = {
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "started_at": started,
            "seen_at": timezone.now(),
            "stopped_at": stopped,
        }
        RunnerSeen.objects.update_or_create(id=1, defaults=seen)

    def _trouble(self, where: str, problem: Error) -> None:
        logger.warning("The database refused (%s): %s", where, type(problem).__name__)
        connections.close_all()
        self._stop.wait(TROUBLE)
