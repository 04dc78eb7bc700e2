"""How a person wants to read: size of type and contrast, kept in a cookie that says nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gongkai.design.next_address import page_at

COOKIE = "reading"
YEAR = 365 * 24 * 3600  # seconds

TYPES = {"normal": _("标准"), "large": _("大"), "largest": _("特大")}
CONTRASTS = {"normal": _("标准"), "high": _("高对比")}


@dataclass(frozen=True)
class ReadingPreferences:
    """A size of type (normal, +25 %, +50 %) and a contrast (normal, high)."""

    type: str = "normal"
    contrast: str = "normal"

    def with_choice(self, name: str, value: str) -> ReadingPreferences:
        """The same with one choice changed; a value that is not offered changes nothing."""
        if name == "type" and value in TYPES:
            return replace(self, type=value)
        if name == "contrast" and value in CONTRASTS:
            return replace(self, contrast=value)
        return self

    @property
    def cookie(self) -> str:
        """As kept in the cookie."""
        return f"{self.type}-{self.contrast}"


def of(request: HttpRequest) -> ReadingPreferences:
    """The person's choice; what the cookie says wrongly is ignored."""
    size, _dash, contrast = request.COOKIES.get(COOKIE, "").partition("-")
    return ReadingPreferences().with_choice("type", size).with_choice("contrast", contrast)


class VaryOnReading:
    """Middleware: tell caches that pages differ by this cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response


@csrf_exempt  # A foreign site could at most enlarge the type; pages without a token stay free of cookies.
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Remember one choice and go back to where the person was, on this portal."""
    reading = of(request)
    for name in ("type", "contrast"):
        reading = reading.with_choice(name, request.POST.get(name, ""))
    back = request.POST.get("back", "")
    page = page_at(back)
    if page is None or page.app_names:  # the other sites have names of their own
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(
        COOKIE, reading.cookie, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
    )
    return response
