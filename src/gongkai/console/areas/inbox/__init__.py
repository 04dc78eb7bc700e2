"""The area of the inbox, with the saved views of lists."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.areas.inbox import page
from gongkai.console.pages import Area, Page
from gongkai.console.views import lists

AREA: Final = Area(
    "inbox",
    _("待办"),
    begins="inbox",
    pages=(
        Page("inbox", "inbox.view", "", page.inbox),
        Page("view_save", "inbox.view", "views/<slug:name>/save/", lists.save),
        Page("view_forget", "inbox.view", "views/<int:view>/forget/", lists.forget),
    ),
)
