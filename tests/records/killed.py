"""A house killed with -9 again and again: takers of numbers and the runner that seals, on one home.

Every round starts them, waits until so many numbers were acknowledged, kills all at once, and starts the next
on what is there. A taker acknowledges a number (a line in a file) after its transaction.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import BinaryIO

from tests.optional import ROOT

GONGKAI = str(Path(sys.executable).parent / "gongkai")
TAKERS = 4
# Prints the series with a gap, the numbers there are, and the entries that say a number was taken.
STANDING = (
    "import django; django.setup()\n"
    "from gongkai.records import journal, numbers\n"
    "from gongkai.records.numbers.models import Number\n"
    "print(len(numbers.gaps()))\n"
    "for number in Number.objects.select_related('series'): print('row', number.series.kind, number.serial)\n"
    "for entry in journal.entries().filter(verb='number.taken'):"
    " print('entry', entry.after['kind'], entry.after['serial'])\n"
)


@dataclass(frozen=True)
class Found:
    """What stands in the end."""

    acknowledged: list[str]
    rows: list[str]
    entries: list[str]
    series_with_gaps: int
    verdict: int
    said: str


def play(environment: dict[str, str], rounds: int, seed: int, most: int = 60) -> Found:
    """Rounds on a migrated deployment, each killed after up to `most` numbers; then all is counted."""
    draw = Random(seed)  # noqa: S311 - a test's
    folder = Path(environment["GONGKAI_DATA"])
    witnesses = [folder / f"witness-{number}" for number in range(TAKERS)]
    for number in range(rounds):
        before = acknowledged(witnesses)
        house = start(environment, witnesses, seed=1000 * seed + number)
        wanted, end = len(before) + draw.randrange(1, most), time.monotonic() + 240
        while len(acknowledged(witnesses)) < wanted:
            assert time.monotonic() < end, "the house took no numbers"
            time.sleep(0.002)
        for process in house:
            os.killpg(process.pid, signal.SIGKILL)
        for process in house:
            process.wait()
    said = run(environment, sys.executable, "-c", STANDING).stdout.splitlines()
    sealed = run(environment, GONGKAI, "journal", "seal")
    assert sealed.returncode == 0, sealed.stderr
    verified = run(environment, GONGKAI, "journal", "verify", "--full")
    return Found(
        acknowledged(witnesses),
        [line.removeprefix("row ") for line in said if line.startswith("row ")],
        [line.removeprefix("entry ") for line in said if line.startswith("entry ")],
        int(said[0]),
        verified.returncode,
        verified.stdout + verified.stderr,
    )


def check(found: Found) -> None:
    """Nothing acknowledged is lost, nothing doubled, no gap, every number journalled, the journal whole."""
    assert len(set(found.rows)) == len(found.rows)
    assert set(found.acknowledged) <= set(found.rows)
    assert len(set(found.acknowledged)) == len(found.acknowledged)
    assert sorted(found.rows) == sorted(found.entries)
    assert found.series_with_gaps == 0
    for kind in {row.split()[0] for row in found.rows}:
        serials = sorted(int(row.split()[1]) for row in found.rows if row.startswith(f"{kind} "))
        assert serials == list(range(1, len(serials) + 1))
    assert found.verdict == 3, found.said  # consistent; nobody kept an anchor


def start(environment: dict[str, str], witnesses: list[Path], seed: int) -> list[subprocess.Popen[bytes]]:
    """The takers and the runner, each with a process group of its own."""
    taker = [sys.executable, "-m", "tests.records.numbers.taker"]
    house = []
    for number, witness in enumerate(witnesses):
        with witness.open("ab") as said:
            house.append(begin(environment, [*taker, str(seed + number), "100000"], said))
    return [*house, begin(environment, [GONGKAI, "runner"], subprocess.DEVNULL)]


def begin(environment: dict[str, str], command: list[str], out: BinaryIO | int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.DEVNULL, start_new_session=True
    )


def acknowledged(witnesses: list[Path]) -> list[str]:
    """The whole lines written so far; one cut by the killing was not acknowledged."""
    texts = [path.read_text("utf-8") for path in witnesses if path.exists()]
    return [line for text in texts for line in text.split("\n")[:-1] if line]


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=ROOT, env=environment, check=False, capture_output=True, text=True, timeout=300
    )
