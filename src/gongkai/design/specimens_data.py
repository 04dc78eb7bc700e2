"""Specimens of findings, tables, figures and calendars."""

from __future__ import annotations

from datetime import date, timedelta

from gongkai.design import calendar, table
from gongkai.design.specimen import LONG, RARE, WEEKDAYS, WIDE, Specimen, Specimens

_SENTENCE = "表三“自然人”列：各项相加为6385，第(七)项总计填报为6386，相差1。"
_CELLS = [{"href": "#form-cell", "label": "总计·自然人"}]
_FINDING = {"message": _SENTENCE, "code": "T3-B", "cells": _CELLS, "cells_label": "涉及："}
_MARK = table.TableMark(1, "error", "错误", _SENTENCE, "#finding-error")
_WARN = table.TableMark(12, "warn", "提醒", _SENTENCE, "#finding-warn")
_FORM = [
    [
        table.TableCell("head", "本列数据的勾稽关系", rowspan=2, colspan=2),
        table.TableCell("head", "申请人情况", colspan=3),
    ],
    [table.TableCell("head", "自然人"), table.TableCell("head", "商业企业"), table.TableCell("head", "总计")],
    [
        table.TableCell("label", "三、本年度办理结果", rowspan=3, depth=1),
        table.TableCell("label", "（一）予以公开", depth=2, last_label=True),
        table.TableCell("data", "1,336,000", touched=True),
        table.TableCell("data", "0"),
        table.TableCell("data", "6386", id="form-cell", marks=(_MARK, _WARN)),
    ],
    [
        table.TableCell("label", LONG, depth=2, last_label=True),
        table.TableCell("data", "未读出", state="missing"),
        table.TableCell("data", "空白", state="blank"),
        table.TableCell("data", "8", note="含2018年结转1件"),
    ],
    [
        table.TableCell("label", RARE, depth=2, last_label=True),
        table.TableCell("data", "／", state="none"),
        table.TableCell("data", "3", marks=(_WARN,)),
        table.TableCell("data", "3"),
    ],
]
_PLAIN = table.plain(
    ["事项", "期限", "依据"],
    [["答复期限", "20个工作日", table.TableCell("data", "第三十三条", href="#gallery")], [LONG, WIDE, RARE]],
)
FINDINGS: Specimens = {
    "finding": [
        Specimen(
            "default", {**_FINDING, "number": 1, "level": "error", "word": "错误", "id": "finding-error"}
        ),
        Specimen(
            "default",
            {
                **_FINDING,
                "number": 12,
                "level": "warn",
                "word": "提醒",
                "id": "finding-warn",
                "quotes": [
                    [{"text": "…收到申请"}, {"text": "86", "marked": True}, {"text": "件，均按期答复。"}]
                ],
            },
        ),
        Specimen(
            "long",
            {
                "message": LONG + RARE,
                "number": 103,
                "level": "ask",
                "word": "请核实",
                "id": "finding-ask",
            },
        ),
    ],
    "data_table": [
        Specimen(
            "default",
            {
                "caption": "法定统计表（含标注）",
                "rows": _FORM,
                "id": "table-form",
                "kind": "form",
                "scroll_hint": "表格可左右滑动。",
            },
        ),
        Specimen("overflow", {"caption": "普通表格", "rows": _PLAIN, "id": "table-plain"}),
        Specimen(
            "empty", {"caption": "空表", "rows": _PLAIN[:1], "id": "table-empty", "caption_visible": "no"}
        ),
    ],
}

FIGURES: Specimens = {
    "figure_list": [
        Specimen(
            "default",
            {
                "label": "样例数字",
                "figures": [
                    {
                        "value": "1,336,000",
                        "unit": "条",
                        "label": "主动公开",
                        "href": "#gallery",
                        "title": "133.6万",
                    },
                    {"value": "6386", "unit": "件", "label": LONG},
                ],
            },
        ),
    ],
    "definition_list": [
        Specimen(
            "default",
            {
                "rows": [
                    {"label": "发布机构", "value": "某市人民政府办公室"},
                    {"label": "索引号", "value": "000014349/2017-00110", "note": "校验码正确"},
                    {"label": LONG, "value": WIDE},
                    {"label": "姓名", "value": RARE, "href": "#gallery"},
                ]
            },
        ),
    ],
    "download_list": [
        Specimen(
            "default",
            {
                "files": [
                    {"href": "#gallery", "label": "表格数据（CSV）", "text": "用表格软件打开"},
                    {"label": "下载 JSON", "name": "as", "value": "json"},
                ]
            },
        ),
    ],
    "dated_values": [
        Specimen(
            "default",
            {
                "id": "dated-1",
                "label": "答复期限",
                "entries": [
                    {
                        "value": "20个工作日",
                        "since": "2019年5月15日起",
                        "citation": "《条例》第三十三条第二款",
                        "href": "#gallery",
                        "current": True,
                    },
                    {
                        "value": "15个工作日",
                        "since": "2008年5月1日起",
                        "citation": LONG,
                        "mark": "〔本项目理解〕",
                        "note": LONG + RARE,
                    },
                ],
            },
        ),
    ],
    "step_list": [
        Specimen(
            "default",
            {
                "steps": [
                    {
                        "title": "收到申请：2026年2月13日",
                        "text": "当日不计。",
                        "citation": "《中华人民共和国政府信息公开条例》第三十一条",
                        "href": "#gallery",
                    },
                    {"title": LONG, "text": RARE, "skipped": WIDE, "citation": "〔本项目理解〕"},
                ]
            },
        ),
    ],
}

_FIRST = date(2026, 2, 1)
_MARKS = {_FIRST + timedelta(days=n): calendar.DayMark("counted", str(n)) for n in range(1, 28)}
_MARKS |= {date(2026, 2, n): calendar.DayMark("holiday", "春节") for n in range(15, 24)}
_MARKS |= {date(2026, 2, n): calendar.DayMark("off", "星期六") for n in (7, 21)}
_MARKS[date(2026, 2, 14)] = calendar.DayMark("moved", "2 调休上班")
_MARKS[date(2026, 2, 25)] = calendar.DayMark("paused", "征求第三方意见")
_MARKS[date(2026, 2, 26)] = calendar.DayMark("work", "")
_MARKS[date(2026, 2, 13)] = calendar.DayMark("start", "收到")
_MARKS[date(2026, 2, 27)] = calendar.DayMark("due", "20 期限")
TIME: Specimens = {
    "calendar_month": [
        Specimen(
            "default",
            {"month": calendar.month(2026, 2, "2026年2月", _MARKS), "id": "month-1", "weekdays": WEEKDAYS},
        ),
        Specimen(
            "empty",
            {"month": calendar.month(2026, 3, "2026年3月", {}), "id": "month-2", "weekdays": WEEKDAYS},
        ),
    ],
}
