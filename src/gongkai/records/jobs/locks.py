"""One holder per deployment: a file lock beside a SQLite database, an advisory lock in PostgreSQL.

Both are given up by the system when the holder dies, however it dies.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper


class Lock(Protocol):
    """A lock of the deployment. Taking it twice with one object is an error of the caller."""

    def acquire(self) -> bool:
        """Take it if nobody has it; at once."""

    def held(self) -> bool:
        """Whether it is still ours."""

    def release(self) -> None:
        """Give it up."""


class FileLock:
    """An flock on `path`; the file stays, with the holder's process id for people to read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1

    def acquire(self) -> bool:
        """Take it if nobody has it."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        self._descriptor = descriptor
        return True

    def held(self) -> bool:
        """False too when somebody removed the file: another process could lock its successor."""
        try:
            return os.path.samestat(os.fstat(self._descriptor), self.path.stat())
        except OSError:
            return False

    def release(self) -> None:
        """Give it up."""
        os.close(self._descriptor)
        self._descriptor = -1


class AdvisoryLock:
    """A session lock of PostgreSQL, on a connection of its own that must not pass through a pooler."""

    def __init__(self, name: str) -> None:
        digest = hashlib.sha256(f"gongkai:{name}".encode()).digest()
        self._key = int.from_bytes(digest[:8], "big", signed=True)
        self._connection: BaseDatabaseWrapper = connection.copy()

    def acquire(self) -> bool:
        """Take it if nobody has it."""
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [self._key])
            taken = bool(cursor.fetchone()[0])
        if not taken:
            self._connection.close()
        return taken

    def held(self) -> bool:
        """The lock lives as long as its session."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return False
        return True

    def release(self) -> None:
        """Give it up."""
        self._connection.close()


def deployment_lock(name: str) -> Lock:
    """The lock `name` of this deployment, not yet taken."""
    if connection.vendor == "postgresql":
        return AdvisoryLock(name)
    return FileLock(Path(settings.DATA) / f"{name}.lock")


@contextlib.contextmanager
def holding(lock: Lock) -> Iterator[bool]:
    """Try to take the lock; whether it was taken. Released at the end."""
    taken = lock.acquire()
    try:
        yield taken
    finally:
        if taken:
            lock.release()
