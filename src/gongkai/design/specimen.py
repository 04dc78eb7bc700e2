"""A component in one state, and the sample texts that are hard on a page.

The texts are samples, not messages of the program, so they are not translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["default", "focus", "error", "empty", "long", "rare", "overflow"]

LONG = (
    "关于进一步做好政府信息公开申请办理过程中征求第三方意见、延长"
    "答复期限以及补正告知等环节工作日计算和记录留存工作的通知"
)
RARE = "𠮷田䶮、㛃、𬭚（生僻字）"
WIDE = "https://www.yunhe.example/zwgk/" + "a" * 90 + ".html"
LINKS = [
    {"href": "#gallery", "label": "政府信息公开年报"},
    {"href": "#gallery", "label": "算期限", "current": True},
]
LONG_LINKS = [{"href": "#gallery", "label": LONG}, {"href": "#gallery", "label": RARE}]
WEEKDAYS = ["一", "二", "三", "四", "五", "六", "日"]


@dataclass(frozen=True)
class Specimen:
    """A component in one state."""

    state: State
    options: Mapping[str, Any]
    content: str | None = None


# By component.
Specimens = dict[str, list[Specimen]]
