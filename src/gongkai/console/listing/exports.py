"""Taking a list away: exactly the rows and columns that are shown, all pages, as XLSX or CSV.

A cell that a spreadsheet would take for a formula is written as text: in CSV an apostrophe goes before it, in
XLSX it is marked as a string. Every export is journalled with its size, never with what was searched for.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from gongkai.console import operations
from gongkai.console.listing.asking import Asking
from gongkai.console.listing.declaration import Column, Listing, Plain
from gongkai.console.request_context import RequestContext, context_of

CHUNK: Final = 1000
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(request: HttpRequest, listing: Listing) -> HttpResponseBase:
    """The list as a file."""
    here = context_of(request)
    asking = Asking.read(listing, request.GET)
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    found = asking.rows(here)
    columns = asking.shown()
    operations.record_export(
        listing=listing.name,
        title=str(listing.title),
        rows=found.order_by().count(),
        columns=[column.name for column in columns],
        filters=sorted(asking.given),
        format=kind,
        act=here.act,
    )
    values = _values(listing, columns, found, here)
    name = f"{listing.name}-{here.on:%Y%m%d}.{kind}"
    if kind == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            as_csv(values), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return FileResponse(
        as_xlsx(values, str(listing.title)), as_attachment=True, filename=name, content_type=XLSX
    )


def _values(
    listing: Listing, columns: Sequence[Column], found: QuerySet[Any], here: RequestContext
) -> Iterator[list[Plain]]:
    yield [str(column.label) for column in columns]
    rows = found.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        for row in listing.prepared(chunk, here):
            yield [column.exported(row) for column in columns]


def as_csv(values: Iterator[list[Plain]]) -> Iterator[bytes]:
    """CSV with a byte-order mark, a thousand lines at a time."""
    yield b"\xef\xbb\xbf"
    while chunk := list(islice(values, CHUNK)):
        out = io.StringIO()
        csv.writer(out).writerows([[harmless(value) for value in line] for line in chunk])
        yield out.getvalue().encode()


def harmless(value: Plain) -> str:
    """A cell of CSV that no spreadsheet takes for a formula."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def as_xlsx(values: Iterator[list[Plain]], title: str) -> Any:
    """A workbook in a temporary file, written row by row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for line in values:
        sheet.append([_cell(sheet, value) for value in line])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, value: Plain) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not text.startswith(FORMULA):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
