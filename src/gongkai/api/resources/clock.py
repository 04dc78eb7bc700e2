"""The reply clock and the work calendar; pure reckoning, as on the portal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from gongkai.api.problems import FieldError, Problem
from gongkai.api.resource import Resource
from gongkai.api.shapes import clock as shapes
from gongkai.law import reply_clock
from gongkai.law.dated import BeforeFirst
from gongkai.law.workdays import CalendarUnknown, NotYetAnnounced
from gongkai.organisations.calendar import calendar

CLOCK = Resource("clock", words=_("期限和工作日：与本站“算期限”“法定期限”页面相同的计算，不需要令牌。"))
Year = Annotated[int, Field(ge=1900, le=2200, examples=[2026])]
_PARAMETERS = {
    "extension.days": "extension_days",
    "extension.decided_on": "extension_decided_on",
    "fee.noticed_on": "fee_noticed_on",
    "fee.paid_on": "fee_paid_on",
}


@contextmanager
def _reckoning() -> Iterator[None]:
    """Refusals of the clock and the calendar as problems at the parameters they are about."""
    try:
        yield
    except reply_clock.ImpossibleFacts as refusal:
        name = _PARAMETERS.get(refusal.field, refusal.field).replace("consultations", "consultation")
        name = name.removesuffix(".asked").removesuffix(".answered")
        raise Problem.at(name, str(refusal), "impossible-facts") from refusal
    except BeforeFirst as early:
        raise Problem.at("received", str(early), "impossible-facts") from early
    except NotYetAnnounced as unknown:
        sentence = _("%(year)d年的放假安排还没有载入，哪些天是工作日还不能确定，本站不作推测。")
        raise Problem("calendar-unknown", sentence % {"year": unknown.year}) from unknown
    except CalendarUnknown as unknown:
        raise Problem("calendar-unknown", str(unknown)) from unknown


@CLOCK.operation(
    "get_reply_deadline",
    "GET",
    "/deadlines/reply",
    _("计算答复期限"),
    _("按收到、补正、征求意见、延期、收费和答复的日期，推算政府信息公开申请的答复期限，逐步列明依据。"),
    problems=("impossible-facts", "calendar-unknown"),
    asks=shapes.ReplyQuestion,
    answer=shapes.ReplyAnswer,
    example={
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
)
def get_reply_deadline(request: HttpRequest, question: shapes.ReplyQuestion) -> dict[str, Any]:
    """The last day to reply, and every step that leads there."""
    _check_pairs(question)
    with _reckoning():
        deadline = reply_clock.explain(question.facts(), calendar())
    return {
        **deadline.as_json(),
        "state": deadline.state,
        "sentence": str(deadline),
        "days_over": deadline.days_over,
        "pay_by": deadline.pay_by,
    }


def _check_pairs(question: shapes.ReplyQuestion) -> None:
    """A day without the fact it belongs to is a mistake, not to be passed over."""
    pairs = (("extension_decided_on", "extension_days"), ("fee_paid_on", "fee_noticed_on"))
    missing = [
        FieldError(needed, _("填了%(given)s，还要填写这一项。") % {"given": given})
        for given, needed in pairs
        if getattr(question, given) is not None and getattr(question, needed) is None
    ]
    if missing:
        raise Problem("invalid-request", missing[0].message, errors=missing)


@CLOCK.operation(
    "add_workdays",
    "GET",
    "/workdays/add",
    _("某日之后第若干个工作日"),
    _("起算日当日不计。"),
    problems=("calendar-unknown",),
    asks=shapes.AddQuestion,
    answer=shapes.AddAnswer,
    example={"from": "2026-02-13", "days": 20, "on": "2026-03-19"},
)
def add_workdays(request: HttpRequest, question: shapes.AddQuestion) -> dict[str, Any]:
    """The nth working day after a day."""
    with _reckoning():
        on = calendar().add(question.from_, question.days)
    return {"from": question.from_, "days": question.days, "on": on}


@CLOCK.operation(
    "count_workdays",
    "GET",
    "/workdays/between",
    _("两日之间的工作日数"),
    _("不含起始日，含截止日。"),
    problems=("calendar-unknown",),
    asks=shapes.BetweenQuestion,
    answer=shapes.BetweenAnswer,
    example={"after": "2026-02-13", "through": "2026-03-19", "days": 20},
)
def count_workdays(request: HttpRequest, question: shapes.BetweenQuestion) -> dict[str, Any]:
    """How many working days lie in (after, through]."""
    with _reckoning():
        days = calendar().count(question.after, question.through)
    return {"after": question.after, "through": question.through, "days": days}


@CLOCK.operation(
    "get_workday_year",
    "GET",
    "/workdays/years/{year}",
    _("一年的放假和调休"),
    _("与周一至周五上班不同的每一天，及其所依据的通知。"),
    problems=("calendar-unknown",),
    keys={"year": Year},
    answer=shapes.YearAnswer,
    example={
        "year": 2026,
        "workdays": 248,
        "special": [{"on": "2026-01-01", "status": "off", "name": "元旦", "notice": ""}],
    },
)
def get_workday_year(request: HttpRequest, year: int) -> dict[str, Any]:
    """Every day of a year that differs from the week."""
    known, first, last = calendar(), date(year, 1, 1), date(year, 12, 31)
    with _reckoning():
        special = known.special_days(year)
        workdays = known.is_workday(first) + known.count(first, last)
    return {
        "year": year,
        "workdays": workdays,
        "special": [
            {"on": day.on, "status": day.status, "name": day.name, "notice": day.notice} for day in special
        ],
    }
