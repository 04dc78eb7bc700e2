"""When work is due, how long to wait before another try, and what may stand in a job's arguments. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

# Monday 2001-01-01 00:00 in Asia/Shanghai, which keeps UTC+8 all year: days and weeks begin where offices see
# them begin.
ANCHOR = datetime(2000, 12, 31, 16, tzinfo=UTC)
LONGEST_DELAY = timedelta(hours=6)

MOST_ARGUMENTS = 8
LONGEST_TEXT = 64  # a SHA-256 digest in hexadecimal
IDENTIFIER = re.compile(r"[A-Za-z0-9_.:/+=-]*")
PERSONAL = {
    "a resident identity number": re.compile(
        r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
    ),
    "a mobile number": re.compile(r"(?:\+?86)?1[3-9]\d{9}"),
}


class ArgumentRefused(ValueError):
    """A job was given more than plain identifiers; the message names the argument."""


def check_arguments(arguments: Mapping[str, object]) -> None:
    """Raise ArgumentRefused unless each value is None, a boolean, an integer or a short ASCII identifier.

    Personal data never stands in task arguments: names do not fit the alphabet, texts do not fit the length,
    identity and mobile numbers are known by their shape. Pass the id of the row that holds them.
    """
    if len(arguments) > MOST_ARGUMENTS:
        raise ArgumentRefused(f"{len(arguments)} arguments: pass the id of one row that holds them.")
    for name, value in arguments.items():
        reason = _refusal(value)
        if reason:
            raise ArgumentRefused(f"Argument {name!r} {reason}: pass the id of the row that holds it.")


def _refusal(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if not isinstance(value, int | str):
        return f"is a {type(value).__name__}, not a plain id"
    text = str(value)
    if len(text) > LONGEST_TEXT:
        return f"is longer than {LONGEST_TEXT} characters"
    if not IDENTIFIER.fullmatch(text):
        return "is not an identifier (ASCII letters, digits and _ . : / + = -)"
    return next((f"looks like {what}" for what, shape in PERSONAL.items() if shape.fullmatch(text)), "")


def retry_delay(attempts: int, backoff: timedelta, chance: float) -> timedelta:
    """How long to wait after `attempts` (≥ 1) failures: `backoff`, doubled each time up to LONGEST_DELAY.

    `chance` in [0, 1) takes away up to half of it, so that what failed together does not return together.
    """
    doublings = min(attempts - 1, 30)
    full: timedelta = min(backoff * 2**doublings, LONGEST_DELAY)
    return full * (1 - chance / 2)


def slot(at: datetime, every: timedelta, offset: time) -> int:
    """The number of the period that the instant `at` lies in; periods begin at `offset` after midnight."""
    shift = timedelta(hours=offset.hour, minutes=offset.minute, seconds=offset.second)
    return (at - ANCHOR - shift) // every


def is_due(last: datetime | None, at: datetime, every: timedelta, offset: time) -> bool:
    """Whether periodic work that last ran at `last` is due at `at`: once in each period.

    However many periods were missed, it is due once. A clock that was set back makes it due again, rather
    than never until the clock has caught up.
    """
    return last is None or slot(at, every, offset) != slot(last, every, offset)
