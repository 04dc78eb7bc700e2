"""Terms in calendar days and months (民法典 art. 201–203).

The first day is not counted; a last day on which nobody works moves to the next working day; a term in
months ends on the same day-number, or on the month's last day where that number is missing.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from gongkai.law.citation import Citation
from gongkai.law.dated import LegalParameter, ParameterValue
from gongkai.law.workdays import Calendar, official

_GROUP = "期间计算"
_UNREAD = "《民法通则》原文未核对；规则与民法典一致。"


def _rule(
    name: str, label: str, rule: str, article: int, paragraph: int | None = None
) -> LegalParameter[str]:
    return LegalParameter(
        f"calendar_terms.{name}",
        label,
        "",
        _GROUP,
        (
            ParameterValue(date(1987, 1, 1), rule, Citation("civil-principles-1986", 154), "K", _UNREAD),
            ParameterValue(date(2021, 1, 1), rule, Citation("civil-code", article, paragraph=paragraph)),
        ),
    )


first_day = _rule("first_day", "开始的当日", "不计入，自下一日开始计算", 201, 1)
month_end = _rule("month_end", "按月计算的到期日", "到期月的对应日；没有对应日的，为月末日", 202)
last_day = _rule("last_day", "最后一日是法定休假日", "以休假日结束的次日为最后一日", 203, 1)

PARAMETERS = (first_day, month_end, last_day)


def after_days(start: date, days: int, calendar: Calendar | None = None) -> date:
    """The last day of a term of `days` calendar days from `start`, moved to a working day."""
    return (calendar or official()).next(start + timedelta(days=days))


def after_months(start: date, months: int, calendar: Calendar | None = None) -> date:
    """The last day of a term of `months` months from `start`, moved to a working day."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    last = date(year, month, min(start.day, monthrange(year, month)[1]))
    return (calendar or official()).next(last)
