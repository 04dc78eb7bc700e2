"""Which site says what went wrong: the console has pages, the API problems, all else the portal's pages."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseForbidden,
    HttpResponseServerError,
)
from django.http.request import UnreadablePostError

from gongkai.api.failures import unavailable as api_unavailable
from gongkai.api.problems import Problem
from gongkai.console import problems as console
from gongkai.portal.views import site as portal
from gongkai.records.outages import Outage, drop_lost_connection, outage_of

logger = logging.getLogger("gongkai.outages")


class Outages:
    """Middleware: an outage in a view becomes 503 with its sentence, reads being asked once more before.

    What fails outside of a view (keeping the session, for one) reaches `failed` below, which says the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        """The answer where the database came back or there is an outage; None: the failure stays one."""
        match = request.resolver_match
        if drop_lost_connection(failure) and request.method in {"GET", "HEAD"} and match is not None:
            try:
                again: HttpResponse = match.func(request, *match.args, **match.kwargs)
            except Exception as still:
                if outage_of(still) is None:
                    raise
                failure = still
            else:
                return again
        if isinstance(failure, UnreadablePostError):
            return cut_off(request)
        outage = outage_of(failure)
        return unavailable(request, outage) if outage is not None else None


def unavailable(request: HttpRequest, outage: Outage) -> HttpResponse:
    """503: the deployment cannot work now; its own people in the console are told what to do."""
    logger.error("%s %s: %s", request.method, request.path, outage)
    if _in_api(request):
        return api_unavailable(outage).as_response()
    if _in_console(request):
        response = console.unavailable(request, outage)
    elif "portal" in settings.GONGKAI_FACES:
        response = portal.unavailable(request, outage.public)
    else:
        response = HttpResponse(status=503)
    response.headers["Retry-After"] = str(outage.retry_after)
    response.headers["Cache-Control"] = "no-store"
    return response


def cut_off(request: HttpRequest) -> HttpResponse:
    """408: the body did not come, or too slowly; mostly nobody is there any more to read this."""
    if _in_api(request):
        return Problem("request-timeout").as_response()
    response = portal.cut_off(request) if "portal" in settings.GONGKAI_FACES else HttpResponse(status=408)
    response.headers["Connection"] = "close"
    return response


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
    """500, or 503 where an outage is behind it; needs no database."""
    failure = sys.exc_info()[1]
    outage = outage_of(failure) if failure is not None else None
    if outage is not None:
        return unavailable(request, outage)
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
