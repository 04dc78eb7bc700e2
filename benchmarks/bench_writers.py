"""What the queue of writers on SQLite gives and costs, against Django's own backend in the same run.

Three crowds write as fast as they can, a row and its journal entry per transaction: eight threads, eight
processes, eight threads beside a real `gongkai runner`. Every crowd writes through both backends in turn,
each time in a fresh deployment. Told are the waits of single writes and how even the shares are; last what a
turn costs a writer that is alone.

    .venv/bin/python benchmarks/bench_writers.py [SECONDS]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

SECONDS = 4.0


def main() -> None:
    """Let every crowd write through both backends."""
    root = Path(__file__).resolve().parent.parent
    sys.path.insert(0, str(root))
    os.chdir(root)
    from tests.records.journal.deployment import deployment  # noqa: PLC0415
    from tests.records.sqlite import crowd  # noqa: PLC0415

    def played(engine: str, scene: str, seconds: float) -> Any:
        with deployment("") as environment:
            return crowd.play(environment, engine, scene, seconds)

    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    backends = {"Django's own": crowd.DJANGOS_OWN, "queued": crowd.QUEUED}
    for scene in ("threads", "processes", "mixed"):
        longest = {}
        for name, engine in backends.items():
            told = played(engine, scene, seconds)
            longest[name] = max(wait for one in told for wait in one["waits"])
            print(f"{scene:9} {name:12} {summary(told, seconds)}", flush=True)
        ratio = longest["queued"] / longest["Django's own"]
        print(f"{scene:9} the longest wait is {ratio:.2f}x", flush=True)
    costs = played(crowd.QUEUED, "alone", 0)
    own, queued = costs[crowd.DJANGOS_OWN], costs[crowd.QUEUED]
    print(f"alone: a write takes {queued / own:.2f}x ({own * 1e6:.0f} -> {queued * 1e6:.0f} us CPU)")


def summary(told: list[dict[str, Any]], seconds: float) -> str:
    """One line of what the writers of a crowd told."""
    waits: list[float] = sorted(wait for one in told for wait in one["waits"])
    shares = [len(one["waits"]) for one in told]
    failed = sum(len(one["failures"]) for one in told)

    def quantile(part: float) -> float:
        return waits[min(len(waits) - 1, int(len(waits) * part))] * 1000

    return (
        f"{len(waits) / seconds:5.0f} writes/s, wait p50 {quantile(0.5):6.1f}  p99 {quantile(0.99):7.1f}  "
        f"longest {waits[-1] * 1000:7.1f} ms, shares {min(shares)}..{max(shares)} "
        f"(1:{max(shares) / max(1, min(shares)):.1f}), failed {failed}"
    )


if __name__ == "__main__":
    main()
