"""Reading and checking what somebody sent, in a child process: the bytes of a file, or figures as JSON.

Strangers' text is never looked at in the process that answers other people (records.process_pool).
"""

from __future__ import annotations

import json
from dataclasses import replace

from gongkai.annual_reports.rules import Finding, NotAReading, Reading, check, read
from gongkai.records import process_pool
from gongkai.records.process_pool import STRANGERS, Limits

Checked = tuple[Reading, tuple[Finding, ...]]


def read_report(data: bytes, name: str, *, limits: Limits = STRANGERS) -> Reading:
    """The reading of a file; `name` as it was sent, or "". Raises NothingRead, CouldNotFinish, Overloaded."""
    return process_pool.run(limits, _read, data, name)


def check_report(data: bytes, name: str) -> Checked:
    """The reading of a file, and what does not fit in it. Raises NothingRead, CouldNotFinish, Overloaded."""
    return process_pool.run(STRANGERS, _read_and_check, data, name)


def check_figures(text: str) -> Checked:
    """The reading that a JSON text says, and what does not fit.

    Raises NotAReading, CouldNotFinish, Overloaded.
    """
    return process_pool.run(STRANGERS, _restore_and_check, text)


def findings(
    reading: Reading, previous: Reading | None = None, *, limits: Limits = STRANGERS
) -> tuple[Finding, ...]:
    """What does not fit in a reading whose text or figures strangers wrote.

    Raises CouldNotFinish, Overloaded.
    """
    # The paragraphs beside the reading: to be equal, a reading does not look at them.
    return process_pool.run(limits, _check, reading, reading.paragraphs, previous)


def _read(data: bytes, name: str) -> Reading:
    """A reading that can be kept: what JSON makes of it and back is a reading too."""
    reading = read(data, name)
    Reading.from_json(reading.as_json())
    return reading


def _read_and_check(data: bytes, name: str) -> Checked:
    reading = read(data, name)
    return reading, tuple(check(reading))


def _restore_and_check(text: str) -> Checked:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAReading("数据不完整。") from None
    reading = Reading.from_json(value)
    return reading, tuple(check(reading))


def _check(reading: Reading, paragraphs: tuple[str, ...], previous: Reading | None) -> tuple[Finding, ...]:
    return tuple(check(replace(reading, paragraphs=paragraphs), previous))
