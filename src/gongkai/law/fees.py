"""The information processing fee (国办函〔2020〕109号), in yuan: a scale by items and a scale by pages.

An organ picks one scale per application, never both (art. 3). Both are progressive: a dearer price holds only
for the part above its limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law.calendar_terms import after_days
from gongkai.law.citation import Citation
from gongkai.law.dated import LegalParameter, ParameterValue
from gongkai.law.workdays import Calendar

SINCE = date(2021, 1, 1)
_GROUP = "信息处理费"
_UNREAD = "《信息处理费管理办法》第六条至第九条的原文未核对。"


@dataclass(frozen=True, slots=True)
class Band:
    """The units up to and including number `through` (None: all further ones) cost `price` yuan each."""

    through: int | None
    price: int


@dataclass(frozen=True, slots=True)
class Scale:
    """A progressive scale. With a `step`, beyond the last band each further `step` units cost `rise` more."""

    bands: tuple[Band, ...]
    step: int = 0
    rise: int = 0
    unit: str = ""

    def total(self, count: int) -> int:
        """The fee in yuan for `count` units."""
        if count < 0:
            raise ValueError(f"数量不能是负数（{count}）。请填写0或者正整数。")
        total, below, price = 0, 0, 0
        for band in self.bands:
            through, price = band.through, band.price
            upper = count if through is None else min(count, through)
            total += max(0, upper - below) * price
            below = upper if through is None else through
        while self.step and count > below:
            price += self.rise
            total += min(self.step, count - below) * price
            below += self.step
        return total

    def __str__(self) -> str:
        parts, below = [], 0
        for band in self.bands:
            price = f"{band.price}元/{self.unit}" if band.price else "不收费"
            parts.append(f"{below + 1}—{band.through}{self.unit}{price}" if band.through else f"其余{price}")
            below = band.through or below
        if self.step:
            parts.append(f"此后每{self.step}{self.unit}为一档，每档提高{self.rise}元/{self.unit}")
        return "；".join(parts)


def _place(article: int, paragraph: int | None = None) -> Citation:
    return Citation("fees-2020", article, paragraph=paragraph)


item_scale = LegalParameter(
    "fees.item_scale",
    "按件计收（同一申请人一个自然月内累计）",
    "",
    _GROUP,
    (ParameterValue(SINCE, Scale((Band(10, 0), Band(30, 100)), step=10, rise=100, unit="件"), _place(4, 2)),),
)
page_scale = LegalParameter(
    "fees.page_scale",
    "按量计收（每件申请单独计算）",
    "",
    _GROUP,
    (
        ParameterValue(
            SINCE, Scale((Band(30, 0), Band(100, 10), Band(200, 20), Band(None, 40)), unit="页"), _place(5)
        ),
    ),
)
payment_days = LegalParameter(
    "fees.payment_days",
    "缴费期限（自收到收费通知次日起）",
    "日",
    _GROUP,
    (ParameterValue(SINCE, 30, _place(7), "K", _UNREAD + "按日历日计算。"),),
)
payment_restarts = LegalParameter(
    "fees.payment_restarts",
    "缴费后，答复期限自缴费次日起重新计算",
    "",
    _GROUP,
    (ParameterValue(SINCE, True, _place(7), "K", _UNREAD),),
    written=lambda yes: "是" if yes else "否",
)

PARAMETERS: tuple[LegalParameter[Any], ...] = (item_scale, page_scale, payment_days, payment_restarts)


def fee_by_items(count: int, on: date) -> int:
    """The fee in yuan for `count` applications of one applicant in the month of `on` (art. 4)."""
    return item_scale.value(on).total(count)


def fee_by_pages(pages: int, on: date) -> int:
    """The fee in yuan for `pages` pages of one application, at the scale of day `on` (art. 5)."""
    return page_scale.value(on).total(pages)


def paid_late(noticed: date, paid: date, calendar: Calendar | None = None) -> bool:
    """True if `paid` is later than the last day to pay."""
    days = payment_days.value(noticed)
    return (paid - noticed).days > days and paid > pay_by(noticed, calendar)


def pay_by(noticed: date, calendar: Calendar | None = None) -> date:
    """The last day to pay, from the day the notice was received."""
    return after_days(noticed, payment_days.value(noticed), calendar)
