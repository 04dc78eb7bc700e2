"""Which site's page says what went wrong: the console has its own, everything else the portal's."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseServerError

from gongkai.console import problems as console
from gongkai.portal.views import site as portal


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without its token."""
    if _in_console(request):
        return console.csrf_failed(request, reason)
    if "portal" in settings.GONGKAI_FACES:
        return portal.csrf_failed(request, reason)
    return HttpResponseForbidden()


def failed(request: HttpRequest) -> HttpResponse:
    """500; needs no database."""
    if _in_console(request):
        return console.failed(request)
    if "portal" in settings.GONGKAI_FACES:
        return portal.failed(request)
    return HttpResponseServerError()


def _in_console(request: HttpRequest) -> bool:
    return "console" in settings.GONGKAI_FACES and request.path.startswith("/console/")
