"""The turn to write to one database file: first among the threads of this process, then among processes."""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import OperationalError
from django.utils.translation import gettext as _

from gongkai.records.sqlite.process_queue import ProcessQueue
from gongkai.records.sqlite.thread_queue import ThreadQueue

logger = logging.getLogger("gongkai.sqlite")


class WaitedTooLong(OperationalError):
    """The turn to write, or the database's lock, did not come within the limit; nothing was written."""


class WaitsForItself(OperationalError):
    """The thread is writing on another connection, and would wait for itself."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that was taken: by which thread, and whether among processes too or in this one alone."""

    thread: threading.Thread
    alone: bool = False


class WriteQueue:
    """All writers of one database file in this process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = ThreadQueue()
        self._processes = ProcessQueue(path)
        self._warned = False

    def enter(self, patience: float) -> Turn:
        """Wait for the turn, at most `patience` seconds. Raises WaitedTooLong, WaitsForItself."""
        until = time.monotonic() + patience
        me = threading.current_thread()
        if self._threads.held_by(me):
            raise WaitsForItself(_("这个线程已在另一个连接上写入数据库，不能等待自己；请先提交前一个事务。"))
        if not self._threads.enter(until):
            raise self.too_long(patience)
        try:
            entered = self._processes.enter(until)
        except OSError as problem:
            self._warn(problem)
            return Turn(me, alone=True)
        except BaseException:
            self._threads.leave(me)
            raise
        if entered:
            return Turn(me)
        refusal = self.too_long(patience)
        self._threads.leave(me)
        raise refusal

    def leave(self, turn: Turn) -> None:
        """Give the turn back; nothing if it has passed to another thread because this one had died."""
        if not self._threads.held_by(turn.thread):
            return
        if not turn.alone:
            self._processes.leave()
        self._threads.leave(turn.thread)

    def forget(self) -> None:
        """In a forked child: nothing here is the child's."""
        self._processes.forget()

    def too_long(self, patience: float) -> WaitedTooLong:
        """The refusal, with the process that writes where that is known."""
        writing = self._processes.writing()
        who = _("进程%(number)d") % {"number": writing} if writing else _("另一个程序")
        return WaitedTooLong(
            _("数据库正忙：等待写入超过%(seconds)g秒，%(who)s还没有写完。没有写入任何内容，请稍后再试。")
            % {"seconds": patience, "who": who}
        )

    def _warn(self, problem: OSError) -> None:
        """Without the file writers are as unfair as SQLite is, but nothing stops."""
        if not self._warned:
            self._warned = True
            logger.warning("Writers of different processes do not queue: %s", problem)


_QUEUES: dict[Path, WriteQueue] = {}
_MAKING = threading.Lock()


def queue_of(database: str) -> WriteQueue:
    """The queue of a database file, its file beside it: `NAME-writers`."""
    path = Path(os.path.realpath(database) + "-writers")
    with _MAKING:
        return _QUEUES.setdefault(path, WriteQueue(path))


def _after_fork() -> None:
    global _MAKING  # noqa: PLW0603 - another thread of the parent may have held it
    _MAKING = threading.Lock()
    for queue in _QUEUES.values():
        queue.forget()
    _QUEUES.clear()


os.register_at_fork(after_in_child=_after_fork)
