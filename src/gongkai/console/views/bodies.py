"""Bodies: the tree on a day, the list, and the page of one body."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_safe

from gongkai.console import links, listing, timeline
from gongkai.console.action_buttons import ActionButton, action_buttons
from gongkai.console.frame import render_page
from gongkai.console.request_context import RequestContext, context_of
from gongkai.design import table
from gongkai.design.rows import Cell
from gongkai.organisations import queries
from gongkai.organisations.models import Body, BodyVersion, Kind, Level, Succession, valid_on
from gongkai.organisations.operations import check_can_change, check_can_close_body
from gongkai.records.actors import ObjectRef
from gongkai.text import dates


def tabs(current: str) -> list[dict[str, Any]]:
    """The two ways to look at bodies."""
    return [
        {"href": reverse(f"console:{name}"), "label": label, "current": name == current}
        for name, label in (("tree", _("机构树")), ("bodies", _("列表")))
    ]


def verbs(here: RequestContext) -> list[dict[str, Any]]:
    """What begins with no body in hand."""
    wanted = (
        ("body.manage", "body_new", _("设立机构"), "primary"),
        ("body.import", "import_bodies", _("导入机构"), "secondary"),
    )
    return [
        {"label": label, "href": reverse(f"console:{name}"), "kind": kind}
        for action, name, label, kind in wanted
        if here.may(action)
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
        "verbs": verbs(here),
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
        listing.Column("kind", gettext_lazy("性质"), lambda row: Cell(str(Kind(row.body.kind).label))),
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
    return listing.page(request, BODIES, listing.Head(verbs(here), tabs("bodies")))


@require_GET
def bodies_export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return listing.export(request, BODIES)


OFFERS = (
    (gettext_lazy("更名"), "body_rename", "body.manage", "change", False),
    (gettext_lazy("调整隶属或层级"), "body_move", "body.manage", "change", False),
    (gettext_lazy("登记职能承接"), "body_succession", "body.manage", "", False),
    (gettext_lazy("更正信用代码"), "body_credit_code", "body.manage", "", False),
    (gettext_lazy("登记网站"), "site_new", "site.manage", "", False),
    (gettext_lazy("设立岗位"), "post_new", "post.manage", "", False),
    (gettext_lazy("撤销机构"), "body_close", "body.manage", "close", True),
)


@require_safe
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body on a day: what it is, what it was, who works there, what happened to it."""
    here = context_of(request)
    subject: Body = here.subject
    on = _day(request, here.on)
    checks = {
        "": None,
        "change": lambda: check_can_change(body=subject, on=here.on),
        "close": lambda: check_can_close_body(body=subject, on=here.on),
    }
    wanted = [
        ActionButton(label, page, action, checks[check], danger)
        for label, page, action, check, danger in OFFERS
    ]
    version = queries.version_of(subject, on)
    context = {
        "title": queries.name_of(subject, on),
        "origin": [subject.code, Kind(subject.kind).label, "" if on == here.on else on.isoformat()],
        "closed": version is None,
        "facts": _facts(subject, version, on),
        "versions": _versions(subject, here.on),
        "successions": _successions(subject),
        "sites": [
            {"label": site.domain, "value": site.name, "note": site.identification_code}
            for site in subject.sites.all()
        ],
        "posts": _posts(subject, here),
        "verbs": action_buttons(here, wanted, subject.code, body=subject),
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


def _facts(subject: Body, version: BodyVersion | None, on: date) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = []
    if version is not None:
        parent = version.parent
        facts += [
            {"label": _("全称"), "value": version.name},
            {"label": _("简称"), "value": version.short_name or "—"},
            {"label": _("层级"), "value": Level(version.level).label},
        ]
        if parent is not None:
            address = reverse("console:body", args=[parent.code])
            facts.append({"label": _("上级机构"), "value": queries.name_of(parent, on), "href": address})
    facts.append({"label": _("统一社会信用代码"), "value": subject.credit_code or "—"})
    return facts


def _versions(subject: Body, today: date) -> list[list[table.Cell]]:
    heads = [_("名称"), _("层级"), _("上级机构"), _("起"), _("止（不含）")]
    rows = [
        [
            row.name,
            str(Level(row.level).label),
            queries.name_of(row.parent, row.valid_from) if row.parent else "—",
            row.valid_from.isoformat(),
            row.valid_to.isoformat() if row.valid_to else _("至今"),
        ]
        for row in queries.history_of(subject)
    ]
    return table.plain(heads, rows)


def _successions(subject: Body) -> list[dict[str, Any]]:
    found = Succession.objects.filter(Q(predecessor=subject) | Q(successor=subject))
    rows = []
    for one in found.select_related("predecessor", "successor").prefetch_related("functions"):
        what = "、".join(function.name for function in one.functions.all()) or _("全部职能")
        other, words = (
            (one.successor, _("%(what)s由%(body)s承接"))
            if one.predecessor_id == subject.pk
            else (one.predecessor, _("承接%(body)s的%(what)s"))
        )
        rows.append(
            {
                "label": one.on.isoformat(),
                "value": words % {"what": what, "body": queries.name_of(other, one.on)},
                "href": reverse("console:body", args=[other.code]),
                "note": one.ground,
            }
        )
    return rows


def _posts(subject: Body, here: RequestContext) -> list[list[table.Cell]]:
    """The posts of a body with their roles and who holds them; names where people may be seen."""
    see = here.may("person.view", subject)
    manage = here.may("post.manage", subject)
    holders: dict[int, list[str]] = {}
    for held in queries.holding(here.on).filter(post__body=subject):
        holders.setdefault(held.post_id, []).append(held.person.name)
    rows: list[list[str | table.Cell]] = []
    for post in subject.posts.prefetch_related("granted").order_by("title"):
        roles = "、".join(str(role.label) for role in sorted(post.roles))
        names = "、".join(holders.get(post.pk, [])) if see else str(len(holders.get(post.pk, [])))
        href = reverse("console:post_roles", args=[post.pk]) if manage else ""
        rows.append([table.Cell("label", post.title, href=href, last_label=True), roles, names or _("空缺")])
    return table.plain([_("岗位"), _("角色"), _("现任") if see else _("现任人数")], rows)
