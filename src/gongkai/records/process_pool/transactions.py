"""No work in children while a transaction is open: on SQLite everybody who writes would wait for it.

An operation often learns only inside its transaction what there is to read or to lay out: the draft as it is
now that it is locked, the number that a letter bears. `atomic` has both: where the operation asks for an
outcome that is not there yet, its transaction is rolled back, the work is done outside, and the operation
begins again; when it asks for the same, it is given the outcome at once.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, ParamSpec, TypeVar

from django.db import transaction

from gongkai.records.process_pool.messages import Task

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Perform = Callable[[Task], Any]

MOST_ROUNDS: Final = 20


class InTransaction(RuntimeError):
    """Work was asked for while a transaction was open that does not know how to wait: see `atomic`."""


class _Needed(BaseException):
    """The outcome of a task is needed; on its way out it rolls the transaction back.

    No Exception: an operation that catches everything must not catch this.
    """

    def __init__(self, task: Task, perform: Perform) -> None:
        super().__init__(task.name)
        self.task, self.perform = task, perform


@dataclass(frozen=True, slots=True)
class _Known:
    task: Task
    value: Any = None
    error: Exception | None = None


_known: ContextVar[list[_Known] | None] = ContextVar("gongkai_known_outcomes", default=None)


def is_open() -> bool:
    """Whether this thread is inside a transaction (that a test wrapped around itself does not count)."""
    blocks = transaction.get_connection().atomic_blocks
    return any(not getattr(block, "_from_testcase", False) for block in blocks)


def known_outcome(task: Task, perform: Perform) -> Any:
    """The outcome of a task that was done before the transaction began; else it begins again. In `atomic`."""
    known = _known.get()
    if known is None:
        raise InTransaction(
            f"{task.name} was asked for inside a transaction: call it before, or let the operation be "
            "process_pool.atomic instead of transaction.atomic."
        )
    for one in known:
        if one.task == task:
            if one.error is not None:
                raise one.error
            return one.value
    raise _Needed(task, perform)


def atomic(operation: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """`transaction.atomic` for an operation that has work done by `process_pool.run`.

    The operation may run several times, each but the last rolled back: whatever it does besides the database
    must do no harm twice, and what it is given must bear being looked at twice (no iterator). Called inside
    another such operation it is part of that one.
    """

    @functools.wraps(operation)
    def performed(*arguments: Parameters.args, **named: Parameters.kwargs) -> Result:
        if _known.get() is not None or is_open():
            with transaction.atomic():
                return operation(*arguments, **named)
        known: list[_Known] = []
        token = _known.set(known)
        try:
            for _round in range(MOST_ROUNDS):
                try:
                    with transaction.atomic():
                        return operation(*arguments, **named)
                except _Needed as needed:
                    known.append(_done(needed))
            raise RuntimeError(f"{operation.__qualname__} asked for something else in each of its rounds.")
        finally:
            _known.reset(token)

    return performed


def _done(needed: _Needed) -> _Known:
    try:
        return _Known(needed.task, needed.perform(needed.task))
    except Exception as error:  # the operation is told when it asks again
        return _Known(needed.task, error=error)
