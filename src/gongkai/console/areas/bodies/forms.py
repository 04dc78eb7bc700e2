"""The forms of what is done to bodies, posts and sites."""

from __future__ import annotations

from django import forms as django_forms
from django.utils.translation import gettext_lazy

from gongkai.console import forms
from gongkai.organisations.models import BodyKind, Level, Role

EFFECTIVE = gettext_lazy("自这一天起生效；此前的统计仍按原来的机构。")


class NewBodyForm(django_forms.Form):
    """A new body."""

    name = forms.text(gettext_lazy("全称"), hint=gettext_lazy("三定规定或者批文中的规范名称。"))
    short_name = forms.text(gettext_lazy("简称"), longest=40, required=False)
    code = forms.text(
        gettext_lazy("机构代码"),
        longest=40,
        hint=gettext_lazy("本系统内永久不变的代码，用于网址；小写字母、数字、横线，例如 jyj。"),
    )
    kind = forms.choice(gettext_lazy("性质"), BodyKind.choices)
    level = forms.choice(gettext_lazy("层级"), Level.choices)
    parent = forms.choice(gettext_lazy("上级机构"), [])
    credit_code = forms.text(gettext_lazy("统一社会信用代码"), longest=30, required=False)
    on = forms.day(gettext_lazy("设立日期"), hint=EFFECTIVE)


class RenameBodyForm(django_forms.Form):
    """A new name from a day on."""

    name = forms.text(gettext_lazy("新的全称"))
    short_name = forms.text(gettext_lazy("新的简称"), longest=40, required=False)
    on = forms.day(gettext_lazy("自哪一天起"), hint=EFFECTIVE)


class MoveForm(django_forms.Form):
    """Another parent or level from a day on."""

    parent = forms.choice(gettext_lazy("新的上级机构"), [])
    level = forms.choice(gettext_lazy("层级"), Level.choices)
    on = forms.day(gettext_lazy("自哪一天起"), hint=EFFECTIVE)


class CloseForm(django_forms.Form):
    """The end of a body."""

    on = forms.day(gettext_lazy("撤销日期"), hint=gettext_lazy("这一天起不再存在。"))
    reason = forms.reason(label=gettext_lazy("依据"), hint=gettext_lazy("例如批文的标题和文号。"))


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


class CreditCodeForm(django_forms.Form):
    """The unified social credit code."""

    credit_code = forms.text(
        gettext_lazy("统一社会信用代码"), longest=30, required=False, hint=gettext_lazy("18位，没有的留空。")
    )


class SiteForm(django_forms.Form):
    """A site."""

    domain = forms.text(gettext_lazy("域名"), hint=gettext_lazy("例如 www.yunhe.example"))
    name = forms.text(gettext_lazy("网站名称"))
    identification_code = forms.text(gettext_lazy("网站标识码"), longest=20, required=False)


class PostForm(django_forms.Form):
    """A post with its roles."""

    title = forms.text(gettext_lazy("岗位名称"), longest=60)
    roles = forms.several(
        gettext_lazy("角色"),
        Role.choices,
        hint=gettext_lazy("系统管理员、安全保密管理员、安全审计员三者分立，也不兼任业务角色。"),
    )


class RolesForm(django_forms.Form):
    """Other roles for a post."""

    roles = forms.several(gettext_lazy("角色"), Role.choices)
