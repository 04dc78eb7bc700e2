"""What is done to bodies: each a form that says in words what will happen, then one operation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms as django_forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.console import forms
from gongkai.console.request_context import RequestContext, context_of
from gongkai.organisations import access, operations, queries
from gongkai.organisations.models import Body, BodyVersion, Function, Kind, Level, valid_on

FORM = ["GET", "HEAD", "POST"]
EFFECTIVE = gettext_lazy("自这一天起生效；此前的统计仍按原来的机构。")


def bodies_of_the_day(on: date) -> list[tuple[str, str]]:
    """Every body of a day for a field of choices: code, name."""
    rows = BodyVersion.objects.filter(valid_on(on)).order_by("body__code")
    return [(code, f"{name}（{code}）") for code, name in rows.values_list("body__code", "name")]


def _body(code: str) -> Body | None:
    return Body.objects.filter(code=code).first() if code else None


def page_form(request: HttpRequest, form: type[django_forms.Form], **more: Any) -> django_forms.Form:
    """The form with what was posted, or fresh."""
    return form(request.POST if request.method == "POST" else None, **more)


def back_to(code: str) -> str:
    """The page of a body."""
    return reverse("console:body", args=[code])


class NewForm(django_forms.Form):
    """A new body."""

    name = forms.text(gettext_lazy("全称"), hint=gettext_lazy("三定规定或者批文中的规范名称。"))
    short_name = forms.text(gettext_lazy("简称"), longest=40, required=False)
    code = forms.text(
        gettext_lazy("机构代码"),
        longest=40,
        hint=gettext_lazy("本系统内永久不变的代码，用于网址；小写字母、数字、横线，例如 jyj。"),
    )
    kind = forms.choice(gettext_lazy("性质"), Kind.choices)
    level = forms.choice(gettext_lazy("层级"), Level.choices)
    parent = forms.choice(gettext_lazy("上级机构"), [])
    credit_code = forms.text(gettext_lazy("统一社会信用代码"), longest=30, required=False)
    on = forms.day(gettext_lazy("设立日期"), hint=EFFECTIVE)


def _choose_parent(form: django_forms.Form, here: RequestContext, field: str = "parent") -> None:
    """ActionButton today's bodies; the very first body has no parent."""
    choices = bodies_of_the_day(here.on)
    chosen = form.fields[field]
    assert isinstance(chosen, django_forms.ChoiceField)  # noqa: S101 - declared so
    chosen.choices = choices or [("", _("没有上级（市政府）"))]
    chosen.required = bool(choices)


