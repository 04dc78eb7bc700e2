"""Ten thousand reports read and checked on one process and on two, by the door of `gongkai report survey`.

The reports are generated (tests/material), each in its own file. Batches alternate between one process and
two, so that whatever else the machine does meets both; the answers must be the same, in the same order.

    .venv/bin/python benchmarks/bench_many_reports.py [HOW MANY]
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gongkai.cli.reading_files import in_order
from tests import material

ROUNDS, ASKED, WRONG_EVERY = 5, 1.8, 10


def generated(folder: Path, count: int) -> list[Path]:
    """Reports of both forms as web pages; in one of ten a total does not close."""
    paths = []
    for number in range(count):
        report = material.figures(("2019", "2021")[number % 2], number, 5000, sparse=0.5)
        if number % WRONG_EVERY == 0:
            report["table3"]["total"]["total"] += 1
        path = folder / f"{number:05}.html"
        path.write_text(material.dressed(report), "utf-8")
        paths.append(path)
    return paths


def told(paths: list[Path], processes: int) -> tuple[float, list[tuple[str, int, int]]]:
    """Seconds, and of every file its name, the cells read and the findings."""
    start = perf_counter()
    answers = []
    for outcome in in_order(paths, processes):
        assert outcome.reading is not None, outcome.refusal
        tables = outcome.reading.tables.values()
        cells = sum(len(line.cells) for table in tables for line in (table or {}).values())
        answers.append((outcome.path.name, cells, len(outcome.findings)))
    return perf_counter() - start, answers


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        paths = generated(Path(folder), count)
        told(paths[:100], 2)
        one, two = 0.0, 0.0
        for turn in range(ROUNDS):
            batch = paths[turn::ROUNDS]
            alone, answers = told(batch, 1)
            beside, same = told(batch, 2)
            assert answers == same
            assert all((findings > 0) == (int(name[:5]) % WRONG_EVERY == 0) for name, _, findings in answers)
            one, two = one + alone, two + beside
    most = [
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    print(f"reports         {count:8}")
    print(f"one process     {one:8.1f} s, {one / count * 1000:.1f} ms a report")
    print(f"two processes   {two:8.1f} s, {two / count * 1000:.1f} ms a report")
    print(f"memory          {most[0]:8} MB, {most[1]} MB in each further process")
    print(f"ratio           {one / two:8.2f} times as fast (asked for: {ASKED})")
    return 0 if one / two >= ASKED else 1


if __name__ == "__main__":
    raise SystemExit(main())
