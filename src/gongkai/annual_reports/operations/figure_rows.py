"""The figures of an archived report as rows, written in the transaction of the report they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal

from gongkai.annual_reports.models import AnnualReport, ArchivedFigure
from gongkai.annual_reports.rules import Amount, Reading
from gongkai.annual_reports.rules.comparing import cells
from gongkai.annual_reports.rules.comparing.cells import converted
from gongkai.annual_reports.rules.reading import Value

_DECIMALS = 4  # of the column


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One cell: `value` None where it is blank; `unit` of an amount, as it is written."""

    table: str
    row: str
    column: str
    value: int | Decimal | None
    unit: str


def figure_rows(reading: Reading) -> tuple[FigureRow, ...]:
    """A row for every cell of a reading, for one that was not read none."""
    return tuple(FigureRow(*cell, *_stored(found)) for cell, found in cells(reading).items())


def write_figure_rows(report: AnnualReport, rows: Iterable[FigureRow]) -> None:
    """Put rows in the place of those that the report has.

    Call it inside the operation that changes the report: it journals nothing itself.
    """
    report.archived_figures.all().delete()
    made = [ArchivedFigure(report=report, **asdict(row)) for row in rows]
    ArchivedFigure.objects.bulk_create(made, batch_size=500)


def _stored(value: Value) -> tuple[int | Decimal | None, str]:
    """The number and its unit; an amount too fine for the column is told in a smaller unit, never rounded."""
    if not isinstance(value, Amount):
        return value, ""
    for unit in ("万元", "元"):
        if _fits(value.value):
            break
        finer = converted(value, unit)
        value = value if finer is None else Amount(finer, unit)
    return value.value, value.unit


def _fits(value: int | Decimal) -> bool:
    exponent = Decimal(value).normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= _DECIMALS
