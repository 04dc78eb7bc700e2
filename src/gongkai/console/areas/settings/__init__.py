"""The area of settings: all of them by group, the page of one, changing it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.areas.settings import list, page, verbs
from gongkai.console.pages import Area, Page
from gongkai.console.things import SETTING_THING

AREA: Final = Area(
    "settings",
    _("设置"),
    begins="settings",
    pages=(
        Page("settings", "settings.view", "settings/", list.settings),
        Page("setting", "settings.view", SETTING_THING.route, page.setting, SETTING_THING),
        *verbs.SETTING_VERBS.pages(),
    ),
)
