"""The one pool of this process, begun when it is first needed, and the door to it."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, ParamSpec, TypeVar

from django.conf import settings
from django.utils import translation

from gongkai.records.process_pool import child, transactions
from gongkai.records.process_pool.files import held_in_memory
from gongkai.records.process_pool.limits import Limits
from gongkai.records.process_pool.messages import Task
from gongkai.records.process_pool.pool import Pool

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

WAITING: Final = 4  # calls of each rank that may wait, for each child there may be
THREADS: Final = 8  # of a server that does not say how many it has

_in_place: ContextVar[bool] = ContextVar("gongkai_run_in_place", default=False)


class _Own:
    """What belongs to this process."""

    def __init__(self) -> None:
        self.threads = THREADS
        self.begin_anew()

    def begin_anew(self) -> None:
        """In a copy of this process the pool is the original's; its lock may be held by a thread not here."""
        self.lock = threading.Lock()
        self.pool: Pool | None = None


_own = _Own()


def run(
    limits: Limits,
    function: Callable[Parameters, Result],
    /,
    *arguments: Parameters.args,
    **named: Parameters.kwargs,
) -> Result:
    """`function(*arguments, **named)`, worked on in a child process within the limits.

    The function has a name in a module; it looks at nothing but its arguments (no database, no settings) and
    gives back plain values, data classes of this program among them. An argument may be a file open for
    reading (read there from its start) or `files.Writable`.

    Raises the exceptions of this program that the function raises, as they are; TooDemanding, ChildCrashed;
    FunctionFailed for any other exception; Overloaded. Inside a transaction see `atomic`.
    """
    if child.working or _in_place.get():
        return function(*arguments, **named)
    task = Task(function, arguments, named, limits, translation.get_language())
    if transactions.is_open():
        return transactions.known_outcome(held_in_memory(task), _perform)  # type: ignore[no-any-return]
    return _perform(task)  # type: ignore[no-any-return]


@contextmanager
def in_place() -> Iterator[None]:
    """Inside, functions run here and now, whatever transaction is open.

    Only for content that this program brings along, where nobody is being served: the demo city being built.
    """
    token = _in_place.set(True)
    try:
        yield
    finally:
        _in_place.reset(token)


def configure(*, threads: int) -> None:
    """Say how many threads answer requests in this process and its copies: strangers get half of them."""
    _own.threads = threads


def close() -> None:
    """End every child of this process; the next call begins anew. Before a fork, and at the end."""
    with _own.lock:
        pool, _own.pool = _own.pool, None
    if pool is not None:
        pool.close()


def _perform(task: Task) -> Any:
    with _own.lock:
        if _own.pool is None:
            size = settings.GONGKAI_CHILDREN
            _own.pool = Pool(size=size, waiting=WAITING * size, strangers=max(1, _own.threads // 2))
        pool = _own.pool
    return pool.run(task)


def _begin_anew() -> None:
    pool = _own.pool
    _own.begin_anew()
    if pool is not None:
        pool.let_go()


os.register_at_fork(after_in_child=_begin_anew)
atexit.register(close)
