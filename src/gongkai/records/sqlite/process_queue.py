"""A turn for one process of the deployment at a time, in the order they asked, through one small file.

A process that ended is passed over (its lock in the file is gone), so nobody has to clean up. One that lives
but does not take its turn (stopped, starved) is passed over too, and asks again when it wakes. Whoever waits
looks at the list every so often: a process cannot wait for a record lock for a limited time.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from gongkai.records.sqlite.list_file import ListFile, Waiting

FIRST_PAUSE = 0.0002  # seconds between the first looks at the list
LONGEST_PAUSE = 0.005
PATIENT = 1 / 8  # a pause is this part of what one has waited: late by an eighth at most
LOOK_ROUND = 0.1  # seconds between two looks whether those in front still live
TAKEN_WITHIN = 0.5  # seconds in which a turn is to be taken
TO_LEAVE = 1.0  # seconds to wait for the list when leaving


class ProcessQueue:
    """This process's place in the queue of the deployment. One thread at a time uses it (ThreadQueue)."""

    def __init__(self, path: Path) -> None:
        self._file = ListFile(path)

    def enter(self, until: float) -> bool:
        """Wait for the turn; False if it has not come by the instant `until` (`time.monotonic`).

        Raises OSError where the file cannot be used.
        """
        self._file.open(until)
        if self._ask(until):
            return True
        try:
            taken = self._wait(until)
        except BaseException:
            self.leave()
            raise
        if not taken:
            self.leave()
        return taken

    def leave(self) -> None:
        """Give up the turn, or the wait for it."""
        file = self._file
        try:
            with file.locked(time.monotonic() + TO_LEAVE):
                if file.line() == self._alone():
                    file.write(b"")
                else:
                    file.write_entries([entry for entry in file.entries() if entry.place != file.place])
        except OSError:
            file.close()  # and with it the lock that keeps the entry alive

    def writing(self) -> int | None:
        """The process whose turn it is, as far as the list tells."""
        listed = self._file.entries()
        return listed[0].process if listed else None

    def forget(self) -> None:
        """In a forked child: the place is the parent's, whose locks did not come along."""
        self._file.close()

    def _alone(self) -> bytes:
        """The list when only this process is on it, and writing."""
        return b"%d:%d!" % (self._file.place, os.getpid())

    def _ask(self, until: float) -> bool:
        """Join the list; True if the turn could be taken at once."""
        file = self._file
        with file.locked(until):
            if not file.line():
                file.write(self._alone())
                return True
            listed = file.entries()
            if all(entry.place != file.place for entry in listed):
                listed.append(Waiting(file.place, os.getpid()))
            first = listed[0].place == file.place
            if first:  # also where a thread of ours died with the turn
                listed[0] = listed[0]._replace(writing=True)
            file.write_entries(listed)
        return first

    def _wait(self, until: float) -> bool:
        file = self._file
        began = looked = since = time.monotonic()
        seen = None  # who was first at the last look, since the instant `since`
        while (now := time.monotonic()) < until:
            listed = file.entries()
            if not listed or listed[0].place == file.place:
                if self._ask(until):
                    return True
                continue
            if listed[0] != seen:
                seen, since = listed[0], now
            if now - looked >= LOOK_ROUND:
                looked = now
                self._pass_over(seen, until, sleeping=not seen.writing and now - since >= TAKEN_WITHIN)
            in_front = next((n for n, entry in enumerate(listed) if entry.place == file.place), 1)
            pause = min(max(FIRST_PAUSE, (now - began) * PATIENT), LONGEST_PAUSE)
            time.sleep(min(pause * in_front, until - now))
        return False

    def _pass_over(self, first: Waiting, until: float, *, sleeping: bool) -> None:
        """Strike out the dead, and `first` if it sleeps over its turn; join again if struck out oneself."""
        file = self._file
        with file.locked(until):
            listed = file.entries()
            kept = [one for one in listed if not (sleeping and one == first) and file.lives(one)]
            if all(entry.place != file.place for entry in kept):
                kept.append(Waiting(file.place, os.getpid()))
            if kept != listed:
                file.write_entries(kept)
