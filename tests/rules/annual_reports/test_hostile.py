"""Whatever is handed in ends in a sentence or a reading, within 1.5 GB of memory and 20 s of processing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from tests.material import hostile
from tests.optional import ROOT

Outcome = Callable[[str], str]


@pytest.fixture(scope="module")
def outcome() -> Iterator[Outcome]:
    """What a child with limits says about the file of a name: one process has them all, one after another."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.material.hostile"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def ask(name: str) -> str:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{name}\n")
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            assert answer["code"] == 0, answer
            return str(answer["said"]).strip()

        yield ask


@pytest.mark.parametrize("name", list(hostile.REFUSED))
def test_it_is_refused_with_the_remedy(name: str, outcome: Outcome) -> None:
    said = outcome(name)
    assert said.startswith("refused: ")
    assert "请" in said


@pytest.mark.parametrize("name", list(hostile.ENDURED))
def test_it_is_read_or_refused_within_the_limits(name: str, outcome: Outcome) -> None:
    said = outcome(name)
    assert said == "read" or "请" in said


# The protection itself: what a file could do to its reader ends with the reader.


def test_one_that_never_ends_is_ended() -> None:
    began = time.monotonic()
    ended = hostile.in_a_child(lambda: str(time.sleep(600)), patience=0.2)
    assert ended["code"] == -signal.SIGKILL
    assert time.monotonic() - began < 60


def test_one_that_takes_too_much_time_or_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile, "SECONDS", 1)
    monkeypatch.setattr(hostile, "read", lambda data, called: all(True for _ in iter(int, 1)))
    ended = hostile.in_a_child(lambda: hostile.examine("nul bytes"))
    assert ended["code"] in (-signal.SIGXCPU, -signal.SIGKILL)
    monkeypatch.setattr(hostile, "read", lambda data, called: bytearray(hostile.MEMORY))
    ended = hostile.in_a_child(lambda: hostile.examine("nul bytes"))
    assert ended["code"] == 1
    assert "MemoryError" in str(ended["said"])


def test_one_that_ends_its_reader_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile, "read", lambda data, called: os.kill(os.getpid(), signal.SIGKILL))
    assert hostile.in_a_child(lambda: hostile.examine("nul bytes"))["code"] == -signal.SIGKILL
