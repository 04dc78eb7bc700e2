"""The thread of the runner that has jobs run in their process, and what it does when one does not end."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time as clock

from django.db import Error, close_old_connections, connections

from gongkai.records.jobs import execution, registry
from gongkai.records.jobs.models import Row
from gongkai.records.jobs.process import IDLE, DatabaseRefused, JobProcess, JobProcessDied

logger = logging.getLogger("gongkai.jobs")

POLL = 0.5  # seconds between two looks at an empty queue, and between two ticks of the clock
TROUBLE = 1.0  # seconds to wait when the database refuses
START_AGAIN = 5.0  # seconds until a process that did not start is started again
LOOK = 0.2  # seconds between two looks whether the running job must be stopped


class JobThread(threading.Thread):
    """Claims what is due and has it run, until `stop`; the running job then has `grace` seconds.

    Once `lost` is set (another runner may be at work) the job is killed at once and its row left alone.
    """

    def __init__(self, stop: threading.Event, lost: threading.Event, grace: float) -> None:
        super().__init__(name="jobs", daemon=True)
        self.gave_back = False
        self._stop_asked = stop
        self._lost = lost
        self._grace = grace
        self._process: JobProcess | None = None

    def run(self) -> None:
        """One job after the other."""
        sound = False
        try:
            while not self._stop_asked.is_set():
                try:
                    if not sound:
                        execution.recover()
                        sound = True
                    idle = not self._take_one()
                except (Error, DatabaseRefused) as problem:
                    # What was running may stand unsettled on its row: take it up like a dead runner's.
                    sound = False
                    trouble("jobs", problem)
                    self._stop_asked.wait(TROUBLE)
                    continue
                if idle:
                    self._stop_asked.wait(POLL)
        finally:
            self._let_go()
            connections.close_all()

    def _take_one(self) -> bool:
        """Whether there was a job to run. The process is there before the job is claimed."""
        close_old_connections()
        if not execution.is_due():
            if self._process is not None and clock.monotonic() - self._process.used > IDLE:
                self._let_go()
            return False
        try:
            process = self._ready()
        except JobProcessDied as death:
            if not self._stop_asked.wait(START_AGAIN):
                logger.error("The process that runs jobs did not start: %s", death)
            return False
        row = None if self._stop_asked.is_set() else execution.claim(runner_name())
        if row is None:
            return False
        try:
            process.begin(str(row.pk))
            self._await_end(process, row)
        except JobProcessDied as death:
            self._process = None
            execution.fail(row, death)
        return True

    def _await_end(self, process: JobProcess, row: Row) -> None:
        """Until the job has ended by itself, or was made to. Raises JobProcessDied, DatabaseRefused."""
        limit = execution.policy(row)[2].total_seconds()
        begun = clock.monotonic()
        grace_ends: float | None = None
        while not process.ended(LOOK):
            now = clock.monotonic()
            if self._stop_asked.is_set() and grace_ends is None:
                grace_ends = now + self._grace
            if self._lost.is_set():
                self._let_go()
                return
            if now - begun > limit:
                self._let_go()
                execution.fail(row, execution.TookTooLong(f"{limit:.0f} s"))
                return
            if grace_ends is not None and now > grace_ends:
                self._let_go()
                execution.give_back(row)
                self.gave_back = True
                return

    def _ready(self) -> JobProcess:
        """The process, begun anew where there is none or it has run many jobs. Raises JobProcessDied."""
        if self._process is not None and self._process.worn:
            self._let_go()
        if self._process is None:
            self._process = JobProcess(_declaring_modules())
        return self._process

    def _let_go(self) -> None:
        """Kill the process: a job that runs in it does not go on."""
        if self._process is not None:
            self._process.kill()
            self._process = None


def _declaring_modules() -> list[str]:
    """The modules of others that declare jobs this runner knows; our own are found by both."""
    modules = {job.function.__module__ for job in registry.jobs().values()}
    return sorted(name for name in modules if not name.startswith("gongkai.") and name != "__main__")


def runner_name() -> str:
    """This process, as rows name who took them."""
    return f"{socket.gethostname()}:{os.getpid()}"


def trouble(where: str, problem: Exception) -> None:
    """The database refused: say so, and begin with new connections."""
    logger.warning("The database refused (%s): %s", where, type(problem).__name__)
    connections.close_all()
