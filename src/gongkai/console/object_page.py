"""The page of a thing with nothing out of the ordinary on it: name, facts, verbs, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise

from gongkai.console import timeline
from gongkai.console.frame import render_page
from gongkai.console.request_context import context_of
from gongkai.console.verbs import Verbs


def render_object_page(
    request: HttpRequest, facts: Sequence[dict[str, Any]], verbs: Verbs, *, back: tuple[str, str | Promise]
) -> HttpResponse:
    """The page of what the address names. `back`: the page it is listed on, and its words."""
    here = context_of(request)
    kind, name = verbs.thing.kind, back[0]
    context = {
        "title": kind.name(here.subject, here.on),
        "facts": facts,
        "verbs": verbs.buttons(here.subject, here),
        "entries": timeline.timeline_of(kind.ref(here.subject, here.on), here),
        "back": {"href": reverse(f"console:{name}"), "label": back[1]},
    }
    return render_page(request, "object_page", context)
