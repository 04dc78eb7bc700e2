"""What the journal costs: an operation that journals, and the entry alone, against the bare insert.

Each is one transaction with one commit, the three in turn in every round, side by side in one run on a fresh
deployment: SQLite, and PostgreSQL where DATABASE_URL or this machine has a server. Target: at most 3x.
Then what is behind: entries sealed and verified a second.

    .venv/bin/python benchmarks/bench_journal.py
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS, TURNS = 7, 300
MEASURE = "measure"


def main() -> None:
    """Measure on each database, in a process and a deployment of its own."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from tests.records.journal.deployment import deployment  # noqa: PLC0415
    from tests.run import postgresql_url  # noqa: PLC0415

    url = postgresql_url()
    for name, server in {"SQLite": "", **({"PostgreSQL": url} if url else {})}.items():
        with deployment(server) as environment:
            subprocess.run([sys.executable, __file__, MEASURE, name], env=environment, check=True)  # noqa: S603


def timed(act: Callable[[], object], turns: int) -> float:
    """Seconds a turn."""
    start = perf_counter()
    for _ in range(turns):
        act()
    return (perf_counter() - start) / turns


def measure(name: str) -> None:
    """Print the ratios on the database of this environment."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from gongkai.annual_reports.models import KeptCheck  # noqa: PLC0415
    from gongkai.records import journal  # noqa: PLC0415
    from gongkai.records.actors import RUNNER, ObjectRef  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    now = timezone.now()
    numbers = iter(range(10**9))

    def row() -> None:
        token, until = str(next(numbers)), now + timedelta(days=1)
        KeptCheck.objects.create(token=token, created_at=now, expires_at=until, figures={}, kept_by="bench")

    def entry() -> None:
        ref = ObjectRef("kept_check", str(next(numbers)), "性能测量")
        journal.record(verb="check.kept", object=ref, by=RUNNER, at=now, after={"expires_at": now})

    def operation() -> None:
        row()
        entry()

    acts = {"bare": row, "entry": entry, "operation": operation}
    seconds: dict[str, list[float]] = {act: [] for act in acts}
    for _ in range(ROUNDS):
        for act, perform in acts.items():
            seconds[act].append(timed(transaction.atomic(perform), TURNS))

    def ratio(act: str) -> float:
        return median(one / bare for one, bare in zip(seconds[act], seconds["bare"], strict=True))

    start = perf_counter()
    journal.seal_all(at=now)
    sealed = perf_counter() - start
    start = perf_counter()
    verified = journal.verify()
    spent = perf_counter() - start
    assert verified.ok
    print(
        f"journal on {name}: an operation {ratio('operation'):.2f}x, an entry {ratio('entry'):.2f}x the "
        f"bare insert (median of {ROUNDS} rounds of {TURNS}: {median(seconds['operation']) * 1e3:.2f}, "
        f"{median(seconds['entry']) * 1e3:.2f}, {median(seconds['bare']) * 1e3:.2f} ms with the commit); "
        f"{verified.entries / sealed:,.0f} entries a second sealed, {verified.entries / spent:,.0f} verified"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == [MEASURE]:
        measure(sys.argv[2])
    else:
        main()
