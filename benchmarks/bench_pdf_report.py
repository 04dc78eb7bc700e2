"""One published annual report as PDF: read and checked, beside bare pdfplumber (text, tables of all pages).

Both sides take turns in one run; the median counts. Needs the collection of real reports.

    .venv/bin/python benchmarks/bench_pdf_report.py
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pdfplumber

from gongkai.annual_reports.rules import check, read
from tests.optional import corpus_directory

ROUNDS, ALLOWED = 9, 1.5


def bare(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as file:
        for page in file.pages:
            page.extract_text()
            page.extract_tables()


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def main() -> int:
    corpus = corpus_directory()
    if corpus is None:
        print("no collection of real reports at ../shared/corpus")
        return 1
    [path] = (corpus / "reports").glob("001_*.pdf")
    data = path.read_bytes()
    bare(data)
    check(read(data))
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(timed(lambda: bare(data)))
        ours.append(timed(lambda: check(read(data))))
    mine, other = median(ours), median(theirs)
    print(f"read and check   {mine:8.1f} ms per report of 5 pages")
    print(f"bare pdfplumber  {other:8.1f} ms")
    print(f"ratio            {mine / other:8.2f} (allowed {ALLOWED})")
    return 0 if mine <= ALLOWED * other else 1


if __name__ == "__main__":
    raise SystemExit(main())
