"""A report as its author draws it: paragraphs, and tables as rows of cells with their spans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.material.forms import (
    APPLICANT_LABELS,
    APPLICANTS,
    CORNER,
    ITEMS,
    OUTCOME_LABELS,
    OUTCOMES,
    PROCEEDINGS,
    RESULTS,
    STATISTICS,
    Figures,
)

Write = Callable[[Any], str]


def plain(value: Any) -> str:
    """A figure as it is written in a cell; None is a blank cell."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return "" if value["value"] is None else f"{value['value']}{value['unit']}"
    return str(value)


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
    figures_ = report["table3"]
    results = RESULTS["2019" if "6" in figures_ else report["format"]]
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


def statistics(report: Figures, write: Write = plain) -> Rows:
    rows: Rows = [[("统计指标", 1, 1), ("单位", 1, 1), ("统计数", 1, 1)]]
    for key, label, unit in STATISTICS:
        if key:
            rows.append([(label, 1, 1), (unit, 1, 1), (write(report["statistics"][key]["value"]), 1, 1)])
        else:
            rows.append([(label, 1, 3)])
    return rows


def tables(report: Figures, write: Write = plain) -> list[tuple[str, Rows]]:
    """Every table with the chapter it stands in."""
    if report["format"] == "pre2019":
        return [("政府信息公开情况统计表", statistics(report, write))]
    drawn = (table2(report, write), table3(report, write), table4(report, write))
    return list(zip(CHAPTERS, drawn, strict=True))


def before(report: Figures) -> list[str]:
    year = report["year"]
    return [
        f"{report['place']}{year}年政府信息公开工作年度报告",
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        "一、概述" if report["format"] == "pre2019" else "一、总体情况",
        "全市围绕群众关切推进公开，办理各项工作有序开展。",
    ]


CHAPTERS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
AFTER = ["五、存在的主要问题及改进情况", "公开的深度还要加强。", "六、其他需要报告的事项", "无其他事项。"]


def after(report: Figures) -> list[str]:
    """The paragraphs under the tables; the statistics are the last page of their report."""
    return [] if report["format"] == "pre2019" else AFTER
