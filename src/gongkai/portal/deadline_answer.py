"""The answer of the reply clock as a page shows it: a sentence, steps with their grounds, month calendars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from gongkai.design import calendar
from gongkai.law.deadline import Deadline, DeadlineStep, Skip
from gongkai.law.reply_clock import ReplyFacts
from gongkai.law.workdays import WEEKDAYS, Calendar
from gongkai.portal import legal

DAY = timedelta(days=1)
CONSULTING = "征求"  # how the clock's reasons for days of consultation begin


@dataclass(frozen=True)
class Answer:
    """`sentence` answers; `detail` says from when; `steps` and `months` show how."""

    sentence: str
    detail: str
    steps: list[dict[str, str]]
    months: list[calendar.Month]


def answer(facts: ReplyFacts, deadline: Deadline, known: Calendar) -> Answer:
    """The presentation of `deadline`, which has a due day."""
    due = deadline.due_on
    if due is None:  # only a correction asked for or a fee could wait, and the page asks for neither
        return Answer(str(deadline), "", _steps(deadline.steps), [])
    base = max(facts.received, facts.corrected or facts.received)
    detail = _("%(due)s是%(weekday)s，当日答复也在期限内。自%(base)s的次日起计算，当日不计。") % {
        "due": legal.written(due),
        "weekday": WEEKDAYS[due.weekday()],
        "base": legal.written(base),
    }
    sentence = _("应于%(due)s前答复") % {"due": legal.written(due)}
    marks = _marks(facts, deadline, known)
    return Answer(sentence, detail, _steps(deadline.steps), list(_months(base, due, marks)))


def _steps(steps: Iterable[DeadlineStep]) -> list[dict[str, str]]:
    return [
        {
            "title": step.rule,
            "text": _period(step),
            "skipped": _skipped(step.skipped),
            "citation": str(step.citation),
            "href": legal.href(step.citation),
        }
        for step in steps
    ]


def _period(step: DeadlineStep) -> str:
    if step.start == step.end:
        return legal.written(step.start)
    days = {"start": legal.written(step.start), "end": legal.written(step.end), "counted": step.counted}
    if step.counted:
        return _("%(start)s至%(end)s，共计%(counted)d个工作日") % days
    return _("%(start)s至%(end)s") % days


def _skipped(skips: tuple[Skip, ...]) -> str:
    weekend = sum(skip.reason in WEEKDAYS for skip in skips)
    parts = [_("周末%(days)d天") % {"days": weekend}] if weekend else []
    named = [skip for skip in skips if skip.reason not in WEEKDAYS]
    for reason, days in groupby(named, key=lambda skip: skip.reason):
        on = [skip.on for skip in days]
        parts.append(_("%(reason)s（%(days)s）") % {"reason": reason, "days": _range(on)})
    return _("不计：%(parts)s") % {"parts": _("、").join(parts)} if parts else ""


def _range(days: list[date]) -> str:
    short = [_("%(month)d月%(day)d日") % {"month": day.month, "day": day.day} for day in (days[0], days[-1])]
    if len(days) == 1:
        return short[0]
    return _("%(first)s至%(last)s，%(count)d天") % {
        "first": short[0],
        "last": short[1],
        "count": len(days),
    }


def _marks(facts: ReplyFacts, deadline: Deadline, known: Calendar) -> dict[date, calendar.DayMark]:
    """Every day of the counting steps: its number, or why it is not counted."""
    marks: dict[date, calendar.DayMark] = {}
    counting = [step for step in deadline.steps if step.counted]
    for index, step in enumerate(counting):
        prefix = _("延") if index else ""
        reasons = {skip.on: skip.reason for skip in step.skipped}
        number, day = 0, step.start
        while day <= step.end:
            if day in reasons:
                marks[day] = _not_counted(reasons[day])
            else:
                number += 1
                marks[day] = _counted(f"{prefix}{number}", day, deadline.due_on, known)
            day += DAY
    marks[facts.received] = calendar.DayMark("start", _("收到"))
    if facts.corrected:
        marks[facts.corrected] = calendar.DayMark("start", _("补正"))
    return marks


def _counted(number: str, day: date, due: date | None, known: Calendar) -> calendar.DayMark:
    if day == due:
        return calendar.DayMark("due", _("%(number)s 期限") % {"number": number})
    if known.why_on(day):
        return calendar.DayMark("moved", _("%(number)s 调休上班") % {"number": number})
    return calendar.DayMark("counted", number)


def _not_counted(reason: str) -> calendar.DayMark:
    if reason in WEEKDAYS:
        return calendar.DayMark("off", reason)
    if reason.startswith(CONSULTING):
        return calendar.DayMark("paused", _("征求意见"))
    return calendar.DayMark("holiday", reason)


def _months(first: date, last: date, marks: dict[date, calendar.DayMark]) -> Iterable[calendar.Month]:
    year, number = first.year, first.month
    while (year, number) <= (last.year, last.month):
        title = _("%(year)d年%(month)d月") % {"year": year, "month": number}
        yield calendar.month(year, number, title, marks)
        year, number = (year, number + 1) if number < 12 else (year + 1, 1)
