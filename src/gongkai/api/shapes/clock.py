"""Facts of the reply clock as parameters of an address, and its answers."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, cast, get_args

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field, WithJsonSchema

from gongkai.api.shapes.values import Day, Schema, Shape
from gongkai.law.disclosure_regulation import ConsultationKind
from gongkai.law.reply_clock import Consultation, Extension, Fee, ReplyFacts

KINDS = get_args(ConsultationKind)
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CONSULTATION = re.compile(f"({'|'.join(KINDS)})/({_DATE})(?:/({_DATE}))?")


def _consultation(value: object) -> Consultation:
    found = _CONSULTATION.fullmatch(value) if isinstance(value, str) else None
    try:
        if found is None:
            raise ValueError
        kind, asked, answered = found.groups()
        return Consultation(
            date.fromisoformat(asked),
            date.fromisoformat(answered) if answered else None,
            cast(ConsultationKind, kind),
        )
    except ValueError:
        raise ValueError(
            _(
                "应为“对象/发出日期/收到答复日期”，例如 third_party/2026-02-20/2026-03-01；"
                "还没有答复的省去最后一段。"
            )
        ) from None


ConsultationText = Annotated[
    Consultation,
    BeforeValidator(_consultation),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^{_CONSULTATION.pattern}$",
            "examples": ["third_party/2026-02-20/2026-03-01"],
        }
    ),
]


class ReplyQuestion(Shape):
    """What happened to an application, in legal days."""

    received: Day = Field(description="收到申请之日（《条例》第三十一条）。")
    correction_requested: Day | None = Field(None, description="告知补正之日。")
    corrected: Day | None = Field(None, description="收到补正申请之日。")
    consultation: list[ConsultationText] = Field(
        default_factory=list,
        max_length=20,
        description="征求意见，可重复：对象/发出日期/收到答复日期。对象为 third_party（第三方）、"
        "co_maker（共同制作机关）、other_organ（其他机关）；还没有答复的省去最后一段。",
    )
    extension_days: int | None = Field(None, ge=1, le=100, description="延长的工作日数。", examples=[20])
    extension_decided_on: Day | None = Field(None, description="决定延期之日；要与 extension_days 一起填。")
    fee_noticed_on: Day | None = Field(None, description="收费通知送达之日。")
    fee_paid_on: Day | None = Field(None, description="缴费之日；要与 fee_noticed_on 一起填。")
    delivered: Day | None = Field(None, description="答复送达之日；填了就判断是否按期。")

    def facts(self) -> ReplyFacts:
        """The facts of the clock."""
        extension = Extension(self.extension_days, self.extension_decided_on) if self.extension_days else None
        fee = Fee(self.fee_noticed_on, self.fee_paid_on) if self.fee_noticed_on else None
        return ReplyFacts(
            self.received,
            self.correction_requested,
            self.corrected,
            tuple(self.consultation),
            extension,
            fee,
            self.delivered,
        )


class SkipShape(Schema):
    """A day that was not counted, and why."""

    on: date
    reason: str = Field(examples=["春节"])


class StepShape(Schema):
    """One rule applied to one fact. Every day of from…to was counted or stands in skipped."""

    rule: str = Field(description="规则。")
    citation: str = Field(description="依据的条文。")
    from_: date = Field(alias="from", description="起。")
    to: date = Field(description="止。")
    counted: int = Field(description="计入的工作日数。")
    skipped: list[SkipShape] = Field(description="没有计入的每一天和原因。")


class ReplyAnswer(Schema):
    """By when to reply, in a sentence, and how that was reckoned."""

    due_on: date | None = Field(
        description="答复期限的最后一日；等待申请人补正或者缴费时为 null。", examples=["2026-03-23"]
    )
    state: Literal[
        "running",
        "waiting_for_correction",
        "waiting_for_payment",
        "delivered",
        "delivered_in_time",
        "delivered_late",
    ] = Field(description="状态。")
    sentence: str = Field(description="结论。")
    days_over: int = Field(description="逾期的工作日数。")
    pay_by: date | None = Field(description="最迟缴费之日。")
    steps: list[StepShape]


class AddQuestion(Shape):
    """From which day, how many working days."""

    from_: Day = Field(alias="from", description="起算日，当日不计。")
    days: int = Field(ge=0, le=5000, description="工作日数；0 答复起算日本身。", examples=[20])


class AddAnswer(Schema):
    """The day reached."""

    from_: date = Field(alias="from")
    days: int
    on: date = Field(description="起算日之后第 days 个工作日。")


class BetweenQuestion(Shape):
    """Two days."""

    after: Day = Field(description="起始日，不计入。")
    through: Day = Field(description="截止日，计入。")


class BetweenAnswer(Schema):
    """How many working days lie between."""

    after: date
    through: date
    days: int = Field(description="(after, through] 内的工作日数；截止日不晚于起始日时为 0。")


class SpecialDayShape(Schema):
    """A weekday off, or a Saturday or Sunday worked."""

    on: date
    status: Literal["off", "work"] = Field(description="off 休息，work 调休上班。")
    name: str = Field(examples=["春节"])
    notice: str = Field(description="通知文号；没有核对原文的为空。")


class YearAnswer(Schema):
    """The exceptions of a year."""

    year: int = Field(examples=[2026])
    workdays: int = Field(description="全年工作日数。", examples=[248])
    special: list[SpecialDayShape]
