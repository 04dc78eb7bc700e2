"""The token in use: whose it is, what it may, until when."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gongkai.api.bearer import caller
from gongkai.api.service import operation
from gongkai.api.shapes import journal as shapes
from gongkai.organisations import access


@operation("get_own_token", answer=shapes.OwnToken)
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
