"""The file through which processes put themselves into an order: a list, and locks that tell who lives.

The first line lists who waits, `place:process …`, and `!` where the turn was taken. Behind the end of the
line may stand the rest of a longer one. The locks are record locks (`lockf`) on bytes that need not be there:
byte 0 while the list is changed, for microseconds; from PLACES on one byte for every process that ever waits,
for as long as it lives. The system gives them up however a process ends.
"""

from __future__ import annotations

import fcntl
import os
import re
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

LISTED = 4000  # bytes of the list that are read
PLACES = 4096
PAUSE = 0.00005  # seconds between two tries to lock the list
_ENTRY = re.compile(r"(\d+):(\d+)(!?)")


class Waiting(NamedTuple):
    """Who waits, and whether it has taken its turn."""

    place: int
    process: int
    writing: bool = False

    def __str__(self) -> str:
        return f"{self.place}:{self.process}{'!' if self.writing else ''}"


class ListFile:
    """The file, once opened, with this process's place in it. Every method may raise OSError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1
        self.place = -1

    def open(self, until: float) -> None:
        """Open the file and take a place, unless that was done and the file is still there."""
        if self._descriptor >= 0:
            if os.fstat(self._descriptor).st_nlink:
                return
            self.close()
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._give_to_the_owner_of_the_directory()
            with self.locked(until):
                self._take_a_place()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close it, which gives up the place; again does nothing."""
        if self._descriptor >= 0:
            with suppress(OSError):
                os.close(self._descriptor)
        self._descriptor = self.place = -1

    def line(self) -> bytes:
        """The list as it stands there, nothing if the file is not open."""
        return os.pread(self._descriptor, LISTED, 0).partition(b"\n")[0] if self._descriptor >= 0 else b""

    def entries(self) -> list[Waiting]:
        """The list; what is no entry is left out."""
        found = (_ENTRY.fullmatch(word) for word in self.line().decode("ascii", "replace").split())
        return [Waiting(int(one[1]), int(one[2]), bool(one[3])) for one in found if one]

    def write(self, line: bytes) -> None:
        """Put a list there, in one piece."""
        os.pwrite(self._descriptor, line + b"\n", 0)

    def write_entries(self, entries: list[Waiting]) -> None:
        """Put a list there."""
        self.write(" ".join(map(str, entries)).encode())

    def lives(self, entry: Waiting) -> bool:
        """Whether the process of an entry has not ended. Ask with the list locked."""
        byte = PLACES + entry.place
        if entry.place != self.place and self._lock(byte):
            fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, byte)
            return False
        return True

    def locked(self, until: float) -> Self:
        """`with file.locked(…)`: nobody else changes the list; TimeoutError if somebody was stopped in it."""
        while not self._lock(0):
            if time.monotonic() >= until:
                raise TimeoutError(f"{self._path}: locked for too long")
            time.sleep(PAUSE)
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, 0)

    def _lock(self, byte: int) -> bool:
        """Lock a byte unless another process has it."""
        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
        except (BlockingIOError, PermissionError):  # the system's two words for "somebody has it"
            return False
        return True

    def _take_a_place(self) -> None:
        place = 0
        while not self._lock(PLACES + place):
            place += 1
        self.place = place
        # Whoever had this place is dead; its entry must not come to life with us.
        self.write_entries([entry for entry in self.entries() if entry.place != place])

    def _give_to_the_owner_of_the_directory(self) -> None:
        """What root makes is its owner's, as with the files that SQLite itself makes beside a database."""
        if os.geteuid() == 0:
            owner = self._path.parent.stat()
            os.fchown(self._descriptor, owner.st_uid, owner.st_gid)
