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
from gongkai.records.acts import Act
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
    """Raise UnknownScope, TooLong or NoSuchBody."""
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

    Raises UnknownScope, TooLong, NoSuchBody, NotValid.
    """
    at = act.at
    check_can_create_token(body=body, scope=scopes, lasts=lasts, at=at)
    secret, prefix = tokens.make()
    token = validated(
        ApiToken(
            body=body,
            name=name,
            scopes=sorted(set(scopes)),
            prefix=prefix,
            digest=tokens.digest(secret),
            created_at=at,
            expires_at=at + lasts,
        )
    )
    token.save(force_insert=True)
    after = {
        "body": body.code,
        "scopes": token.scopes,
        "prefix": prefix,
        "expires_at": token.expires_at.isoformat(),
    }
    return Done(IssuedToken(token, secret), token, after=after)


@operation("token.revoked", gettext_lazy("撤销接口令牌"), of=TOKEN, action="token.manage")
def revoke_token(*, token: ApiToken, reason: str = "", act: Act) -> Done[ApiToken]:
    """The token is good for nothing from now on. Raises AlreadyRevoked."""
    if token.revoked_at is not None:
        raise AlreadyRevoked(_("这个令牌已经撤销。"))
    token.revoked_at = act.at
    token.save(update_fields=("revoked_at",))
    return Done(token, after={"prefix": token.prefix})
