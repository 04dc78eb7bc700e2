"""The work calendar of this deployment: the official one and the files named in GONGKAI_CALENDAR."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.law.workdays import Calendar, CalendarUnknown, NotYetAnnounced, official


@cache
def calendar() -> Calendar:
    """Read once; a bad file stops with a sentence that names file and line (`BadCalendarFile`)."""
    return official().with_files(*settings.GONGKAI_CALENDAR)


def explain(unknown: CalendarUnknown) -> str:
    """Why a day cannot be judged, for a visitor; for a year not yet announced also what is to be loaded."""
    if not isinstance(unknown, NotYetAnnounced):
        return str(unknown)
    return _(
        "%(year)d年的放假安排还没有载入，哪些天是工作日还不能确定，本站不作推测。"
        "国务院办公厅发布放假通知后，网站管理人员写成 %(year)d.csv，"
        "在 GONGKAI_CALENDAR 中写明，重新启动即可计算。"
    ) % {"year": unknown.year}
