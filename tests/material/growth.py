"""How processor time grows with the size of a text: measured, and told from the noise of a busy machine."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

# Twice the text may take twice the time, and something for noise; four times the time is quadratic.
LARGEST_RATIO = 2.6
# Less is not told from the clock's own time.
SHORTEST = 0.0002
LONG, SMALLEST = 0.01, 256


class TooLong(Exception):
    """The processor time that was allowed is spent."""


@contextmanager
def allowed(seconds: float) -> Iterator[None]:
    """Raise TooLong inside the block where it takes more processor time; in the main thread only."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def spent(work: Callable[[], object], limit: float, times: int = 1) -> float:
    """Seconds of processor time that `work` takes, the least of several times. Raises TooLong.

    Of this thread: while a timer of the process runs, its own clock counts whole ticks alone.
    """
    least = limit
    for _ in range(times):
        with allowed(limit):
            began = time.thread_time()
            work()
            least = min(least, time.thread_time() - began)
    return least


def grows_faster(work: Callable[[int], Callable[[], object]], size: int) -> str:
    """Whether time grows much faster than the text, to 4 and to 8 times the size: how, or "".

    `work(size)` gives what is measured at a size. Begins at `size`, or below where that takes long already.
    """
    while size > SMALLEST and _within(work(size), LONG) is None:
        size //= 2
    first = max(spent(work(size), 60, times=3), SHORTEST)
    said = f"{first * 1000:.1f} ms at {size}"
    for doublings in (2, 3):
        bound = first * LARGEST_RATIO**doublings
        # Noise only adds: once within the bound is enough.
        if any(_within(work(size << doublings), bound) is not None for _ in range(3)):
            return ""
        said += f", more than {bound * 1000:.1f} ms at {size << doublings}"
    return said


def _within(work: Callable[[], object], bound: float) -> float | None:
    try:
        taken = spent(work, bound + 0.01)
    except TooLong:
        return None
    return taken if taken <= bound else None
