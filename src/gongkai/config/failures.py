"""Which site says what went wrong: the console has pages, the API problems, all else the portal's pages."""

from __future__ import annotations

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseForbidden,
    HttpResponseServerError,
)

from gongkai.api.problems import Problem
from gongkai.console import problems as console
from gongkai.portal.views import site as portal


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: refused before any site saw it, such as an unknown host name."""
    if _in_api(request):
        return Problem("malformed-request").as_response()
    if "portal" in settings.GONGKAI_FACES:
        return portal.bad_request(request, exception)
    return HttpResponseBadRequest()


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without its token."""
    if _in_console(request):
        return console.csrf_failed(request, reason)
    if "portal" in settings.GONGKAI_FACES:
        return portal.csrf_failed(request, reason)
    return HttpResponseForbidden()


def failed(request: HttpRequest) -> HttpResponse:
    """500; needs no database."""
    if _in_api(request):
        return Problem("internal-error").as_response()
    if _in_console(request):
        return console.failed(request)
    if "portal" in settings.GONGKAI_FACES:
        return portal.failed(request)
    return HttpResponseServerError()


def _in_console(request: HttpRequest) -> bool:
    return "console" in settings.GONGKAI_FACES and request.path.startswith("/console/")


def _in_api(request: HttpRequest) -> bool:
    return "api" in settings.GONGKAI_FACES and request.path.startswith("/api/")
