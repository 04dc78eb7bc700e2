"""What is done with tokens of machines: make one, which is shown once, and revoke one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console import forms, wording
from gongkai.console.frame import render_page
from gongkai.console.request_context import RequestContext
from gongkai.console.things import TOKEN_THING
from gongkai.console.verbs import ListVerbs, ReasonForm, Verb, Verbs
from gongkai.organisations import access, operations, queries
from gongkai.organisations.models import Body, Person


class NewTokenForm(django_forms.Form):
    """A new token."""

    name = forms.text(gettext_lazy("用途"), hint=gettext_lazy("哪个系统、用来做什么，例如：门户网站取目录。"))
    body = forms.choice(gettext_lazy("机构"), [])
    scopes = forms.several(gettext_lazy("授权范围"), lambda: list(access.token_scopes().items()))
    days = forms.choice(
        gettext_lazy("有效期"),
        [("90", gettext_lazy("90天")), ("365", gettext_lazy("1年")), ("730", gettext_lazy("2年"))],
    )


def _bodies(person: Person, here: RequestContext) -> list[tuple[str, str]]:
    reach = set(here.bodies_in_reach("token.manage").values_list("pk", flat=True))
    whole = queries.tree(here.on)
    return [(node.code, f"{node.name}（{node.code}）") for _depth, node in whole.walk() if node.id in reach]


def _make(person: Person, data: dict[str, Any], here: RequestContext) -> HttpResponse:
    """Make a token; it is shown on this one page. With an administrator's scopes another one confirms it."""
    guarded = operations.guarded_scopes(data["scopes"])
    create = operations.ask_token if guarded else operations.create_token
    text = _("有效期至%(at)s。泄露了请立即撤销。")
    if guarded:
        text = _("含有管理员的权限，由另一名管理员在“双人确认”中确认后生效。") + text
    issued = create(
        body=Body.objects.get(code=data["body"]),
        name=data["name"],
        scopes=data["scopes"],
        lasts=timedelta(days=int(data["days"])),
        act=here.act,
    )
    context = {
        "title": _("接口令牌已经建立"),
        "label": _("只显示这一次"),
        "secret": issued.secret,
        "text": text % {"at": wording.instant(issued.token.expires_at)},
        "back": reverse("console:tokens"),
    }
    return render_page(here.request, "once", context)


TOKEN_STARTS: Final = ListVerbs(
    "tokens/",
    "tokens",
    (
        Verb(
            "new",
            gettext_lazy("建立令牌"),
            "token.manage",
            _make,
            form=NewTokenForm,
            title=gettext_lazy("建立接口令牌"),
            submit=gettext_lazy("建立"),
            effect=[
                gettext_lazy(
                    "持有令牌的系统可以按所选范围读写这个机构的数据。令牌只显示一次，请直接交给对方系统的管理员。"
                )
            ],
            initial=lambda person, here: {"days": "365"},
            choices={"body": _bodies},
        ),
    ),
    prefix="token",
)
TOKEN_VERBS: Final = Verbs(
    TOKEN_THING,
    (
        Verb(
            "revoke",
            gettext_lazy("撤销"),
            "token.manage",
            lambda token, data, here: operations.revoke_token(token=token, **data, act=here.act),
            form=ReasonForm,
            title=gettext_lazy("撤销令牌“%(name)s”"),
            effect=[gettext_lazy("使用这个令牌的系统立即不能再读写数据；撤销后不能恢复，只能另建。")],
            done=gettext_lazy("令牌已经撤销。"),
            danger=True,
        ),
    ),
    prefix="token",
)
