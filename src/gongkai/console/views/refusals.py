"""Refused files with a mark of secrecy: the security administrator looks at each and says what was done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.console import forms, wording
from gongkai.console.frame import render_page
from gongkai.console.request_context import context_of
from gongkai.console.views.body_changes import FORM, page_form
from gongkai.design.rows import Cell, row
from gongkai.records import files

MOST = 200


@require_safe
def refusals(request: HttpRequest) -> HttpResponse:
    """What was refused, newest first; the file itself was not kept."""
    labels = [_("标志"), _("时间"), _("提交人"), _("机构"), _("处理情况"), _("办理")]
    rows = [
        row(
            [
                Cell(one.mark),
                Cell(wording.instant(one.refused_at), kind="time"),
                Cell(one.by_name),
                Cell(one.body_name),
                Cell(one.handling, note=wording.instant(one.handled_at)),
                Cell("" if one.handled_at else _("处理"), href="" if one.handled_at else _handle(one.pk)),
            ],
            labels,
        )
        for one in files.SecretRefusal.objects.all()[:MOST]
    ]
    context = {"title": _("涉密标志拦截记录"), "heads": [{"label": label} for label in labels], "rows": rows}
    return render_page(request, "refusals", context)


def _handle(id: UUID) -> str:
    return reverse("console:refusal_handle", args=[id])


class HandlingForm(django_forms.Form):
    """What was done about it."""

    handling = forms.reason(
        label=gettext_lazy("处理情况"),
        hint=gettext_lazy("例如：已联系提交人，按保密规定处理，报市保密局备案。"),
    )


@require_http_methods(FORM)
def handle(request: HttpRequest, refusal: UUID) -> HttpResponse:
    """Say how a refusal was dealt with."""
    here = context_of(request)
    found = files.SecretRefusal.objects.filter(pk=refusal).first()
    if found is None:
        raise Http404
    form = page_form(request, HandlingForm)
    what = forms.FormPage(
        title=_("处理拒收记录"),
        verb=_("记录处理情况"),
        back=reverse("console:refusals"),
        facts=[
            {"label": _("标志"), "value": found.mark},
            {"label": _("提交人"), "value": found.by_name, "note": found.body_name},
            {"label": _("时间"), "value": wording.instant(found.refused_at)},
            {"label": _("文件摘要"), "value": found.sha256, "note": _("文件本身没有保存")},
        ],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        files.handle_refusal(refusal=found, handling=data["handling"], act=here.act)
        return reverse("console:refusals"), _("处理情况已经记录。")

    return forms.run_form(request, form, what, perform)
