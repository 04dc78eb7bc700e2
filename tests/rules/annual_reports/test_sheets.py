"""A workbook is read as it is seen: visible sheets, merged cells, numbers as their cells show them."""

from __future__ import annotations

import datetime
import io
import random
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.annual_reports.rules import NothingRead, Reading, check, read
from gongkai.annual_reports.rules.sources.formats import shown
from tests import material
from tests.material import offices

TABLES = ("table2", "table3", "table4")


def read_book(book: Workbook, name: str = "") -> Reading:
    return read(offices.saved(book), name)


def tables(shape: dict[str, Any]) -> dict[str, Any]:
    return {key: shape[key] for key in TABLES}


def first(book: Workbook) -> Worksheet:
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def place_of(sheet: Worksheet, text: str) -> tuple[int, int]:
    """Row and column of the first cell that holds `text`."""
    return next((cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value == text)


def new_applications(sheet: Worksheet) -> Any:
    """The cell of table three for new applications of natural persons."""
    row, column = place_of(sheet, "一、本年新收政府信息公开申请数量")
    return sheet.cell(row, column + 3)


def unread(reading: Reading) -> list[tuple[str | None, str | None, str | None]]:
    return [(item.table, item.row, item.col) for item in reading.unread]


# ——— reading back ———


@pytest.mark.parametrize("format", ["2019", "2021"])
@pytest.mark.parametrize("one_sheet", [True, False], ids=["one sheet", "a sheet per table"])
@pytest.mark.parametrize(("seed", "largest"), [(1, 0), (2, 9), (3, 120), (4, 10**6)])
def test_a_consistent_report_reads_back_identical_and_closes(
    format: str, one_sheet: bool, seed: int, largest: int
) -> None:
    report = material.figures(format, seed, largest)
    reading = read_book(offices.workbook(report, one_sheet=one_sheet))
    assert tables(reading.as_json()) == tables(report)
    assert (reading.place, reading.year, reading.format) == ("云溪市", report["year"], format)
    assert not reading.unread
    assert check(reading) == []


@pytest.mark.parametrize("name", ["report.docx", "report.xls", "report.csv", ""])
def test_the_content_decides_what_it_is_not_the_name(name: str) -> None:
    report = material.figures("2021", 5, 90)
    book = offices.workbook(report, one_sheet=True)
    assert tables(read_book(book, name).as_json()) == tables(report)


@pytest.mark.parametrize("format", ["2019", "2021"])
@pytest.mark.parametrize("seed", [6, 7, 8])
def test_a_blank_cell_is_a_blank_and_never_moves_its_neighbours(format: str, seed: int) -> None:
    report = material.figures(format, seed, 120)
    dice = random.Random(seed)  # noqa: S311 (test material)
    for key in TABLES:
        for line in report[key].values():
            for column in line:
                if column != "unit" and dice.random() < 0.3:
                    line[column] = None
    assert tables(read_book(offices.workbook(report, one_sheet=True)).as_json()) == tables(report)


@pytest.mark.parametrize("format", ["2019", "2021"])
def test_a_form_that_was_not_filled_in_has_no_figure(format: str) -> None:
    report = material.figures(format, 9, 1)
    for key in TABLES:
        for line in report[key].values():
            line.update({column: None for column in line if column != "unit"})
    book = offices.workbook(report, one_sheet=False)
    # A blank row has cells in the file only if they are drawn.
    for cell in book.worksheets[3][5]:
        cell.border = Border(top=Side("thin"))
    reading = read_book(book)
    figures = [
        v for table in reading.tables.values() for line in (table or {}).values() for v in line.cells.values()
    ]
    assert set(figures) == {None}
    assert tables(reading.as_json()) == tables(report)


def test_figures_typed_as_text_are_figures() -> None:
    report = material.figures("2021", 10, 90)
    book = offices.workbook(report, one_sheet=True)
    for cell in (cell for row in first(book).iter_rows() for cell in row if isinstance(cell.value, int)):
        cell.value = str(cell.value)
    assert tables(read_book(book).as_json()) == tables(report)


def test_tables_may_begin_anywhere_on_the_sheet() -> None:
    report = material.figures("2021", 11, 90)
    book = offices.workbook(report, one_sheet=False)
    for sheet in book.worksheets[1:]:
        merges = [str(merge) for merge in sheet.merged_cells.ranges]
        for merge in merges:
            sheet.unmerge_cells(merge)
        sheet.move_range(sheet.dimensions, rows=30, cols=7)
        for merge in merges:
            low, high = (sheet[corner].offset(30, 7).coordinate for corner in merge.split(":"))
            sheet.merge_cells(f"{low}:{high}")
    assert tables(read_book(book).as_json()) == tables(report)


def test_the_same_table_on_two_sheets_with_other_figures_is_not_settled() -> None:
    report, other = material.figures("2021", 12, 90), material.figures("2021", 13, 90)
    book = offices.workbook(report, one_sheet=True)
    offices.sheet_table(book.create_sheet("去年"), material.table2(other))
    reading = read_book(book)
    assert reading.as_json()["table3"] == report["table3"]
    assert reading.value("table2", "行政许可", "本年处理决定数量") is None
    assert unread(reading) == [("table2", None, None)]


def test_text_pasted_into_one_column_is_read_as_text() -> None:
    report = material.figures("2021", 14, 90)
    book = Workbook()
    for row, line in enumerate(material.lines(report).splitlines(), 1):
        first(book).cell(row, 1, offices.number(line))
    assert tables(read_book(book).as_json()) == tables(report)


# ——— numbers ———


@pytest.mark.parametrize(
    ("stored", "code", "seen"),
    [
        ("12.0", "0", "12"),
        ("12", "General", "12"),
        ("1336", "#,##0", "1336"),
        ("12.50", "0.00", "12.5"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E+3", "General", "1000"),
        ("-5", "#,##0_);(#,##0)", "-5"),
        ("-5", r'_ * #,##0_ ;_ * \-#,##0_ ;_ * "-"_ ;_ @_ ', "-5"),
        # A dash in place of zero is a matter of style.
        ("0", r'_ * #,##0_ ;_ * \-#,##0_ ;_ * "-"_ ;_ @_ ', "0"),
        ("12", '0"件"', "12件"),
        ("15.5", '0.0"万元"', "15.5万元"),
        ("12.5", r"[$¥-804]#,##0.00", "¥12.5"),
        ("5", "[Red]0", "5"),
        ("0.5", "0%", "50%"),
        ("45291", "yyyy/m/d", "2023年12月31日"),
        ("45291", 'yyyy"年"m"月"d"日";@', "2023年12月31日"),
    ],
)
def test_a_number_is_read_as_its_cell_shows_it(stored: str, code: str, seen: str) -> None:
    assert shown(stored, code) == seen


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        (12.4, "0"),
        (123456, "#,##0,"),
        (-5, "0;0"),
        (5, ";;;"),
        (0.123, "0%"),
        (5, "# ?/?"),
        (123456, "0.00E+00"),
        (5, "[>3]0;0"),
    ],
)
def test_a_cell_that_shows_another_number_than_it_holds_is_refused(stored: float, code: str) -> None:
    book = offices.workbook(material.figures("2021", 15, 90), one_sheet=True)
    cell = new_applications(first(book))
    cell.value, cell.number_format = stored, code
    assert unread(read_book(book)) == [("table3", "new", "natural")]


