"""The empty workbook that an office fills in."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from gongkai.organisations.models import Role
from gongkai.organisations.sheets.columns import ACCOUNTS, BODIES, PEOPLE, Sheet

ROWS = 5000


def template() -> bytes:
    """An XLSX with a sheet for bodies, accounts and people each, and one that says how to fill them in."""
    book = Workbook()
    notes = book.active
    notes.title = "填写说明"
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 22, 90
    for heading, words in (
        ("办法", "填好“机构”“账号”“人员”各表后上传；先试读，没有错误再导入，有一处错误就整份都不导入。"),
        ("表头", "请不要改动表头和工作表名称；带*的列必须填写。"),
        ("角色", "、".join(str(role.label) for role in Role)),
        ("分工", "“机构”“账号”两张表由系统管理员导入，“人员”（任职和角色）由安全保密管理员导入。"),
        ("三员分立", "系统管理员、安全保密管理员、安全审计员由不同的人担任，也不兼任业务角色。"),
    ):
        notes.append((heading, words))
    for sheet in (BODIES, ACCOUNTS, PEOPLE):
        _add(book, sheet)
        for column in sheet.columns:
            rule = f"{column.hint}{'；例如 ' + column.example if column.example else ''}"
            notes.append((f"{sheet.name}·{column.heading}{'*' if column.needed else ''}", rule))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.name)
    page.freeze_panes = "A2"
    for number, column in enumerate(sheet.columns, start=1):
        head = page.cell(1, number, f"{column.heading}{'*' if column.needed else ''}")
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="E6ECF5")
        head.alignment = Alignment(wrap_text=True, vertical="top")
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = max(14, 2 * len(column.heading) + 4)
        cells = f"{letter}2:{letter}{ROWS}"
        if column.choices:
            rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            rule.error = f"请从列表中选择{column.heading}。"
            page.add_data_validation(rule)
            rule.add(cells)
        # as text, so that codes keep their leading zeros and all their digits
        if column.key != "on":
            page.column_dimensions[letter].number_format = "@"
