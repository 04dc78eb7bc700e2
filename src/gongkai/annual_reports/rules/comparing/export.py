"""A comparison to take away: JSON, CSV and a workbook. What is missing stays a word, never a 0."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

from gongkai.annual_reports.rules.comparing.anomalies import anomalies, plain
from gongkai.annual_reports.rules.comparing.measures import Measure
from gongkai.annual_reports.rules.comparing.rankings import rank
from gongkai.annual_reports.rules.comparing.series import Comparison
from gongkai.annual_reports.rules.comparing.sums import total
from gongkai.annual_reports.rules.comparing.writing import number_written
from gongkai.annual_reports.rules.export import safe

__all__ = ["as_csv", "as_json", "as_xlsx", "number_written"]

HEAD = ("地方代码", "地方", "层级", "年度", "指标", "数值", "单位", "分子", "分母", "状态", "说明")
Number = int | Decimal | None


def as_json(
    comparison: Comparison,
    *,
    year: int | None = None,
    totals: bool = True,
    outstanding: bool = True,
) -> dict[str, Any]:
    """`{measure, years, rows, ranking, totals, anomalies}`; what was not asked for is null.

    The ranking is that of `year`; `outstanding`: whether anomalies are looked for.
    """
    return {
        "measure": measure_as_json(comparison.measure),
        "years": list(comparison.years),
        "rows": [
            {
                "place": {"code": place.code, "name": place.name, "level": place.level},
                "values": [
                    {
                        "year": at,
                        "state": outcome.state,
                        "value": _number(outcome.value),
                        "part": _number(outcome.part),
                        "whole": _number(outcome.whole),
                        "reason": outcome.reason,
                    }
                    for at, outcome in comparison.history(place)
                ],
            }
            for place in comparison.places
        ],
        "ranking": None if year is None else _ranking(comparison, year),
        "totals": [_total(comparison, at) for at in comparison.years] if totals else None,
        "anomalies": [each.as_json() for each in anomalies(comparison)] if outstanding else None,
    }


def measure_as_json(measure: Measure) -> dict[str, Any]:
    """`{key, label, group, unit, denominator, citation, forms}`."""
    return {
        "key": measure.key,
        "label": measure.label,
        "group": measure.group,
        "unit": measure.unit,
        "denominator": measure.denominator,
        "citation": measure.citation,
        "forms": sorted(measure.parts),
    }


def _ranking(comparison: Comparison, year: int) -> dict[str, Any]:
    made = rank(comparison, year)
    return {
        "year": year,
        "sentence": made.sentence,
        "ranked": [
            {
                "position": each.position,
                "place": each.place.code,
                "name": each.place.name,
                "value": _number(each.outcome.value),
            }
            for each in made.ranked
        ],
        "left_out": [
            {"place": place.code, "name": place.name, "state": outcome.state, "reason": outcome.reason}
            for place, outcome in made.left_out
        ],
    }


def _total(comparison: Comparison, year: int) -> dict[str, Any]:
    made = total(comparison, year)
    return {
        "year": year,
        "value": _number(made.value),
        "part": _number(made.part),
        "whole": _number(made.whole),
        "counted": made.counted,
        "complete": made.complete,
        "missing": [
            {"place": place.code, "name": place.name, "state": outcome.state, "reason": outcome.reason}
            for place, outcome in made.missing
        ],
        "sentence": made.sentence,
    }


def _number(value: Number) -> int | float | None:
    return None if value is None else plain(value)


def _lines(comparisons: list[Comparison]) -> Iterator[list[Any]]:
    """One line a place, year and measure."""
    for comparison in comparisons:
        measure = comparison.measure
        for place in comparison.places:
            for year, outcome in comparison.history(place):
                yield [
                    safe(place.code),
                    safe(place.name),
                    place.level,
                    year,
                    measure.label,
                    _number(outcome.value),
                    measure.unit,
                    _number(outcome.part),
                    _number(outcome.whole),
                    outcome.word or "已填",
                    safe(outcome.reason),
                ]


def as_csv(*comparisons: Comparison) -> str:
    """CSV text with a head line (no byte order mark), one line a place, year and measure."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    writer.writerows(_lines(list(comparisons)))
    return out.getvalue()


def as_xlsx(*comparisons: Comparison) -> bytes:
    """A workbook: the lines as in CSV, places by years for each measure, what the words mean."""
    book = Workbook(write_only=True)
    lines = book.create_sheet("数据")
    lines.append(list(HEAD))
    for line in _lines(list(comparisons)):
        lines.append(line)
    for number, comparison in enumerate(comparisons, start=1):
        _across(book, comparison, number)
    notes = book.create_sheet("说明")
    notes.append(["指标", "单位", "分母", "依据"])
    for comparison in comparisons:
        measure = comparison.measure
        notes.append([measure.label, measure.unit, measure.denominator, measure.citation])
    notes.append([])
    notes.append(["空白、未读出、未收录、不可比、分母为0都不是0；合计一行写明缺了哪些地方。"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _across(book: Workbook, comparison: Comparison, number: int) -> None:
    sheet = book.create_sheet(f"比较{number}")
    measure = comparison.measure
    sheet.append([f"{measure.label}（{measure.unit}）" if measure.unit else measure.label])
    sheet.append(["地方", *comparison.years])
    for place in comparison.places:
        cells = [
            outcome.word if outcome.value is None else _number(outcome.value)
            for _year, outcome in comparison.history(place)
        ]
        sheet.append([safe(place.name), *cells])
    totals = [total(comparison, year) for year in comparison.years]
    sheet.append(["合计", *(_number(each.value) for each in totals)])
    for each in totals:
        sheet.append([safe(each.sentence)])
