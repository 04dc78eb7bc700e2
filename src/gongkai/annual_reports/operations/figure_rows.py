"""The figures of an archived report as rows, written in the transaction of the report they belong to."""

from __future__ import annotations

from decimal import Decimal

from gongkai.annual_reports.models import AnnualReport, ArchivedFigure
from gongkai.annual_reports.rules import Amount, Reading
from gongkai.annual_reports.rules.comparing import cells
from gongkai.annual_reports.rules.comparing.cells import converted
from gongkai.annual_reports.rules.reading import Value

_DECIMALS = 4  # of the column


def write_figure_rows(report: AnnualReport, reading: Reading) -> None:
    """Put the rows of a reading in the place of those that the report has.

    A blank cell has a row without a value, a cell that was not read none. Call it inside the operation that
    changes the report: it journals nothing itself.
    """
    report.archived_figures.all().delete()
    rows = []
    for (table, row, column), found in cells(reading).items():
        value, unit = _stored(found)
        rows.append(
            ArchivedFigure(report=report, table=table, row=row, column=column, value=value, unit=unit)
        )
    ArchivedFigure.objects.bulk_create(rows, batch_size=500)


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
