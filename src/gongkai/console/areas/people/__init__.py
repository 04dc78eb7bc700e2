"""The area of people: their list, their pages, what is done to them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.areas.people import list, page, verbs
from gongkai.console.pages import Area, Page
from gongkai.console.things import PERSON_THING
from gongkai.console.views import imports

AREA: Final = Area(
    "people",
    _("人员"),
    begins="people",
    listings=(list.PEOPLE,),
    pages=(
        Page("people", "person.view", "people/", list.people),
        Page("people_export", "person.view", "people/export/", list.people_export),
        Page("person_new", "person.manage", "people/new/", verbs.new),
        Page("import_accounts", "person.manage", "people/import-accounts/", imports.accounts),
        Page("import_people", "person.import", "people/import/", imports.people),
        Page("person", "person.view", PERSON_THING.route, page.person, PERSON_THING),
        *verbs.PERSON_VERBS.pages(),
        *verbs.APPOINTMENT_VERBS.pages(),
    ),
)
