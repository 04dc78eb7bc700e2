"""The area `jobs` of the console: its addresses, each with the action that opens it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.pages import Area, Page
from gongkai.console.views import jobs

AREA: Final = Area(
    "jobs",
    _("后台任务"),
    begins="jobs",
    pages=(
        Page("jobs", "job.view", "jobs/", jobs.jobs),
        Page("job", "job.view", "jobs/<uuid:job>/", jobs.job),
        Page("job_retry", "job.retry", "jobs/<uuid:job>/retry/", jobs.retry),
        Page("job_discard", "job.retry", "jobs/<uuid:job>/discard/", jobs.discard),
    ),
)
