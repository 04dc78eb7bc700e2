"""The area `journal` of the console: its addresses, each with the action that opens it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.pages import Area, Page
from gongkai.console.views import journal

AREA: Final = Area(
    "journal",
    _("审计日志"),
    begins="journal",
    listings=(journal.ENTRIES,),
    pages=(
        Page("journal", "journal.view", "journal/", journal.journal),
        Page("journal_export", "journal.view", "journal/export/", journal.export),
        Page("entry", "journal.view", "journal/<int:entry>/", journal.entry),
        Page("journal_verify", "journal.verify", "journal/verify/", journal.verify),
        Page("verification", "journal.verify", "journal/verify/<uuid:job>/", journal.verification),
        Page("journal_anchor", "journal.anchor", "journal/anchor/", journal.anchor),
    ),
)
