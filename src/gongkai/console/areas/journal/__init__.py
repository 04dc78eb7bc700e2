"""The area of the journal: the list, one entry, verifying it, the anchor to take away."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.areas.journal import inbox, list, page, verbs, verification
from gongkai.console.pages import Area, Page

AREA: Final = Area(
    "journal",
    _("审计日志"),
    begins="journal",
    listings=(list.ENTRIES,),
    inbox=inbox.SOURCES,
    pages=(
        Page("journal", "journal.view", "journal/", list.journal),
        Page("journal_export", "journal.view", "journal/export/", list.export),
        Page("entry", "journal.view", "journal/<int:entry>/", page.entry),
        *verbs.JOURNAL_STARTS.pages(),
        Page("verification", "journal.verify", "journal/verify/<uuid:job>/", verification.verification),
    ),
)
