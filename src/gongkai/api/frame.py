"""What stands around every operation: who calls, how often, what was sent, once only, what went wrong.

The order matters: a request is counted before anything costs, refused before its body is read, and everything
that is raised below leaves as a problem.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.utils.translation import gettext as _

from gongkai.api import bearer, idempotency, rates
from gongkai.api.binding import execute
from gongkai.api.failures import problem_of
from gongkai.api.problems import FieldError, Problem
from gongkai.api.resource import ResourceOperation
from gongkai.api.route import Route
from gongkai.api.shapes.values import parameter_names
from gongkai.records.addresses import client_address

View = Callable[..., HttpResponse]


def framed(operations: Mapping[str, ResourceOperation]) -> View:
    """The view of one address, that answers for its operations (by method)."""

    def answer(request: HttpRequest, **path: Any) -> HttpResponse:
        allowance: rates.Allowance | None = None
        head = request.method == "HEAD"
        method = "GET" if head else request.method or ""
        one = operations.get(method)
        try:
            at = timezone.now()
            found, allowance = _count(request, at)
            if one is None:
                allowed = ", ".join(sorted({*operations, *(["HEAD"] if "GET" in operations else [])}))
                raise Problem("method-not-allowed", headers={"Allow": allowed})
            bearer.admit(one.route, found)
            _check_sent(request, one)
            request.caller = found  # type: ignore[attr-defined]
            response = _execute(request, one.route, found, at, functools.partial(execute, one, request, path))
        except Exception as failure:
            response = problem_of(failure, one.route.members if one else {}).as_response()
        response = _finish(request, response, one.route if one else None, allowance)
        return without_body(response) if head else response

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie is looked at
    return answer


def _count(request: HttpRequest, at: datetime) -> tuple[bearer.Caller | None, rates.Allowance]:
    """Who calls, counted: a good token on its own account, everything else on that of its address."""
    try:
        found = bearer.identify(request, at)
    except Problem:
        rates.count("address", client_address(request), at)
        raise
    if found is not None:
        return found, rates.count("token", found.acting.actor.id, at)
    return None, rates.count("address", client_address(request), at)


def _check_sent(request: HttpRequest, one: ResourceOperation) -> None:
    """Refuse what the operation does not take, by its headers and address alone."""
    route = one.route
    known = parameter_names(one.asks) if one.asks else ()
    unknown = [
        FieldError(name[:100], _("没有这个查询参数，请核对名称。"))
        for name in request.GET
        if name not in known
    ]
    if unknown:
        raise Problem("invalid-request", unknown[0].message, errors=unknown)
    if not route.takes:
        return
    if (
        request.content_type not in route.takes
        or request.headers.get("Content-Encoding", "identity") != "identity"
    ):
        raise Problem("unsupported-media-type", headers={"Accept": ", ".join(route.takes)})
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > route.largest:
        raise Problem("too-large", _("正文最大%(size)d KB。") % {"size": route.largest // 1024})


def _execute(
    request: HttpRequest,
    route: Route,
    found: bearer.Caller | None,
    at: datetime,
    perform: Callable[[], HttpResponse],
) -> HttpResponse:
    """Execute the operation: once only, where it is asked for by a key."""
    if not route.keeps or found is None:
        return perform()
    key = idempotency.key_of(request)
    if not key:
        return perform()
    return idempotency.once(request, token=found.acting.actor.id, key=key, at=at, execute=perform)


def _finish(
    request: HttpRequest, response: HttpResponse, route: Route | None, allowance: rates.Allowance | None
) -> HttpResponse:
    """Headers that every answer carries; an unchanged public answer becomes 304."""
    for header, value in (allowance.headers() if allowance else {}).items():
        response.setdefault(header, value)
    patch_vary_headers(response, ["Authorization"])
    public = route is not None and route.public and not route.takes
    if not public or response.status_code != 200:
        response["Cache-Control"] = "no-store"
        return response
    response["Cache-Control"] = "no-cache"
    set_response_etag(response)
    kept = get_conditional_response(request, etag=response["ETag"], response=response)
    return kept if isinstance(kept, HttpResponse) else response


def without_body(response: HttpResponse) -> HttpResponse:
    """The answer to HEAD: the headers of GET."""
    response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response
