"""Who may use a child now, who waits for how long, and who is sent away at once."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.utils.translation import gettext as _

from gongkai.records.process_pool.limits import STRANGERS, Limits
from gongkai.records.process_pool.refusals import Overloaded

RETRY_AFTER: Final = 10  # seconds that whoever is sent away is asked to wait


class Places:
    """`size` calls at once; up to `waiting` more of each rank wait for their turn.

    `strangers` bounds the calls of strangers that run or wait: threads are left to answer everybody else.
    """

    def __init__(self, size: int, waiting: int, strangers: int) -> None:
        self._lock = threading.Lock()
        self._free = size
        self._most_waiting = waiting
        self._strangers_left = strangers
        self._queues: tuple[deque[threading.Event], ...] = tuple(
            deque() for _rank in range(STRANGERS.rank + 1)
        )

    @contextmanager
    def taken(self, limits: Limits) -> Iterator[None]:
        """Inside, one child may be used. Raises Overloaded."""
        stranger = limits.rank == STRANGERS.rank
        with self._lock:
            if stranger and self._strangers_left == 0:
                raise _overloaded()
            self._strangers_left -= stranger
        try:
            self._enter(limits)
            try:
                yield
            finally:
                self._leave()
        finally:
            with self._lock:
                self._strangers_left += stranger

    def _enter(self, limits: Limits) -> None:
        queue = self._queues[limits.rank]
        turn = threading.Event()
        with self._lock:
            if self._free:
                self._free -= 1
                return
            if len(queue) >= self._most_waiting:
                raise _overloaded()
            queue.append(turn)
        until = time.monotonic() + limits.patience
        turn.wait(max(0.0, until - time.monotonic()))
        with self._lock:
            if not turn.is_set():
                queue.remove(turn)
                raise _overloaded()

    def _leave(self) -> None:
        """The place goes to who waits first in the first rank."""
        with self._lock:
            for queue in self._queues:
                if queue:
                    queue.popleft().set()
                    return
            self._free += 1


def _overloaded() -> Overloaded:
    sentence = _("现在需要读取的文件太多，这一份还没有处理。请%(seconds)s秒后再试，不用修改内容。")
    return Overloaded(sentence % {"seconds": RETRY_AFTER}, retry_after=RETRY_AFTER)
