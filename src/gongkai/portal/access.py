"""Nothing is shown without a rule: an address that the table of pages does not name is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from gongkai.portal.pages import PAGES
from gongkai.portal.views import site
from gongkai.records.process_pool import CouldNotFinish, Overloaded

# Sites beside the portal that guard their own addresses by their own table, as the portal does here.
GUARDED = ("console", "api")


class Gate:
    """Middleware: deny by default. The only rule so far is `public`; anything else is refused.

    It stands around every view of the portal, so it also answers for what no view of its own does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> None:
        """Raise PermissionDenied unless the address has a rule that lets this request in."""
        match = request.resolver_match
        if match is not None and match.app_name in GUARDED:
            return
        page = PAGES.get(match.url_name or "") if match else None
        if page is None or page.access != "public":
            raise PermissionDenied

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """The pages for what could not be read in time: every other site says it in its own words."""
        match = request.resolver_match
        if match is not None and match.app_name in GUARDED:
            return None
        if isinstance(problem, Overloaded):
            return site.busy(request, problem)
        return site.too_demanding(request, str(problem)) if isinstance(problem, CouldNotFinish) else None