def test_a_date_is_no_number() -> None:
    book = offices.workbook(material.figures("2021", 16, 90), one_sheet=True)
    new_applications(first(book)).value = datetime.date(2023, 12, 31)
    reading = read_book(book)
    assert unread(reading) == [("table3", "new", "natural")]
    assert "2023年12月31日" in reading.unread[0].reason


def test_a_formula_without_a_kept_result_is_unread_and_never_computed() -> None:
    book = offices.workbook(material.figures("2021", 17, 90), one_sheet=True)
    new_applications(first(book)).value = "=SUM(1,2)"
    reading = read_book(book)
    assert unread(reading) == [("table3", "new", "natural")]
    assert "公式" in reading.unread[0].reason


def test_a_formula_with_its_result_is_that_result() -> None:
    report = material.figures("2021", 18, 90)
    book = offices.workbook(report, one_sheet=True)
    cell = new_applications(first(book))
    cell.value = "=1+1"
    kept = rewritten(
        offices.saved(book),
        "xl/worksheets/sheet1.xml",
        lambda text: (
            text.replace("<f>1+1</f><v></v>", "<f>1+1</f><v>RESULT</v>")
            .replace("<f>1+1</f><v/>", "<f>1+1</f><v>RESULT</v>")
            .replace("<f>1+1</f><v />", "<f>1+1</f><v>RESULT</v>")
            .replace("RESULT", str(report["table3"]["new"]["natural"]))
        ),
    )
    assert tables(read(kept).as_json()) == tables(report)


