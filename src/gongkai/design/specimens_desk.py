"""Specimens of what only the console uses: its head, lists, inbox, time line, tree, verbs, progress."""

from __future__ import annotations

from typing import Any

from gongkai.design import rows
from gongkai.design.specimen import LINKS, LONG, LONG_LINKS, RARE, WIDE, Specimen, Specimens

_DESK = {
    "home": "#gallery",
    "site_name": "云河市人民政府",
    "service": "工作台",
    "who": "林知远",
    "account": "#gallery",
    "account_label": "我的账号",
    "sign_out": "#gallery",
    "sign_out_label": "退出",
    "token": "x",
}
_CURRENT: dict[str, Any] = {"href": "#gallery", "label": "机构", "current": True}
_CHANGES = [{"name": "名称", "before": "云河市旧局", "after": "云河市新局"}]
_ENTRIES = [
    {
        "what": "机构更名",
        "when": "2026-11-21 10:30",
        "iso": "2026-11-21T10:30+08:00",
        "who": "林知远（云河市人民政府办公室 科员）",
        "href": "#gallery",
        "changes": _CHANGES,
        "reason": "云编办〔2026〕3号",
    },
    {"what": LONG, "when": "2026-11-22 09:00", "iso": "2026-11-22T09:00+08:00", "who": RARE},
]
_VERBS = [
    {"label": "更名", "href": "#gallery", "kind": "secondary"},
    {"label": "撤销机构", "href": "#gallery", "kind": "danger"},
    {"label": "重试", "href": "#gallery", "kind": "secondary", "at_once": True},
    {"label": "设立岗位", "reason": "由安全保密管理员办理，您的岗位没有这项权限。", "first": True},
    {"label": "调整隶属", "reason": LONG},
]
DESK: Specimens = {
    "console_header": [
        Specimen(
            "default",
            {
                **_DESK,
                "nav_label": "样例工作台",
                "post": "云河市人民政府办公室 科员",
                "links": [{**_CURRENT, "count": 3}, LINKS[0]],
                "demo": "演示站点。",
            },
        ),
        Specimen(
            "long",
            {**_DESK, "nav_label": "样例工作台（长）", "who": RARE, "post": LONG, "links": LONG_LINKS},
        ),
    ],
    "tabs": [
        Specimen(
            "default",
            {
                "label": "样例分页",
                "links": [
                    {"href": "#gallery", "label": "全部", "current": True, "count": "1万以上"},
                    {"href": "#gallery", "label": "我的视图"},
                ],
            },
        ),
        Specimen("long", {"label": "样例分页（长）", "links": LONG_LINKS}),
    ],
    "inbox_group": [
        Specimen(
            "default",
            {
                "id": f"inbox-{kind}",
                "title": title,
                "kind": kind,
                "count": "1项",
                "rows": [
                    {
                        "what": "答复李某的申请",
                        "href": "#gallery",
                        "note": "云河公开〔2026〕12号",
                        "who": "云河市人民政府办公室",
                        "due": "2026-11-24",
                        "iso": "2026-11-24",
                        "due_word": word,
                        "due_kind": tag,
                        "verb": "答复",
                        "verb_href": "#gallery",
                    }
                ],
            },
        )
        for kind, title, word, tag in (
            ("late", "已逾期", "已逾期3个工作日", "error"),
            ("today", "今天", "今天到期", "warn"),
            ("plain", "本周", "还有3个工作日", "plain"),
        )
    ]
    + [
        Specimen(
            "long",
            {
                "id": "inbox-waiting",
                "title": "等待他人",
                "kind": "waiting",
                "rows": [{"what": LONG, "href": "#gallery", "who": WIDE}],
            },
        )
    ],
    "time_line": [Specimen("default", {"label": "样例经过", "entries": _ENTRIES})],
    "verb_list": [
        Specimen(
            "default", {"label": "样例事项", "verbs": _VERBS, "not_now": "现在不能办理", "token": "token"}
        ),
        Specimen("empty", {"label": "样例事项（空）", "verbs": [], "not_now": ""}),
    ],
    "tree": [
        Specimen(
            "default",
            {
                "label": "样例机构树",
                "nodes": [
                    {
                        "href": "#gallery",
                        "name": "云河市人民政府",
                        "note": "市级",
                        "open": True,
                        "below": "下级1个",
                        "children": [{"href": "#gallery", "name": LONG, "note": RARE}],
                    }
                ],
            },
        )
    ],
    "check_tree": [
        Specimen(
            "default",
            {
                "legend": "样例名单",
                "name": "unit",
                "nodes": [
                    {
                        "label": "云河市人民政府",
                        "children": [
                            {"value": "jyj", "label": "云河市教育局", "note": "部门", "current": True},
                            {"value": "long", "label": LONG, "note": RARE},
                        ],
                    }
                ],
            },
        )
    ],
    "progress_bar": [
        Specimen(
            "default", {"label": "样例进度", "done": 3, "total": 10, "text": "已校验3,000条，共10,000条"}
        ),
    ],
    "once_only": [
        Specimen(
            "default",
            {
                "label": "初始密码，只显示这一次",
                "secret": "abcde-fghjk-mnpqr",
                "text": "请现在抄下，当面交给本人。",
            },
        ),
        Specimen("overflow", {"label": LONG, "secret": "a" * 90, "text": LONG}),
    ],
}

