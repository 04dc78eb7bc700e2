"""Tokens of machines: shown once, kept as a digest, good for one body and the scopes they were made for.

A token reads `gk_<prefix>_<secret>`: a scanner for leaked secrets knows it by its beginning, an administrator
by the prefix that the list shows.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.organisations import queries
from gongkai.organisations.acting import Acting
from gongkai.organisations.models import ApiToken
from gongkai.records.actors import Actor
from gongkai.records.refusals import Refused

SHAPE: Final = re.compile(r"gk_([0-9a-f]{8})_[A-Za-z0-9_-]{43}")
USED_EVERY: Final = timedelta(minutes=1)


class TokenRefused(Refused):
    """The token is unknown, expired, revoked or not confirmed yet, or its body is closed."""


def make() -> tuple[str, str]:
    """A new secret and its prefix."""
    prefix = secrets.token_hex(4)
    return f"gk_{prefix}_{secrets.token_urlsafe(32)}", prefix


def digest(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits, so there is nothing to guess from its digest."""
    return hashlib.sha256(secret.encode()).hexdigest()


def authenticate(secret: str, at: datetime) -> Acting:
    """Who acts with this token; notes that it was used (once a minute at most).

    Raises TokenRefused, which says what to do where the token was once good, and nothing more otherwise.
    """
    token = None
    if SHAPE.fullmatch(secret):
        token = ApiToken.objects.select_related("body").filter(digest=digest(secret)).first()
    if token is None:
        raise TokenRefused(_("接口令牌不正确，请核对是否完整复制。"))
    if token.revoked_at is not None:
        raise TokenRefused(_("接口令牌%(prefix)s已经撤销，请申请新的令牌。") % {"prefix": token.prefix})
    if not token.confirmed:
        raise TokenRefused(
            _("接口令牌%(prefix)s还没有经另一名管理员确认，确认后才能使用。") % {"prefix": token.prefix}
        )
    if token.expires_at <= at:
        raise TokenRefused(_("接口令牌%(prefix)s已经到期，请申请新的令牌。") % {"prefix": token.prefix})
    on = localdate(at)
    if not queries.exists(token.body, on):
        raise TokenRefused(
            _("接口令牌%(prefix)s所属机构已经撤销，请以承接机构申请新的令牌。") % {"prefix": token.prefix}
        )
    stale = Q(last_used_at=None) | Q(last_used_at__lt=at - USED_EVERY)
    if token.last_used_at is None or token.last_used_at < at - USED_EVERY:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)
    return acting(token, at)


def acting(token: ApiToken, at: datetime) -> Acting:
    """The token acting for its body."""
    on = localdate(at)
    actor = Actor(
        "token", token.public_id, token.name, body=token.body.code, body_name=queries.name_of(token.body, on)
    )
    return Acting(actor, token.body, scopes=frozenset(token.scopes), token=token)
