"""The first page: one search field, what people come for, the newest reports and their figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What people come for, in words."""
    return render(request, "portal/home.html", {"errands": _errands()})


def _errands() -> list[dict[str, str]]:
    errands = (
        ("archive", _("查年报"), _("看各地年度报告的法定统计表和核查结果。")),
        ("check", _("核查报告"), _("上传或粘贴一份报告，看哪些数对不上。")),
        ("deadline", _("算期限"), _("填三个日期，得到答复期限和每一步依据。")),
        ("law", _("看法定期限"), _("条例规定的期限、收费标准和工作日安排。")),
    )
    return [{"href": reverse(name), "label": label, "text": text} for name, label, text in errands]
