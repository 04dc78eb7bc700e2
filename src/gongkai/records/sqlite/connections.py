"""The database backend: Django's own for SQLite, with a turn around every write transaction."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from gongkai.records.sqlite.write_queue import Turn, WriteQueue, queue_of

RETRY = 0.01  # seconds between two tries to begin, where SQLite itself does not wait
IN_THEIR_TURN = frozenset({"IMMEDIATE", "EXCLUSIVE"})
_WRITES = re.compile(
    r"(?:\s++|--[^\n]*+\n|/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/)*+"
    r"(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|REINDEX|ANALYZE|VACUUM"
    r"|WITH\b.*\)\s*+(INSERT|UPDATE|DELETE|REPLACE)\b)",
    re.IGNORECASE | re.DOTALL,
)


if TYPE_CHECKING:

    class DjangosWrapper(base.DatabaseWrapper):
        """With what the stubs leave out."""

        transaction_mode: str | None

        def _start_transaction_under_autocommit(self) -> None: ...
        def _commit(self) -> None: ...
        def _rollback(self) -> None: ...
        def _close(self) -> None: ...

else:
    DjangosWrapper = base.DatabaseWrapper


class DatabaseWrapper(DjangosWrapper):
    """A connection that takes its turn before it writes and gives it back with the commit or roll-back.

    A transaction in mode IMMEDIATE or EXCLUSIVE has it from BEGIN on, one in mode DEFERRED from its first
    writing statement, a statement in autocommit for itself. Savepoints do not ask again. Databases in memory
    have one writer anyway and no queue. `timeout` of OPTIONS bounds the whole wait: for the turn and, should
    somebody write past the queue, for SQLite's lock. Raises WaitedTooLong, WaitsForItself.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._queue_of_file: WriteQueue | None = None
        self._turn: Turn | None = None
        self._patience = 5.0

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, with the patience of this connection noted."""
        params: dict[str, Any] = super().get_connection_params()
        self._patience = float(params.get("timeout", 5.0))
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Django's, with its place in the queue of the file that was opened."""
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        file = connection.execute("PRAGMA database_list").fetchone()[2]
        self._queue_of_file = queue_of(file) if file else None
        return connection

    @property
    def _queue(self) -> WriteQueue | None:
        return None if self.is_in_memory_db() else self._queue_of_file

    def create_cursor(self, name: object = None) -> QueuedCursor:
        """A cursor that knows this connection."""
        cursor: QueuedCursor = self.connection.cursor(factory=QueuedCursor)
        cursor.wrapper = self
        return cursor

    def waits_for_turn(self, query: str) -> bool:
        """Whether a statement must not run before this connection has its turn."""
        return self._turn is None and self._queue is not None and _WRITES.match(query) is not None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Inside, the connection writes; the turn stays with it while a transaction is open."""
        self._take_turn()
        try:
            yield
        except sqlite3.OperationalError as problem:
            if _is_busy(problem) and self._queue is not None:
                raise self._queue.too_long(self._patience) from problem
            raise
        finally:
            self._give_turn_back()

    def _start_transaction_under_autocommit(self) -> None:
        if self.transaction_mode not in IN_THEIR_TURN or self._queue is None:
            super()._start_transaction_under_autocommit()
            return
        until = time.monotonic() + self._patience
        self._take_turn()
        try:
            self._begin(until)
        finally:
            self._give_turn_back()

    def _begin(self, until: float) -> None:
        """BEGIN; past the queue somebody may hold SQLite's lock, so it is tried until the patience ends."""
        begin = super()._start_transaction_under_autocommit
        while True:
            try:
                self._within(until - time.monotonic(), begin)
            except OperationalError as problem:
                if not _is_busy(problem.__cause__):
                    raise
                if time.monotonic() >= until - RETRY and self._queue is not None:
                    raise self._queue.too_long(self._patience) from problem
                time.sleep(RETRY)
            else:
                return

    def _within(self, seconds: float, act: Callable[[], None]) -> None:
        """Have SQLite itself wait no longer than what is left, where the turn took its time."""
        if seconds > self._patience * 0.9:
            act()
            return
        self.connection.execute(f"PRAGMA busy_timeout={max(0, int(seconds * 1000))}")
        try:
            act()
        finally:
            self.connection.execute(f"PRAGMA busy_timeout={int(self._patience * 1000)}")

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self._give_turn_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._give_turn_back()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._give_turn_back(closed=True)

    def _take_turn(self) -> None:
        if self._turn is None and self._queue is not None:
            self._turn = self._queue.enter(self._patience)

    def _give_turn_back(self, *, closed: bool = False) -> None:
        """Give it back, unless a transaction is open that may still write."""
        turn, queue = self._turn, self._queue
        if turn is None or queue is None or (not closed and self.connection.in_transaction):
            return
        self._turn = None
        queue.leave(turn)


class QueuedCursor(base.SQLiteCursorWrapper):
    """A cursor whose writing statements outside a write transaction wait for the turn."""

    wrapper: DatabaseWrapper
    _kept: Iterator[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        """Django's, in its turn."""
        self._kept = None
        if not self.wrapper.waits_for_turn(query):
            return super().execute(query, params)
        with self.wrapper.turn():
            super().execute(query, params)
            if self.description is not None:  # RETURNING: SQLite commits when the last row was fetched
                self._kept = iter(super().fetchall())
        return self

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """Django's, in its turn."""
        self._kept = None
        if not self.wrapper.waits_for_turn(query):
            return super().executemany(query, param_list)
        with self.wrapper.turn():
            return super().executemany(query, param_list)

    def fetchone(self) -> Any:
        """As every cursor's."""
        return super().fetchone() if self._kept is None else next(self._kept, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        """As every cursor's."""
        size = self.arraysize if size is None else size
        return super().fetchmany(size) if self._kept is None else list(islice(self._kept, size))

    def fetchall(self) -> list[Any]:
        """As every cursor's."""
        return super().fetchall() if self._kept is None else list(self._kept)

    def __next__(self) -> Any:
        """As every cursor's."""
        return super().__next__() if self._kept is None else next(self._kept)


def _is_busy(problem: BaseException | None) -> bool:
    code = getattr(problem, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF == sqlite3.SQLITE_BUSY
