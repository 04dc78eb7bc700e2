"""A child: works on one task after the other, each within its limits, and ends with whoever it works for."""

from __future__ import annotations

import ctypes
import math
import os
import resource
import select
import signal
import socket
import sys
import traceback
from contextlib import suppress
from typing import Any, Final

from django.utils import translation

from gongkai.records.process_pool import channel, files, messages
from gongkai.records.process_pool.limits import Limits
from gongkai.records.process_pool.messages import Failure, Outcome, Raised, Returned, Task

LARGEST_TASK: Final = 256 * 1024 * 1024  # bytes; what is larger comes as a file
IDLE: Final = 300.0  # seconds without a task after which a child ends; its pool uses none so old (pool.STALE)
_MOST_PLACES: Final = 20
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38

working = False  # whether this process is such a child


def serve(end: socket.socket, parent: int) -> None:
    """Work on tasks from `end` until it is closed or nothing comes for long.

    `parent` is the id of the process that forked this one; it must have one thread, for the system looks at
    threads when it tells that a parent is gone.
    """
    global working  # noqa: PLW0603 - what this process is, said once
    working = True
    die_with(parent)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while select.select([end], [], [], IDLE)[0]:
        try:
            message, descriptors = channel.receive(end, largest=LARGEST_TASK)
        except (channel.Closed, channel.MessageTooLong):
            return
        outcome = _outcome(messages.task(message), descriptors)
        del message
        try:
            channel.send(end, outcome)
        except channel.Closed:
            return


def die_with(parent: int) -> None:
    """Be killed when the process that started this one ends, however it ends (Linux).

    Elsewhere a child ends when it next looks at its channel, or by its limit of processor time.
    """
    if sys.platform == "linux":
        system = ctypes.CDLL(None)
        system.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:  # it ended before it was asked to tell
        os._exit(0)


def _outcome(task: Task, descriptors: list[int]) -> bytes:
    """The outcome of the task as bytes, within its limits."""
    with suppress(ValueError, OSError):  # a hard limit from outside may be lower still
        _set_limits(task.limits)
    try:
        packed = messages.packed(_perform(task, descriptors))
    except MemoryError:
        packed = b""
    except Exception as error:  # what cannot be pickled
        packed = messages.packed(_failure(error))
    with suppress(ValueError, OSError):
        _lift_limits()
    return packed or messages.packed(Failure("builtins.MemoryError", "", memory=True))


def _perform(task: Task, descriptors: list[int]) -> Outcome:
    arguments: list[Any] = []
    try:
        arguments = files.opened(task, descriptors)
        with translation.override(task.language):
            return Returned(task.function(*arguments, **task.named))
    except MemoryError:
        raise
    except BaseException as error:  # SystemExit of a library must not end the child
        if isinstance(error, Exception) and messages.is_ours(error):
            return Raised.of(error)
        return _failure(error)
    finally:
        for argument in arguments:
            if hasattr(argument, "close"):
                argument.close()


def _failure(error: BaseException) -> Failure:
    """Class and lines of code of a mistake; what it says may quote the content and stays here."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_PLACES:]
    return Failure(kind, "\n".join(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames))


def _set_limits(limits: Limits) -> None:
    """The system ends the process at the limit of processor time, and refuses memory beyond its limit."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime) + limits.cpu
    _soft(resource.RLIMIT_CPU, seconds)
    _soft(resource.RLIMIT_AS, limits.memory)


def _lift_limits() -> None:
    for which in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
        _soft(which, resource.getrlimit(which)[1])


def _soft(which: int, value: int) -> None:
    resource.setrlimit(which, (value, resource.getrlimit(which)[1]))
