"""The token in use: whose it is, what it may, until when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gongkai.api.bearer import caller
from gongkai.api.resource import Resource
from gongkai.api.route import ANY_TOKEN
from gongkai.api.shapes import journal as shapes
from gongkai.organisations import access

TOKENS = Resource("tokens", words=_("令牌。"), scope=ANY_TOKEN)


@TOKENS.operation(
    "get_own_token",
    "GET",
    "/tokens/self",
    _("查看正在使用的令牌"),
    _("所属机构、授权范围和到期时间。"),
    answer=shapes.OwnToken,
    example={
        "id": "0011223344556677",
        "name": "机构同步",
        "prefix": "0a1b2c3d",
        "body": {"code": "yunhe", "name": "云河市人民政府"},
        "scopes": [{"name": "body.view", "label": "查看机构", "reach": "all"}],
        "created_at": "2026-03-02T01:30:00Z",
        "expires_at": "2027-03-02T01:30:00Z",
    },
)
def get_own_token(request: HttpRequest) -> dict[str, Any]:
    """The token that was shown."""
    acting = caller(request).acting
    token = acting.token
    assert token is not None  # noqa: S101 - a bearer is a token
    granted = [access.ACTIONS[name] for name in sorted(acting.scopes) if name in access.ACTIONS]
    return {
        "id": token.public_id,
        "name": token.name,
        "prefix": token.prefix,
        "body": {"code": acting.actor.body, "name": acting.actor.body_name},
        "scopes": [
            {"name": action.name, "label": str(action.label), "reach": action.token}
            for action in granted
            if action.token is not None
        ],
        "created_at": token.created_at,
        "expires_at": token.expires_at,
    }
