"""Reading a filled-in workbook: every error with its sheet, row, column and sentence; nothing is guessed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from gongkai.organisations.sheets.columns import ACCOUNTS, BODIES, PEOPLE, Sheet
from gongkai.records import process_pool
from gongkai.records.process_pool import STAFF
from gongkai.records.refusals import Refused

LARGEST: Final = 5 * 1024 * 1024
LARGEST_UNPACKED: Final = 100 * 1024 * 1024
MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 50
SHEETS: Final = {sheet.name: sheet for sheet in (BODIES, ACCOUNTS, PEOPLE)}


class NotReadable(Refused):
    """The file is no XLSX workbook of a reasonable size, or the sheet is not in it."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one cell. `row` counts as the sheet shows it; `column` is a heading or ""."""

    sheet: str
    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        place = f"“{self.sheet}”表第{self.row}行" + (f"“{self.column}”" if self.column else "")
        return f"{place}：{self.sentence}"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that was read: its number in the sheet and its values by the keys of the columns."""

    number: int
    values: dict[str, Any]

    def error(self, sheet: Sheet, key: str, sentence: str) -> RowError:
        """An error at the column `key` of this row ("" for the row)."""
        heading = next((column.heading for column in sheet.columns if column.key == key), "")
        return RowError(sheet.name, self.number, heading, sentence)


def read(data: bytes, sheet: Sheet) -> tuple[list[SheetRow], list[RowError]]:
    """The rows of one sheet that could be read, and every cell that could not.

    Read in a child process; inside a transaction see process_pool.atomic. Raises NotReadable, CouldNotFinish,
    Overloaded.
    """
    return process_pool.run(STAFF, read_sheet, data, sheet.name)


def read_sheet(data: bytes, name: str) -> tuple[list[SheetRow], list[RowError]]:
    """What `read` says of the sheet of this name, read here."""
    sheet = SHEETS[name]
    table = _table(data, sheet)
    heads = [str(cell).strip().removesuffix("*") for cell in table[0]] if table else []
    places: dict[str, int] = {}
    errors: list[RowError] = []
    for column in sheet.columns:
        if column.heading in heads:
            places[column.key] = heads.index(column.heading)
        elif column.needed:
            errors.append(RowError(sheet.name, 1, column.heading, _("缺少这一列，请使用模板的表头。")))
    if errors:
        return [], errors
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        if all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            continue
        row, wrong = _read_row(sheet, number, cells, places)
        errors += wrong
        if not wrong:
            rows.append(row)
    if not rows and not errors:
        errors.append(RowError(sheet.name, 2, "", _("没有填写任何内容。")))
    return rows, errors


def _read_row(
    sheet: Sheet, number: int, cells: Sequence[Any], places: dict[str, int]
) -> tuple[SheetRow, list[RowError]]:
    row = SheetRow(number, {})
    errors = []
    for column in sheet.columns:
        place = places.get(column.key)
        cell = cells[place] if place is not None and place < len(cells) else ""
        if cell == "" or (isinstance(cell, str) and not cell.strip()):
            row.values[column.key] = ""
            if column.needed:
                errors.append(row.error(sheet, column.key, _("没有填写，请补上。")))
            continue
        try:
            row.values[column.key] = column.read(cell)
        except ValueError as problem:
            errors.append(row.error(sheet, column.key, str(problem)))
    return row, errors


def _table(data: bytes, sheet: Sheet) -> list[list[Any]]:
    """The cells of the sheet from its first; the sizes are looked at before anything is unpacked."""
    if len(data) > LARGEST:
        raise NotReadable(_("文件超过5兆字节，请分成几份导入。"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile as problem:
        raise NotReadable(_("这不是XLSX工作簿，请用模板填写，另存为“Excel 工作簿（.xlsx）”。")) from problem
    if unpacked > LARGEST_UNPACKED:
        raise NotReadable(_("工作簿展开后过大，请复制到新的模板中再导入。"))
    try:
        page = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet.name)
        return _cells(page)
    except CalamineError as problem:
        raise NotReadable(
            _("工作簿中没有可以读取的“%(sheet)s”表，请使用模板，不要改动工作表名称。") % {"sheet": sheet.name}
        ) from problem


def _cells(page: CalamineSheet) -> list[list[Any]]:
    if page.total_height > MOST_ROWS or page.total_width > MOST_COLUMNS:
        raise NotReadable(
            _("“%(sheet)s”表超过%(rows)s行或者%(columns)s列，请删除多余的行列，或者分成几份导入。")
            % {"sheet": page.name, "rows": MOST_ROWS, "columns": MOST_COLUMNS}
        )
    return page.to_python(skip_empty_area=False)
