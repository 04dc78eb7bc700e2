"""Who calls: the token in the Authorization header, and whether its scopes let it in."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.api.problems import Problem
from gongkai.api.route import Route
from gongkai.organisations.accounts import tokens
from gongkai.organisations.acting import Acting
from gongkai.organisations.acts import OfficialAct, official_act
from gongkai.organisations.models import Body

_CHALLENGE = 'Bearer realm="gongkai"'


@dataclass(frozen=True)
class Caller:
    """A token acting for its body, and the instant at which it was shown."""

    acting: Acting
    at: datetime

    @functools.cached_property
    def act(self) -> OfficialAct:
        """What every operation of this request is given: it asks access itself."""
        return official_act(self.acting, self.at)

    @property
    def on(self) -> date:
        """The legal day of the request."""
        return localdate(self.at)

    def check(self, action: str, body: Body | None = None) -> None:
        """Raise NotAllowed unless the token may do this for the body (organisations.access)."""
        self.act.check_body(action, body)


def caller(request: HttpRequest) -> Caller:
    """Who calls an operation that needs a token; raises Problem where nobody does."""
    found: Caller | None = getattr(request, "caller", None)
    if found is None:
        raise Problem("not-authenticated", headers=challenge())
    return found


def identify(request: HttpRequest, at: datetime) -> Caller | None:
    """The token shown, noted as used; None where none is shown. Raises Problem for a bad one."""
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _space, secret = header.strip().partition(" ")
    if scheme.lower() != "bearer":
        sentence = _("Authorization请求头应为“Bearer 令牌”。")
        raise Problem("not-authenticated", sentence, headers=challenge("invalid_request"))
    try:
        return Caller(tokens.authenticate(secret.strip(), at), at)
    except tokens.TokenRefused as refusal:
        raise Problem("not-authenticated", str(refusal), headers=challenge("invalid_token")) from refusal


def admit(route: Route, found: Caller | None) -> None:
    """Let the caller in, or raise Problem: no token where one is needed, or not the route's scope."""
    if route.public:
        return
    if found is None:
        raise Problem("not-authenticated", _("这项操作需要令牌。"), headers=challenge())
    if route.scope and route.scope not in found.acting.scopes:
        raise Problem(
            "scope-missing",
            _("这项操作需要授权范围 %(scope)s，令牌没有。") % {"scope": route.scope},
            headers=challenge("insufficient_scope", route.scope),
        )


def challenge(error: str = "", scope: str = "") -> dict[str, str]:
    """The WWW-Authenticate header (RFC 6750)."""
    parts = [_CHALLENGE, f'error="{error}"' if error else "", f'scope="{scope}"' if scope else ""]
    return {"WWW-Authenticate": ", ".join(filter(None, parts))}
