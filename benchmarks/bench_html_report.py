"""One annual report as a web page: read and checked, beside pandas.read_html that only fetches tables.

The page is generated (tests/material) and dressed as site builders dress it: styles
and nested spans in every cell, some 90 KB. Both sides take turns in one run; the median counts.
What pandas leaves undone (which row is which, what is blank, whether it closes) is not charged to it.

    .venv/bin/python benchmarks/bench_html_report.py
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import pandas

from gongkai.annual_reports.rules import check, read
from tests import material

ROUNDS, ALLOWED_MS = 30, 50
STYLE = "font-family: 微软雅黑; text-align: center; line-height: 2; border: 1px solid windowtext"


def page() -> tuple[bytes, dict[str, object]]:
    """The page and the figures that stand in it."""
    report = material.figures("2021", 2026, 5000)
    prose = "".join(f"<p>全年在第{n}个栏目公开信息{n * 37}条，办理事项{n * 11}件。</p>" for n in range(40))
    text = material.html(report).replace("<span>", f'<span style="{STYLE}"><font face="仿宋">')
    text = text.replace("</span>", "</font></span>").replace("<td ", f'<td style="{STYLE}" ')
    return text.replace("<p>二、", f"{prose}<p>二、", 1).encode(), report


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of processing: what else the machine does is left out."""
    start = process_time()
    work()
    return (process_time() - start) * 1000


def main() -> int:
    data, report = page()
    text = data.decode()
    reading = read(data)
    assert reading.as_json()["table3"] == report["table3"]
    assert check(reading) == []
    assert len(pandas.read_html(io.StringIO(text), flavor="lxml")) == 3

    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(timed(lambda: check(read(data))))
        theirs.append(timed(lambda: pandas.read_html(io.StringIO(text), flavor="lxml")))
    mine, other = median(ours), median(theirs)
    prose = len(reading.narrative)
    print(f"page                    {len(data) / 1000:8.0f} KB, 200 figures, {prose} in the prose")
    print(f"read and check          {mine:8.1f} ms per report (allowed {ALLOWED_MS})")
    print(f"pandas.read_html (lxml) {other:8.1f} ms per report, tables only")
    print(f"ratio                   {other / mine:8.2f} times as fast")
    return 0 if mine <= ALLOWED_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
