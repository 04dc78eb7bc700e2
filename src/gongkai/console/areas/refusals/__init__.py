"""The area of refused files: their list, and saying how each was dealt with."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.areas.refusals import inbox, list, verbs
from gongkai.console.pages import Area, Page

AREA: Final = Area(
    "refusals",
    _("涉密拦截"),
    begins="refusals",
    listings=(list.REFUSALS,),
    inbox=inbox.SOURCES,
    pages=(
        Page("refusals", "secrecy_alert.view", "refusals/", list.refusals),
        Page("refusals_export", "secrecy_alert.view", "refusals/export/", list.export),
        *verbs.REFUSAL_VERBS.pages(),
    ),
)
