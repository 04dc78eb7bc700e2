"""The answer of the reply clock: a day, a state, and the steps that led there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from gongkai.law.citation import Citation
from gongkai.law.workdays import WEEKDAYS

State = Literal[
    "running",
    "waiting_for_correction",
    "waiting_for_payment",
    "delivered",
    "delivered_in_time",
    "delivered_late",
]


@dataclass(frozen=True, slots=True)
class Skip:
    """A day that was not counted, and why: 星期六, 春节, 征求第三方意见."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class DeadlineStep:
    """One rule applied to one fact.

    Where `counted` > 0, every day of `start`…`end` (both inclusive) was either counted or stands in
    `skipped`, so a calendar can be drawn from the steps alone.
    """

    rule: str
    citation: Citation | str
    start: date
    end: date
    counted: int = 0
    skipped: tuple[Skip, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Keys rule, citation, from, to, counted, skipped: [{on, reason}]; days as YYYY-MM-DD."""
        return {
            "rule": self.rule,
            "citation": str(self.citation),
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "counted": self.counted,
            "skipped": [{"on": skip.on.isoformat(), "reason": skip.reason} for skip in self.skipped],
        }


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when to reply. `due_on` is None while the clock waits for the applicant.

    `days_over`: working days from the due day to a late delivery; `pay_by`: the last day to pay the fee.
    """

    due_on: date | None
    state: State
    steps: tuple[DeadlineStep, ...]
    days_over: int = 0
    pay_by: date | None = None

    def as_json(self) -> dict[str, object]:
        """Keys due_on (YYYY-MM-DD or null) and steps."""
        return {
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "steps": [step.as_json() for step in self.steps],
        }

    def __str__(self) -> str:
        """The answer as a sentence."""
        if self.state == "waiting_for_correction":
            return "等待申请人补正：答复期限自收到补正的申请之次日起重新计算。"
        if self.state == "waiting_for_payment" and self.pay_by:
            last = f"最迟于{in_chinese(self.pay_by)}（{weekday(self.pay_by)}）缴费"
            return f"等待申请人缴费：{last}，答复期限自缴费之次日起重新计算。"
        if self.due_on is None:
            return "已经答复。"
        due = f"应于{in_chinese(self.due_on)}前答复（含当日，{weekday(self.due_on)}）"
        if self.state == "delivered_late":
            over = f"{self.days_over}个工作日" if self.days_over else "，在其后的休息日才答复"
            return f"{due}，实际逾期{over}。"
        return f"{due}，已按期答复。" if self.state == "delivered_in_time" else f"{due}。"


def in_chinese(day: date) -> str:
    """2026年3月16日."""
    return f"{day.year}年{day.month}月{day.day}日"


def weekday(day: date) -> str:
    """星期一 … 星期日."""
    return WEEKDAYS[day.weekday()]
