"""Bodies and people from a workbook: template, dry run with every error, then the same file for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.console import forms
from gongkai.console.frame import UNPROCESSABLE, render_page
from gongkai.console.listing.exports import XLSX
from gongkai.console.pages import View
from gongkai.console.request_context import context_of
from gongkai.design import table
from gongkai.organisations import sheets
from gongkai.organisations.operations import Imported
from gongkai.records.refusals import Refused

SHOWN = 200
Text = str | Promise
Judged = tuple[Sequence[Any], Sequence[Any]]


class UploadForm(django_forms.Form):
    """A workbook; `go` is the second button, for good."""

    file = forms.file(gettext_lazy("填好的工作簿"), hint=gettext_lazy("XLSX，不超过5 MB。"), accept=".xlsx")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    response = HttpResponse(sheets.template(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="gongkai-import.xlsx"'
    return response


def import_page(title: Text, back: str, check: Callable[..., Judged], take: Callable[..., Imported]) -> View:
    """The page of an import: `check` and `take` are the operations that try the workbook and take it."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest) -> HttpResponse:
        act = context_of(request).act
        return _import(
            request,
            title,
            back,
            lambda data: check(data=data, act=act),
            lambda data: take(data=data, act=act),
        )

    return view


def _import(
    request: HttpRequest,
    title: Text,
    back: str,
    check: Callable[[bytes], Judged],
    take: Callable[[bytes], Imported],
) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    context: dict[str, Any] = {"title": title, "back": reverse(f"console:{back}"), "dry": None}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            rows, errors = check(data)
            context["dry"] = {"rows": len(rows), "errors": len(errors), "table": _errors(errors)}
            if not errors and request.POST.get("go") == "1":
                imported = take(data)
                return render_page(request, "imported", {**context, "imported": imported})
        except Refused as refusal:
            form.add_error("file", str(refusal))
    context |= {"fields": forms.render_fields(form), "errors": forms.errors(form) if form.is_bound else []}
    wrong = form.is_bound and (context["errors"] or (context["dry"] and context["dry"]["errors"]))
    return render_page(request, "import", context, UNPROCESSABLE if wrong else 200)


def _errors(errors: Sequence[Any]) -> list[list[table.TableCell]]:
    rows = [[f"{error.sheet} {error.row}", error.column or "—", error.sentence] for error in errors[:SHOWN]]
    return table.plain([_("表和行"), _("列"), _("问题")], rows)
