"""Who calls: the token in the Authorization header, and whether its scopes let it in."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from gongkai.api.problems import Problem
from gongkai.api.routes import Route
from gongkai.organisations.accounts import tokens
from gongkai.organisations.acting import Acting

_CHALLENGE = 'Bearer realm="gongkai"'


class Bearer(HttpBearer):
    """The security scheme of the schema. The frame has looked at the header before the operation runs."""

    def __call__(self, request: HttpRequest) -> Acting | None:
        return caller(request)

    def authenticate(self, request: HttpRequest, token: str) -> Acting | None:
        """Whom the frame has found."""
        return caller(request)


def caller(request: HttpRequest) -> Acting | None:
    """The token acting in this request; None on a public operation called without one."""
    return getattr(request, "caller", None)


def acting(request: HttpRequest) -> Acting:
    """The token acting in this request, on an operation that has a scope."""
    found = caller(request)
    if found is None:
        raise Problem("not-authenticated", headers=challenge())
    return found


def identify(request: HttpRequest, at: datetime) -> Acting | None:
    """The token shown, noted as used; None where none is shown. Raises Problem for one that does not count."""
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _space, secret = header.strip().partition(" ")
    if scheme.lower() != "bearer":
        sentence = _("Authorization请求头应为“Bearer 令牌”。")
        raise Problem("not-authenticated", sentence, headers=challenge("invalid_request"))
    try:
        return tokens.authenticate(secret.strip(), at)
    except tokens.TokenRefused as refusal:
        raise Problem("not-authenticated", str(refusal), headers=challenge("invalid_token")) from refusal


def admit(route: Route, found: Acting | None) -> None:
    """Let the caller in, or raise Problem: no token where one is needed, or none of its scopes is the route's."""
    if route.public:
        return
    if found is None:
        raise Problem("not-authenticated", _("这项操作需要令牌。"), headers=challenge())
    if route.scope and route.scope not in found.scopes:
        raise Problem(
            "scope-missing",
            _("这项操作需要授权范围 %(scope)s，令牌没有。") % {"scope": route.scope},
            headers=challenge("insufficient_scope", route.scope),
        )


def challenge(error: str = "", scope: str = "") -> dict[str, str]:
    """The WWW-Authenticate header (RFC 6750)."""
    parts = [_CHALLENGE, f'error="{error}"' if error else "", f'scope="{scope}"' if scope else ""]
    return {"WWW-Authenticate": ", ".join(filter(None, parts))}
