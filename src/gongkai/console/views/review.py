"""The review desk of one draft."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import Draft
from gongkai.console import visit
from gongkai.console.frame import draw


def draft(request: HttpRequest, collection: int, draft: int) -> HttpResponse:
    """One draft."""
    subject: Draft = visit.of(request).subject
    context = {"title": queries.unit_name(subject) or subject.path, "draft": subject}
    return draw(request, "review", context)


def _back(request: HttpRequest, collection: int, draft: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("console:draft", args=[collection, draft]), status=303)


original = edit = undo = judge = year = unit = accept = send_back = letter = _back
