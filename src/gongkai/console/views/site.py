"""What belongs to no area: addresses that lead nowhere."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """No page of the console stands here."""
    raise Http404
