"""A turn for one thread of the process at a time, in the order they asked."""

from __future__ import annotations

import threading
import time
from collections import deque

LOOK_ROUND = 1.0  # seconds between two looks whether the thread whose turn it is still lives


class ThreadQueue:
    """Threads that wait for a turn; a thread that died with it holds nobody up for longer than a second."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[_Waiting] = deque()
        self._holder: threading.Thread | None = None

    def enter(self, until: float) -> bool:
        """Wait for the turn; False if it has not come by the instant `until` (`time.monotonic`)."""
        me = threading.current_thread()
        with self._mutex:
            if self._holder is None:
                self._holder = me
                return True
            mine = _Waiting(me)
            self._waiting.append(mine)
        try:
            while (left := until - time.monotonic()) > 0:
                if mine.bell.acquire(timeout=min(left, LOOK_ROUND)):
                    return True
                self._pass_over_the_dead()
        except BaseException:  # an interrupted thread must not be handed a turn that it does not take
            if not self._withdraw(mine):
                self.leave(me)
            raise
        return not self._withdraw(mine)

    def leave(self, thread: threading.Thread) -> None:
        """Give the turn of a thread to whoever has waited longest; nothing if it is not that thread's."""
        with self._mutex:
            if self._holder is thread:
                self._hand_over()

    def held_by(self, thread: threading.Thread) -> bool:
        """Whether a thread has the turn."""
        return self._holder is thread

    def _hand_over(self) -> None:
        self._holder = None
        if self._waiting:
            following = self._waiting.popleft()
            self._holder = following.thread
            following.bell.release()

    def _pass_over_the_dead(self) -> None:
        with self._mutex:
            if self._holder is not None and not self._holder.is_alive():
                self._hand_over()

    def _withdraw(self, mine: _Waiting) -> bool:
        """Wait no longer; False if the turn was handed over at this very moment."""
        with self._mutex:
            if mine not in self._waiting:
                return False
            self._waiting.remove(mine)
            return True


class _Waiting:
    """A thread in the queue, and the lock that is opened when its turn comes."""

    def __init__(self, thread: threading.Thread) -> None:
        self.thread = thread
        self.bell = threading.Lock()
        self.bell.acquire()
