"""Who may use a child now, who waits, and who is sent away: by numbers alone, without processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from gongkai.records.process_pool import STAFF, STRANGERS, Limits, Overloaded
from gongkai.records.process_pool.places import Places
from tests.records.process_pool.test_pool import until


class Callers:
    """Calls that stay inside until they are told to leave."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.threads = ThreadPoolExecutor(8)
        self.leave = threading.Event()
        self.inside: list[str] = []

    def call(self, name: str, limits: Limits = STAFF) -> Future[None]:
        return self.threads.submit(self._stay, name, limits)

    def _stay(self, name: str, limits: Limits) -> None:
        with self.places.taken(limits):
            self.inside.append(name)
            self.leave.wait(30)

    def waiting(self, limits: Limits = STAFF) -> int:
        return len(self.places._queues[limits.rank])


@pytest.fixture
def callers() -> Iterator[Callers]:
    """One place, and one to wait in."""
    made = Callers(Places(size=1, waiting=1, strangers=2))
    yield made
    made.leave.set()
    made.threads.shutdown()


def test_whoever_comes_when_the_queue_is_full_is_sent_away_at_once(callers: Callers) -> None:
    callers.call("first")
    until(lambda: callers.inside == ["first"])
    second = callers.call("second")
    until(lambda: callers.waiting() == 1)
    begun = time.monotonic()
    with pytest.raises(Overloaded, match="10秒后再试") as sent_away, callers.places.taken(STAFF):
        pass
    assert time.monotonic() - begun < STAFF.patience / 2
    assert sent_away.value.retry_after == 10
    callers.leave.set()
    second.result(30)


def test_whoever_waited_long_enough_is_sent_away_and_the_place_is_not_lost(callers: Callers) -> None:
    first = callers.call("first")
    until(lambda: callers.inside == ["first"])
    with pytest.raises(Overloaded), callers.places.taken(replace(STAFF, patience=0.05)):
        pass
    callers.leave.set()
    first.result(30)
    with callers.places.taken(replace(STAFF, patience=0)):
        pass


def test_strangers_are_sent_away_so_that_threads_are_left_for_everybody_else() -> None:
    places = Places(size=4, waiting=4, strangers=2)
    with places.taken(STRANGERS), places.taken(STRANGERS):
        with pytest.raises(Overloaded), places.taken(STRANGERS):
            pass
        with places.taken(STAFF):
            pass
    with places.taken(STRANGERS):
        pass


def test_staff_are_served_before_strangers_who_came_first(callers: Callers) -> None:
    callers.call("first")
    until(lambda: callers.inside == ["first"])
    callers.call("stranger", STRANGERS)
    until(lambda: callers.waiting(STRANGERS) == 1)
    callers.call("staff")
    until(lambda: callers.waiting() == 1)
    callers.leave.set()
    until(lambda: len(callers.inside) == 3)
    assert callers.inside == ["first", "staff", "stranger"]
