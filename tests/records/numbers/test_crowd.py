"""Eight processes take numbers at once, some changing their mind: no gap and no double, on either database.

`benchmarks/soak_numbers.py` does the same with a thousand takes each.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter

import pytest

from tests.optional import ROOT
from tests.records.journal.deployment import deployment

PROCESSES, TAKES = 8, 30
GAPS = (
    "import django; django.setup()\n"
    "from gongkai.records import numbers\n"
    "from gongkai.records.numbers.models import Number\n"
    "print(numbers.gaps(), Number.objects.count())"
)


def crowd(environment: dict[str, str], processes: int, takes: int) -> list[str]:
    """What the takers printed, all together."""
    taking = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.records.numbers.taker", str(seed), str(takes)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in range(processes)
    ]
    lines = [line for process in taking for line in process.communicate()[0].splitlines()]
    assert all(process.returncode == 0 for process in taking)
    return lines


def python(environment: dict[str, str], *words: str) -> str:
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


def check(environment: dict[str, str], lines: list[str]) -> None:
    """Every series runs 1, 2, 3 … to its last, each serial said once by exactly one process."""
    assert Counter(lines).most_common(1)[0][1] == 1
    for kind in {line.split()[0] for line in lines}:
        serials = sorted(int(line.split()[1]) for line in lines if line.startswith(kind + " "))
        assert serials == list(range(1, len(serials) + 1))
    assert python(environment, "-c", GAPS) == f"[] {len(lines)}"


@pytest.mark.database
def test_eight_processes_leave_no_gap_and_no_double() -> None:
    with deployment(os.environ.get("DATABASE_URL", "")) as environment:
        python(environment, "-m", "django", "migrate", "-v", "0")
        lines = crowd(environment, PROCESSES, TAKES)
        assert PROCESSES * TAKES * 0.6 < len(lines) < PROCESSES * TAKES, (
            "some were rolled back, most were not"
        )
        check(environment, lines)
