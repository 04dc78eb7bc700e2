"""The area of background work: the list of jobs, the page of one, trying again and giving up."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.areas.jobs import inbox, list, page, verbs
from gongkai.console.pages import Area, Page
from gongkai.console.things import JOB_THING

AREA: Final = Area(
    "jobs",
    _("后台任务"),
    begins="jobs",
    listings=(list.JOBS,),
    inbox=inbox.SOURCES,
    pages=(
        Page("jobs", "job.view", "jobs/", list.jobs),
        Page("jobs_export", "job.view", "jobs/export/", list.export),
        Page("job", "job.view", JOB_THING.route, page.job, JOB_THING),
        *verbs.JOB_VERBS.pages(),
    ),
)
