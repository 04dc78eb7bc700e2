"""What is done to people and their accounts."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.console import forms, visit
from gongkai.console.frame import draw
from gongkai.console.views.body_changes import FORM, page_form
from gongkai.console.visit import Visit
from gongkai.organisations import access, operations, queries
from gongkai.organisations.models import Appointment, Person, Post


class EmptyForm(django_forms.Form):
    """Nothing to fill in: the button says it all."""


class ReasonForm(django_forms.Form):
    """Why."""

    reason = forms.reason()


def back_to(person: Person) -> str:
    """The page of a person."""
    return reverse("console:person", args=[person.public_id])


class NewForm(django_forms.Form):
    """A new account."""

    name = forms.text(gettext_lazy("姓名"), longest=60)
    login = forms.text(
        gettext_lazy("登录名"), longest=40, hint=gettext_lazy("3至40个小写字母、数字，例如 zhang.wei。")
    )


@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Make an account."""
    here = visit.of(request)
    form = page_form(request, NewForm)
    what = forms.Errand(
        title=_("建立账号"),
        verb=_("建立"),
        back=reverse("console:people"),
        effect=[_("账号建立后还没有密码和岗位：由安全保密管理员任命到岗位，并发放初始密码。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        made = operations.create_person(**data, act=here.act)
        return back_to(made), _("账号已经建立。")

    return forms.errand(request, form, what, perform)


class RenameForm(django_forms.Form):
    """Another name."""

    name = forms.text(gettext_lazy("姓名"), longest=60)


@require_http_methods(FORM)
def rename(request: HttpRequest, person: str) -> HttpResponse:
    """Correct a name."""
    here = visit.of(request)
    subject: Person = here.subject
    form = page_form(request, RenameForm, initial={"name": subject.name})
    what = forms.Errand(
        title=_("更正姓名"),
        verb=_("更正"),
        back=back_to(subject),
        effect=[_("已有的记录仍写原来的姓名。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.rename_person(person=subject, **data, act=here.act)
        return back_to(subject), _("姓名已经更正。")

    return forms.errand(request, form, what, perform)


class AppointForm(django_forms.Form):
    """A post from a day on."""

    post = forms.choice(gettext_lazy("岗位"), [])
    on = forms.day(gettext_lazy("任职日期"))
    until = forms.day(
        gettext_lazy("离任日期"), required=False, hint=gettext_lazy("这一天起不再任职；不定期的留空。")
    )


@require_http_methods(FORM)
def appoint(request: HttpRequest, person: str) -> HttpResponse:
    """Appoint a person to a post."""
    here = visit.of(request)
    subject: Person = here.subject
    form = page_form(request, AppointForm, initial={"on": here.on})
    field = form.fields["post"]
    assert isinstance(field, django_forms.ChoiceField)  # noqa: S101 - declared so
    field.choices = _posts(here)
    what = forms.Errand(
        title=_("任命%(name)s到岗位") % {"name": subject.name},
        verb=_("任命"),
        back=back_to(subject),
        effect=[_("自任职之日起，有这个岗位的全部权限。岗位还没有的，先到机构页面设立。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        post = Post.objects.select_related("body").get(pk=data.pop("post"))
        access.check(here.acting, "appointment.manage", post.body, on=here.on)
        operations.appoint(person=subject, post=post, **data, act=here.act)
        return back_to(subject), _("已任命%(name)s为%(post)s。") % {"name": subject.name, "post": post.title}

    return forms.errand(request, form, what, perform)


def _posts(here: Visit) -> list[tuple[str, str]]:
    """The posts of the bodies within reach, with their roles."""
    reach = access.bodies_in_reach(here.acting, "appointment.manage", here.on)
    posts = Post.objects.filter(body__in=reach).select_related("body").prefetch_related("granted")
    names = {node.id: node.name for node in queries.tree(here.on).nodes.values()}
    choices = []
    for post in posts.order_by("body__code", "title"):
        if post.body_id in names:
            roles = "、".join(str(role.label) for role in sorted(post.roles))
            choices.append((str(post.pk), f"{names[post.body_id]} {post.title}（{roles}）"))
    return choices


class EndForm(django_forms.Form):
    """The end of an appointment."""

    on = forms.day(gettext_lazy("离任日期"), hint=gettext_lazy("这一天起不再任职。"))
    reason = forms.reason(required=False)


@require_http_methods(FORM)
def end(request: HttpRequest, appointment: int) -> HttpResponse:
    """End an appointment."""
    here = visit.of(request)
    subject: Appointment = here.subject
    form = page_form(request, EndForm, initial={"on": here.on})
    what = forms.Errand(
        title=_("结束%(name)s的任职：%(post)s") % {"name": subject.person.name, "post": subject.post.title},
        verb=_("结束任职"),
        back=back_to(subject.person),
        effect=[_("自离任之日起不再有这个岗位的权限；账号和其他岗位不受影响。")],
        danger=True,
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.end_appointment(appointment=subject, **data, act=here.act)
        return back_to(subject.person), _("任职已登记结束。")

    return forms.errand(request, form, what, perform)


@require_http_methods(FORM)
def password(request: HttpRequest, person: str) -> HttpResponse:
    """Issue an initial password; it is shown on this one page."""
    here = visit.of(request)
    subject: Person = here.subject
    what = forms.Errand(
        title=_("给%(name)s发放初始密码") % {"name": subject.name},
        verb=_("发放"),
        back=back_to(subject),
        effect=[
            _("原来的密码立即失效，已登录的全部退出。"),
            _(
                "新密码只显示一次，本人登录后必须修改。请核实是本人要求，当面或者电话告知，不要用短信、微信发送。"
            ),
        ],
        danger=True,
    )

    def perform(data: dict[str, Any]) -> HttpResponse:
        secret = operations.issue_initial_password(person=subject, act=here.act)
        context = {
            "title": _("%(name)s的初始密码") % {"name": subject.name},
            "label": _("只显示这一次"),
            "secret": secret,
            "text": _("登录名 %(login)s。请现在告知本人，首次登录必须修改。") % {"login": subject.login},
            "back": back_to(subject),
        }
        return draw(request, "once", context)

    return forms.errand(request, page_form(request, EmptyForm), what, perform)


@require_http_methods(FORM)
def remove_second_factor(request: HttpRequest, person: str) -> HttpResponse:
    """Take away the second factor of somebody who lost their telephone."""
    here = visit.of(request)
    subject: Person = here.subject
    what = forms.Errand(
        title=_("取消%(name)s的二次验证") % {"name": subject.name},
        verb=_("取消二次验证"),
        back=back_to(subject),
        effect=[_("只用密码就能登录，恢复码作废。请核实是本人要求。")],
        danger=True,
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        removed = operations.remove_second_factor(person=subject, **data, act=here.act)
        return back_to(subject), _("二次验证已经取消。") if removed else _("本来没有启用二次验证。")

    return forms.errand(request, page_form(request, ReasonForm), what, perform)


@require_http_methods(FORM)
def lock(request: HttpRequest, person: str) -> HttpResponse:
    """Lock an account."""
    here = visit.of(request)
    subject: Person = here.subject
    what = forms.Errand(
        title=_("停用%(name)s的账号") % {"name": subject.name},
        verb=_("停用账号"),
        back=back_to(subject),
        effect=[_("立即退出登录，不能再登录；任职和以前的记录保留。可以随时重新启用。")],
        danger=True,
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.lock_person(person=subject, **data, act=here.act)
        return back_to(subject), _("账号已经停用。")

    return forms.errand(request, page_form(request, ReasonForm), what, perform)


@require_http_methods(FORM)
def unlock(request: HttpRequest, person: str) -> HttpResponse:
    """Unlock an account."""
    here = visit.of(request)
    subject: Person = here.subject
    what = forms.Errand(
        title=_("启用%(name)s的账号") % {"name": subject.name},
        verb=_("启用账号"),
        back=back_to(subject),
        effect=[_("可以用原来的密码登录。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.unlock_person(person=subject, **data, act=here.act)
        return back_to(subject), _("账号已经启用。")

    return forms.errand(request, page_form(request, ReasonForm), what, perform)


@require_http_methods(FORM)
def sign_out(request: HttpRequest, person: str) -> HttpResponse:
    """End every open sign-in of a person."""
    here = visit.of(request)
    subject: Person = here.subject
    what = forms.Errand(
        title=_("强制%(name)s退出登录") % {"name": subject.name},
        verb=_("强制退出"),
        back=back_to(subject),
        effect=[_("本人正在填写、尚未提交的内容会丢失。")],
        danger=True,
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        ended = operations.sign_out_everywhere(person=subject, act=here.act)
        return back_to(subject), _("已退出%(count)s处登录。") % {"count": ended}

    return forms.errand(request, page_form(request, EmptyForm), what, perform)
