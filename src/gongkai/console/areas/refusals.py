"""The area `refusals` of the console: its addresses, each with the action that opens it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.pages import Area, Page
from gongkai.console.views import refusals

AREA: Final = Area(
    "refusals",
    _("涉密拦截"),
    begins="refusals",
    pages=(
        Page("refusals", "secrecy_alert.view", "refusals/", refusals.refusals),
        Page("refusal_handle", "secrecy_alert.view", "refusals/<uuid:refusal>/", refusals.handle),
    ),
)
