"""20 rounds of kill -9 on each database: takers of numbers and a real runner, on one home throughout.

    DATABASE_URL=postgres://user@127.0.0.1:5432/gongkai .venv/bin/python -m benchmarks.soak_kills [ROUNDS]

Checked is what tests/records/killed.py claims. benchmarks/soak_journal.py does the same to a crowd of plain
writers, each time with 2,000 operations.
"""

from __future__ import annotations

import os
import sys
import time

from tests.records import killed
from tests.records.journal.deployment import deployment

ROUNDS = 20


def main(rounds: int) -> None:
    """SQLite, then PostgreSQL where DATABASE_URL names a server."""
    for url in dict.fromkeys(["", os.environ.get("DATABASE_URL", "")]):
        with deployment(url) as environment:
            killed.run(environment, sys.executable, "-m", "django", "migrate", "-v", "0")
            begun = time.perf_counter()
            found = killed.play(environment, rounds, seed=20261128, most=200)
            seconds = time.perf_counter() - begun
        killed.check(found)
        print(
            f"{'PostgreSQL' if url else 'SQLite'}: {rounds} rounds in {seconds:.0f} s,"
            f" {len(found.acknowledged)} numbers acknowledged, {len(found.rows)} there, 0 lost, 0 gaps;"
            f" {found.said.splitlines()[0]}",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else ROUNDS)
