"""What the law leaves open about the reply clock, as named settings of a deployment with marked defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gongkai.law.dated import UNSURE


@dataclass(frozen=True, slots=True)
class Setting:
    """One open question for the page: field of `Practice`, its default in words, and why it is open."""

    name: str
    label: str
    default: str
    note: str
    mark: str = UNSURE


@dataclass(frozen=True, slots=True)
class Practice:
    """How an office reads what the Regulation leaves open; the defaults are this project's reading.

    `consultation_counts_from` only documents which day the caller stores in `Consultation.asked`.
    `consultation_cap_days` (working days) replaces the limit per kind; None keeps that of the parameters.
    """

    consultation_counts_from: Literal["dispatch", "receipt"] = "dispatch"
    consultation_cap_days: int | None = None
    fee_restarts: bool = True
    regulation_by: Literal["receipt", "restart"] = "receipt"

    def __post_init__(self) -> None:
        if self.consultation_cap_days is not None and self.consultation_cap_days < 0:
            raise ValueError("consultation_cap_days：征求意见的封顶工作日数不能是负数。请填写0或者正整数。")


SETTINGS = (
    Setting(
        "consultation_counts_from",
        "征求意见时间的起点",
        "发出征求意见书之日",
        "条例只说“所需时间不计算在内”，未说明自发出还是自对方收到起算；系统按所填日期计算，填哪一日由本机关统一。",
    ),
    Setting(
        "consultation_cap_days",
        "征求意见时间的封顶",
        "按被征求意见者的答复期限（15个工作日）",
        "逾期不答复时扣除多少时间，条例未写明；默认扣除到答复期限届满为止。",
    ),
    Setting(
        "fee_restarts",
        "缴费后重新起算答复期限",
        "是",
        "《信息处理费管理办法》有关条文的原文未核对。",
    ),
    Setting(
        "regulation_by",
        "新旧条例的衔接",
        "按收到申请之日",
        "2019年5月15日前收到、其后才办结的申请适用何者，条例未写明；默认自始至终适用收到时的条例。",
    ),
)
