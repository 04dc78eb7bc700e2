"""Specimens of the frame of a page, of words and of messages."""

from __future__ import annotations

from gongkai.design.specimen import LINKS, LONG, LONG_LINKS, RARE, WIDE, Specimen, Specimens

_HEADER = {"home": "#gallery", "nav_label": "样例栏目", "service": "政府信息公开"}
_FACTS = [
    {"label": "主办单位", "value": "云河市人民政府办公室"},
    {"label": "网站标识码", "value": "0000000000"},
]
_CHOICES = [{"value": "normal", "label": "标准", "current": True}, {"value": "large", "label": "大"}]
_PREFERENCES = {
    "id": "preferences-1",
    "legend": "样例设置",
    "action": "#gallery",
    "back": "/design/",
    "type_label": "字号",
    "types": _CHOICES,
    "contrast_label": "对比度",
    "contrasts": _CHOICES,
}
FRAME: Specimens = {
    "page_header": [
        Specimen("default", {**_HEADER, "site_name": "云河市人民政府", "links": LINKS, "demo": "演示站点。"}),
        Specimen("long", {**_HEADER, "site_name": LONG, "links": LONG_LINKS, "nav_label": "样例栏目（长）"}),
    ],
    "page_footer": [
        Specimen(
            "default",
            {"facts": _FACTS, "note": "说明。", "links": LINKS, "links_label": "样例链接"},
            "<p>内容</p>",
        ),
        Specimen("long", {"facts": [{"label": "网站名称", "value": LONG + RARE}]}, ""),
    ],
    "preferences": [
        Specimen("default", _PREFERENCES),
        Specimen("focus", {**_PREFERENCES, "id": "preferences-2", "legend": "样例设置（焦点）"}),
    ],
    "skip_link": [Specimen("focus", {"label": "跳到正文", "href": "#main"})],
    "breadcrumb": [
        Specimen("default", {"label": "样例位置", "links": LINKS[:1], "current": "2020年"}),
        Specimen("long", {"label": "样例位置（长）", "links": LONG_LINKS, "current": LONG}),
    ],
    "pager": [
        Specimen(
            "default",
            {
                "label": "样例翻页",
                "position": "第2页，共5页",
                "previous": "#gallery",
                "previous_label": "上一页",
                "next": "#gallery",
                "next_label": "下一页",
            },
        ),
        Specimen("empty", {"label": "样例翻页（一页）", "position": "共1页"}),
    ],
}

_ICONS = ("error", "warn", "ask", "ok", "info", "search", "next", "previous", "download", "fold", "print")
_BUTTON = {"label": "计算期限"}
WORDS: Specimens = {
    "icon": [Specimen("default", {"name": name}) for name in _ICONS],
    "heading": [
        Specimen(
            "default",
            {"text": "2020年年报", "level": 2, "origin": ["某机关", "2021-01-20"], "lead": "导语。"},
        ),
        Specimen("long", {"text": LONG + RARE, "level": 2}),
        Specimen("overflow", {"text": WIDE, "level": 2}),
    ],
    "button": [
        Specimen("default", _BUTTON),
        Specimen("default", {**_BUTTON, "kind": "secondary", "icon": "download"}),
        Specimen("default", {"label": "删除这份核查结果", "kind": "danger"}),
        Specimen("default", {"label": "看年报", "href": "#gallery", "icon": "next"}),
        Specimen("empty", {**_BUTTON, "disabled": True}),
        Specimen("focus", _BUTTON),
        Specimen("long", {"label": LONG}),
    ],
    "link_list": [
        Specimen(
            "default",
            {"links": [{"href": "#gallery", "label": "算期限", "text": "按收到日期推算答复期限。"}]},
        ),
        Specimen(
            "default",
            {
                "links": [
                    {
                        "href": "#gallery",
                        "label": "云河市2023年年报",
                        "text": "市级 · 读出221格",
                        "more": {"href": "#gallery", "label": "历年数据"},
                    }
                ]
            },
        ),
        Specimen(
            "default",
            {"kind": "tiles", "links": [*LINKS, {"href": "#gallery", "label": RARE, "text": LONG}]},
        ),
    ],
    "notice": [
        Specimen("default", {"kind": kind, "title": "标题"}, "<p>一两句话，说明接下来应当知道什么。</p>")
        for kind in ("info", "ok", "warn", "error")
    ]
    + [Specimen("overflow", {}, f"<p>{WIDE} {RARE}</p>")],
    "tag": [
        Specimen("default", {"text": text, "kind": kind})
        for kind, text in zip(
            ("plain", "accent", "ok", "warn", "error"),
            ("2019年格式", "地级市", "成立", "〔本项目理解〕", "已逾期"),
            strict=True,
        )
    ]
    + [Specimen("rare", {"text": RARE})],
    "details": [
        Specimen("default", {"summary": "征求过意见？"}, "<p>内容</p>"),
        Specimen("focus", {"summary": LONG, "open": True}, f"<p>{LONG}</p>"),
    ],
    "empty_state": [
        Specimen(
            "empty",
            {
                "title": "没有找到年报",
                "text": "换一个地名再试。",
                "href": "#gallery",
                "link": "看全部年报",
            },
        )
    ],
    "answer": [
        Specimen(
            "default",
            {"sentence": "应于2026年3月16日前答复", "detail": "自2026年2月13日收到申请起计算。"},
        ),
        Specimen("empty", {"sentence": "等待申请人补正，期限尚未起算", "kind": "waiting"}),
        Specimen("error", {"sentence": "已逾期3个工作日", "kind": "late"}),
        Specimen("long", {"sentence": LONG}),
    ],
}
