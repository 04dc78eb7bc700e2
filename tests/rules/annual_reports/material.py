"""Report-like material of our own: consistent figures, and the pages and texts in which offices publish them.

Written from the two notices (国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号), not from the form files,
so that a slip in those files shows. Figures have the shape of `Reading.as_json()`; prose and places
are invented.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

Figures = dict[str, Any]
Write = Callable[[Any], str]

APPLICANTS = ("natural", "commercial", "research", "public_welfare", "legal_services", "other")
APPLICANT_LABELS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
OUTCOME_LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
PROCEEDINGS = ("review", "litigation_direct", "litigation_after_review")
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

# (key, label, head over it) of the results in table three, in order; None: directly under the third item.
_RESULTS = (
    ("1", "（一）予以公开", None),
    ("2", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", None),
    ("3.1", "1.属于国家秘密", "（三）不予公开"),
    ("3.2", "2.其他法律行政法规禁止公开", "（三）不予公开"),
    ("3.3", "3.危及“三安全一稳定”", "（三）不予公开"),
    ("3.4", "4.保护第三方合法权益", "（三）不予公开"),
    ("3.5", "5.属于三类内部事务信息", "（三）不予公开"),
    ("3.6", "6.属于四类过程性信息", "（三）不予公开"),
    ("3.7", "7.属于行政执法案卷", "（三）不予公开"),
    ("3.8", "8.属于行政查询事项", "（三）不予公开"),
    ("4.1", "1.本机关不掌握相关政府信息", "（四）无法提供"),
    ("4.2", "2.没有现成信息需要另行制作", "（四）无法提供"),
    ("4.3", "3.补正后申请内容仍不明确", "（四）无法提供"),
    ("5.1", "1.信访举报投诉类申请", "（五）不予处理"),
    ("5.2", "2.重复申请", "（五）不予处理"),
    ("5.3", "3.要求提供公开出版物", "（五）不予处理"),
    ("5.4", "4.无正当理由大量反复申请", "（五）不予处理"),
    ("5.5", "5.要求行政机关确认或重新出具已获取信息", "（五）不予处理"),
)
RESULTS = {
    "2019": (*_RESULTS, ("6", "（六）其他处理", None)),
    "2021": (
        *_RESULTS,
        ("6.1", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "（六）其他处理"),
        ("6.2", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "（六）其他处理"),
        ("6.3", "3.其他", "（六）其他处理"),
    ),
}
# Table two: (title, heads, rows) for each item of article 20.
ITEMS = {
    "2019": (
        (
            "第二十条第（一）项",
            ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
            ("规章", "规范性文件"),
        ),
        (
            "第二十条第（五）项",
            ("上一年项目数量", "本年增/减", "处理决定数量"),
            ("行政许可", "其他对外管理服务事项"),
        ),
        ("第二十条第（六）项", ("上一年项目数量", "本年增/减", "处理决定数量"), ("行政处罚", "行政强制")),
        ("第二十条第（八）项", ("上一年项目数量", "本年增/减"), ("行政事业性收费",)),
        ("第二十条第（九）项", ("采购项目数量", "采购总金额"), ("政府集中采购",)),
    ),
    "2021": (
        ("第二十条第（一）项", ("本年制发件数", "本年废止件数", "现行有效件数"), ("规章", "行政规范性文件")),
        ("第二十条第（五）项", ("本年处理决定数量",), ("行政许可",)),
        ("第二十条第（六）项", ("本年处理决定数量",), ("行政处罚", "行政强制")),
        ("第二十条第（八）项", ("本年收费金额",), ("行政事业性收费",)),
    ),
}
YEAR = {"2019": 2020, "2021": 2023}


def figures(format: str, seed: int, largest: int) -> Figures:
    """Figures that satisfy every identity of the notices; leaves between 0 and `largest`."""
    dice = random.Random(seed)  # noqa: S311 (test material)
    results = [key for key, _, _ in RESULTS[format]]
    table3: dict[str, dict[str, int]] = {
        key: {} for key in ("new", "carried_in", *results, "total", "carried_out")
    }
    for column in APPLICANTS:
        for key in results:
            table3[key][column] = dice.randint(0, largest)
        table3["total"][column] = sum(table3[key][column] for key in results)
        table3["carried_out"][column] = dice.randint(0, largest)
        due = table3["total"][column] + table3["carried_out"][column]
        table3["carried_in"][column] = dice.randint(0, due)
        table3["new"][column] = due - table3["carried_in"][column]
    for line in table3.values():
        line["total"] = sum(line[column] for column in APPLICANTS)
    table4 = {}
    for proceeding in PROCEEDINGS:
        outcomes = {outcome: dice.randint(0, largest) for outcome in OUTCOMES[:-1]}
        table4[proceeding] = outcomes | {"total": sum(outcomes.values())}
    return {
        "place": "云溪市",
        "year": YEAR[format],
        "format": format,
        "table2": _table2(format, dice, largest),
        "table3": table3,
        "table4": table4,
    }


def _table2(format: str, dice: random.Random, largest: int) -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = {}
    for _, heads, rows in ITEMS[format]:
        for row in rows:
            table[row] = {head: dice.randint(0, largest) for head in heads}
            if "本年增/减" in heads:
                before = table[row]["上一年项目数量"]
                table[row]["本年增/减"] = dice.randint(-before, largest)
    if format == "2019":
        table["政府集中采购"]["采购总金额"] = {"value": dice.randint(1, 10**6) / 100, "unit": "万元"}
    else:
        table["行政事业性收费"] = {"本年收费金额": dice.randint(0, 10**8) / 10**3, "unit": "万元"}
    return table


def plain(value: Any) -> str:
    """A figure as it is written in a cell; None is a blank cell."""
    if value is None:
        return ""
    return f"{value['value']}{value['unit']}" if isinstance(value, dict) else str(value)


def thousands(value: Any) -> str:
    """With separators: 1,336,000."""
    return f"{value:,}" if isinstance(value, int) else plain(value)


def full_width(value: Any) -> str:
    """In full-width digits: １３３６．５."""
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789.-" else c for c in plain(value))


# A table as rows of cells (text, rowspan, colspan), as an author draws it.
Rows = list[list[tuple[str, int, int]]]


def table2(report: Figures, write: Write = plain) -> Rows:
    rows: Rows = []
    for title, heads, members in ITEMS[report["format"]]:
        spans = [1] * (len(heads) - 1) + [4 - len(heads)]
        shown = ["本年收费金额（单位：万元）" if head == "本年收费金额" else head for head in heads]
        rows.append([(title, 1, 4)])
        rows.append([("信息内容", 1, 1), *((head, 1, span) for head, span in zip(shown, spans, strict=True))])
        for row in members:
            line = report["table2"][row]
            values = ((write(line[head]), 1, span) for head, span in zip(heads, spans, strict=True))
            rows.append([(row, 1, 1), *values])
    return rows


def table3(report: Figures, write: Write = plain) -> Rows:
    results, figures_ = RESULTS[report["format"]], report["table3"]
    low = [(label, 1, 1) for label in APPLICANT_LABELS[1:]]
    rows: Rows = [
        [(CORNER, 3, 3), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        low,
    ]

    def cells(key: str) -> list[tuple[str, int, int]]:
        return [(write(figures_[key][column]), 1, 1) for column in (*APPLICANTS, "total")]

    rows.append([("一、本年新收政府信息公开申请数量", 1, 3), *cells("new")])
    rows.append([("二、上年结转政府信息公开申请数量", 1, 3), *cells("carried_in")])
    before: str | None = ""
    for index, (key, label, over) in enumerate(results):
        line = [("三、本年度办理结果", len(results) + 1, 1)] if index == 0 else []
        if over is None:
            line.append((label, 1, 2))
        else:
            if over != before:
                line.append((over, sum(item[2] == over for item in results), 1))
            line.append((label, 1, 1))
        rows.append([*line, *cells(key)])
        before = over
    rows.append([("（七）总计", 1, 2), *cells("total")])
    rows.append([("四、结转下年度继续办理", 1, 3), *cells("carried_out")])
    return rows


def table4(report: Figures, write: Write = plain) -> Rows:
    leaves = [(label, 1, 1) for label in OUTCOME_LABELS]
    figures_ = report["table4"]
    data = [(write(figures_[p][o]), 1, 1) for p in PROCEEDINGS for o in OUTCOMES]
    return [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*((label, 2, 1) for label in OUTCOME_LABELS), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [*leaves, *leaves],
        data,
    ]


def before(report: Figures) -> list[str]:
    year = report["year"]
    return [
        f"{report['place']}{year}年政府信息公开工作年度报告",
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        "一、总体情况",
        "全市围绕群众关切推进公开，办理各项工作有序开展。",
    ]


CHAPTERS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
AFTER = ["五、存在的主要问题及改进情况", "公开的深度还要加强。", "六、其他需要报告的事项", "无其他事项。"]


def assemble(report: Figures, draw: Callable[[Rows], str], write: Write = plain, line: str = "{}\n") -> str:
    """Prose and the three tables, each drawn by `draw`."""
    parts = [line.format(text) for text in before(report)]
    for chapter, rows in zip(
        CHAPTERS, (table2(report, write), table3(report, write), table4(report, write)), strict=True
    ):
        parts += [line.format(chapter), draw(rows)]
    return "".join(parts + [line.format(text) for text in AFTER])


def html_table(rows: Rows) -> str:
    def cell(text: str, rowspan: int, colspan: int) -> str:
        return f'<td rowspan="{rowspan}" colspan="{colspan}"><p><span>{text}</span></p></td>'

    return "<table>" + "".join(f"<tr>{''.join(cell(*c) for c in row)}</tr>\n" for row in rows) + "</table>"


def html(report: Figures, write: Write = plain) -> str:
    """A web page."""
    body = assemble(report, html_table, write, line="<p>{}</p>\n")
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><div>{body}</div></body></html>"


def bars(report: Figures, write: Write = plain, *, full: bool = False) -> str:
    """Text with a bar after every cell; rows are filled up to the widest, the last one if `full`."""

    def draw(rows: Rows) -> str:
        width = max(len(row) for row in rows)
        lines = []
        for row in rows:
            padding = "|" * (width - len(row)) if full or row is not rows[-1] else ""
            lines.append("".join(f"{text} |\n" for text, _, _ in row) + (f"{padding}\n" if padding else ""))
        return "".join(lines)

    return assemble(report, draw, write)


def tabs(report: Figures, write: Write = plain) -> str:
    """What a browser copies: a line per row, a tab between its own cells."""
    return assemble(report, lambda rows: "".join("\t".join(c[0] for c in row) + "\n" for row in rows), write)


def spreadsheet(report: Figures, write: Write = plain) -> str:
    """What a spreadsheet copies: every position of the grid, merged cells as blanks after the first."""

    def draw(rows: Rows) -> str:
        width = sum(colspan for _, _, colspan in rows[0])
        taken: dict[tuple[int, int], str] = {}
        for top, row in enumerate(rows):
            left = 0
            for text, rowspan, colspan in row:
                while (top, left) in taken:
                    left += 1
                for down in range(rowspan):
                    for right in range(colspan):
                        taken[top + down, left + right] = text if down == right == 0 else ""
        return "".join("\t".join(taken[t, x] for x in range(width)) + "\n" for t in range(len(rows)))

    return assemble(report, draw, write)


def lines(report: Figures, write: Write = plain) -> str:
    """A cell per line, nothing between."""
    return assemble(report, lambda rows: "".join(f"{c[0]}\n" for row in rows for c in row), write)


def markdown(report: Figures, write: Write = plain) -> str:
    """A line per row between bars."""
    return assemble(
        report, lambda rows: "".join("| " + " | ".join(c[0] for c in row) + " |\n" for row in rows), write
    )
