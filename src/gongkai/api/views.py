"""Addresses beside the operations: schema, reference page, explanations of problems, everything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.csrf import csrf_exempt

from gongkai.api import rates
from gongkai.api.failures import problem_of
from gongkai.api.problems import KINDS, Problem
from gongkai.api.reference import context
from gongkai.api.schema import document
from gongkai.records.addresses import client_address

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """An address that anybody may read: counted, GET and HEAD only, failures as problems."""

    @csrf_exempt
    def answer(request: HttpRequest, **path: Any) -> HttpResponse:
        try:
            allowance = rates.count("address", client_address(request), timezone.now())
            if request.method not in ("GET", "HEAD"):
                raise Problem("method-not-allowed", headers={"Allow": "GET, HEAD"})
            response = view(request, **path)
        except Exception as failure:
            return problem_of(failure).as_response()
        for header, value in allowance.headers().items():
            response[header] = value
        response["Cache-Control"] = "no-cache"
        if response.status_code != 200:
            return response
        set_response_etag(response)
        kept = get_conditional_response(request, etag=response["ETag"], response=response)
        return kept if isinstance(kept, HttpResponse) else response

    return answer


@public
def openapi(request: HttpRequest) -> HttpResponse:
    """The schema, OpenAPI 3.1."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@public
def docs(request: HttpRequest) -> HttpResponse:
    """The reference for people, made from the same schema."""
    return render(request, "api/reference.html", context())


@public
def problem(request: HttpRequest, slug: str) -> HttpResponse:
    """The address that a problem's `type` names leads to its explanation."""
    if slug not in KINDS:
        raise Problem("not-found")
    return HttpResponseRedirect(f"{reverse('api:docs')}#problem-{slug}", status=303)


@public
def start(request: HttpRequest) -> HttpResponse:
    """The address of the API itself leads to its reference."""
    return HttpResponseRedirect(reverse("api:docs"), status=303)


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    """Every other address, whatever the method."""
    try:
        rates.count("address", client_address(request), timezone.now())
        raise Problem("not-found")
    except Problem as missing:
        return missing.as_response()
