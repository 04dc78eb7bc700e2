"""Whatever is handed in ends in a sentence or a reading, within 1.5 GB of memory and 20 s of processing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.material import hostile
from tests.optional import ROOT


def outcome(name: str) -> str:
    """What a process with limits says about this file; more than a minute's rest is not waited for."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.material.hostile", name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=hostile.SECONDS * 6,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


@pytest.mark.parametrize("name", list(hostile.REFUSED))
def test_it_is_refused_with_the_remedy(name: str) -> None:
    said = outcome(name)
    assert said.startswith("refused: ")
    assert "请" in said


@pytest.mark.parametrize("name", list(hostile.ENDURED))
def test_it_is_read_or_refused_within_the_limits(name: str) -> None:
    said = outcome(name)
    assert said == "read" or "请" in said
