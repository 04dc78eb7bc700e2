"""Opening, changing and closing a collection."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from gongkai.console.frame import draw


def _page(request: HttpRequest, **names: Any) -> HttpResponse:
    return draw(
        request, "form", {"title": "年报", "kind": "primary", "what": {"title": "年报", "verb": "返回"}}
    )


new = change = units = close = reopen = _page
