"""`gongkai report survey`: a folder of reports, a line each: read, refused, found, and against the truth.

Where a file has golden figures (`<folder>/golden/<name>.json`, or `<name>.json` beside a text), every cell is
compared with them: right, wrong, missing.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click

from gongkai.annual_reports import rules
from gongkai.cli.reading_files import FileOutcome, files_under, in_order, usual_processes

HEAD = """<!-- Made by `gongkai report survey DIRECTORY --write FILE`; make it again, do not edit it. -->
# What the reader makes of real reports

One line a file of the collection of published reports that the tests use (it is not part of this repository).

- *cells*: figures read of those that the tables found have; what is missing is refused with a reason, which
  `gongkai report read` names cell by cell.
- *golden*: right / wrong / missing against figures transcribed by people, where there are any.
- *prose*: figures of the prose found of those that people noted; then all that were found.
- *findings*: what does not close or needs a second look, by [code](report-forms.md) and level. A file in
  which nothing can be read says why instead.

| file | place | year | form | cells | golden | prose | findings |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted of a file; `golden` figures are 0 where there are none to compare with."""

    cells: int = 0
    read: int = 0
    right: int = 0
    wrong: int = 0
    missing: int = 0
    noted: int = 0
    noted_found: int = 0
    claims: int = 0

    def __add__(self, other: Tally) -> Tally:
        pairs = ((getattr(self, field.name), getattr(other, field.name)) for field in fields(Tally))
        return Tally(*(mine + theirs for mine, theirs in pairs))


@click.command("survey")
@click.argument("directory", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--write", type=click.Path(dir_okay=False, path_type=Path), help="把结果表写入这个 Markdown 文件。"
)
@click.option("--processes", type=click.IntRange(1, 64), default=usual_processes, help="同时使用几个进程。")
def survey(directory: Path, write: Path | None, processes: int) -> None:
    """逐份读取、核查一个文件夹里的年报，列出读出多少、哪些不确定、有哪些发现；有标准答案的逐格比对。"""
    files = [path for path in files_under(directory) if not is_beside_a_report(path)]
    if not files:
        raise click.UsageError(f"{directory} 里没有文件，请指定放有年报的文件夹。")
    page, total = report_on(directory, files, processes)
    if write:
        write.write_text(page, "utf-8")
        click.echo(f"已写入 {write}：{len(files)} 个文件。")
    else:
        click.echo(page)
    sys.exit(1 if total.wrong else 0)


def report_on(directory: Path, files: list[Path], processes: int = 1) -> tuple[str, Tally]:
    """The page and the sum of all tallies."""
    lines, total = [], Tally()
    for outcome in in_order(files, processes):
        tally = tally_of(outcome, golden_of(outcome.path))
        total += tally
        lines.append(_line(outcome, tally, directory))
    lines.append(f"| **{len(files)} files** | | | | {_cells(total)} | {_golden(total)} | {_prose(total)} | |")
    return HEAD + "\n".join(lines) + "\n", total


def is_beside_a_report(path: Path) -> bool:
    """Golden figures, an index or a read-me are no reports."""
    if path.parent.name == "golden" or path.name in ("index.json", "README.md"):
        return True
    return path.suffix == ".json" and path.with_suffix(".txt").exists()


def golden_of(path: Path) -> dict[str, Any]:
    """The figures that people transcribed from this file; empty if there are none."""
    beside = [path.parent / "golden" / f"{path.stem}.json"]
    if path.suffix != ".json":
        beside.append(path.with_suffix(".json"))
    found = next((file for file in beside if file.exists()), None)
    return dict(json.loads(found.read_text("utf-8"))) if found else {}


def tally_of(outcome: FileOutcome, golden: dict[str, Any]) -> Tally:
    """Count one file. Where the truth is null the cell is blank or not to be settled: a number is wrong."""
    reading = outcome.reading
    shape = reading.as_json() if reading else {}
    figures, truth = cells(shape), cells(golden)
    wrong = [cell for cell, value in figures.items() if cell in truth and truth[cell] != value]
    said = {(claim["value"], claim["unit"]) for claim in shape.get("narrative", ())}
    noted = golden.get("narrative", [])
    return Tally(
        cells=_cells_due(reading),
        read=len(figures),
        right=sum(cell in truth and truth[cell] == value for cell, value in figures.items()),
        wrong=len(wrong),
        missing=sum(cell not in figures and value is not None for cell, value in truth.items()),
        noted=len(noted),
        noted_found=sum((claim["value"], claim["unit"]) in said for claim in noted),
        claims=len(shape.get("narrative", ())),
    )


def cells(shape: dict[str, Any]) -> dict[tuple[str, str, str], Any]:
    """(table, row, column) → value of a reading as JSON, notes and units left out."""
    return {
        (key, row, column): value
        for key in rules.TABLE_KEYS
        for row, line in (shape.get(key) or {}).items()
        for column, value in line.items()
        if column not in ("note", "unit")
    }


def _cells_due(reading: rules.Reading | None) -> int:
    if reading is None or reading.format is None:
        return 0
    tables = rules.form(reading.format).tables
    # A report with one row where the form has three has fewer cells.
    return sum(len(tables[key].cells_of(rows)) for key, rows in reading.tables.items() if rows)


def _line(outcome: FileOutcome, tally: Tally, directory: Path) -> str:
    name = str(outcome.path.relative_to(directory)) if outcome.path != directory else outcome.path.name
    if outcome.reading is None:
        return f"| {name} | | | | refused | | | {outcome.refusal} |"
    reading = outcome.reading
    parts = [name, reading.place or "?", str(reading.year or "?"), reading.format or "?"]
    parts += [_cells(tally), _golden(tally), _prose(tally), _findings(outcome)]
    return f"| {' | '.join(parts)} |"


def _cells(tally: Tally) -> str:
    return f"{tally.read} of {tally.cells}" if tally.cells else "no table"


def _golden(tally: Tally) -> str:
    if not (tally.right or tally.wrong or tally.missing):
        return ""
    return f"{tally.right} / {tally.wrong} / {tally.missing}"


def _prose(tally: Tally) -> str:
    return f"{tally.noted_found} of {tally.noted}; {tally.claims}" if tally.noted else str(tally.claims)


def _findings(outcome: FileOutcome) -> str:
    counted = Counter((finding.level, finding.code) for finding in outcome.findings)
    order = ("error", "warn", "ask")
    named = sorted(counted.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    return ", ".join(f"{code} {level}" + (f" × {n}" if n > 1 else "") for (level, code), n in named)
