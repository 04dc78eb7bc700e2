"""Figures side by side, ready to be drawn: every number leads to the cell of the report it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.annual_reports.queries.statement import cell_id
from gongkai.annual_reports.rules.comparing import (
    ComparedPlace,
    Comparison,
    Measure,
    MeasuredValue,
    Total,
    number_written,
)
from gongkai.design import chart
from gongkai.design.table import TableCell

LINES = chart.MOST_LINES
BARS = 20


def written(measure: Measure, value: int | Decimal | None) -> str:
    """95.60% or 1,336,000: shares with their sign, everything else bare because the table names the unit."""
    if value is None:
        return "—"
    text = number_written(value, share=measure.share)
    return f"{text}%" if measure.share else text


def figure(measure: Measure, place: ComparedPlace, year: int, outcome: MeasuredValue) -> TableCell:
    """A figure with the way to where it stands in its report, or the word that says why there is none."""
    state: Literal["", "blank", "missing", "none"] = ""
    if outcome.state == "absent":
        return TableCell("data", outcome.word, state="none")
    if not outcome.known:
        state = {"blank": "blank", "unread": "missing"}.get(outcome.state, "none")  # type: ignore[assignment]
    text = written(measure, outcome.value) if outcome.known else outcome.word
    return TableCell("data", text, href=address(place, year, outcome), state=state, note=_made_of(outcome))


def address(place: ComparedPlace, year: int, outcome: MeasuredValue) -> str:
    """The report's page, at the cell."""
    report = reverse("report", args=[place.code, year])
    return f"{report}#{cell_id(*outcome.cell)}" if outcome.cell else report


def _made_of(outcome: MeasuredValue) -> str:
    """Numerator and denominator of a share."""
    if outcome.part is None or outcome.whole is None:
        return ""
    return f"{number_written(outcome.part)}／{number_written(outcome.whole)}"


def place_rows(comparison: Comparison, places: Sequence[ComparedPlace]) -> list[list[TableCell]]:
    """A table of places by years: heads, then a row a place."""
    rows = [_heads(_("地方"), comparison.years)]
    for place in places:
        label = TableCell("label", place.name, href=reverse("place", args=[place.code]), last_label=True)
        found = comparison.history(place)
        rows.append([label, *(figure(comparison.measure, place, year, outcome) for year, outcome in found)])
    return rows


def total_row(comparison: Comparison, totals: Sequence[Total]) -> list[TableCell]:
    """The sums at the foot of such a table; who is missing is said beside an incomplete one."""
    row = [TableCell("label", _("合计"), last_label=True)]
    for each in totals:
        note = "" if each.complete else _("缺%(count)d个") % {"count": len(each.missing)}
        row.append(TableCell("data", written(comparison.measure, each.value), note=note, touched=True))
    return row


def measure_rows(comparisons: Sequence[Comparison], place: ComparedPlace) -> list[list[TableCell]]:
    """A table of measures by years for one place, newest year last."""
    rows = [_heads(_("数据"), comparisons[0].years if comparisons else ())]
    for comparison in comparisons:
        measure = comparison.measure
        label = TableCell("label", with_unit(measure), note=over(measure), last_label=True)
        found = comparison.history(place)
        rows.append([label, *(figure(measure, place, year, outcome) for year, outcome in found)])
    return rows


def with_unit(measure: Measure) -> str:
    """本年新收申请（件）."""
    return f"{measure.label}（{measure.unit}）" if measure.unit else measure.label


def over(measure: Measure) -> str:
    """The denominator in words, for a share."""
    return _("分母：%(words)s") % {"words": measure.denominator} if measure.denominator else ""


def _heads(first: str, years: Sequence[int]) -> list[TableCell]:
    return [
        TableCell("head", first),
        *(TableCell("head", _("%(year)d年") % {"year": year}) for year in years),
    ]


def unit_words(measure: Measure) -> str:
    """What a chart says of its numbers."""
    return _("单位：%(unit)s") % {"unit": measure.unit} if measure.unit else ""


def lines(series: Sequence[tuple[str, Comparison, ComparedPlace]], years: Sequence[int]) -> chart.Lines:
    """A chart over years: for each (name, comparison, place) one line."""
    drawn = []
    for name, comparison, place in series:
        found = comparison.history(place)
        texts = [
            _("%(name)s%(year)d年：%(value)s")
            % {"name": name, "year": year, "value": written(comparison.measure, outcome.value)}
            for year, outcome in found
        ]
        drawn.append(chart.ChartSeries(name, [outcome.value for _year, outcome in found], texts))
    return chart.lines([str(year) for year in years], drawn)
