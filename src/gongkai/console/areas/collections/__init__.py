"""The area of annual reports: collections of their drafts, what is done to them, what they add up to."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.areas.collections import inbox, list, page, returns, rolling_up, verbs
from gongkai.console.pages import Area, Page
from gongkai.console.things import COLLECTION_THING

_ROUTE: Final = COLLECTION_THING.route

AREA: Final = Area(
    "collections",
    _("年报"),
    begins="collections",
    listings=(list.COLLECTIONS,),
    inbox=inbox.SOURCES,
    pages=(
        Page("collections", "collection.view", "collections/", list.collections),
        Page("collections_export", "collection.view", "collections/export/", list.export),
        *verbs.COLLECTION_STARTS.pages(),
        Page("collection", "collection.view", _ROUTE, page.collection, COLLECTION_THING),
        *verbs.COLLECTION_VERBS.pages(),
        Page(
            "collection_letters",
            "collection.view",
            f"{_ROUTE}letters.zip",
            returns.letters,
            COLLECTION_THING,
        ),
        Page(
            "return_batch",
            "collection.view",
            f"{_ROUTE}returns/<int:batch>/",
            returns.batch,
            COLLECTION_THING,
        ),
        Page(
            "return_batch_letters",
            "collection.view",
            f"{_ROUTE}returns/<int:batch>/letters.zip",
            returns.batch_letters,
            COLLECTION_THING,
        ),
        Page("roll_up", "collection.view", f"{_ROUTE}roll-up/", rolling_up.roll_up, COLLECTION_THING),
        Page(
            "roll_up_export",
            "collection.view",
            f"{_ROUTE}roll-up/export/",
            rolling_up.export,
            COLLECTION_THING,
        ),
    ),
)
