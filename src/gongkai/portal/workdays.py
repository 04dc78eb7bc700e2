"""What the portal says about a day that the deployment's work calendar does not know."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.law.workdays import CalendarUnknown, NotYetAnnounced


def explain(unknown: CalendarUnknown) -> str:
    """Why a day cannot be judged, for a visitor; for a year not yet announced also what is to be loaded."""
    if not isinstance(unknown, NotYetAnnounced):
        return str(unknown)
    return _(
        "%(year)d年的放假安排还没有载入，哪些天是工作日还不能确定，本站不作推测。"
        "国务院办公厅发布放假通知后，网站管理人员写成 %(year)d.csv，"
        "在 GONGKAI_CALENDAR 中写明，重新启动即可计算。"
    ) % {"year": unknown.year}
