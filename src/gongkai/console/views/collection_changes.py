"""What is done to a collection: opening it, its name and days, its units, closing and reopening it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import Collection
from gongkai.console import forms
from gongkai.console.frame import UNPROCESSABLE, flash, render_page
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.verbs import FORM, EmptyForm
from gongkai.organisations import access
from gongkai.organisations import queries as organisations
from gongkai.organisations.models import Body, Kind, Level
from gongkai.records.refusals import Refused

PATTERN = gettext_lazy("退改函的编号，{year}是年份、{serial}是流水号；不填就用“%(pattern)s”。") % {
    "pattern": operations.DEFAULT_PATTERN
}
HALF = 6  # from July on one prepares for the report on this year, before it on the last
CONTACT = gettext_lazy("印在退改函末尾，例如：联系人：张某，电话：12345678。")


class ChangeForm(django_forms.Form):
    """What a collection is called, when it is due, how its letters are numbered and signed."""

    title = forms.text(gettext_lazy("名称"))
    due_on = forms.day(gettext_lazy("报送截止日期"))
    number_pattern = forms.text(gettext_lazy("退改函文号"), longest=80, required=False, hint=PATTERN)
    contact = forms.text(gettext_lazy("联系方式"), longest=200, required=False, hint=CONTACT)


class NewForm(ChangeForm):
    """A new collection."""

    year = forms.text(
        gettext_lazy("报告年度"), longest=4, hint=gettext_lazy("报告写的是哪一年的工作，例如 2026。")
    )
    body = forms.choice(gettext_lazy("收集单位"), [])
    field_order = ("title", "year", "body", "due_on", "number_pattern", "contact")

    def clean_year(self) -> int:
        """The year as a number."""
        text = str(self.cleaned_data["year"])
        if not (text.isascii() and text.isdecimal() and len(text) == 4):
            raise django_forms.ValidationError(_("请用四位数字填写年度，例如 2026。"))
        return int(text)


@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Open a collection; every body below is expected until somebody says otherwise."""
    here = context_of(request)
    year = here.on.year if here.on.month > HALF else here.on.year - 1
    bodies = _bodies(here)
    initial = {
        "title": _("%(year)s年度政府信息公开工作年度报告") % {"year": year},
        "year": str(year),
        "body": bodies[0][0] if bodies else "",
        "due_on": date(year + 1, 1, 31),
    }
    form = forms.bind(request, NewForm, initial=initial)
    field = form.fields["body"]
    assert isinstance(field, django_forms.ChoiceField)  # noqa: S101 - declared so
    field.choices = bodies
    what = forms.FormPage(
        title=_("建立年报收集"),
        verb=_("建立"),
        back=reverse("console:collections"),
        effect=[_("名单先按收集单位的全部下级机构列出（公共企事业单位除外），建立后可以调整。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        body = Body.objects.get(code=data.pop("body"))
        made = operations.open_collection(**data, body=body, act=here.act)
        said = _("收集已经建立，应报%(count)s个单位；请核对名单，然后上传草稿。")
        return to(made), said % {"count": made.expected.count()}

    return forms.run_form(request, form, what, perform)


def _bodies(here: RequestContext) -> list[tuple[str, str]]:
    """Bodies a collection may be opened for: those in reach that have others below them, one's own first."""
    reach = set(
        access.bodies_in_reach(here.acting, "collection.manage", here.on).values_list("pk", flat=True)
    )
    whole = organisations.tree(here.on)
    return [
        (node.code, node.name)
        for _depth, node in whole.walk()
        if node.id in reach and whole.children.get(node.id)
    ]


def to(collection: Collection) -> str:
    """The page of a collection."""
    return reverse("console:collection", args=[collection.pk])


@require_http_methods(FORM)
def change(request: HttpRequest, collection: int) -> HttpResponse:
    """Correct a collection."""
    here = context_of(request)
    subject: Collection = here.subject
    names = ("title", "due_on", "number_pattern", "contact")
    form = forms.bind(request, ChangeForm, initial={name: getattr(subject, name) for name in names})
    what = forms.FormPage(
        title=_("修改“%(title)s”") % {"title": subject.title}, verb=_("保存"), back=to(subject)
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.change_collection(collection=subject, **data, act=here.act)
        return to(subject), _("已经保存。")

    return forms.run_form(request, form, what, perform)


@require_http_methods(FORM)
def close(request: HttpRequest, collection: int) -> HttpResponse:
    """Close a collection."""
    here = context_of(request)
    subject: Collection = here.subject
    open_ones = queries.counts(subject)["read"]
    effect = [_("不再接收、审核、退回或者收录草稿；需要时可以恢复。")]
    if open_ones:
        effect.append(_("还有%(count)s份草稿待审，结束后就不能办理了。") % {"count": open_ones})
    what = forms.FormPage(
        title=_("结束“%(title)s”") % {"title": subject.title},
        verb=_("结束收集"),
        back=to(subject),
        effect=effect,
        danger=True,
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.close_collection(collection=subject, act=here.act)
        return to(subject), _("收集已经结束。")

    return forms.run_form(request, forms.bind(request, EmptyForm), what, perform)


@require_http_methods(FORM)
def reopen(request: HttpRequest, collection: int) -> HttpResponse:
    """Go on with a closed collection."""
    here = context_of(request)
    subject: Collection = here.subject
    what = forms.FormPage(
        title=_("恢复“%(title)s”") % {"title": subject.title},
        verb=_("恢复收集"),
        back=to(subject),
        effect=[_("又可以接收、审核、退回和收录草稿。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.reopen_collection(collection=subject, act=here.act)
        return to(subject), _("收集已经恢复。")

    return forms.run_form(request, forms.bind(request, EmptyForm), what, perform)


@require_http_methods(FORM)
def units(request: HttpRequest, collection: int) -> HttpResponse:
    """Tick the units that should hand a report in."""
    here = context_of(request)
    subject: Collection = here.subject
    whole = organisations.tree(queries.day_of(subject))
    asked = {row.body.code: row.body for row in subject.expected.select_related("body")}
    below = {node.code: node for _depth, node in whole.walk(subject.body_id)}
    error = ""
    if request.method == "POST":
        ticked = set(request.POST.getlist("unit"))
        bodies = Body.objects.filter(code__in=ticked & (set(below) | set(asked)))
        try:
            count = operations.set_expected(collection=subject, bodies=bodies, act=here.act)
            flash(request, _("名单已经保存，应报%(count)s个单位。") % {"count": count})
            return HttpResponseRedirect(to(subject), status=303)
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
    bodies = [node for node in below if node.kind != Kind.PUBLIC_SERVICE]
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
    return [
        {
            "value": code,
            "label": organisations.name_of(body, queries.day_of(subject)),
            "note": _("不是下级机构"),
            "current": code in ticked,
        }
        for code, body in sorted(gone.items())
    ]
