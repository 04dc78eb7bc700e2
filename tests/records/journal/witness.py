"""What must be true after a crowd has been at work; used by the tests and by benchmarks/soak_journal.py."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from tests.optional import ROOT
from tests.records.journal.deployment import deployment

Facts = dict[str, Any]


def crowd(url: str, writers: int, operations: int, kills: Sequence[int] = (), seed: int = 0) -> Facts:
    """Let a crowd work on a fresh deployment (PostgreSQL at `url`, or SQLite); what is there in the end."""
    arguments = [str(number) for number in (seed, writers, operations, *kills)]
    with deployment(url) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "tests.records.journal.crowd", *arguments],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    facts: Facts = json.loads(done.stdout)
    return facts


def check_everything(facts: Facts, writers: int, operations: int) -> None:
    """Every claim below, one after the other."""
    nothing_is_lost_and_nothing_doubled(facts, writers, operations)
    every_entry_is_sealed_once_without_a_gap(facts)
    the_order_is_that_of_commits(facts)
    the_reader_missed_nothing(facts)
    assert facts["findings"] == []


def nothing_is_lost_and_nothing_doubled(facts: Facts, writers: int, operations: int) -> None:
    """Each operation stands once among the rows, and once in the journal."""
    wanted = sorted(f"{writer}/{number}" for writer in range(writers) for number in range(1, operations + 1))
    assert sorted(facts["rows"]) == wanted
    assert sorted(name for _position, name, _seen in facts["entries"]) == wanted


def every_entry_is_sealed_once_without_a_gap(facts: Facts) -> None:
    """Positions are 1, 2, 3, …; blocks are numbered likewise and cover them without gap or overlap."""
    positions = [position for position, _name, _seen in facts["entries"]]
    assert positions == list(range(1, len(positions) + 1))
    end = 0
    for expected, (number, first, last) in enumerate(facts["blocks"], 1):
        assert (number, first) == (expected, end + 1)
        assert last >= first
        end = last
    assert end == len(positions)


def the_order_is_that_of_commits(facts: Facts) -> None:
    """What was acknowledged before an operation began stands before it; a writer's own stand in order."""
    behind: dict[int, int] = {}  # writer → its last operation so far
    for _position, name, seen in facts["entries"]:
        writer, number = map(int, name.split("/"))
        assert number == behind.get(writer, 0) + 1
        assert all(behind.get(other, 0) >= known for other, known in enumerate(seen))
        behind[writer] = number


def the_reader_missed_nothing(facts: Facts) -> None:
    """It read every position, once, in order."""
    assert facts["read"] == list(range(1, len(facts["entries"]) + 1))
