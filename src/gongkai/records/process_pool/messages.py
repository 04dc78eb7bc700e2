"""What crosses between a process and its children: tasks in, outcomes out.

A task is trusted. An outcome is not: the child that made it had strangers' bytes in its hands. So it is
unpickled with nothing but plain values, and data classes, enumerations and exceptions of this program.
"""

from __future__ import annotations

import enum
import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any, Final

from gongkai.records.process_pool.limits import Limits

_PROTOCOL: Final = 5
_PROGRAM: Final = __name__.partition(".")[0]
_PLAIN: Final = frozenset(
    {
        ("builtins", "complex"),
        ("builtins", "frozenset"),
        ("builtins", "set"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        ("uuid", "UUID"),
    }
)


@dataclass(frozen=True, slots=True)
class Task:
    """A function and what it is given. Equal tasks have equal outcomes: functions look at nothing else."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    named: Mapping[str, Any]
    limits: Limits
    language: str | None

    @property
    def name(self) -> str:
        """`package.module:function`, as logs name it."""
        return f"{self.function.__module__}:{self.function.__qualname__}"


@dataclass(frozen=True, slots=True)
class FileAt:
    """In the place of an open file among the arguments: which of the files sent beside the task it is."""

    number: int
    writable: bool = False


@dataclass(frozen=True, slots=True)
class FileOf:
    """In the place of a file that is in memory: its bytes."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    """The function raised what is no refusal: the class of the error, and the lines of code."""

    kind: str
    places: str
    memory: bool = False  # it ran out of memory


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception of this program, which is raised again on the other side: class, arguments, attributes."""

    kind: type[Exception]
    arguments: tuple[Any, ...]
    attributes: dict[str, Any]

    @classmethod
    def of(cls, error: Exception) -> Raised:
        """What is needed to raise the exception again."""
        return cls(type(error), error.args, dict(error.__dict__))

    def again(self) -> Exception:
        """The exception, made without its constructor, which may want other arguments than it keeps."""
        error = self.kind.__new__(self.kind, *self.arguments)
        error.args = self.arguments
        error.__dict__.update(self.attributes)
        return error


@dataclass(frozen=True, slots=True)
class Returned:
    """What the function gave back."""

    value: Any


Outcome = Returned | Raised | Failure


class NotPlain(Exception):
    """The outcome holds what may not cross."""


def is_ours(error: BaseException) -> bool:
    """Whether the class of the exception belongs to this program."""
    return isinstance(error, Exception) and type(error).__module__.partition(".")[0] == _PROGRAM


def packed(message: object) -> bytes:
    """A task or an outcome as bytes; whatever pickle raises for what cannot be sent."""
    return pickle.dumps(message, _PROTOCOL)


def task(message: bytes | bytearray) -> Task:
    """The task that was sent to this child."""
    read: Task = pickle.loads(message)  # noqa: S301 - from the process that started this one
    return read


def outcome(message: bytes | bytearray) -> Outcome:
    """The outcome that a child sent. Raises NotPlain."""
    try:
        read = _Plain(io.BytesIO(message)).load()
    except NotPlain:
        raise
    except Exception as problem:
        raise NotPlain(type(problem).__name__) from None
    if not isinstance(read, Returned | Raised | Failure):
        raise NotPlain(type(read).__name__)
    return read


class _Plain(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """A class that may cross. Raises NotPlain."""
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if module.partition(".")[0] == _PROGRAM and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module and _is_plain(found):
                return found
        raise NotPlain(f"{module}.{name}")


def _is_plain(found: type) -> bool:
    return is_dataclass(found) or issubclass(found, enum.Enum | Exception)
