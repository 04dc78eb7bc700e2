"""How days, instants, counts and actors are written on the console's pages."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.law.workdays import CalendarUnknown
from gongkai.organisations.calendar import calendar
from gongkai.records.actors import Actor


def instant(at: datetime | None) -> str:
    """2026-11-21 10:30, in the zone of the deployment."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def number(count: int) -> str:
    """1,336,000."""
    return f"{count:,}"


def who(by: Actor) -> str:
    """Somebody with the post they acted in."""
    place = " ".join(filter(None, (by.body_name, by.post)))
    return f"{by.name}（{place}）" if place else by.name


def due(on: date, today: date) -> tuple[str, str]:
    """(words, kind of tag) for a due day: working days left, today, or how many over.

    Beyond the last announced calendar it counts calendar days and says so.
    """
    if on == today:
        return _("今天到期"), "warn"
    try:
        if on < today:
            return _("已逾期%(count)s个工作日") % {"count": calendar().count(on, today)}, "error"
        left = calendar().count(today, on)
        return _("还有%(count)s个工作日") % {"count": left}, "warn" if left <= 2 else "plain"
    except CalendarUnknown:
        days = abs((on - today).days)
        words = _("已逾期%(count)s天") if on < today else _("还有%(count)s天")
        return words % {"count": days}, "error" if on < today else "plain"
