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
_PLACE = {"code": "chongqing", "name": "重庆市", "level": "province"}
_MEASURE = {
    "key": "completion_rate",
    "label": "办结率",
    "group": "applications",
    "unit": "%",
    "denominator": "本年新收加上年结转",
    "citation": "国办公开办函〔2021〕30号附件表三〔本项目理解〕",
    "forms": ["2019", "2021"],
}
_COMPARED = {
    "measure": _MEASURE,
    "years": [2019],
    "rows": [
        {
            "place": _PLACE,
            "values": [
                {
                    "year": 2019,
                    "state": "known",
                    "value": 97.7447,
                    "part": 7498,
                    "whole": 7671,
                    "reason": "",
                }
            ],
        }
    ],
    "ranking": {
        "year": 2019,
        "sentence": "2019年办结率（分母为本年新收加上年结转），1个地方全部参加排序。",
        "ranked": [{"position": 1, "place": "chongqing", "name": "重庆市", "value": 97.7447}],
        "left_out": [],
    },
    "totals": [
        {
            "year": 2019,
            "value": 97.7447,
            "part": 7498,
            "whole": 7671,
            "counted": 1,
            "complete": True,
            "missing": [],
            "sentence": "2019年1个地方合计；分子、分母分别相加后再相除，分母为本年新收加上年结转。",
        }
    ],
    "anomalies": [],
}

_IDENTITY = {"code": "tjj", "kind": "department", "credit_code": ""}
_VERSION = {
    "name": "云河市统计局",
    "short_name": "市统计局",
    "level": "department",
    "parent": "yunhe",
    "valid_from": "2010-01-01",
    "valid_to": None,
}
_BODY = {
    **_IDENTITY,
    "on": "2026-03-02",
    "version": _VERSION,
    "history": [_VERSION],
    "successors": [],
    "predecessors": [],
}

EXAMPLES: dict[str, dict[str, Any]] = {
    "list_reports": {"items": [_SUMMARY], "next_cursor": None},
    "get_report": {**_SUMMARY, "figures": _FIGURES, "findings": []},
    "list_measures": {"items": [_MEASURE]},
    "list_figures": {
        "items": [
            {
                "place": _PLACE,
                "year": 2019,
                "form": "2019",
                "table": "table3",
                "row": "new",
                "column": "total",
                "value": 7522,
                "unit": "",
            }
        ],
        "next_cursor": None,
    },
    "compare_reports": _COMPARED,
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
    "list_bodies": {"on": "2026-03-02", "items": [{**_IDENTITY, **_VERSION}], "next_cursor": None},
    "get_body": _BODY,
    "create_body": _BODY,
    "rename_body": {
        **_BODY,
        "version": {**_VERSION, "name": "云河市统计和调查局", "valid_from": "2026-04-01"},
        "history": [
            {**_VERSION, "valid_to": "2026-04-01"},
            {**_VERSION, "name": "云河市统计和调查局", "valid_from": "2026-04-01"},
        ],
    },
    "read_journal": {
        "items": [
            {
                "position": 1024,
                "at": "2026-03-02T01:30:00Z",
                "verb": "body.renamed",
                "verb_label": "机构更名",
                "object": {"kind": "body", "id": "tjj", "label": "云河市统计和调查局"},
                "by": {
                    "kind": "token",
                    "id": "0011223344556677",
                    "name": "机构同步",
                    "post": "",
                    "body": "yunhe",
                    "body_name": "云河市人民政府",
                },
                "before": {"name": "云河市统计局"},
                "after": {"name": "云河市统计和调查局"},
                "reason": "机构改革方案",
                "algorithm": "sha256",
                "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            }
        ],
        "next_after": 1024,
        "more": False,
    },
    "get_own_token": {
        "id": "0011223344556677",
        "name": "机构同步",
        "prefix": "0a1b2c3d",
        "body": {"code": "yunhe", "name": "云河市人民政府"},
        "scopes": [{"name": "body.view", "label": "查看机构", "reach": "all"}],
        "created_at": "2026-03-02T01:30:00Z",
        "expires_at": "2027-03-02T01:30:00Z",
    },
}
