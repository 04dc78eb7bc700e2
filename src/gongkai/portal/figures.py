"""Figures of a report to take away: JSON as the reader writes it, CSV that opens in a spreadsheet."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse, JsonResponse

from gongkai.annual_reports.rules import Reading, as_csv

Format = Literal["json", "csv"]


def response(reading: Reading, format: Format, name: str) -> HttpResponse:
    """The file `name`.json or `name`.csv."""
    answer: HttpResponse
    if format == "json":
        answer = JsonResponse(reading.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        # With a byte order mark: without it, common spreadsheets take UTF-8 for GBK.
        answer = HttpResponse("\ufeff" + as_csv(reading), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return answer
