"""Processes that write a row each, one step at a time as a test tells them."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from gongkai.annual_reports.models import KeptCheck
from gongkai.records.sqlite.write_queue import queue_of

FORK = multiprocessing.get_context("fork")
DEADLINE = 60  # seconds until a test gives up on a process


def until(happened: Callable[[], bool]) -> None:
    """Wait for something to happen."""
    end = time.monotonic() + DEADLINE
    while not happened():
        assert time.monotonic() < end, "never happened"
        time.sleep(0.005)


def has_asked(file: Path, process: int) -> None:
    """Wait until a process has asked for its turn.

    Read through the descriptor that this process has, if it has one: to open and close the file beside it
    would give up the lock by which others see that this process lives.
    """
    listed = Path(f"{file}-writers")
    ours = queue_of(str(file))._processes._file

    def line() -> str:
        if ours.place >= 0:
            return ours.line().decode()
        return listed.read_text().partition("\n")[0] if listed.exists() else ""

    until(lambda: f":{process}" in line())


def create(token: str) -> None:
    """One row, in the transaction that is open or by itself."""
    now = timezone.now()
    KeptCheck.objects.create(
        token=token, created_at=now, expires_at=now + timedelta(days=1), figures={}, kept_by="writer"
    )


def perform(token: str, test: Connection) -> None:
    """In the process: do what the test says, and say what happens, in a word each."""
    while test.recv() == "write":
        test.send("asking")
        try:
            with transaction.atomic():
                create(token)
                test.send("writing")
                assert test.recv() == "commit"
        except OperationalError as problem:
            test.send(str(problem))
        else:
            test.send("written")


class Writer:
    """A process that writes one row when told to, and commits when told to."""

    def __init__(self, file: Path, token: str) -> None:
        self._file = file
        connection.close()  # an open connection must not be carried into another process
        self._line, other = FORK.Pipe()
        self.process = FORK.Process(target=perform, args=(token, other), daemon=True)
        self.process.start()
        assert self.process.pid
        self.number = self.process.pid

    def hears(self, *words: str) -> None:
        """Wait until it says these words, one after the other."""
        for word in words:
            assert self._line.poll(DEADLINE), f"never said: {word}"
            assert self._line.recv() == word

    def writes(self) -> None:
        """Begin to write, and stay in the transaction."""
        self._line.send("write")
        self.hears("asking", "writing")

    def asks(self) -> None:
        """Ask to write, while another writes; it waits when this returns."""
        self._line.send("write")
        self.hears("asking")
        has_asked(self._file, self.number)

    def commits(self) -> None:
        """Commit what it wrote."""
        self._line.send("commit")
        self.hears("written")

    def kill(self) -> None:
        """Kill it, -9."""
        self.process.kill()
        self.process.join()
