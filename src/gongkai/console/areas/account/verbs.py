"""What one does with one's own account: password, second factor, recovery codes, other sign-ins."""

from __future__ import annotations

from typing import Any, Final

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console import forms
from gongkai.console.frame import render_page
from gongkai.console.pages import SIGNED_IN
from gongkai.console.request_context import RequestContext
from gongkai.console.verbs import ListVerbs, Verb
from gongkai.organisations import operations
from gongkai.organisations.accounts import passwords
from gongkai.organisations.accounts import second_factor as factor
from gongkai.organisations.accounts import sign_in as entrance
from gongkai.organisations.models import Person
from gongkai.records.addresses import client_address


class PasswordForm(django_forms.Form):
    """The present password and a new one, twice."""

    present = forms.password(gettext_lazy("现在的密码"))
    new = forms.password(gettext_lazy("新密码"), new=True)
    again = forms.password(gettext_lazy("再输入一次新密码"), new=True)

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        data = super().clean() or {}
        if "new" in data and "again" in data and data["new"] != data["again"]:
            self.add_error("again", _("两次输入的新密码不一样，请重新输入。"))
        return data


class PresentPasswordForm(django_forms.Form):
    """The present password, before something that weakens the account."""

    present = forms.password(gettext_lazy("现在的密码"))


def _change_password(person: Person, data: dict[str, Any], here: RequestContext) -> str:
    operations.change_password(
        person=person,
        present=data["present"],
        new=data["new"],
        keep=here.sign_in,
        address=client_address(here.request),
        act=here.act,
    )
    return reverse("console:inbox")


def _proved(person: Person, data: dict[str, Any], here: RequestContext) -> dict[str, Any]:
    """Who acts, after the present password was proved."""
    address = client_address(here.request)
    entrance.prove(person=person, password=data["present"], at=here.at, address=address)
    return {"by": here.by, "at": here.at, "address": address}


def _begin_second_factor(person: Person, data: dict[str, Any], here: RequestContext) -> str:
    """A new key that counts for nothing until it is confirmed."""
    factor.begin(person=person, by=here.by, at=here.at)
    return reverse("console:second_factor")


def _remove_second_factor(person: Person, data: dict[str, Any], here: RequestContext) -> None:
    factor.remove(person=person, **_proved(person, data, here))


def _renew_codes(person: Person, data: dict[str, Any], here: RequestContext) -> HttpResponse:
    codes = factor.renew_recovery_codes(person=person, **_proved(person, data, here))
    return render_page(here.request, "recovery_codes", {"codes": codes})


ACCOUNT_VERBS: Final = ListVerbs(
    "account/",
    "account",
    (
        Verb(
            "password",
            gettext_lazy("修改密码"),
            SIGNED_IN,
            _change_password,
            form=PasswordForm,
            title=lambda person, here: (
                _("请先修改初始密码") if person.must_change_password else _("修改密码")
            ),
            effect=lambda person, here: [*passwords.rules(), _("修改后，其他地方的登录全部退出。")],
            done=gettext_lazy("密码已经修改。"),
            back=lambda person, here: "" if person.must_change_password else reverse("console:account"),
        ),
        Verb(
            "sign_out_everywhere",
            gettext_lazy("退出其他地方的登录"),
            SIGNED_IN,
            lambda person, data, here: operations.sign_out_own_sessions(
                person=person, keep=here.sign_in, act=here.act
            ),
            done=lambda person, data, ended: _("其他地方的登录已经退出，共%(count)s处。") % {"count": ended},
            at_once=True,
        ),
        Verb(
            "second_factor_begin",
            gettext_lazy("启用二次验证"),
            SIGNED_IN,
            _begin_second_factor,
            at_once=True,
            path="second-factor/begin/",
        ),
        Verb(
            "second_factor_remove",
            gettext_lazy("取消二次验证"),
            SIGNED_IN,
            _remove_second_factor,
            form=PresentPasswordForm,
            effect=[gettext_lazy("以后登录只需要密码；恢复码同时作废。")],
            done=gettext_lazy("二次验证已经取消。"),
            danger=True,
            path="second-factor/remove/",
        ),
        Verb(
            "recovery_codes",
            gettext_lazy("重新生成恢复码"),
            SIGNED_IN,
            _renew_codes,
            form=PresentPasswordForm,
            submit=gettext_lazy("生成"),
            effect=[gettext_lazy("生成10个新的恢复码，原来的全部作废。")],
        ),
    ),
)
