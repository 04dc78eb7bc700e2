"""A letter of two pages as DOCX, print page and PDF, against the bare cost of the library underneath.

DOCX is compared with python-docx opening and saving its own empty document; the print page and the PDF with
that DOCX. All in one process, several rounds side by side, median ratio. The PDF is left out, with the
reason, where the optional part is absent.

    .venv/bin/python benchmarks/bench_letters.py
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median
from time import perf_counter

import docx as library

from gongkai.records.letters.rendering import docx, html, pdf
from gongkai.records.letters.rules.composing import compose
from gongkai.records.letters.rules.kinds import GENERAL
from gongkai.records.letters.rules.letter import LetterText

ROUNDS, LETTERS = 7, 10
AT = datetime(2026, 3, 16, 2, tzinfo=UTC)


def letter() -> LetterText:
    """A letter of the general kind with a body of two pages."""
    values = {name: value for name, value in GENERAL.samples.items() if not name.startswith("letter.")}
    values["content"] = "\n".join(
        ["为编制年度报告，请提供你单位主动公开、依申请公开和行政复议、行政诉讼情况。" * 3] * 8
    )
    return compose(GENERAL.starter, GENERAL, values, number="云政办函〔2026〕1号", on=date(2026, 3, 16))


def empty() -> None:
    """What python-docx itself takes."""
    library.Document().save(io.BytesIO())


def timed(work: Callable[[], object], times: int) -> float:
    """Milliseconds of one piece of work."""
    start = perf_counter()
    for _ in range(times):
        work()
    return (perf_counter() - start) * 1000 / times


def main() -> None:
    one = letter()
    page = html.render(one)
    contenders: dict[str, tuple[Callable[[], object], int]] = {
        "empty": (empty, LETTERS),
        "compose": (letter, LETTERS),
        "docx": (lambda: docx.render(one, AT), LETTERS),
        "html": (lambda: html.render(one), LETTERS),
    }
    absent = pdf.missing()
    if not absent:
        contenders["pdf"] = (lambda: pdf.render(page), 1)
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, (work, times) in contenders.items():
            spent[name].append(timed(work, times))

    def ratio(a: str, b: str) -> float:
        return median(x / y for x, y in zip(spent[a], spent[b], strict=True))

    last = f"no PDF here: {absent}" if absent else f"PDF {ratio('pdf', 'docx'):.1f}x the DOCX"
    medians = ", ".join(f"{name} {median(values):.1f} ms" for name, values in spent.items())
    print(
        f"letters: DOCX {ratio('docx', 'empty'):.1f}x an empty document of python-docx, print page "
        f"1/{ratio('docx', 'html'):.0f} of the DOCX, {last} (median of {ROUNDS} rounds: {medians})"
    )


if __name__ == "__main__":
    main()
