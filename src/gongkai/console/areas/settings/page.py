"""The page of one setting: its value today, and every change with who, when, from which day and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.console import wording
from gongkai.console.areas.settings.verbs import SETTING_VERBS
from gongkai.console.frame import render_page
from gongkai.console.request_context import context_of
from gongkai.design import table
from gongkai.organisations import parameters


@require_safe
def setting(request: HttpRequest, name: str) -> HttpResponse:
    """One parameter: its value today and its history."""
    here = context_of(request)
    known: parameters.Known = here.subject
    heads = [_("值"), _("自"), _("适用"), _("设置人"), _("设置时间"), _("理由")]
    rows = [
        [
            known.words(row.value),
            row.valid_from.isoformat(),
            row.body.code if row.body else _("全市"),
            row.set_by,
            wording.instant(row.set_at),
            row.reason,
        ]
        for row in parameters.history(name)
    ]
    facts = [
        {"label": _("今天的值"), "value": known.words(parameters.value(name, here.on))},
        {"label": _("默认"), "value": known.words(known.default()), "note": known.mark},
    ]
    context = {
        "title": known.label,
        "note": known.note,
        "facts": facts,
        "history": table.plain(heads, rows) if rows else [],
        "verbs": SETTING_VERBS.buttons(known, here),
    }
    return render_page(request, "setting", context)
