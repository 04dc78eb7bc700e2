"""Settings of the deployment: what holds today, by group."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.console.frame import render_page
from gongkai.console.request_context import context_of
from gongkai.organisations import parameters


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Every parameter with the value of today, by group."""
    here = context_of(request)
    groups: dict[str, list[dict[str, Any]]] = {}
    for known in parameters.KNOWN.values():
        found = parameters.resolve(known.name, here.on)
        where = _("自%(day)s起") % {"day": found.row.valid_from} if found.row else _("默认")
        groups.setdefault(str(known.group), []).append(
            {
                "label": known.label,
                "value": known.words(found.value),
                "note": " ".join(filter(None, (where, known.mark))),
                "href": reverse("console:setting", args=[known.name]),
            }
        )
    shown = [
        {"id": f"group-{index}", "title": title, "rows": rows}
        for index, (title, rows) in enumerate(groups.items())
    ]
    return render_page(request, "settings", {"title": _("设置"), "groups": shown})
