"""Soak: 8 processes × 1,000 takes from three series with random rollbacks; no gap, no double.

python -m benchmarks.soak_numbers            SQLite, then PostgreSQL where DATABASE_URL names a server
"""

from __future__ import annotations

import os
import time

from tests.records.journal.deployment import deployment
from tests.records.numbers.test_crowd import check, crowd, python

PROCESSES, TAKES = 8, 1_000


def soak(url: str) -> None:
    """One database."""
    name = "PostgreSQL" if url else "SQLite"
    with deployment(url) as environment:
        python(environment, "-m", "django", "migrate", "-v", "0")
        begun = time.perf_counter()
        lines = crowd(environment, PROCESSES, TAKES)
        seconds = time.perf_counter() - begun
        check(environment, lines)
    rate = PROCESSES * TAKES / seconds
    print(
        f"{name}: {PROCESSES} × {TAKES} transactions, {len(lines)} numbers kept, no gap, no double,"
        f" {seconds:.1f} s, {rate:.0f}/s"
    )


if __name__ == "__main__":
    soak("")
    if url := os.environ.get("DATABASE_URL", ""):
        soak(url)
