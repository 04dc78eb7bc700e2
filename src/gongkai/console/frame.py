"""The frame of every page of the console: whose it is, where one can go, what was just done.

Pages are drawn without the template engine's context processors: the console does not know the portal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from gongkai.console.pages import AREAS, PAGES, area_of
from gongkai.console.request_context import RequestContext, context_if_signed_in
from gongkai.design.stylesheet import stylesheet

FLASH: Final = "said"
UNPROCESSABLE: Final = 422


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    status: int = 200,
    *,
    frames: bool = False,
) -> HttpResponse:
    """A page of the console in its frame; with `frames` it may show files of this site in frames."""
    token = SimpleLazyObject(lambda: get_token(request))
    whole = {**context, "csrf_token": token, "desk": _desk(request, token)}
    response = HttpResponse(get_template(f"console/{template}.html").render(whole), status=status)
    if frames:
        # Read by the middleware of django-csp, as its own decorator writes it.
        response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]
    return response


def flash(request: HttpRequest, sentence: str) -> None:
    """Have the next page begin with a sentence on what was just done."""
    request.session[FLASH] = sentence


def _desk(request: HttpRequest, token: Any) -> dict[str, Any]:
    here = context_if_signed_in(request)
    said = request.session.pop(FLASH, "") if here else ""
    desk: dict[str, Any] = {
        "site": settings.GONGKAI_SITE,
        "stylesheet": reverse("stylesheet", args=[stylesheet().digest]),
        "home": reverse("console:inbox"),
        "links": [],
        "said": said,
        "token": token,
    }
    if here is None:
        return desk
    desk |= {
        "who": here.person.name,
        "post": str(here.chosen) if here.chosen else "",
        "account": reverse("console:account"),
        "sign_out": reverse("console:sign_out"),
    }
    if here.chosen is not None:
        desk["links"] = _links(request, here)
    return desk


def _links(request: HttpRequest, here: RequestContext) -> list[dict[str, Any]]:
    match = request.resolver_match
    shown = area_of(match.url_name or "") if match else ""
    return [
        {
            "href": reverse(f"console:{area.begins}"),
            "label": area.label,
            "current": area.name == shown,
        }
        for area in AREAS.values()
        if area.begins and here.may(PAGES[area.begins].access)
    ]


def title(*parts: str) -> str:
    """The title of a page from its parts, the most particular first."""
    return " - ".join((*parts, _("工作台")))