@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Found a body."""
    here = context_of(request)
    form = page_form(request, NewForm, initial={"on": here.on, "parent": request.GET.get("parent", "")})
    _choose_parent(form, here)
    what = forms.FormPage(
        title=_("设立机构"),
        verb=_("设立"),
        back=reverse("console:tree"),
        effect=[_("机构代码设立后不能修改。机构设立后，再设岗位、任命人员。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        parent = _body(data.pop("parent"))
        access.check(here.acting, "body.manage", parent, on=here.on)
        made = operations.create_body(**data, parent=parent, act=here.act)
        return back_to(made.code), _("%(name)s已经设立。") % {"name": data["name"]}

    return forms.run_form(request, form, what, perform)


class RenameForm(django_forms.Form):
    """A new name from a day on."""

    name = forms.text(gettext_lazy("新的全称"))
    short_name = forms.text(gettext_lazy("新的简称"), longest=40, required=False)
    on = forms.day(gettext_lazy("自哪一天起"), hint=EFFECTIVE)


@require_http_methods(FORM)
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Give a body another name."""
    here = context_of(request)
    subject: Body = here.subject
    name = queries.name_of(subject, here.on)
    form = page_form(request, RenameForm, initial={"name": name, "on": here.on})
    what = forms.FormPage(
        title=_("%(name)s更名") % {"name": name},
        verb=_("更名"),
        back=back_to(code),
        effect=[_("原名称保留在沿革中；以前的文书、记录仍写原名称。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.rename_body(body=subject, **data, act=here.act)
        return back_to(code), _("已登记：自%(on)s起名称为%(name)s。") % data

    return forms.run_form(request, form, what, perform)


class MoveForm(django_forms.Form):
    """Another parent or level from a day on."""

    parent = forms.choice(gettext_lazy("新的上级机构"), [])
    level = forms.choice(gettext_lazy("层级"), Level.choices)
    on = forms.day(gettext_lazy("自哪一天起"), hint=EFFECTIVE)


@require_http_methods(FORM)
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Put a body below another."""
    here = context_of(request)
    subject: Body = here.subject
    version = queries.version_of(subject, here.on)
    initial = {
        "parent": version.parent.code if version and version.parent else "",
        "level": version.level if version else "",
        "on": here.on,
    }
    form = page_form(request, MoveForm, initial=initial)
    _choose_parent(form, here)
    what = forms.FormPage(
        title=_("调整%(name)s的隶属或层级") % {"name": queries.name_of(subject, here.on)},
        verb=_("调整"),
        back=back_to(code),
        effect=[
            _("下级机构随同调整。新上级机构的主管可以看到它的业务，原上级机构的主管自生效之日起不再看到。")
        ],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        parent = Body.objects.get(code=data["parent"])
        access.check(here.acting, "body.manage", parent, on=here.on)
        operations.move_body(body=subject, parent=parent, level=data["level"], on=data["on"], act=here.act)
        return back_to(code), _("已登记，自%(on)s起生效。") % {"on": data["on"]}

    return forms.run_form(request, form, what, perform)


class CloseForm(django_forms.Form):
    """The end of a body."""

    on = forms.day(gettext_lazy("撤销日期"), hint=gettext_lazy("这一天起不再存在。"))
    reason = forms.reason(label=gettext_lazy("依据"), hint=gettext_lazy("例如批文的标题和文号。"))


@require_http_methods(FORM)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a body."""
    here = context_of(request)
    subject: Body = here.subject
    name = queries.name_of(subject, here.on)
    holders = queries.holding(here.on).filter(post__body=subject).count()
    form = page_form(request, CloseForm, initial={"on": here.on})
    what = forms.FormPage(
        title=_("撤销%(name)s") % {"name": name},
        verb=_("撤销机构"),
        back=back_to(code),
        effect=[
            _("自撤销之日起，%(count)s项任职同时结束，任职人员不能再以它的名义办理。") % {"count": holders},
            _("它的接口令牌失效；已有的记录、文书保留。"),
            _("职能由别的机构承接的，请另行登记承接。"),
        ],
        danger=True,
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.close_body(body=subject, **data, act=here.act)
        return back_to(code), _("%(name)s已登记撤销。") % {"name": name}

    return forms.run_form(request, form, what, perform)


class SuccessionForm(django_forms.Form):
    """Who takes functions over."""

    successor = forms.choice(gettext_lazy("承接机构"), [])
    functions = forms.several(
        gettext_lazy("承接哪些职能"),
        [],
        required=False,
        hint=gettext_lazy("一项都不选，表示其余全部职能。"),
    )
    new_function = forms.text(
        gettext_lazy("列表中没有的职能"),
        required=False,
        hint=gettext_lazy("填写职能名称，登记后计入承接的职能。"),
    )
    on = forms.day(gettext_lazy("承接日期"))
    ground = forms.text(
        gettext_lazy("依据"), longest=200, required=False, hint=gettext_lazy("批文标题和文号。")
    )


@require_http_methods(FORM)
def succession(request: HttpRequest, code: str) -> HttpResponse:
    """Record who takes over the functions of a body."""
    here = context_of(request)
    subject: Body = here.subject
    form = page_form(request, SuccessionForm, initial={"on": here.on})
    _choose_parent(form, here, "successor")
    choices = form.fields["functions"]
    assert isinstance(choices, django_forms.MultipleChoiceField)  # noqa: S101 - declared so
    choices.choices = [(one.code, one.name) for one in Function.objects.all()]
    what = forms.FormPage(
        title=_("%(name)s的职能由谁承接") % {"name": queries.name_of(subject, here.on)},
        verb=_("登记承接"),
        back=back_to(code),
        effect=[_("自承接之日起，相应职能的未结申请移交承接机构，期限照旧计算。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        _succeed(here, subject, data)
        return back_to(code), _("职能承接已经登记。")

    return forms.run_form(request, form, what, perform)


def _succeed(here: RequestContext, subject: Body, data: dict[str, Any]) -> None:
    """Name the new function where there is one, and record the succession: both or neither."""
    successor = _body(data["successor"])
    assert successor is not None  # noqa: S101 - one of the choices
    with transaction.atomic():
        functions = list(Function.objects.filter(code__in=data["functions"]))
        if data["new_function"]:
            number = Function.objects.count() + 1
            functions.append(
                operations.create_function(code=f"f{number}", name=data["new_function"], act=here.act)
            )
        operations.record_succession(
            predecessor=subject,
            successor=successor,
            functions=functions,
            on=data["on"],
            ground=data["ground"],
            act=here.act,
        )


class CreditCodeForm(django_forms.Form):
    """The unified social credit code."""

    credit_code = forms.text(
        gettext_lazy("统一社会信用代码"), longest=30, required=False, hint=gettext_lazy("18位，没有的留空。")
    )


@require_http_methods(FORM)
def credit_code(request: HttpRequest, code: str) -> HttpResponse:
    """Correct the credit code."""
    here = context_of(request)
    subject: Body = here.subject
    form = page_form(request, CreditCodeForm, initial={"credit_code": subject.credit_code})
    what = forms.FormPage(title=_("更正统一社会信用代码"), verb=_("更正"), back=back_to(code))

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.change_credit_code(body=subject, **data, act=here.act)
        return back_to(code), _("已经更正。")

    return forms.run_form(request, form, what, perform)
