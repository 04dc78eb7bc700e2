"""Every component in all its states, as specimens: what the gallery shows and the screenshots catch.

The texts are samples, not messages of the program, so they are not translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from gongkai.design import calendar, table
from gongkai.design.components import declaration, names

State = Literal["default", "focus", "error", "empty", "long", "rare", "overflow"]

LONG = (
    "关于进一步做好政府信息公开申请办理过程中征求第三方意见、延长答复期限以及补正告知等环节工作日计算和记录留存工作的通知"
)
RARE = "𠮷田䶮、㛃、𬭚（生僻字）"
WIDE = "https://www.yunhe.example/zwgk/" + "a" * 90 + ".html"
LINKS = [{"href": "#gallery", "label": "政府信息公开年报"}, {"href": "#gallery", "label": "算期限", "current": True}]
LONG_LINKS = [{"href": "#gallery", "label": LONG}, {"href": "#gallery", "label": RARE}]
WEEKDAYS = ["一", "二", "三", "四", "五", "六", "日"]


@dataclass(frozen=True)
class Specimen:
    """A component in one state."""

    state: State
    options: Mapping[str, Any]
    content: str | None = None


@dataclass(frozen=True)
class Exhibit:
    """A component with its declaration and specimens."""

    name: str
    specimens: tuple[Specimen, ...]
    purpose: str = field(default="")


def exhibits() -> list[Exhibit]:
    """All components in alphabetical order; KeyError for one that has no specimens."""
    specimens = {**_frame(), **_words(), **_inputs(), **_findings(), **_figures(), **_time()}
    return [Exhibit(name, tuple(specimens[name]), declaration(name).purpose) for name in names()]


def _frame() -> dict[str, list[Specimen]]:
    header = {"home": "#gallery", "nav_label": "样例栏目", "service": "政府信息公开"}
    facts = [{"label": "主办单位", "value": "云河市人民政府办公室"}, {"label": "网站标识码", "value": "0000000000"}]
    choices = [{"value": "normal", "label": "标准", "current": True}, {"value": "large", "label": "大"}]
    preferences = {
        "id": "preferences-1", "legend": "样例设置", "action": "#gallery", "back": "/design/", "type_label": "字号", "types": choices,
        "contrast_label": "对比度", "contrasts": choices,
    }  # fmt: skip
    return {
        "page_header": [
            Specimen("default", {**header, "site_name": "云河市人民政府", "links": LINKS, "demo": "演示站点。"}),
            Specimen(
                "long", {**header, "site_name": LONG, "links": LONG_LINKS, "nav_label": "样例栏目（长）"}
            ),
        ],
        "page_footer": [
            Specimen(
                "default",
                {"facts": facts, "note": "说明。", "links": LINKS, "links_label": "样例链接"},
                "<p>内容</p>",
            ),
            Specimen("long", {"facts": [{"label": "网站名称", "value": LONG + RARE}]}, ""),
        ],
        "preferences": [
            Specimen("default", preferences),
            Specimen("focus", {**preferences, "id": "preferences-2", "legend": "样例设置（焦点）"}),
        ],
        "skip_link": [Specimen("focus", {"label": "跳到正文", "href": "#main"})],
        "breadcrumb": [
            Specimen("default", {"label": "样例位置", "links": LINKS[:1], "current": "2020年"}),
            Specimen("long", {"label": "样例位置（长）", "links": LONG_LINKS, "current": LONG}),
        ],
        "pager": [
            Specimen(
                "default",
                {"label": "样例翻页", "position": "第2页，共5页", "previous": "#gallery", "previous_label": "上一页",
                 "next": "#gallery", "next_label": "下一页"},
            ),
            Specimen("empty", {"label": "样例翻页（一页）", "position": "共1页"}),
        ],
    }  # fmt: skip


def _words() -> dict[str, list[Specimen]]:
    icons = ("error", "warn", "ask", "ok", "info", "search", "next", "previous", "download", "fold", "print")
    button = {"label": "计算期限"}
    return {
        "icon": [Specimen("default", {"name": name}) for name in icons],
        "heading": [
            Specimen("default", {"text": "2020年年报", "level": 2, "origin": ["某机关", "2021-01-20"], "lead": "导语。"}),
            Specimen("long", {"text": LONG + RARE, "level": 2}),
            Specimen("overflow", {"text": WIDE, "level": 2}),
        ],
        "button": [
            Specimen("default", button),
            Specimen("default", {**button, "kind": "secondary", "icon": "download"}),
            Specimen("default", {"label": "删除这份核查结果", "kind": "danger"}),
            Specimen("default", {"label": "看年报", "href": "#gallery", "icon": "next"}),
            Specimen("empty", {**button, "disabled": True}),
            Specimen("focus", button),
            Specimen("long", {"label": LONG}),
        ],
        "link_list": [
            Specimen("default", {"links": [{"href": "#gallery", "label": "算期限", "text": "按收到日期推算答复期限。"}]}),
            Specimen("default", {"kind": "tiles", "links": [*LINKS, {"href": "#gallery", "label": RARE, "text": LONG}]}),
        ],
        "notice": [
            Specimen("default", {"kind": kind, "title": "标题"}, "<p>一两句话，说明接下来应当知道什么。</p>")
            for kind in ("info", "ok", "warn", "error")
        ] + [Specimen("overflow", {}, f"<p>{WIDE} {RARE}</p>")],
        "tag": [
            Specimen("default", {"text": text, "kind": kind})
            for kind, text in zip(
                ("plain", "accent", "ok", "warn", "error"), ("2019年格式", "地级市", "成立", "〔本项目理解〕", "已逾期"),
                strict=True,
            )
        ] + [Specimen("rare", {"text": RARE})],
        "details": [
            Specimen("default", {"summary": "征求过意见？"}, "<p>内容</p>"),
            Specimen("focus", {"summary": LONG, "open": True}, f"<p>{LONG}</p>"),
        ],
        "empty_state": [
            Specimen("empty", {"title": "没有找到年报", "text": "换一个地名再试。", "href": "#gallery", "link": "看全部年报"})
        ],
        "answer": [
            Specimen("default", {"sentence": "应于2026年3月16日前答复", "detail": "自2026年2月13日收到申请起计算。"}),
            Specimen("empty", {"sentence": "等待申请人补正，期限尚未起算", "kind": "waiting"}),
            Specimen("error", {"sentence": "已逾期3个工作日", "kind": "late"}),
            Specimen("long", {"sentence": LONG}),
        ],
    }  # fmt: skip


def _inputs() -> dict[str, list[Specimen]]:
    def states(name: str, **more: Any) -> list[Specimen]:
        base = {"name": name, "label": "收到日期", "hint": "例如 2026-02-13", **more}
        value = {} if name == "file_field" else {"value": "2026-02-13"}
        return [
            Specimen("default", {**base, **value, "id": f"{name}-1"}),
            Specimen("focus", {**base, **value, "id": f"{name}-2"}),
            Specimen("error", {**base, "id": f"{name}-3", "error": "“2月30日”不是日期。请按 2026-02-13 的样子填写。"}),
            Specimen("empty", {"id": f"{name}-4", "name": name, "label": "空着", "optional": "（可不填）", **more}),
            Specimen("long", {**base, "id": f"{name}-5", "label": LONG, "hint": LONG + RARE}),
        ]

    choices = [{"value": "1", "label": "全部年度"}, {"value": "2", "label": LONG}]
    search = {"label": "按地名或年度查年报", "action": "/reports/", "button": "查找"}
    return {
        "text_field": [
            *states("text_field"),
            Specimen("empty", {"id": "text-6", "name": "t", "label": "不可填写", "width": "short", "disabled": True}),
            Specimen("overflow", {"id": "text-7", "name": "t", "label": "溢出", "value": WIDE, "numeric": True}),
        ],
        "date_field": states("date_field"),
        "textarea_field": states("textarea_field", rows=3),
        "file_field": states("file_field"),
        "select_field": states("select_field", choices=choices),
        "field": [Specimen("default", {"id": "field-1", "label": "输入之外的共同部分", "hint": "提示"}, '<input class="input" id="field-1">')],
        "checkbox_field": [
            Specimen("default", {"id": "box-1", "name": "keep", "label": "保存30天", "hint": "得到一个只有您知道的地址。"}),
            Specimen("focus", {"id": "box-2", "name": "keep", "label": LONG, "checked": True}),
        ],
        "search_field": [
            Specimen("default", {**search, "id": "search-1", "hint": "例如 重庆 2019"}),
            Specimen("focus", {**search, "id": "search-2", "value": RARE, "size": "large"}),
        ],
        "filters": [
            Specimen("default", {"action": "#gallery", "label": "样例筛选", "button": "筛选", "clear": "#gallery", "clear_label": "清除"}, "<p>字段</p>")
        ],
        "error_summary": [
            Specimen("error", {"title": "有2处需要改正", "errors": [{"href": "#text_field-3", "message": "收到日期：请填写。"}, {"message": LONG}]})
        ],
    }  # fmt: skip


def _findings() -> dict[str, list[Specimen]]:
    sentence = "表三“自然人”列：各项相加为6385，第(七)项总计填报为6386，相差1。"
    cells = [{"href": "#form-cell", "label": "总计·自然人"}]
    finding = {"message": sentence, "code": "T3-B", "cells": cells, "cells_label": "涉及："}
    mark = table.Mark(1, "error", "错误", sentence, "#finding-error")
    warn = table.Mark(12, "warn", "提醒", sentence, "#finding-warn")
    head, label, data = "head", "label", "data"
    form = [
        [table.Cell(head, "本列数据的勾稽关系", rowspan=2, colspan=2), table.Cell(head, "申请人情况", colspan=3)],
        [table.Cell(head, "自然人"), table.Cell(head, "商业企业"), table.Cell(head, "总计")],
        [
            table.Cell(label, "三、本年度办理结果", rowspan=3, depth=1), table.Cell(label, "（一）予以公开", depth=2, last_label=True),
            table.Cell(data, "1,336,000"), table.Cell(data, "0"), table.Cell(data, "6386", id="form-cell", marks=(mark, warn)),
        ],
        [
            table.Cell(label, LONG, depth=2, last_label=True), table.Cell(data, "未读出", state="missing"),
            table.Cell(data, "空白", state="blank"), table.Cell(data, "8", note="含2018年结转1件"),
        ],
        [table.Cell(label, RARE, depth=2, last_label=True), table.Cell(data, "／", state="none"), table.Cell(data, "3", marks=(warn,)), table.Cell(data, "3")],
    ]  # fmt: skip
    plain = table.plain(
        ["事项", "期限", "依据"],
        [["答复期限", "20个工作日", table.Cell("data", "第三十三条", href="#gallery")], [LONG, WIDE, RARE]],
    )
    return {
        "finding": [
            Specimen("default", {**finding, "number": 1, "level": "error", "word": "错误", "id": "finding-error"}),
            Specimen("default", {**finding, "number": 12, "level": "warn", "word": "提醒", "id": "finding-warn"}),
            Specimen("long", {"message": LONG + RARE, "number": 103, "level": "ask", "word": "请核实", "id": "finding-ask"}),
        ],
        "data_table": [
            Specimen("default", {"caption": "法定统计表（含标注）", "rows": form, "id": "table-form", "kind": "form", "scroll_hint": "表格可左右滑动。"}),
            Specimen("overflow", {"caption": "普通表格", "rows": plain, "id": "table-plain"}),
            Specimen("empty", {"caption": "空表", "rows": plain[:1], "id": "table-empty", "caption_visible": "no"}),
        ],
    }  # fmt: skip


def _figures() -> dict[str, list[Specimen]]:
    return {
        "figure_list": [
            Specimen("default", {"label": "样例数字", "figures": [
                {"value": "1,336,000", "unit": "条", "label": "主动公开", "href": "#gallery", "title": "133.6万"},
                {"value": "6386", "unit": "件", "label": LONG},
            ]}),
        ],
        "definition_list": [
            Specimen("default", {"rows": [
                {"label": "发布机构", "value": "某市人民政府办公室"}, {"label": "索引号", "value": "000014349/2017-00110", "note": "校验码正确"},
                {"label": LONG, "value": WIDE}, {"label": "姓名", "value": RARE, "href": "#gallery"},
            ]}),
        ],
        "download_list": [
            Specimen("default", {"files": [
                {"href": "#gallery", "label": "表格数据（CSV）", "text": "用表格软件打开"}, {"label": "下载 JSON", "name": "as", "value": "json"},
            ]}),
        ],
        "step_list": [
            Specimen("default", {"steps": [
                {"title": "收到申请：2026年2月13日", "text": "当日不计。", "citation": "《中华人民共和国政府信息公开条例》第三十一条", "href": "#gallery"},
                {"title": LONG, "text": RARE, "skipped": WIDE, "citation": "〔本项目理解〕"},
            ]}),
        ],
    }  # fmt: skip


def _time() -> dict[str, list[Specimen]]:
    first = date(2026, 2, 1)
    marks = {first + timedelta(days=n): calendar.Mark("counted", str(n)) for n in range(1, 28)}
    marks |= {date(2026, 2, n): calendar.Mark("holiday", "春节") for n in range(15, 24)}
    marks |= {date(2026, 2, n): calendar.Mark("off", "星期六") for n in (7, 21)}
    marks[date(2026, 2, 14)] = calendar.Mark("moved", "2 调休上班")
    marks[date(2026, 2, 25)] = calendar.Mark("paused", "征求第三方意见")
    marks[date(2026, 2, 26)] = calendar.Mark("work", "")
    marks[date(2026, 2, 13)] = calendar.Mark("start", "收到")
    marks[date(2026, 2, 27)] = calendar.Mark("due", "20 期限")
    return {
        "calendar_month": [
            Specimen(
                "default",
                {"month": calendar.month(2026, 2, "2026年2月", marks), "id": "month-1", "weekdays": WEEKDAYS},
            ),
            Specimen(
                "empty",
                {"month": calendar.month(2026, 3, "2026年3月", {}), "id": "month-2", "weekdays": WEEKDAYS},
            ),
        ],
    }
