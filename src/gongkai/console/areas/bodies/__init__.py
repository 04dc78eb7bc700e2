"""The area of bodies: the tree, the list, the page of one, what is done to them, their posts and sites."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console import importing
from gongkai.console.areas.bodies import list, page, verbs
from gongkai.console.pages import Area, Page
from gongkai.console.things import BODY_THING

AREA: Final = Area(
    "bodies",
    _("机构"),
    begins="tree",
    listings=(list.BODIES,),
    pages=(
        Page("tree", "body.view", "bodies/", list.tree),
        Page("bodies", "body.view", "bodies/list/", list.bodies),
        Page("bodies_export", "body.view", "bodies/list/export/", list.export),
        *verbs.BODY_STARTS.pages(),
        Page("import_template", "body.view", "bodies/import/template.xlsx", importing.template),
        Page("body", "body.view", BODY_THING.route, page.body, BODY_THING),
        *verbs.BODY_VERBS.pages(),
        *verbs.POST_VERBS.pages(),
    ),
)
