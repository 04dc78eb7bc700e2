"""The kinds of things of this package: bodies, people, posts, sites, functions, tokens, parameters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongkai.organisations import parameters, queries
from gongkai.organisations.models import (
    AccountClaim,
    ApiToken,
    Appointment,
    Body,
    BodyKind,
    Confirmation,
    DemoCity,
    FailedAttempts,
    Function,
    Level,
    Person,
    Post,
    Role,
    Site,
)
from gongkai.organisations.models.parameters import Parameter
from gongkai.records.kinds import Field, Kind, declare

_LEVELS: Final = {str(one.value): one.label for one in Level}
_BODY_KINDS: Final = {str(one.value): one.label for one in BodyKind}
ROLES: Final = {str(one.value): one.label for one in Role}
_FROM, _TO = Field("valid_from", _("起")), Field("valid_to", _("止"))
_COUNTS: Final = (
    Field("rows", _("行数")),
    Field("bodies", _("机构数")),
    Field("people", _("人数")),
    Field("posts", _("岗位数")),
    Field("appointments", _("任职数")),
    Field("waiting", _("等待确认")),
)
_PAUSES: Final = (
    Field("scope", _("计数范围"), {str(one.value): one.label for one in FailedAttempts.Scope}),
    Field("failures", _("失败次数")),
    Field("wait_until", _("暂停至")),
)


def _own(body: Body, on: date) -> Iterable[Body]:
    return (body,)


def _bodies_of_request(one: Confirmation, on: date) -> Iterable[Body]:
    """Where the right counts, and every body that answers for the person."""
    return [one.body, *(queries.bodies_answering_for(one.person, on) if one.person else [])]


BODY: Final = declare(
    Kind(
        "body",
        _("机构"),
        Body,
        key="code",
        name=queries.name_of,
        bodies=_own,
        fields=(
            Field("name", _("名称")),
            Field("short_name", _("简称")),
            Field("level", _("层级"), _LEVELS),
            Field("kind", _("性质"), _BODY_KINDS),
            Field("parent", _("上级机构")),
            Field("credit_code", _("统一社会信用代码")),
            _FROM,
            _TO,
            Field("successor", _("承接机构代码")),
            Field("successor_name", _("承接机构")),
            Field("functions", _("职能")),
            Field("on", _("日期")),
            Field("ground", _("依据")),
            Field("appointments_ended", _("结束的任职")),
            Field("appointments_dropped", _("取消的任职")),
        ),
    )
)
PERSON: Final = declare(
    Kind(
        "person",
        _("人员"),
        Person,
        key="public_id",
        name=lambda person, on: person.name,
        bodies=queries.bodies_answering_for,
        owner=lambda person: person.public_id,
        fields=(
            Field("name", _("姓名")),
            Field("login", _("登录名")),
            Field("home", _("建立账号的机构")),
            Field("post", _("岗位")),
            Field("body", _("机构")),
            Field("roles", _("角色"), ROLES),
            Field("role", _("角色"), ROLES),
            _FROM,
            _TO,
            Field("note", _("说明")),
            Field("sign_ins_ended", _("退出的登录")),
            Field(
                "second_factor",
                _("二次验证"),
                {"none": _("未用"), "totp": _("动态口令"), "recovery": _("恢复码")},
            ),
            Field("failed_attempts_before", _("此前失败次数")),
            Field("failed_attempts_elsewhere", _("他处失败次数")),
            Field("device", _("设备"), {"known": _("登录过的"), "new": _("首次登录")}),
            *_PAUSES,
        ),
    )
)
POST: Final = declare(
    Kind(
        "post",
        _("岗位"),
        Post,
        name=lambda post, on: post.title,
        bodies=lambda post, on: (post.body,),
        related=("body",),
        fields=(
            Field("title", _("岗位")),
            Field("body", _("机构")),
            Field("roles", _("角色"), ROLES),
            Field("role", _("角色"), ROLES),
        ),
    )
)
APPOINTMENT: Final = declare(
    Kind(
        "appointment",
        _("任职"),
        Appointment,
        bodies=lambda one, on: (one.post.body,),
        related=("person", "post__body"),
    )
)
CONFIRMATION: Final = declare(
    Kind(
        "confirmation",
        _("双人确认"),
        Confirmation,
        key="public_id",
        name=lambda one, on: one.label,
        bodies=_bodies_of_request,
        related=("body", "person"),
        fields=(
            Field("request", _("事项"), {str(one.value): one.label for one in Confirmation.Request}),
            Field("person", _("人员")),
            Field("body", _("机构")),
            Field("scopes", _("授权范围")),
            Field("prefix", _("令牌开头")),
            Field("expires_at", _("到期")),
            Field("roles", _("角色"), ROLES),
            Field("asked_by", _("提出人")),
        ),
    )
)
ACCOUNT_CLAIM: Final = declare(
    Kind(
        "account_claim",
        _("账号领取"),
        AccountClaim,
        name=lambda claim, on: claim.person.name,
        bodies=lambda claim, on: queries.bodies_answering_for(claim.person, on),
        related=("person",),
    )
)
FUNCTION: Final = declare(
    Kind(
        "function",
        _("职能"),
        Function,
        key="code",
        name=lambda function, on: function.name,
        fields=(Field("name", _("名称")),),
    )
)
SITE: Final = declare(
    Kind(
        "site",
        _("网站"),
        Site,
        key="domain",
        name=lambda site, on: site.name,
        bodies=lambda site, on: (site.owner,),
        related=("owner",),
        fields=(
            Field("name", _("名称")),
            Field("identification_code", _("网站标识码")),
            Field("owner", _("主办单位")),
        ),
    )
)
TOKEN: Final = declare(
    Kind(
        "token",
        _("接口令牌"),
        ApiToken,
        key="public_id",
        name=lambda token, on: token.name,
        bodies=lambda token, on: (token.body,),
        related=("body",),
        fields=(
            Field("body", _("机构")),
            Field("scopes", _("授权范围")),
            Field("prefix", _("令牌开头")),
            Field("confirmed", _("已经确认")),
            Field("expires_at", _("到期")),
        ),
    )
)
PARAMETER: Final = declare(
    Kind(
        "parameter",
        _("设置"),
        Parameter,
        key="name",
        name=lambda one, on: str(parameters.known(one.name).label),
        fields=(Field("value", _("值")), Field("body", _("机构")), _FROM),
    )
)
DEMO: Final = declare(
    Kind("demo", _("演示城市"), DemoCity, fields=(Field("base_day", _("基准日")),)),
)
IMPORT_OF_BODIES: Final[Kind[Any]] = declare(Kind("import_of_bodies", _("机构导入"), fields=_COUNTS))
IMPORT_OF_ACCOUNTS: Final[Kind[Any]] = declare(Kind("import_of_accounts", _("账号导入"), fields=_COUNTS))
IMPORT_OF_PEOPLE: Final[Kind[Any]] = declare(Kind("import_of_people", _("人员导入"), fields=_COUNTS))
SIGN_IN_SOURCE: Final[Kind[Any]] = declare(
    Kind(
        "sign_in_source",
        _("登录来源"),
        fields=_PAUSES,
    )
)
