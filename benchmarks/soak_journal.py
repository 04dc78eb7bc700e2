"""The journal under a crowd, in full: 8 writers x 1,000 operations, then 20 rounds of 2,000 killed midway.

On SQLite, and on PostgreSQL where DATABASE_URL names a server (a database of its own is made and dropped).
Every round checks what tests/records/journal/witness.py claims; the first claim that fails ends the run.

    DATABASE_URL=postgres://user@127.0.0.1:5432/gongkai .venv/bin/python -m benchmarks.soak_journal
"""

from __future__ import annotations

import os
import random

from tests.records.journal import witness

WRITERS, OPERATIONS = 8, 1_000
ROUNDS, KILLED_WRITERS, KILLED_OPERATIONS = 20, 4, 500


def main() -> None:
    draw = random.Random(20260515)
    url = os.environ.get("DATABASE_URL", "")
    for name, server in {"SQLite": "", "PostgreSQL": url}.items():
        if name == "PostgreSQL" and not url:
            print("PostgreSQL: DATABASE_URL names no server, left out")
            continue
        facts = witness.crowd(server, WRITERS, OPERATIONS)
        witness.check_everything(facts, WRITERS, OPERATIONS)
        done = len(facts["entries"])
        print(
            f"{name}: {WRITERS} writers, {done:,} operations in {facts['seconds']:.1f} s "
            f"({done / facts['seconds']:.0f} a second), {len(facts['blocks'])} blocks, nothing lost, "
            f"doubled, missed or out of order",
            flush=True,
        )
        total, survived = KILLED_WRITERS * KILLED_OPERATIONS, []
        for seed in range(ROUNDS):
            kills = [draw.randrange(1, total)]
            facts = witness.crowd(server, KILLED_WRITERS, KILLED_OPERATIONS, kills, seed)
            witness.check_everything(facts, KILLED_WRITERS, KILLED_OPERATIONS)
            survived += facts["acknowledged_at_kills"]
        print(
            f"{name}: {ROUNDS} rounds of {total:,} operations killed (-9) after {min(survived):,} to "
            f"{max(survived):,}: nothing acknowledged lost or doubled, every journal verifies",
            flush=True,
        )


if __name__ == "__main__":
    main()
