"""The page of one body on a day: what it is and was, its posts, its sites, what happened to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.console import timeline
from gongkai.console.areas.bodies.verbs import BODY_VERBS, POST_VERBS
from gongkai.console.frame import render_page
from gongkai.console.request_context import RequestContext, context_of
from gongkai.design import table
from gongkai.organisations import queries
from gongkai.organisations.models import Body, BodyKind, BodyVersion, Level, Role
from gongkai.organisations.queries.handovers import Handover, handovers_of
from gongkai.organisations.tree_facts import TreeFacts
from gongkai.records.actors import ObjectRef
from gongkai.text import dates


@require_safe
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body on a day: what it is, what it was, who works there, what happened to it."""
    here = context_of(request)
    subject: Body = here.subject
    on = _day(request, here.on)
    handovers = handovers_of(subject)
    here.facts.learn([one.other for one in handovers], parents_of=subject)
    version = here.facts.version(subject, on)
    context = {
        "title": here.facts.name(subject, on),
        "origin": [subject.code, BodyKind(subject.kind).label, "" if on == here.on else on.isoformat()],
        "closed": version is None,
        "facts": _facts(subject, version, on, here.facts),
        "versions": _versions(subject, here.facts),
        "successions": [_handover(one, here.facts) for one in handovers],
        "sites": [
            {"label": site.domain, "value": site.name, "note": site.identification_code}
            for site in subject.sites.all()
        ],
        "posts": _posts(subject, here),
        "verbs": BODY_VERBS.buttons(subject, here),
        "entries": timeline.timeline_of(ObjectRef("body", subject.code, ""), here)
        if timeline.may_read_timeline(here, subject)
        else None,
    }
    return render_page(request, "body", context)


def _day(request: HttpRequest, today: date) -> date:
    try:
        return dates.parse(request.GET["on"])
    except (KeyError, dates.NotADate):
        return today


def _facts(subject: Body, version: BodyVersion | None, on: date, facts: TreeFacts) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    if version is not None:
        parent = version.parent
        shown += [
            {"label": _("全称"), "value": version.name},
            {"label": _("简称"), "value": version.short_name or "—"},
            {"label": _("层级"), "value": Level(version.level).label},
        ]
        if parent is not None:
            address = reverse("console:body", args=[parent.code])
            shown.append({"label": _("上级机构"), "value": facts.name(parent, on), "href": address})
    shown.append({"label": _("统一社会信用代码"), "value": subject.credit_code or "—"})
    return shown


def _versions(subject: Body, facts: TreeFacts) -> list[list[table.TableCell]]:
    heads = [_("名称"), _("层级"), _("上级机构"), _("起"), _("止（不含）")]
    rows = [
        [
            row.name,
            str(Level(row.level).label),
            facts.name(row.parent, row.valid_from) if row.parent else "—",
            row.valid_from.isoformat(),
            row.valid_to.isoformat() if row.valid_to else _("至今"),
        ]
        for row in facts.versions(subject)
    ]
    return table.plain(heads, rows)


def _handover(one: Handover, facts: TreeFacts) -> dict[str, Any]:
    what = "、".join(one.functions) or _("全部职能")
    words = _("承接%(body)s的%(what)s") if one.taken else _("%(what)s由%(body)s承接")
    return {
        "label": one.on.isoformat(),
        "value": words % {"what": what, "body": facts.name(one.other, one.on)},
        "href": reverse("console:body", args=[one.other.code]),
        "note": one.ground,
    }


def _posts(subject: Body, here: RequestContext) -> list[list[table.TableCell]]:
    """The posts of a body with their roles and who holds them; names where people may be seen."""
    see = here.may("person.view", subject)
    manage = here.may("post.manage", subject)
    holders: dict[int, list[str]] = {}
    for pk, name in queries.holders_at(subject, here.on):
        holders.setdefault(pk, []).append(name)
    rows: list[list[str | table.TableCell]] = []
    for post in queries.posts_of(subject):
        roles = "、".join(str(Role(role).label) for role in post.roles)
        names = "、".join(holders.get(post.pk, [])) if see else str(len(holders.get(post.pk, [])))
        href = POST_VERBS.address("roles", post) if manage else ""
        rows.append(
            [table.TableCell("label", post.title, href=href, last_label=True), roles, names or _("空缺")]
        )
    return table.plain([_("岗位"), _("角色"), _("现任") if see else _("现任人数")], rows)
