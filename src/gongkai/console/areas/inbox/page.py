"""The inbox of the post one acts in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.console import inbox as desk
from gongkai.console.frame import render_page
from gongkai.console.pages import inbox_sources
from gongkai.console.request_context import context_of


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What is due, from whom, by when."""
    here = context_of(request)
    sources = inbox_sources()
    found = desk.items(here, sources)
    promises = [str(source.promise) for source in sources if here.may(source.action)]
    context = {
        "groups": desk.groups(here, found),
        "post": here.chosen,
        "today": here.on,
        "promises": promises,
        "several": len(here.choices) > 1,
    }
    return render_page(request, "inbox", context)
