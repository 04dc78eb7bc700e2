"""A process that takes numbers, rolling back at random; run by the crowd and by the soak.

    python -m tests.records.numbers.taker SEED TAKES

Prints one line per committed number. Two in ten transactions are rolled back after the number was taken.
SQLite serves its writers in no order: one that was passed over for the whole busy timeout begins the next.
"""

from __future__ import annotations

import random
import sys

import django

from gongkai.records.acts import SystemAct


def main(seed: int, takes: int) -> None:
    """Take numbers from three series until `takes` transactions were begun."""
    django.setup()
    from django.db import OperationalError, transaction  # noqa: PLC0415 - Django must be ready first
    from django.utils import timezone  # noqa: PLC0415

    from gongkai.records import numbers  # noqa: PLC0415
    from gongkai.records.actors import SYSTEM  # noqa: PLC0415

    chance = random.Random(seed)  # noqa: S311 - chance, not secrecy
    for _ in range(takes):
        kind = chance.choice(("reply", "correction", "extension"))
        try:
            with transaction.atomic():
                number = numbers.take(
                    body="yunhe",
                    kind=kind,
                    year=2026,
                    pattern="公〔{year}〕{serial}号",
                    act=SystemAct(SYSTEM, timezone.now()),
                )
                if chance.random() < 0.2:
                    raise InterruptedError
        except InterruptedError:
            continue
        except OperationalError as problem:
            if "locked" not in str(problem):
                raise
            print("passed over", file=sys.stderr)
            continue
        print(kind, number.serial, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
