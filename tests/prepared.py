"""What many tests begin with, made once for those that follow one another, undone when another is wanted.

    @prepared
    def city(db: None) -> City: ...

is a fixture as any other to who asks for it: a city nobody has touched, and a copy of what the function gave
back. But the rows are written once, in a transaction around those of the tests, each of which is rolled back
to here; their keys and files are copied into the data directory of the test. A preparation stands
on `db` and on other preparations alone: it depends on nothing of one test.
Tests with transactions of their own cannot stand inside another; for them it is made in place.
"""

from __future__ import annotations

import copy
import functools
import inspect
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

Make = Callable[..., Any]


@dataclass(frozen=True, eq=False)
class Preparation:
    """A fixture that prepares the database: its name, and the function that does it."""

    name: str
    make: Make

    @property
    def below(self) -> list[str]:
        """The names of the fixtures it stands on."""
        return list(inspect.signature(self.make).parameters)

    @property
    def key(self) -> tuple[str, str]:
        """What it is sorted by."""
        return self.make.__module__, self.name


@dataclass(frozen=True)
class Level:
    """A preparation that stands, what it gave back, the transaction it is in, and its data directory."""

    preparation: Preparation
    value: Any
    atomic: transaction.Atomic
    data: Path


def around_a_test() -> transaction.Atomic:
    """A transaction that is none of the program's, marked as Django marks those around a test."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]
    return atomic


class Stack:
    """The preparations that stand in this process's database, each inside the one before."""

    def __init__(self) -> None:
        self.levels: list[Level] = []

    def value(self, preparation: Preparation) -> Any:
        """A copy of what a preparation gave back; LookupError where it does not stand."""
        for level in self.levels:
            if level.preparation is preparation:
                return copy.deepcopy(level.value)
        raise LookupError(preparation.name)

    def stand(self, wanted: Sequence[Preparation]) -> None:
        """Undo what is not wanted, the last first, and make what is missing."""
        kept = 0
        for level, preparation in zip(self.levels, wanted, strict=False):
            if level.preparation is not preparation:
                break
            kept += 1
        while len(self.levels) > kept:
            transaction.set_rollback(True)
            gone = self.levels.pop()
            gone.atomic.__exit__(None, None, None)
            shutil.rmtree(gone.data)
        for preparation in wanted[kept:]:
            self._add(preparation)

    def copy_data(self, directory: Path) -> None:
        """Put the keys and files of what stands into a data directory."""
        if self.levels:
            shutil.copytree(self.levels[-1].data, directory, dirs_exist_ok=True)

    def _add(self, preparation: Preparation) -> None:
        data = Path(tempfile.mkdtemp(prefix="gongkai-prepared-"))
        self.copy_data(data)
        atomic = around_a_test()
        atomic.__enter__()
        try:
            standing = {level.preparation.name: level.preparation for level in self.levels}
            below = {name: None if name == "db" else self.value(standing[name]) for name in preparation.below}
            with override_settings(DATA=data):
                value = preparation.make(**below)
        except BaseException:
            atomic.__exit__(*sys.exc_info())
            shutil.rmtree(data)
            raise
        self.levels.append(Level(preparation, value, atomic, data))


STACK = Stack()


def prepared(make: Make, *, name: str = "") -> Any:
    """Make a fixture (of the function's name, or another) of a function that prepares the database."""
    preparation = Preparation(name or make.__name__, make)

    @functools.wraps(make)
    def fixture(**given: Any) -> Any:
        try:
            return STACK.value(preparation)
        except LookupError:
            return make(**given)

    fixture.preparation = preparation  # type: ignore[attr-defined]
    return pytest.fixture(fixture, name=preparation.name)


def transactional(item: pytest.Item) -> bool:
    """Whether a test has transactions of its own, as pytest-django decides it."""
    marker = item.get_closest_marker("django_db")
    own = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(own or (marker and marker.kwargs.get("transaction")))


def wanted(item: pytest.Item) -> list[Preparation]:
    """The preparations that a test stands on, each after those that it stands on itself."""
    if transactional(item) or not isinstance(item, pytest.Function):
        return []
    found = [
        getattr(definitions[-1].func, "preparation", None)
        for definitions in item._fixtureinfo.name2fixturedefs.values()
    ]
    preparations = {each.name: each for each in found if each is not None}

    def depth(preparation: Preparation) -> int:
        return 1 + max((depth(preparations[name]) for name in preparation.below if name != "db"), default=0)

    return sorted(preparations.values(), key=lambda each: (depth(each), each.key))


def grouped(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests in their order, but those of a module together that stand on the same."""

    def part(item: pytest.Item) -> tuple[str, bool]:
        return str(item.path), transactional(item)

    places = {each: number for number, each in enumerate(dict.fromkeys(map(part, items)))}
    return sorted(items, key=lambda item: (places[part(item)], [each.key for each in wanted(item)]))