@pytest.mark.parametrize("value", [True, "#DIV/0!", "#REF!", "约12", "12 3", "1.2.3"])
def test_what_is_no_number_is_unread(value: Any) -> None:
    book = offices.workbook(material.figures("2021", 19, 90), one_sheet=True)
    new_applications(first(book)).value = value
    assert unread(read_book(book)) == [("table3", "new", "natural")]


# ——— what is hidden ———


def test_a_hidden_sheet_is_skipped_and_said() -> None:
    report = material.figures("2021", 20, 90)
    book = offices.workbook(report, one_sheet=True)
    draft = book.create_sheet("草稿")
    offices.sheet_table(draft, material.table2(material.figures("2021", 21, 90)))
    draft.sheet_state = "veryHidden"
    reading = read_book(book)
    assert tables(reading.as_json()) == tables(report)
    assert [item.table for item in reading.unread] == [None]
    assert "草稿" in reading.unread[0].reason


@pytest.mark.parametrize("across", [True, False], ids=["column", "row"])
def test_hidden_lines_are_skipped_and_said(across: bool) -> None:
    report = material.figures("2021", 22, 90)
    book = offices.workbook(report, one_sheet=False)
    sheet = book.worksheets[2]
    if across:
        sheet.cell(5, 14, 777)
        sheet.column_dimensions["N"].hidden = True
    else:
        sheet.append(["（一）予以公开", None, None, *range(7)])
        sheet.row_dimensions[sheet.max_row].hidden = True
    reading = read_book(book)
    assert tables(reading.as_json()) == tables(report)
    assert [item.table for item in reading.unread] == [None]
    assert "隐藏" in reading.unread[0].reason


def test_hidden_words_without_figures_are_not_worth_a_word() -> None:
    report = material.figures("2021", 23, 90)
    book = offices.workbook(report, one_sheet=True)
    book.create_sheet("说明").append(["填表须知"])
    book.worksheets[-1].sheet_state = "hidden"
    assert not read_book(book).unread


def test_a_hidden_column_inside_a_table_takes_its_figures_with_it() -> None:
    report = material.figures("2021", 24, 90)
    book = offices.workbook(report, one_sheet=False)
    book.worksheets[2].column_dimensions["E"].hidden = True
    reading = read_book(book)
    assert reading.tables["table3"] is None
    assert any("隐藏" in item.reason for item in reading.unread)


# ——— bounds ———


def test_an_endless_sheet_is_refused() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in range(100_000):
        sheet.append([row, "信息公开"])
    with pytest.raises(NothingRead, match="请"):
        read_book(book)


def test_a_sheet_formatted_to_its_last_row_is_no_endless_sheet() -> None:
    report = material.figures("2021", 25, 90)
    book = offices.workbook(report, one_sheet=True)
    sheet = first(book)
    for row in range(200, 5200):
        sheet.cell(row, 1).number_format = "0"
    sheet.cell(1_048_576, 1, "完")
    data = rewritten(
        offices.saved(book),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace("</mergeCells>", '<mergeCell ref="A300:XFD1048575"/></mergeCells>'),
    )
    assert tables(read(data).as_json()) == tables(report)


def rewritten(data: bytes, name: str, change: Any) -> bytes:
    """The package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content.decode()).encode() if entry == name else content)
    return out.getvalue()
