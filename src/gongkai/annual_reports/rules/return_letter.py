"""The letter that sends a draft back: what is wrong, where, with both figures, and what to do about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from gongkai.annual_reports.rules.checks import Finding
from gongkai.annual_reports.rules.forms import form
from gongkai.annual_reports.rules.reading import Reading, Unread
from gongkai.records.letters.rules.kinds import LetterField, LetterKind

LEVELS: Final = {"error": "错误", "warn": "警告", "ask": "请核"}
TO_DO: Final = {
    "error": "请对照台账核对，改正后重新报送",
    "warn": "请核对；有误的改正，无误的书面说明",
    "ask": "请核实；无误的说明统计口径",
}
MOST_ROWS: Final = 200
_ORDER = {level: place for place, level in enumerate(LEVELS)}

KIND: Final = LetterKind(
    "report_return",
    "年度报告退改函",
    (
        LetterField("organ", "发文机关", "text", "云河市人民政府办公室"),
        LetterField("addressee", "收文机关", "text", "云河市教育局"),
        LetterField("year", "年度", "number", 2025),
        LetterField("file", "文件名", "text", "云河市教育局2025年年报.docx"),
        LetterField(
            "findings",
            "核查问题",
            "rows",
            (
                (
                    "1",
                    "【错误】表三“自然人”列：第一项加第二项为12，第三项总计加第四项为11，相差1。",
                    "报告中11，按其余数据为12",
                    "请核对后改正",
                ),
            ),
            required=False,
            columns=4,
        ),
        LetterField(
            "unread",
            "没有读出的内容",
            "rows",
            (("1", "表四第1行", "单元格是图片"),),
            required=False,
            columns=3,
        ),
        LetterField("unreadable", "文件读不出的原因", "text", "文件设有打开密码。", required=False),
        LetterField("remarks", "附言", "paragraphs", "请一并补报纸质件。", required=False),
        LetterField("contact", "联系方式", "text", "联系人：王云；电话：0000-0000000", required=False),
    ),
    starter={
        "mark": "{{organ}}",
        "title": "关于退回{{year}}年政府信息公开工作年度报告的函",
        "addressee": "{{addressee}}",
        "body": (
            "你单位报送的{{year}}年政府信息公开工作年度报告（{{file}}）收悉。经核查，现予退回，请修改后重新报送。\n"
            "{{if unreadable}}\n报送的文件无法读取：{{unreadable}}\n{{end}}\n"
            "{{if findings}}\n# 需要核对、改正的问题\n"
            "| 序号 | 问题 | 核对的数据 | 处理办法 |\n{{findings}}\n{{end}}\n"
            "{{if unread}}\n# 没有读出的内容\n请改用文字填写的表格，不要使用图片。\n"
            "| 序号 | 位置 | 原因 |\n{{unread}}\n{{end}}\n"
            "{{if remarks}}\n{{remarks}}\n{{end}}\n专此函达。"
        ),
        "signatory": "{{organ}}",
        "note": "{{if contact}}{{contact}}{{end}}",
        "printed_by": "{{organ}}",
    },
)


def finding_rows(findings: Sequence[Finding]) -> tuple[tuple[str, ...], ...]:
    """A row a finding, errors first: number, what is wrong and where, figures compared, what to do."""
    ordered = sorted(findings, key=lambda found: _ORDER.get(found.level, 9))[:MOST_ROWS]
    return tuple(
        (
            str(number),
            one_line(f"【{LEVELS.get(found.level, '')}】{found.message}"),
            one_line(figures_of(found)),
            TO_DO.get(found.level, ""),
        )
        for number, found in enumerate(ordered, 1)
    )


def unread_rows(reading: Reading) -> tuple[tuple[str, ...], ...]:
    """A row for what could not be read: number, place, reason."""
    return tuple(
        (str(number), one_line(_unread_place(item, reading)), one_line(item.reason))
        for number, item in enumerate(reading.unread[:MOST_ROWS], 1)
    )


def place_of(finding: Finding, reading: Reading) -> str:
    """Where to look, in a clerk's words: the cells by their labels, the places in the text by their words."""
    cells = [cell_words(reading.format, finding.table, row, column) for row, column in finding.cells[:4]]
    more = "等" if len(finding.cells) > len(cells) else ""
    said = [f"正文第{span.paragraph + 1}段“{span.text[:30]}”" for span in finding.spans[:4]]
    return "、".join([*cells, *said]) + more or "全文"


def figures_of(finding: Finding) -> str:
    """The figures that were compared: both of two, or each with its label."""
    if finding.values:
        return "，".join(f"{figure.label}{number(figure.value)}" for figure in finding.values[:8])
    if finding.expected is not None and finding.found is not None:
        return f"报告中{number(finding.found)}，按其余数据为{number(finding.expected)}"
    return "—"


def cell_words(format: str | None, table: str | None, row: str, column: str) -> str:
    """A cell by the labels of its table, row and column; by its keys where the form does not know it."""
    shape = form(format).tables.get(table) if format and table else None
    if shape is None or not shape.has(row):
        return "·".join(filter(None, (table, row, column)))
    line = shape.row(row)
    label = shape.columns[column].label if column in shape.columns else column
    return f"{shape.label}“{'·'.join((*line.groups, line.label))}·{label}”"


def number(value: int | Decimal) -> str:
    """A figure without trailing zeros.

    >>> number(Decimal("1.50")), number(120)
    ('1.5', '120')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def one_line(text: str) -> str:
    """Text that a letter can print in one cell: no line ends, no characters that cannot be printed."""
    kept = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    printable = (c for c in kept if unicodedata.category(c) not in ("Cs", "Cn", "Co"))
    return re.sub(r"\s+", " ", "".join(printable)).strip() or "—"


def _unread_place(item: Unread, reading: Reading) -> str:
    if item.table is None:
        return "标题、正文"
    if item.row and item.col:
        return cell_words(reading.format, item.table, item.row, item.col)
    shape = form(reading.format).tables.get(item.table) if reading.format else None
    label = shape.label if shape else item.table
    if shape is not None and item.row and shape.has(item.row):
        return f"{label}“{shape.row(item.row).label}”行"
    if shape is not None and item.col and item.col in shape.columns:
        return f"{label}“{shape.columns[item.col].label}”列"
    return label
