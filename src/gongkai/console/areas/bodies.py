"""The area `bodies` of the console: its addresses, each with the action that opens it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.console.pages import Area, Page
from gongkai.console.things import BODY_THING, POST_THING
from gongkai.console.views import bodies, body_changes, imports, posts

AREA: Final = Area(
    "bodies",
    _("机构"),
    begins="tree",
    listings=(bodies.BODIES,),
    pages=(
        Page("tree", "body.view", "bodies/", bodies.tree),
        Page("bodies", "body.view", "bodies/list/", bodies.bodies),
        Page("bodies_export", "body.view", "bodies/list/export/", bodies.bodies_export),
        Page("body_new", "body.manage", "bodies/new/", body_changes.new),
        Page("import_bodies", "body.import", "bodies/import/", imports.bodies),
        Page("import_template", "body.view", "bodies/import/template.xlsx", imports.template),
        Page("body", "body.view", "bodies/of/<slug:code>/", bodies.body, BODY_THING),
        Page("body_rename", "body.manage", "bodies/of/<slug:code>/rename/", body_changes.rename, BODY_THING),
        Page("body_move", "body.manage", "bodies/of/<slug:code>/move/", body_changes.move, BODY_THING),
        Page("body_close", "body.manage", "bodies/of/<slug:code>/close/", body_changes.close, BODY_THING),
        Page(
            "body_succession",
            "body.manage",
            "bodies/of/<slug:code>/succession/",
            body_changes.succession,
            BODY_THING,
        ),
        Page(
            "body_credit_code",
            "body.manage",
            "bodies/of/<slug:code>/credit-code/",
            body_changes.credit_code,
            BODY_THING,
        ),
        Page("site_new", "site.manage", "bodies/of/<slug:code>/sites/new/", posts.site, BODY_THING),
        Page("post_new", "post.manage", "bodies/of/<slug:code>/posts/new/", posts.post, BODY_THING),
        Page("post_roles", "post.manage", "posts/<int:post>/roles/", posts.roles, POST_THING),
    ),
)
