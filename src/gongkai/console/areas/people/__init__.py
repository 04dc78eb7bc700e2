"""The area of people: their list, their pages, what is done to them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.areas.people import inbox, list, page, verbs
from gongkai.console.pages import Area, Page
from gongkai.console.things import PERSON_THING

AREA: Final = Area(
    "people",
    _("人员"),
    begins="people",
    listings=(list.PEOPLE,),
    inbox=inbox.SOURCES,
    pages=(
        Page("people", "person.view", "people/", list.people),
        Page("people_export", "person.view", "people/export/", list.people_export),
        *verbs.PEOPLE_STARTS.pages(),
        Page("person", "person.view", PERSON_THING.route, page.person, PERSON_THING),
        *verbs.PERSON_VERBS.pages(),
        *verbs.APPOINTMENT_VERBS.pages(),
    ),
)
