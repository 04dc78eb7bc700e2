"""The area `settings` of the console: its addresses, each with the action that opens it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.pages import Area, Page
from gongkai.console.views import settings

AREA: Final = Area(
    "settings",
    _("设置"),
    begins="settings",
    pages=(
        Page("settings", "settings.view", "settings/", settings.settings),
        Page("setting", "settings.view", "settings/<str:name>/", settings.setting),
        Page("setting_change", "settings.change", "settings/<str:name>/change/", settings.change),
    ),
)
