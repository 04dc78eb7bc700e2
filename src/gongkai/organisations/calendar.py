"""The work calendar of this deployment: the official one and the files named in GONGKAI_CALENDAR."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from gongkai.law.workdays import Calendar, official


@cache
def calendar() -> Calendar:
    """Read once; a bad file stops with a sentence that names file and line (`BadCalendarFile`)."""
    return official().with_files(*settings.GONGKAI_CALENDAR)
