"""What is done to people, their accounts and their appointments."""

from __future__ import annotations

from typing import Any, Final

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods

from gongkai.console import forms, visit
from gongkai.console.frame import render_page
from gongkai.console.things import APPOINTMENT_THING, PERSON_THING
from gongkai.console.verbs import FORM, OptionalReasonForm, ReasonForm, Verb, Verbs
from gongkai.console.visit import Visit
from gongkai.organisations import access, operations, queries
from gongkai.organisations.models import Appointment, Person, Post


class NewForm(django_forms.Form):
    """A new account."""

    name = forms.text(__("姓名"), longest=60)
    login = forms.text(__("登录名"), longest=40, hint=__("3至40个小写字母、数字，例如 zhang.wei。"))


@require_http_methods(FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Make an account, at the body acted for."""
    here = visit.of(request)
    page = forms.FormPage(
        title=_("建立账号"),
        verb=_("建立"),
        back=reverse("console:people"),
        effect=[_("账号建立后还没有密码和岗位：由安全保密管理员任命到岗位，并发放初始密码。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        made = operations.create_person(**data, home=here.acting.body, act=here.act)
        return PERSON_THING.address(made), _("账号已经建立。")

    return forms.run_form(request, forms.bind(request, NewForm), page, perform)


class RenameForm(django_forms.Form):
    """Another name."""

    name = forms.text(__("姓名"), longest=60)


class AppointForm(django_forms.Form):
    """A post from a day on."""

    post = forms.choice(__("岗位"), [])
    on = forms.day(__("任职日期"))
    until = forms.day(__("离任日期"), required=False, hint=__("这一天起不再任职；不定期的留空。"))


class EndForm(OptionalReasonForm):
    """The end of an appointment."""

    on = forms.day(__("离任日期"), hint=__("这一天起不再任职。"))
    field_order = ("on", "reason")


def _posts_in_reach(subject: Person, here: Visit) -> list[tuple[str, str]]:
    """Every post within reach, with its roles."""
    reach = access.bodies_in_reach(here.acting, "appointment.manage", here.on)
    posts = Post.objects.filter(body__in=reach).select_related("body").prefetch_related("granted")
    names = {node.id: node.name for node in queries.tree(here.on).nodes.values()}
    choices = []
    for post in posts.order_by("body__code", "title"):
        if post.body_id in names:
            roles = "、".join(str(role.label) for role in sorted(post.roles))
            choices.append((str(post.pk), f"{names[post.body_id]} {post.title}（{roles}）"))
    return choices


def _appoint(person: Person, data: dict[str, Any], here: Visit) -> object:
    post = Post.objects.select_related("body").get(pk=data["post"])
    return operations.appoint(person=person, post=post, on=data["on"], until=data["until"], act=here.act)


def _appointed(person: Person, data: dict[str, Any], made: object) -> str:
    title = made.post.title if isinstance(made, Appointment) else ""
    return _("已任命%(name)s为%(post)s。") % {"name": person.name, "post": title}


def _issue_password(person: Person, data: dict[str, Any], here: Visit) -> HttpResponse:
    secret = operations.issue_initial_password(person=person, act=here.act)
    context = {
        "title": _("%(name)s的初始密码") % {"name": person.name},
        "label": _("只显示这一次"),
        "secret": secret,
        "text": _("登录名 %(login)s。请现在告知本人，首次登录必须修改。") % {"login": person.login},
        "back": PERSON_THING.address(person),
    }
    return render_page(here.request, "once", context)


PERSON_VERBS: Final = Verbs(
    PERSON_THING,
    (
        Verb(
            "rename",
            __("更正姓名"),
            "person.manage",
            lambda person, data, here: operations.rename_person(person=person, **data, act=here.act),
            form=RenameForm,
            submit=__("更正"),
            effect=[__("已有的记录仍写原来的姓名。")],
            done=__("姓名已经更正。"),
            initial=lambda person, here: {"name": person.name},
        ),
        Verb(
            "appoint",
            __("任命到岗位"),
            "appointment.manage",
            _appoint,
            form=AppointForm,
            title=__("任命%(name)s到岗位"),
            submit=__("任命"),
            effect=[__("自任职之日起，有这个岗位的全部权限。岗位还没有的，先到机构页面设立。")],
            done=_appointed,
            initial=lambda person, here: {"on": here.on},
            choices={"post": _posts_in_reach},
        ),
        Verb(
            "password",
            __("发放初始密码"),
            "password.reset",
            _issue_password,
            title=__("给%(name)s发放初始密码"),
            submit=__("发放"),
            effect=[
                __("原来的密码立即失效，已登录的全部退出。"),
                __(
                    "新密码只显示一次，本人登录后必须修改。请核实是本人要求，当面或者电话告知，"
                    "不要用短信、微信发送。"
                ),
            ],
            danger=True,
        ),
        Verb(
            "second_factor",
            __("取消二次验证"),
            "password.reset",
            lambda person, data, here: operations.remove_second_factor(person=person, **data, act=here.act),
            form=ReasonForm,
            title=__("取消%(name)s的二次验证"),
            effect=[__("只用密码就能登录，恢复码作废。请核实是本人要求。")],
            done=lambda person, data, removed: (
                _("二次验证已经取消。") if removed else _("本来没有启用二次验证。")
            ),
            danger=True,
        ),
        Verb(
            "sign_out",
            __("强制退出登录"),
            "session.end",
            lambda person, data, here: operations.sign_out_everywhere(person=person, act=here.act),
            title=__("强制%(name)s退出登录"),
            submit=__("强制退出"),
            effect=[__("本人正在填写、尚未提交的内容会丢失。")],
            done=lambda person, data, ended: _("已退出%(count)s处登录。") % {"count": ended},
            danger=True,
        ),
        Verb(
            "lock",
            __("停用账号"),
            "person.lock",
            lambda person, data, here: operations.lock_person(person=person, **data, act=here.act),
            form=ReasonForm,
            title=__("停用%(name)s的账号"),
            effect=[__("立即退出登录，不能再登录；任职和以前的记录保留。可以随时重新启用。")],
            done=__("账号已经停用。"),
            check=lambda person, here: operations.check_can_lock_person(person=person, by=here.by),
            shown=lambda person, here: person.is_active,
            danger=True,
        ),
        Verb(
            "unlock",
            __("启用账号"),
            "person.lock",
            lambda person, data, here: operations.unlock_person(person=person, **data, act=here.act),
            form=ReasonForm,
            title=__("启用%(name)s的账号"),
            effect=[__("可以用原来的密码登录。")],
            done=__("账号已经启用。"),
            shown=lambda person, here: not person.is_active,
        ),
    ),
)
APPOINTMENT_VERBS: Final = Verbs(
    APPOINTMENT_THING,
    (
        Verb(
            "end",
            __("结束任职"),
            "appointment.manage",
            lambda one, data, here: operations.end_appointment(appointment=one, **data, act=here.act),
            form=EndForm,
            title=__("结束任职：%(name)s"),
            effect=[__("自离任之日起不再有这个岗位的权限；账号和其他岗位不受影响。")],
            done=__("任职已登记结束。"),
            initial=lambda one, here: {"on": here.on},
            danger=True,
        ),
    ),
    prefix="appointment",
)
