"""One measure over 10,000 archived reports: from rows of figures against reading every report's JSON.

Both answer the same question (completion rate of every place in every year) with the same rules and must
agree; they take turns in one run and the ratio is that of times. Also measured: one year of one level, and
the page of one place.

    .venv/bin/python benchmarks/bench_compare.py
"""

# ruff: noqa: PLC0415 - Django and what needs it are loaded once the data directory is known

from __future__ import annotations

import os
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

PLACES, YEARS, ROUNDS = 1000, range(2016, 2026), 3
KEY = "completion_rate"
BATCH = 100_000


def fill() -> int:
    """Reports of every place and year as bulk as they may come, with their rows; the number of rows."""
    from gongkai.annual_reports.models import AnnualReport, Place
    from gongkai.annual_reports.rules import Reading
    from gongkai.annual_reports.rules.comparing import cells
    from gongkai.annual_reports.rules.reading import Amount
    from tests import material

    at = datetime(2026, 1, 1, tzinfo=UTC)
    random.seed(1)
    shapes = [
        (format, material.figures(format, seed, 200) | {"narrative": [], "unread": []})
        for seed in range(10)
        for format in ("2019", "2021")
    ]
    flat = {}
    for number, (_format, figures) in enumerate(shapes):
        flat[number] = [
            (*cell, str(value.value if isinstance(value, Amount) else value), "")
            for cell, value in cells(Reading.from_json(figures)).items()
        ]
    Place.objects.bulk_create(
        Place(code=f"p{n:04}", name=f"第{n}市", level=("city", "county")[n % 2]) for n in range(PLACES)
    )
    rows: list[Any] = []
    written = 0
    for place in Place.objects.all():
        for year in YEARS:
            number = random.randrange(len(shapes) // 2) * 2 + (year > 2020)
            format, figures = shapes[number]
            form = "pre2019" if year < 2019 else format
            # The years before 2019 stand in for reports of the old form: rows of no use to the question.
            kept = figures | {"year": year, "format": form}
            if form == "pre2019":
                kept |= {"table2": None, "table3": None, "table4": None}
            report = AnnualReport.objects.create(
                place=place, year=year, form=form, figures=kept, archived_by="bench", archived_at=at
            )
            rows += [(report.pk, *cell) for cell in flat[number]]
            if len(rows) >= BATCH:
                written += insert(rows)
                rows = []
    return written + insert(rows)


def insert(rows: list[Any]) -> int:
    """The rows, past the model: two million objects would take minutes to make."""
    from django.db import connection

    from gongkai.annual_reports.models import ArchivedFigure

    names = ("report_id", "table", "row", "column", "value", "unit")
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{ArchivedFigure._meta.db_table}" ({columns}) VALUES (%s, %s, %s, %s, %s, %s)',  # noqa: S608
            rows,
        )
    return len(rows)


def from_rows() -> Any:
    """The comparison as the pages make it."""
    from gongkai.annual_reports import queries
    from gongkai.annual_reports.rules.comparing import measure

    return queries.comparison(measure(KEY), queries.Selection())


def from_json() -> Any:
    """The same by reading the JSON of every report."""
    from gongkai.annual_reports.models import AnnualReport
    from gongkai.annual_reports.queries import subject
    from gongkai.annual_reports.rules import Reading
    from gongkai.annual_reports.rules.comparing import compare, facts, measure

    reports = AnnualReport.objects.select_related("place").order_by("place__code", "year")
    found = (facts(Reading.from_json(each.figures), subject(each.place)) for each in reports.iterator())
    return compare(measure(KEY), (each for each in found if each is not None))


def one_year() -> Any:
    """What a page that asks for one year and one level needs."""
    from gongkai.annual_reports import queries
    from gongkai.annual_reports.rules.comparing import measure, rank

    return rank(queries.comparison(measure(KEY), queries.Selection((), "city", 2024, 2024)), 2024)


def one_place() -> Any:
    """What the page of a place needs: every measure in every year."""
    from gongkai.annual_reports import queries
    from gongkai.annual_reports.rules.comparing import measures

    return queries.comparisons(list(measures().values()), queries.Selection(("p0500",)))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


def measure_all() -> None:
    seconds, figures = timed(fill)
    print(
        f"{PLACES * len(YEARS):,} reports with {figures:,} figures written in {seconds:.0f} s",
        file=sys.stderr,
    )
    times: dict[str, list[float]] = {"rows": [], "json": [], "year": [], "place": []}
    for _ in range(ROUNDS):
        for name, work in (
            ("rows", from_rows),
            ("json", from_json),
            ("year", one_year),
            ("place", one_place),
        ):
            spent, result = timed(work)
            times[name].append(spent)
            if name == "rows":
                rows = result
            elif name == "json":
                assert rows.found == result.found
    ratio = median(a / b for a, b in zip(times["json"], times["rows"], strict=True))
    print(
        f"one measure over {PLACES * len(YEARS):,} reports: {ratio:.1f} × as fast as a scan of the JSON "
        f"({median(times['rows']) * 1000:.0f} ms against {median(times['json']) * 1000:.0f} ms; one year "
        f"of a level {median(times['year']) * 1000:.0f} ms, a place with all measures "
        f"{median(times['place']) * 1000:.0f} ms; target 10 ×)"
    )


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as data:
        os.environ.setdefault("GONGKAI_DATA", data)
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
        import django

        django.setup()
        from django.test.utils import setup_databases, teardown_databases

        databases = setup_databases(verbosity=0, interactive=False)
        try:
            measure_all()
        finally:
            teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
