"""Making and revoking the tokens of machines."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.organisations import access, queries
from gongkai.organisations.accounts import tokens
from gongkai.organisations.kinds import TOKEN
from gongkai.organisations.models import ApiToken, Body
from gongkai.organisations.operations.checking import shadow, validated
from gongkai.organisations.operations.posts import SecondPersonNeeded
from gongkai.records.acts import INSIDE, Act, SystemAct
from gongkai.records.operations import Done, operation
from gongkai.records.refusals import Refused

LASTS: Final = timedelta(days=365)
LONGEST: Final = timedelta(days=2 * 365)


class UnknownScope(Refused):
    """A scope is no action that tokens may be given, or none is given."""


class LastsTooLong(Refused):
    """The token would last longer than a token may, or not at all."""


class NoSuchBody(Refused):
    """The body does not exist today."""


class AlreadyRevoked(Refused):
    """The token has been revoked before."""


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token just made, with the secret that is shown this once."""

    token: ApiToken
    secret: str


def check_can_create_token(*, body: Body, scope: Collection[str], lasts: timedelta, at: datetime) -> None:
    """Raise UnknownScope, LastsTooLong or NoSuchBody."""
    known = access.token_scopes()
    unknown = [name for name in scope if name not in known]
    if unknown or not scope:
        raise UnknownScope(
            _("没有“%(unknown)s”这个授权范围，可选：%(known)s。")
            % {
                "unknown": "、".join(unknown),
                "known": "、".join(f"{name}（{label}）" for name, label in known.items()),
            },
            "scopes",
        )
    if not timedelta(0) < lasts <= LONGEST:
        raise LastsTooLong(_("令牌的有效期应为1至%(days)s天。") % {"days": LONGEST.days}, "lasts")
    if not queries.exists(body, localdate(at)):
        raise NoSuchBody(_("机构%(code)s现在不存在，请核对机构代码。") % {"code": body.code}, "body")


can_create_token = shadow(check_can_create_token)


@operation("token.created", gettext_lazy("建立接口令牌"), of=TOKEN, action="token.manage")
def create_token(
    *, body: Body, name: str, scopes: Collection[str], lasts: timedelta = LASTS, act: Act
) -> Done[IssuedToken]:
    """Make a token for one body. Its secret is returned this once and kept nowhere.

    Raises UnknownScope, LastsTooLong, NoSuchBody, NotValid, SecondPersonNeeded (`grants.ask_token`).
    """
    if guarded_scopes(scopes) and not isinstance(act, SystemAct):
        raise SecondPersonNeeded(
            _("管理员的权限不能由一人授予令牌；请提交，由另一名管理员确认后生效。"), "scopes"
        )
    issued = make_token(body=body, name=name, scopes=scopes, lasts=lasts, at=act.at)
    return Done(issued, issued.token, after=journalled(issued.token))


def guarded_scopes(scopes: Collection[str]) -> list[str]:
    """Those of the scopes that are administrators' rights: nobody grants them alone."""
    rows = ((name, access.ACTIONS.get(name)) for name in sorted(set(scopes)))
    return [name for name, row in rows if row is not None and row.group == "administration"]


def journalled(token: ApiToken) -> dict[str, object]:
    """What the journal keeps of a new token."""
    return {
        "body": token.body.code,
        "scopes": token.scopes,
        "prefix": token.prefix,
        "expires_at": token.expires_at.isoformat(),
    }


def make_token(
    *,
    body: Body,
    name: str,
    scopes: Collection[str],
    lasts: timedelta,
    at: datetime,
    confirmed: bool = True,
) -> IssuedToken:
    """The row of a new token and its secret. Raises UnknownScope, LastsTooLong, NoSuchBody, NotValid."""
    check_can_create_token(body=body, scope=scopes, lasts=lasts, at=at)
    secret, prefix = tokens.make()
    token = validated(
        ApiToken(
            body=body,
            name=name,
            scopes=sorted(set(scopes)),
            prefix=prefix,
            digest=tokens.digest(secret),
            confirmed=confirmed,
            created_at=at,
            expires_at=at + lasts,
        )
    )
    token.save(force_insert=True)
    return IssuedToken(token, secret)


@operation("token.confirmed", gettext_lazy("接口令牌生效"), of=TOKEN, action=INSIDE)
def confirm_token(*, token: ApiToken, act: Act) -> Done[ApiToken]:
    """A second administrator confirmed it: it is good from now on. Raises AlreadyRevoked."""
    if token.revoked_at is not None:
        raise AlreadyRevoked(_("这个令牌已经撤销。"))
    token.confirmed = True
    token.save(update_fields=("confirmed",))
    return Done(token, before={"confirmed": False}, after={"confirmed": True})


@operation("token.revoked", gettext_lazy("撤销接口令牌"), of=TOKEN, action="token.manage")
def revoke_token(*, token: ApiToken, reason: str = "", act: Act) -> Done[ApiToken]:
    """The token is good for nothing from now on. Raises AlreadyRevoked."""
    if token.revoked_at is not None:
        raise AlreadyRevoked(_("这个令牌已经撤销。"))
    token.revoked_at = act.at
    token.save(update_fields=("revoked_at",))
    return Done(token, after={"prefix": token.prefix})
