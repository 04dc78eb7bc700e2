"""The file of a draft as it came: its page cleaned, a page of it as a picture, or the file to take away."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from gongkai.annual_reports.models import Draft
from gongkai.console import originals
from gongkai.console.request_context import context_of


@require_safe
def original(request: HttpRequest, collection: int, draft: int) -> HttpResponseBase:
    """`?page=n`: a page of a PDF as PNG; `?download`: the file; else a web page without anything active."""
    subject: Draft = context_of(request).subject
    try:
        if number := request.GET.get("page", ""):
            if not (number.isascii() and number.isdecimal() and len(number) <= 4):
                raise Http404
            return HttpResponse(originals.picture(subject, int(number)), content_type="image/png")
        if "download" not in request.GET and originals.kind_of(subject) == "page":
            return _page(originals.cleaned_page(subject))
        data = originals.data_of(subject)
    except originals.NotThere as problem:
        raise Http404 from problem
    name = subject.path.rpartition("/")[2]
    return FileResponse(
        io.BytesIO(data), as_attachment=True, filename=name, content_type="application/octet-stream"
    )


def _page(html: str) -> HttpResponse:
    response = HttpResponse(html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = originals.policy_of_page()
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
