"""Specimens of the review desk: both sides of it, marked text, verdicts, a cell being changed, edits."""

from __future__ import annotations

from typing import Any

from gongkai.design import table
from gongkai.design.specimen import LONG, RARE, WIDE, Specimen, Specimens

_MARK = table.TableMark(1, "error", "错误", LONG, "#gallery")
_PARTS: list[dict[str, Any]] = [
    {"text": "全年共收到申请"},
    {"text": "4", "kind": "claim", "id": "said-1", "title": "收到申请：4件"},
    {"text": "件，办结"},
    {"text": "5", "kind": "error", "id": "said-2", "marks": (_MARK,)},
    {"text": "件，其中"},
    {"text": "3件", "kind": "warn"},
    {"text": "属于商业企业，"},
    {"text": "1件", "kind": "ask"},
    {"text": "待核。"},
]
_WORDS = {
    "confirm": "属实",
    "dismiss": "不属实",
    "take_back": "撤回判断",
    "reason": "为什么不属实",
    "hint": "例如统计口径、依据的文件。",
}
_VERDICT = {"key": "k", "action": "#gallery", "token": "x", "words": _WORDS}
_EDIT: dict[str, Any] = {
    "id": 1,
    "cell": "表三“总计·自然人”",
    "href": "#gallery",
    "before": "6",
    "after": "7",
    "who": "林知远 · 2027-01-20 10:30",
    "reason": "依据登记台账",
    "undo": True,
    "field": "undo-1-reason",
    "typed": "",
    "error": "",
}
_EDITS = {"action": "#gallery", "token": "x", "words": {"undo": "撤销", "reason": "撤销的理由"}}
REVIEW: Specimens = {
    "desk_pane": [
        Specimen(
            "default",
            {
                "id": "pane-original",
                "title": "原件",
                "kind": "original",
                "links_label": "原件的部分",
                "links": [{"href": "#gallery", "label": "下载原件", "download": True}],
            },
            content=f"<p>{LONG}</p><p>{WIDE}</p>",
        ),
        Specimen("long", {"id": "pane-reading", "title": LONG}, content=f"<p>{RARE}</p>"),
    ],
    "marked_text": [
        Specimen(
            "default",
            {
                "label": "样例正文",
                "paragraphs": [
                    {"id": "para-1", "number": 1, "parts": _PARTS},
                    {"id": "para-2", "number": 2, "parts": [{"text": LONG + WIDE}]},
                ],
            },
        ),
        Specimen("empty", {"label": "样例正文（空）", "paragraphs": []}),
    ],
    "verdict": [
        Specimen("default", {**_VERDICT, "id": "verdict-1"}),
        Specimen(
            "default",
            {**_VERDICT, "id": "verdict-2", "says": "confirmed", "told": "属实 · 林知远 · 2027-01-20"},
        ),
        Specimen(
            "long", {**_VERDICT, "id": "verdict-3", "says": "dismissed", "told": "不属实", "reason": LONG}
        ),
        Specimen("error", {**_VERDICT, "id": "verdict-4", "error": "请说明为什么不属实。", "typed": " "}),
        Specimen("empty", {"id": "verdict-5", "key": "k", "words": _WORDS}),
    ],
    "cell_form": [
        Specimen(
            "default",
            {
                "id": "cell-form-1",
                "title": "修改：表三“总计·自然人”",
                "now": "读出的是6。",
                "action": "#gallery",
                "token": "x",
                "hidden": [{"name": "table", "value": "table3"}],
                "fields": [],
                "verb": "保存",
                "back": "#gallery",
                "back_label": "不改了",
            },
        ),
    ],
    "edit_list": [
        Specimen("default", {**_EDITS, "label": "样例修改", "edits": [_EDIT]}),
        Specimen(
            "error",
            {
                **_EDITS,
                "label": "样例修改（出错）",
                "edits": [{**_EDIT, "id": 2, "field": "undo-2-reason", "error": "请说明撤销的理由。"}],
            },
        ),
        Specimen(
            "long",
            {
                **_EDITS,
                "label": "样例修改（长）",
                "edits": [{**_EDIT, "id": 3, "undo": False, "cell": LONG, "reason": RARE}],
            },
        ),
    ],
    "key_list": [
        Specimen(
            "default",
            {"label": "键盘：", "keys": [{"key": "j", "does": "下一个问题"}, {"key": "y", "does": "属实"}]},
        ),
    ],
}

TABLES = [
    Specimen(
        "default",
        {
            "caption": "样例原件的表",
            "id": "table-copy",
            "kind": "copy",
            "rows": [
                [table.TableCell("data", "项目", colspan=2)],
                [table.TableCell("data", RARE), table.TableCell("data", "4")],
            ],
        },
    )
]
