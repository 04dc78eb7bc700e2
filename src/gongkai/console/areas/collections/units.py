"""The page on which the units are ticked that should hand a report in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import Collection
from gongkai.console.frame import UNPROCESSABLE, render_page
from gongkai.console.request_context import RequestContext
from gongkai.console.things import Thing
from gongkai.console.verbs import Verb, finish
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Body, BodyKind, Level
from gongkai.records.refusals import Refused


def page(
    request: HttpRequest, thing: Thing, verb: Verb, subject: Collection, here: RequestContext
) -> HttpResponse:
    """The tree below the collecting body with a box for each; `?tick=` ticks all, the next below or none."""
    whole = organisations.tree(queries.day_of(subject))
    asked = {row.body.code: row.body for row in subject.expected.select_related("body")}
    below = {node.code: node for _depth, node in whole.walk(subject.body_id)}
    error = ""
    if request.method == "POST":
        ticked = set(request.POST.getlist("unit"))
        data = {"bodies": Body.objects.filter(code__in=ticked & (set(below) | set(asked)))}
        try:
            return finish(request, thing, verb, subject, data, verb.perform(subject, data, here), here)
        except Refused as refusal:
            error = str(refusal)
    else:
        ticked = _ticked(request.GET.get("tick", ""), subject.body_id, below.values(), set(asked))
    gone = {code: body for code, body in asked.items() if code not in below}
    context = {
        "title": _("应报单位"),
        "collection": subject,
        "nodes": [*_nodes(whole, subject.body_id, ticked), *_gone(gone, subject, ticked)],
        "errors": [{"href": "", "message": error}] if error else [],
    }
    return render_page(request, "collection_units", context, UNPROCESSABLE if error else 200)


def _ticked(wanted: str, top: int, below: Iterable[organisations.Node], asked: set[str]) -> set[str]:
    """What is ticked at first: those asked now; all below, or the next below; public utilities report not."""
    bodies = [node for node in below if node.kind != BodyKind.PUBLIC_SERVICE]
    choices = {
        "all": {node.code for node in bodies},
        "next": {node.code for node in bodies if node.parent == top},
        "none": set[str](),
    }
    return choices.get(wanted, asked)


def _nodes(whole: organisations.Tree, top: int, ticked: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "value": node.code,
            "label": node.name,
            "note": str(Level(node.level).label),
            "current": node.code in ticked,
            "children": _nodes(whole, node.id, ticked),
        }
        for node in whole.children.get(top, [])
    ]


def _gone(gone: Mapping[str, Body], subject: Collection, ticked: set[str]) -> list[dict[str, Any]]:
    """Units on the list that are not below the collecting body."""
    names = organisations.names_of(gone.values(), queries.day_of(subject))
    return [
        {
            "value": code,
            "label": names[body.pk],
            "note": _("不是下级机构"),
            "current": code in ticked,
        }
        for code, body in sorted(gone.items())
    ]
