"""The one runner of a deployment: a clock, and beside it a process in which jobs run."""

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
from gongkai.records.jobs.dispatching import POLL, TROUBLE, JobThread, runner_name, trouble
from gongkai.records.jobs.locks import Lock, deployment_lock, holding
from gongkai.records.jobs.models import RunnerSeen
from gongkai.records.jobs.schedule import Schedule

logger = logging.getLogger("gongkai.jobs")

STANDBY = 2.0  # seconds between two tries for a lock that another runner holds
HEARTBEAT = 10.0  # seconds
GRACE = 8.0  # seconds a running job has to finish when the runner is told to stop

Ending = Literal["stopped", "job given back", "lock lost", "jobs ended"]
# Nothing of this process may go on after these: another runner may be at work already.
FORBIDDEN: tuple[Ending, ...] = ("lock lost", "jobs ended")


class RunnerAtWork(RuntimeError):
    """Another process holds the runner's lock."""


def run_runner(stop: threading.Event, *, grace: float = GRACE) -> Ending:
    """Run jobs and periodic work until `stop` is set; waits on standby while another runner holds the lock.

    After an ending that is FORBIDDEN the process must exit at once: the lock is then given up by the system.
    """
    registry.load()
    lock = deployment_lock("runner")
    while not lock.acquire():
        if stop.wait(STANDBY):
            return "stopped"
    ending = Runner(lock, stop, grace).run()
    if ending not in FORBIDDEN:
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
        while (row := execution.claim(runner_name())) is not None:
            execution.execute(row)
            runs += 1
    return runs


class Runner:
    """The holder of the lock at work.

    This thread is the clock: heartbeat, periodic work, the lock. Another has jobs run, one after the other,
    in a process of their own, and waits for it: the clock shares neither thread nor interpreter with a job.
    """

    def __init__(self, lock: Lock, stop: threading.Event, grace: float) -> None:
        self._lock = lock
        self._stop = stop
        self._lost = threading.Event()
        self._jobs = JobThread(stop, self._lost, grace)
        self._grace = grace

    def run(self) -> Ending:
        """Work until told to stop, or until something forbids to go on."""
        started = timezone.now()
        schedule = Schedule()
        self._jobs.start()
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
                trouble("clock", problem)
                self._stop.wait(TROUBLE)
            ending = self._look_round()
            self._stop.wait(POLL)
        self._stop.set()
        self._jobs.join(self._grace + 1)
        if ending == "stopped" and self._jobs.gave_back:
            ending = "job given back"
        logger.info("The runner ends: %s", ending)
        try:
            self._heartbeat(started=started, stopped=timezone.now())
        except Error as problem:
            trouble("last heartbeat", problem)
        connections.close_all()
        return ending

    def _look_round(self) -> Ending:
        """Whether the lock is still ours and jobs are still being run."""
        if not self._lock.held():
            logger.error("The runner lost its lock")
            self._lost.set()
            return "lock lost"
        if not self._jobs.is_alive():
            logger.error("The thread that has jobs run ended")
            return "jobs ended"
        return "stopped"

    def _heartbeat(self, *, started: object, stopped: object = None) -> None:
        seen = {
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "started_at": started,
            "seen_at": timezone.now(),
            "stopped_at": stopped,
        }
        RunnerSeen.objects.update_or_create(id=1, defaults=seen)