_LABELS = ("机构", "层级", "人数", "更新")
_HEADS = [
    {"label": "机构", "href": "#gallery", "sorted": "ascending"},
    {"label": "层级", "href": "#gallery", "sorted": "descending"},
    {"label": "人数", "number": True},
    {"label": "更新"},
]
_ROWS = [
    rows.row(
        [
            rows.Cell("云河市财政局", href="#gallery", note="yunhe-finance"),
            rows.Cell("部门", tag="plain"),
            rows.Cell("1,336", kind="number"),
            rows.Cell("2026-11-21 10:30", kind="time"),
        ],
        _LABELS,
        pick="1",
        picked=True,
    ),
    rows.row(
        [rows.Cell(LONG, href="#gallery"), rows.Cell(RARE), rows.Cell("0", kind="number"), rows.Cell("")],
        _LABELS,
        pick="2",
    ),
]
_LIST = {"caption": "样例列表", "heads": _HEADS}
_BULK = {
    "legend": "对勾选的机构",
    "hint": "先在列表里勾选。",
    "reason_label": "理由",
    "verbs": [
        {"name": "lock", "label": "停用", "kind": "danger", "effect": "勾选的人员立即不能登录。"},
        {"name": "unlock", "label": "启用", "kind": "secondary", "effect": LONG},
    ],
}
LISTS: Specimens = {
    "data_list": [
        Specimen(
            "default", {**_LIST, "id": "list-1", "rows": _ROWS, "select": "yes", "select_label": "勾选"}
        ),
        Specimen("empty", {**_LIST, "id": "list-2", "rows": []}),
    ],
    "filter_chips": [
        Specimen(
            "default",
            {
                "label": "样例筛选条件",
                "count": "共1,336个机构",
                "remove_label": "去掉这个条件",
                "chips": [
                    {"name": "层级", "value": "部门", "href": "#gallery"},
                    {"name": "名称", "value": LONG, "href": "#gallery"},
                ],
                "clear": "#gallery",
                "clear_label": "全部清除",
            },
        ),
        Specimen(
            "empty", {"label": "样例筛选条件（空）", "count": "共0个机构", "remove_label": "x", "chips": []}
        ),
    ],
    "bulk_bar": [
        Specimen("default", {**_BULK, "id": "bulk-1"}),
        Specimen("error", {**_BULK, "id": "bulk-2", "error": "请写明理由。"}),
        Specimen("long", {**_BULK, "id": "bulk-3", "whole_label": "对筛选出的全部60份办理", "whole": "yes"}),
    ],
}
