"""What is done to people, their accounts and their appointments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console import forms, importing
from gongkai.console.request_context import RequestContext
from gongkai.console.things import APPOINTMENT_THING, PERSON_THING
from gongkai.console.verbs import ListVerbs, OptionalReasonForm, ReasonForm, Verb, Verbs
from gongkai.organisations import operations, queries
from gongkai.organisations.models import GUARDED_ROLES, Confirmation, Person, Post


class NewPersonForm(django_forms.Form):
    """A new account."""

    name = forms.text(gettext_lazy("姓名"), longest=60)
    login = forms.text(
        gettext_lazy("登录名"), longest=40, hint=gettext_lazy("3至40个小写字母、数字，例如 zhang.wei。")
    )


class RenamePersonForm(django_forms.Form):
    """Another name."""

    name = forms.text(gettext_lazy("姓名"), longest=60)


class AppointForm(django_forms.Form):
    """A post from a day on."""

    post = forms.choice(gettext_lazy("岗位"), [])
    on = forms.day(gettext_lazy("任职日期"))
    until = forms.day(
        gettext_lazy("离任日期"), required=False, hint=gettext_lazy("这一天起不再任职；不定期的留空。")
    )


class ClaimCodeForm(django_forms.Form):
    """The code that the person tells."""

    code = forms.code(gettext_lazy("领取码"), hint=gettext_lazy("八位数字。"))


class EndForm(OptionalReasonForm):
    """The end of an appointment."""

    on = forms.day(gettext_lazy("离任日期"), hint=gettext_lazy("这一天起不再任职。"))
    field_order = ("on", "reason")


def _posts_in_reach(subject: Person, here: RequestContext) -> list[tuple[str, str]]:
    """Every post within reach, with its roles."""
    reach = here.bodies_in_reach("appointment.manage")
    posts = Post.objects.filter(body__in=reach).select_related("body").prefetch_related("granted")
    names = {node.id: node.name for node in queries.tree(here.on).nodes.values()}
    choices = []
    for post in posts.order_by("body__code", "title"):
        if post.body_id in names:
            roles = "、".join(str(role.label) for role in sorted(post.roles))
            choices.append((str(post.pk), f"{names[post.body_id]} {post.title}（{roles}）"))
    return choices


def _appoint(person: Person, data: dict[str, Any], here: RequestContext) -> object:
    """Appoint, or ask another administrator where the post has a guarded role."""
    post = Post.objects.select_related("body").get(pk=data["post"])
    perform = operations.ask_appointment if post.roles & GUARDED_ROLES else operations.appoint
    return perform(person=person, post=post, on=data["on"], until=data["until"], act=here.act)


def _activate(person: Person, data: dict[str, Any], here: RequestContext) -> object:
    guarded = operations.roles_held_from(person, here.on) & GUARDED_ROLES
    perform = operations.ask_activation if guarded else operations.approve_claim
    return perform(person=person, code=data["code"], act=here.act)


def _remove_second_factor(person: Person, data: dict[str, Any], here: RequestContext) -> object:
    guarded = operations.roles_held_from(person, here.on) & GUARDED_ROLES
    perform = operations.ask_second_factor_removal if guarded else operations.remove_second_factor
    return perform(person=person, reason=data["reason"], act=here.act)


def _told(sentence: Callable[[Person, Any], str]) -> Callable[[Any, dict[str, Any], object], str]:
    """What was done, or that another administrator has to confirm it."""

    def say(person: Person, data: dict[str, Any], made: object) -> str:
        if isinstance(made, Confirmation):
            return _("已经提交；由另外两类管理员之一在“双人确认”中确认后生效。")
        return sentence(person, made)

    return say


def _appointed(person: Person, made: Any) -> str:
    return _("已任命%(name)s为%(post)s。") % {"name": person.name, "post": made.post.title}


PEOPLE_STARTS: Final = ListVerbs(
    "people/",
    "people",
    (
        Verb(
            "new",
            gettext_lazy("建立账号"),
            "person.manage",
            lambda person, data, here: PERSON_THING.address(
                operations.create_person(**data, home=here.acting.body, act=here.act)
            ),
            form=NewPersonForm,
            submit=gettext_lazy("建立"),
            effect=[
                gettext_lazy(
                    "账号建立后还没有密码和岗位：由安全保密管理员任命到岗位；本人在登录页领取账号，自己设置密码。"
                )
            ],
            done=gettext_lazy("账号已经建立。"),
        ),
        Verb(
            "import_accounts",
            gettext_lazy("导入账号"),
            "person.manage",
            view=importing.import_page(
                gettext_lazy("导入账号"),
                "people",
                operations.check_import_accounts,
                operations.import_accounts,
            ),
            page="import_accounts",
        ),
        Verb(
            "import",
            gettext_lazy("导入任职"),
            "person.import",
            view=importing.import_page(
                gettext_lazy("导入人员"), "people", operations.check_import_people, operations.import_people
            ),
            page="import_people",
        ),
    ),
    prefix="person",
)
PERSON_VERBS: Final = Verbs(
    PERSON_THING,
    (
        Verb(
            "rename",
            gettext_lazy("更正姓名"),
            "person.manage",
            lambda person, data, here: operations.rename_person(person=person, **data, act=here.act),
            form=RenamePersonForm,
            submit=gettext_lazy("更正"),
            effect=[gettext_lazy("已有的记录仍写原来的姓名。")],
            done=gettext_lazy("姓名已经更正。"),
            initial=lambda person, here: {"name": person.name},
        ),
        Verb(
            "appoint",
            gettext_lazy("任命到岗位"),
            "appointment.manage",
            _appoint,
            form=AppointForm,
            title=gettext_lazy("任命%(name)s到岗位"),
            submit=gettext_lazy("任命"),
            effect=[gettext_lazy("自任职之日起，有这个岗位的全部权限。岗位还没有的，先到机构页面设立。")],
            done=_told(_appointed),
            initial=lambda person, here: {"on": here.on},
            choices={"post": _posts_in_reach},
        ),
        Verb(
            "activation",
            gettext_lazy("核准本人设置密码"),
            "password.reset",
            _activate,
            form=ClaimCodeForm,
            title=gettext_lazy("核准%(name)s设置密码"),
            submit=gettext_lazy("核准"),
            effect=[
                gettext_lazy("本人在登录页选“领取账号”，得到领取码，当面或者打电话告诉您；请先核实是本人。"),
                gettext_lazy("核准后只有本人的浏览器可以设置密码，设置后原来的密码失效、已登录的全部退出。"),
                gettext_lazy("管理员、审计员、主管的账号，须由另一名管理员确认后才核准。"),
            ],
            done=_told(lambda person, made: _("已经核准，本人现在可以设置密码。")),
        ),
        Verb(
            "second_factor",
            gettext_lazy("取消二次验证"),
            "password.reset",
            _remove_second_factor,
            form=ReasonForm,
            title=gettext_lazy("取消%(name)s的二次验证"),
            effect=[gettext_lazy("只用密码就能登录，恢复码作废。请核实是本人要求。")],
            done=_told(
                lambda person, removed: _("二次验证已经取消。") if removed else _("本来没有启用二次验证。")
            ),
            danger=True,
        ),
        Verb(
            "sign_out",
            gettext_lazy("强制退出登录"),
            "session.end",
            lambda person, data, here: operations.sign_out_everywhere(person=person, act=here.act),
            title=gettext_lazy("强制%(name)s退出登录"),
            submit=gettext_lazy("强制退出"),
            effect=[gettext_lazy("本人正在填写、尚未提交的内容会丢失。")],
            done=lambda person, data, ended: _("已退出%(count)s处登录。") % {"count": ended},
            danger=True,
        ),
        Verb(
            "lock",
            gettext_lazy("停用账号"),
            "person.lock",
            lambda person, data, here: operations.lock_person(person=person, **data, act=here.act),
            form=ReasonForm,
            title=gettext_lazy("停用%(name)s的账号"),
            effect=[gettext_lazy("立即退出登录，不能再登录；任职和以前的记录保留。可以随时重新启用。")],
            done=gettext_lazy("账号已经停用。"),
            check=lambda person, here: operations.check_can_lock_person(person=person, by=here.by),
            shown=lambda person, here: person.is_active,
            danger=True,
        ),
        Verb(
            "unlock",
            gettext_lazy("启用账号"),
            "person.lock",
            lambda person, data, here: operations.unlock_person(person=person, **data, act=here.act),
            form=ReasonForm,
            title=gettext_lazy("启用%(name)s的账号"),
            effect=[gettext_lazy("可以用原来的密码登录。")],
            done=gettext_lazy("账号已经启用。"),
            shown=lambda person, here: not person.is_active,
        ),
    ),
)
APPOINTMENT_VERBS: Final = Verbs(
    APPOINTMENT_THING,
    (
        Verb(
            "end",
            gettext_lazy("结束任职"),
            "appointment.manage",
            lambda one, data, here: operations.end_appointment(appointment=one, **data, act=here.act),
            form=EndForm,
            title=gettext_lazy("结束任职：%(name)s"),
            effect=[gettext_lazy("自离任之日起不再有这个岗位的权限；账号和其他岗位不受影响。")],
            done=gettext_lazy("任职已登记结束。"),
            initial=lambda one, here: {"on": here.on},
            danger=True,
        ),
    ),
    prefix="appointment",
)
