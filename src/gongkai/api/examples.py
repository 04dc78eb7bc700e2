"""One example of a successful answer per operation, for the schema; a test holds each to its shape."""

from __future__ import annotations

from typing import Any

_SOURCE = {
    "publisher": "",
    "title": "重庆市2019年政府信息公开工作年度报告",
    "site": "www.cq.gov.cn",
    "index_number": "11500000009275780L/2020-11304",
    "published_on": "2020-03-31",
}
_SUMMARY = {
    "place": {"code": "chongqing", "name": "重庆市", "level": "province"},
    "year": 2019,
    "form": "2019",
    "source": _SOURCE,
    "archived_at": "2026-03-02T01:30:00Z",
}
_FIGURES = {
    "place": "重庆市",
    "year": 2019,
    "format": "2019",
    "table2": {"行政许可": {"上一年项目数量": 711, "本年增/减": -5, "处理决定数量": 9960742}},
    "table3": {"carried_in": {"natural": 147, "commercial": 1, "total": 149}},
    "table4": None,
    "narrative": [],
    "unread": [{"table": "table4", "row": None, "col": None, "reason": "文中没有找到表四"}],
}

EXAMPLES: dict[str, dict[str, Any]] = {
    "list_reports": {"items": [_SUMMARY], "next_cursor": None},
    "get_report": {**_SUMMARY, "figures": _FIGURES, "findings": []},
    "check_report": {"figures": _FIGURES, "findings": []},
    "get_reply_deadline": {
        "due_on": "2026-03-19",
        "state": "running",
        "sentence": "应于2026年3月19日前答复（含当日，星期四）。",
        "days_over": 0,
        "pay_by": None,
        "steps": [
            {
                "rule": "收到申请，当日不计入",
                "citation": "《中华人民共和国政府信息公开条例》第三十一条",
                "from": "2026-02-13",
                "to": "2026-02-13",
                "counted": 0,
                "skipped": [],
            }
        ],
    },
    "add_workdays": {"from": "2026-02-13", "days": 20, "on": "2026-03-19"},
    "count_workdays": {"after": "2026-02-13", "through": "2026-03-19", "days": 20},
    "get_workday_year": {
        "year": 2026,
        "workdays": 248,
        "special": [{"on": "2026-01-01", "status": "off", "name": "元旦", "notice": ""}],
    },
}
