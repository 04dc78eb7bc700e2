"""The files of a draft: as it came (its page cleaned, a page of it as a picture, or to take away), and the
letter that sent it back.
"""

from __future__ import annotations

import io

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import Draft
from gongkai.console.areas.drafts import originals
from gongkai.console.areas.drafts.verbs import name_of
from gongkai.console.request_context import context_of
from gongkai.records.files import kind, open_file
from gongkai.records.letters.rendering.html import content_security_policy


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


@require_safe
def letter(request: HttpRequest, collection: int, draft: int) -> HttpResponseBase:
    """The letter that sent the draft back as DOCX; `?preview` shows what it would say, with `note`."""
    here = context_of(request)
    subject: Draft = here.subject
    if "preview" in request.GET:
        html = queries.letter_preview(subject, here.on, request.GET.get("note", "")[:500])
        response = HttpResponse(html, content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = content_security_policy(html)
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
    if subject.letter is None:
        raise Http404
    name = f"{name_of(subject)} {subject.letter.number.text}.docx"
    return FileResponse(
        open_file(subject.letter.docx),
        as_attachment=True,
        filename=name,
        content_type=kind("docx").media_type,
    )
