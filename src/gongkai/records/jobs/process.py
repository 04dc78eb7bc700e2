"""The process that runs jobs: the runner's child, killed when a job does not end, begun again for the next.

The runner claims a row and says its id; this process runs the job, settles its row and answers. So nothing
that a job does (a pattern without end, a crash of a library) keeps the runner from sealing and beating.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from gongkai.records.jobs.registry import JobFailed
from gongkai.records.process_pool import channel

START: Final = 120.0  # seconds for the process to load the program, on a machine with much else to do
LARGEST: Final = 64 * 1024
MOST_JOBS: Final = 200  # of one process, then it is replaced
IDLE: Final = 300.0  # seconds without a job after which it is let go
PROGRAM: Final = "import django; django.setup(); from gongkai.records.jobs.running import main; main()"
DONE: Final = b"done"
TROUBLE: Final = b"trouble"


class JobProcessDied(JobFailed):
    """The process ended in the middle of a job, or could not begin; the message tells its exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(_("运行任务的进程中途结束（退出码%(code)s）。") % {"code": code})


class DatabaseRefused(Exception):
    """The database did not answer the job's process: what was running may stand unsettled on its row."""


class JobProcess:
    """The process from the runner's side. For one thread, which must live as long as the process does."""

    def __init__(self, modules: Iterable[str]) -> None:
        self._end, theirs = channel.pair()
        self.jobs = 0
        self.used = time.monotonic()
        command = [sys.executable, "-c", PROGRAM]
        paths = [os.path.abspath(path) for path in sys.path]  # noqa: PTH100 - "" is the working directory
        # A group of its own: Ctrl-C at the terminal is for the runner, which lets the job finish.
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [*command, str(theirs.fileno()), str(os.getpid()), *modules],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            pass_fds=[theirs.fileno()],
            process_group=0,
        )
        theirs.close()
        try:
            channel.receive(self._end, largest=LARGEST, deadline=time.monotonic() + START)
        except (channel.Closed, channel.TooLate):
            raise JobProcessDied(self.kill()) from None

    @property
    def worn(self) -> bool:
        """Whether it should be replaced before the next job."""
        return self.jobs >= MOST_JOBS

    def begin(self, row_id: str) -> None:
        """Have a claimed row run. Raises JobProcessDied."""
        self.jobs += 1
        self.used = time.monotonic()
        try:
            channel.send(self._end, row_id.encode(), deadline=self.used + 10)
        except (channel.Closed, channel.TooLate):
            raise JobProcessDied(self.kill()) from None

    def ended(self, patience: float) -> bool:
        """Wait so many seconds at most for the job to end. Raises JobProcessDied, DatabaseRefused."""
        try:
            answer, _files = channel.receive(self._end, largest=LARGEST, deadline=time.monotonic() + patience)
        except channel.TooLate:
            return False
        except channel.Closed:
            raise JobProcessDied(self.kill()) from None
        self.used = time.monotonic()
        if answer == TROUBLE:
            raise DatabaseRefused
        return True

    def kill(self) -> int:
        """End it at once, whatever it does; its exit code."""
        self._end.close()
        self._process.kill()
        return self._process.wait()
