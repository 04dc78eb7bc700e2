"""Bodies: the tree on a day, and the list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_safe

from gongkai.console import links, listing
from gongkai.console.areas.bodies.verbs import BODY_STARTS
from gongkai.console.frame import render_page
from gongkai.console.request_context import RequestContext, context_of
from gongkai.design.rows import Cell
from gongkai.organisations import queries
from gongkai.organisations.models import BodyKind, BodyVersion, Level, valid_on
from gongkai.text import dates


def tabs(current: str) -> list[dict[str, Any]]:
    """The two ways to look at bodies."""
    return [
        {"href": reverse(f"console:{name}"), "label": label, "current": name == current}
        for name, label in (("tree", _("机构树")), ("bodies", _("列表")))
    ]


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """All bodies of a stated day, each below its parent."""
    here = context_of(request)
    typed = request.GET.get("on", "").strip()
    on, error = here.on, ""
    if typed:
        try:
            on = dates.parse(typed)
        except dates.NotADate as problem:
            error = str(problem)
    whole = queries.tree(on)
    nodes = _nodes(whole, None, on, depth=0)
    context = {
        "title": _("机构"),
        "tabs": tabs("tree"),
        "verbs": BODY_STARTS.buttons(here),
        "on": typed or on.isoformat(),
        "error": error,
        "errors": [{"href": "#on", "message": error}] if error else [],
        "day": on.isoformat(),
        "count": len(whole.nodes),
        "nodes": nodes,
    }
    return render_page(request, "tree", context, 422 if error else 200)


def _nodes(whole: queries.Tree, top: int | None, on: date, depth: int) -> list[dict[str, Any]]:
    found = []
    for node in whole.children.get(top, []):
        children = _nodes(whole, node.id, on, depth + 1)
        found.append(
            {
                "href": f"{reverse('console:body', args=[node.code])}?on={on.isoformat()}",
                "name": node.name,
                "note": str(Level(node.level).label),
                "children": children,
                "below": _("下级%(count)s个") % {"count": len(children)},
                "open": depth < 1 or len(whole.nodes) <= 60,
            }
        )
    return found


def _list_rows(here: RequestContext) -> QuerySet[BodyVersion]:
    held = Q(body__posts__appointments__valid_from__lte=here.on) & (
        Q(body__posts__appointments__valid_to=None) | Q(body__posts__appointments__valid_to__gt=here.on)
    )
    counted = Count("body__posts__appointments__person", filter=held, distinct=True)
    return BodyVersion.objects.filter(valid_on(here.on)).select_related("body").annotate(people=counted)


def _parents(rows: Any, here: RequestContext) -> None:
    """The names of the parents of a page, in one query."""
    ids = {row.parent_id for row in rows}
    names = dict(BodyVersion.objects.filter(valid_on(here.on), body__in=ids).values_list("body_id", "name"))
    for row in rows:
        row.parent_name = names.get(row.parent_id, "")


BODIES = listing.Listing(
    name="bodies",
    title=gettext_lazy("机构"),
    noun=gettext_lazy("共%(count)s个机构"),
    rows=_list_rows,
    columns=(
        listing.Column(
            "name",
            gettext_lazy("名称"),
            lambda row: Cell(row.name, href=links.to("body", row.body.code)),
            order="name",
        ),
        listing.Column("code", gettext_lazy("机构代码"), lambda row: Cell(row.body.code), order="body__code"),
        listing.Column(
            "level", gettext_lazy("层级"), lambda row: Cell(str(Level(row.level).label)), order="level"
        ),
        listing.Column("kind", gettext_lazy("性质"), lambda row: Cell(str(BodyKind(row.body.kind).label))),
        listing.Column("parent", gettext_lazy("上级机构"), lambda row: Cell(row.parent_name)),
        listing.Column(
            "people",
            gettext_lazy("任职人数"),
            lambda row: Cell(str(row.people), kind="number"),
            plain=lambda row: row.people,
            number=True,
        ),
        listing.Column("short_name", gettext_lazy("简称"), lambda row: Cell(row.short_name), shown=False),
        listing.Column(
            "credit_code",
            gettext_lazy("统一社会信用代码"),
            lambda row: Cell(row.body.credit_code),
            shown=False,
        ),
        listing.Column(
            "since",
            gettext_lazy("启用日期"),
            lambda row: Cell(row.valid_from.isoformat(), kind="time"),
            order="valid_from",
            shown=False,
            plain=lambda row: row.valid_from,
        ),
    ),
    order="code",
    key=lambda row: row.body.code,
    key_field="body__code",
    filters=queries.BODY_FILTERS,
    prepare=_parents,
    empty=gettext_lazy("设立或者导入的机构会列在这里。"),
)


def bodies(request: HttpRequest) -> HttpResponse:
    """The list of today's bodies."""
    here = context_of(request)
    return listing.page(request, BODIES, listing.Head(BODY_STARTS.buttons(here), tabs("bodies")))


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return listing.export(request, BODIES)
