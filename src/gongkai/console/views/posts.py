"""Posts of a body with their roles, and the sites it answers for."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.console import forms
from gongkai.console.request_context import context_of
from gongkai.console.views.body_changes import FORM, back_to, page_form
from gongkai.organisations import operations, queries
from gongkai.organisations.models import Role


class SiteForm(django_forms.Form):
    """A site."""

    domain = forms.text(gettext_lazy("域名"), hint=gettext_lazy("例如 www.yunhe.example"))
    name = forms.text(gettext_lazy("网站名称"))
    identification_code = forms.text(gettext_lazy("网站标识码"), longest=20, required=False)


@require_http_methods(FORM)
def site(request: HttpRequest, code: str) -> HttpResponse:
    """Register a site that a body answers for."""
    here = context_of(request)
    form = page_form(request, SiteForm)
    what = forms.FormPage(title=_("登记网站"), verb=_("登记"), back=back_to(code))

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.register_site(**data, owner=here.subject, act=here.act)
        return back_to(code), _("网站已经登记。")

    return forms.run_form(request, form, what, perform)


class PostForm(django_forms.Form):
    """A post with its roles."""

    title = forms.text(gettext_lazy("岗位名称"), longest=60)
    roles = forms.several(
        gettext_lazy("角色"),
        Role.choices,
        hint=gettext_lazy("系统管理员、安全保密管理员、安全审计员三者分立，也不兼任业务角色。"),
    )


@require_http_methods(FORM)
def post(request: HttpRequest, code: str) -> HttpResponse:
    """Set up a post."""
    here = context_of(request)
    form = page_form(request, PostForm)
    what = forms.FormPage(
        title=_("在%(name)s设立岗位") % {"name": queries.name_of(here.subject, here.on)},
        verb=_("设立岗位"),
        back=back_to(code),
        effect=[_("任命到这个岗位的人，都有所选角色的权限。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.create_post(body=here.subject, **data, act=here.act)
        return back_to(code), _("岗位已经设立，可以任命人员了。")

    return forms.run_form(request, form, what, perform)


class RolesForm(django_forms.Form):
    """Other roles for a post."""

    roles = forms.several(gettext_lazy("角色"), Role.choices)


@require_http_methods(FORM)
def roles(request: HttpRequest, post: int) -> HttpResponse:
    """Change the roles of a post."""
    here = context_of(request)
    subject = here.subject
    form = page_form(request, RolesForm, initial={"roles": [str(role) for role in subject.roles]})
    what = forms.FormPage(
        title=_("调整岗位“%(post)s”的角色") % {"post": subject.title},
        verb=_("调整"),
        back=back_to(subject.body.code),
        effect=[_("立即生效：现在任这个岗位的人，权限随之改变。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        if operations.needs_second_person(post=subject, roles=data["roles"], on=here.on):
            operations.ask_roles(post=subject, roles=data["roles"], on=here.on, act=here.act)
            return back_to(subject.body.code), _("已经提交；由另外两类管理员之一确认后生效。")
        operations.set_roles(post=subject, roles=data["roles"], on=here.on, act=here.act)
        return back_to(subject.body.code), _("岗位的角色已经调整。")

    return forms.run_form(request, form, what, perform)
