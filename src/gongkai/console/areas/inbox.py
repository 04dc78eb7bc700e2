"""The area `inbox` of the console: its addresses, each with the action that opens it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.pages import Area, Page
from gongkai.console.views import inbox, lists

AREA: Final = Area(
    "inbox",
    _("待办"),
    begins="inbox",
    pages=(
        Page("inbox", "inbox.view", "", inbox.inbox),
        Page("view_save", "inbox.view", "views/<slug:name>/save/", lists.save),
        Page("view_forget", "inbox.view", "views/<int:view>/forget/", lists.forget),
    ),
)
