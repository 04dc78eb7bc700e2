"""Specimens of inputs and forms."""

from __future__ import annotations

from typing import Any

from gongkai.design.specimen import LONG, RARE, WIDE, Specimen, Specimens


def _states(name: str, **more: Any) -> list[Specimen]:
    base = {"name": name, "label": "收到日期", "hint": "例如 2026-02-13", **more}
    value = {} if name == "file_field" else {"value": "2026-02-13"}
    return [
        Specimen("default", {**base, **value, "id": f"{name}-1"}),
        Specimen("focus", {**base, **value, "id": f"{name}-2"}),
        Specimen(
            "error",
            {**base, "id": f"{name}-3", "error": "“2月30日”不是日期。请按 2026-02-13 的样子填写。"},
        ),
        Specimen(
            "empty", {"id": f"{name}-4", "name": name, "label": "空着", "optional": "（可不填）", **more}
        ),
        Specimen("long", {**base, "id": f"{name}-5", "label": LONG, "hint": LONG + RARE}),
    ]


_CHOICES = [{"value": "1", "label": "全部年度"}, {"value": "2", "label": LONG}]
_BOXES = [
    {"value": "clerk", "label": "经办人", "current": True, "text": "本机构"},
    {"value": "reviewer", "label": LONG},
    {"value": "auditor", "label": "安全审计员", "disabled": True},
]
_SEARCH = {"label": "按地名或年度查年报", "action": "/reports/", "button": "查找"}
INPUTS: Specimens = {
    "text_field": [
        *_states("text_field"),
        Specimen(
            "empty",
            {"id": "text-6", "name": "t", "label": "不可填写", "width": "short", "disabled": True},
        ),
        Specimen("default", {"id": "text-8", "name": "t", "label": "登录名", "autocomplete": "username"}),
        Specimen(
            "overflow",
            {
                "id": "text-7",
                "name": "t",
                "label": "溢出",
                "value": WIDE,
                "numeric": True,
                "width": "long",
            },
        ),
    ],
    "password_field": [
        Specimen("default", {"id": "password-1", "name": "p", "label": "密码"}),
        Specimen("focus", {"id": "password-2", "name": "p", "label": "密码"}),
        Specimen(
            "error",
            {
                "id": "password-3",
                "name": "p",
                "label": "新密码",
                "autocomplete": "new-password",
                "hint": LONG,
                "error": "密码太短，请至少用10个字符。",
            },
        ),
    ],
    "code_field": [
        Specimen("default", {"id": "code-1", "name": "c", "label": "动态码", "hint": "手机上显示的6位数字"}),
        Specimen("focus", {"id": "code-2", "name": "c", "label": "动态码"}),
        Specimen(
            "error", {"id": "code-3", "name": "c", "label": "动态码", "error": "动态码不对，请重新输入。"}
        ),
    ],
    "choice_group": [
        Specimen(
            "default",
            {"id": "choices-1", "name": "roles", "legend": "角色", "choices": _BOXES, "hint": "可以多选。"},
        ),
        Specimen(
            "focus",
            {"id": "choices-2", "name": "post", "legend": "岗位", "choices": _BOXES, "kind": "radio"},
        ),
        Specimen(
            "error",
            {
                "id": "choices-3",
                "name": "columns",
                "legend": "显示哪些列",
                "choices": _BOXES,
                "layout": "row",
                "error": "请至少选一列。",
            },
        ),
    ],
    "date_field": _states("date_field"),
    "textarea_field": _states("textarea_field", rows=3),
    "file_field": [
        *_states("file_field"),
        Specimen(
            "default",
            {
                "id": "folder-1",
                "name": "folder",
                "label": "选择文件夹",
                "several": True,
                "folder": "paths",
            },
        ),
    ],
    "select_field": _states("select_field", choices=_CHOICES),
    "field": [
        Specimen(
            "default",
            {"id": "field-1", "label": "输入之外的共同部分", "hint": "提示"},
            '<input class="input" id="field-1">',
        )
    ],
    "checkbox_field": [
        Specimen(
            "default",
            {"id": "box-1", "name": "keep", "label": "保存30天", "hint": "得到一个只有您知道的地址。"},
        ),
        Specimen("focus", {"id": "box-2", "name": "keep", "label": LONG, "checked": True}),
    ],
    "search_field": [
        Specimen("default", {**_SEARCH, "id": "search-1", "hint": "例如 重庆 2019"}),
        Specimen("focus", {**_SEARCH, "id": "search-2", "value": RARE, "size": "large"}),
    ],
    "filters": [
        Specimen(
            "default",
            {
                "action": "#gallery",
                "label": "样例筛选",
                "button": "筛选",
                "clear": "#gallery",
                "clear_label": "清除",
            },
            "<p>字段</p>",
        )
    ],
    "error_summary": [
        Specimen(
            "error",
            {
                "title": "有2处需要改正",
                "errors": [{"href": "#text_field-3", "message": "收到日期：请填写。"}, {"message": LONG}],
            },
        )
    ],
}
