"""Figures of a report to take away: JSON as the reader writes it, CSV that opens in a spreadsheet."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpResponse, JsonResponse

from gongkai.annual_reports.rules import Reading, as_csv

Format = Literal["json", "csv"]
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def response(reading: Reading, format: Format, name: str) -> HttpResponse:
    """The file `name`.json or `name`.csv."""
    if format == "json":
        return as_json(reading.as_json(), name)
    return as_csv_file(as_csv(reading), name)


def as_json(data: dict[str, Any], name: str) -> HttpResponse:
    """The file `name`.json."""
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return _named(answer, f"{name}.json")


def as_csv_file(text: str, name: str) -> HttpResponse:
    """The file `name`.csv, with a byte order mark: without it, common spreadsheets take UTF-8 for GBK."""
    return _named(HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8"), f"{name}.csv")


def as_workbook(data: bytes, name: str) -> HttpResponse:
    """The file `name`.xlsx."""
    return _named(HttpResponse(data, content_type=SPREADSHEET), f"{name}.xlsx")


def _named(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
