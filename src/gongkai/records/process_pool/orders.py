"""What the template process is told to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

LARGEST_ORDER: Final = 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class SetUp:
    """The first order: Django's settings, as far as functions without a database need them."""

    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fork:
    """Make a child; `modules` are loaded first, so that no child has to. The answer is its process id."""

    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class End:
    """Kill a child, if it still lives. The answer is its exit code, negative for a signal."""

    pid: int
