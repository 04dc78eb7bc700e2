"""The area of drafts of annual reports: their list, the review desk of each, what is decided on it.

In the head they lie under the annual reports.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.areas.drafts import files, list, review, verbs
from gongkai.console.pages import Area, Page
from gongkai.console.things import DRAFT_THING

_ROUTE: Final = DRAFT_THING.route

AREA: Final = Area(
    "drafts",
    _("年报草稿"),
    within="collections",
    listings=(list.DRAFTS,),
    pages=(
        Page("drafts", "collection.view", "collections/drafts/", list.drafts),
        Page("drafts_export", "collection.view", "collections/drafts/export/", list.export),
        Page("draft", "collection.view", _ROUTE, review.draft, DRAFT_THING),
        Page("draft_original", "collection.view", f"{_ROUTE}original/", files.original, DRAFT_THING),
        *review.REVIEW_VERBS.pages(),
        *verbs.DRAFT_VERBS.pages(),
        Page("draft_letter", "collection.view", f"{_ROUTE}letter/", files.letter, DRAFT_THING),
    ),
)
