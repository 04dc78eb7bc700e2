"""The area of what two administrators do together: what waits, what was decided, and by whom."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.areas.confirmations import inbox, list, page, verbs
from gongkai.console.pages import Area, Page
from gongkai.console.things import CONFIRMATION_THING

AREA: Final = Area(
    "confirmations",
    _("双人确认"),
    begins="confirmations",
    listings=(list.CONFIRMATIONS,),
    inbox=inbox.SOURCES,
    pages=(
        Page("confirmations", "grant.confirm", "confirmations/", list.confirmations),
        Page("confirmations_export", "grant.confirm", "confirmations/export/", list.export),
        Page(
            "confirmation", "grant.confirm", CONFIRMATION_THING.route, page.confirmation, CONFIRMATION_THING
        ),
        *verbs.CONFIRMATION_VERBS.pages(),
    ),
)
