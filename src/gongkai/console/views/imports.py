"""Bodies and people from a workbook: template, dry run with every error, then the same file for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.console import forms
from gongkai.console.frame import UNPROCESSABLE, render_page
from gongkai.console.listing.exports import XLSX
from gongkai.console.request_context import context_of
from gongkai.console.views.body_changes import FORM
from gongkai.design import table
from gongkai.organisations import operations, sheets
from gongkai.records.refusals import Refused

SHOWN = 200


class UploadForm(django_forms.Form):
    """A workbook; `go` is the second button, for good."""

    file = forms.file(gettext_lazy("填好的工作簿"), hint=gettext_lazy("XLSX，不超过5 MB。"), accept=".xlsx")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    response = HttpResponse(sheets.template(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="gongkai-import.xlsx"'
    return response


@require_http_methods(FORM)
def bodies(request: HttpRequest) -> HttpResponse:
    """Import bodies."""
    here = context_of(request)

    def check(data: bytes) -> tuple[Sequence[Any], Sequence[Any]]:
        return operations.check_import_bodies(data=data, act=here.act)

    def take(data: bytes) -> operations.Imported:
        return operations.import_bodies(data=data, act=here.act)

    return _import(request, _("导入机构"), "tree", check, take)


@require_http_methods(FORM)
def accounts(request: HttpRequest) -> HttpResponse:
    """Open accounts."""
    here = context_of(request)

    def check(data: bytes) -> tuple[Sequence[Any], Sequence[Any]]:
        return operations.check_import_accounts(data=data, act=here.act)

    def take(data: bytes) -> operations.Imported:
        return operations.import_accounts(data=data, act=here.act)

    return _import(request, _("导入账号"), "people", check, take)


@require_http_methods(FORM)
def people(request: HttpRequest) -> HttpResponse:
    """Import people."""
    here = context_of(request)

    def check(data: bytes) -> tuple[Sequence[Any], Sequence[Any]]:
        return operations.check_import_people(data=data, act=here.act)

    def take(data: bytes) -> operations.Imported:
        return operations.import_people(data=data, act=here.act)

    return _import(request, _("导入人员"), "people", check, take)


def _import(
    request: HttpRequest,
    title: str,
    back: str,
    check: Callable[[bytes], tuple[Sequence[Any], Sequence[Any]]],
    take: Callable[[bytes], operations.Imported],
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


def _errors(errors: Sequence[Any]) -> list[list[table.Cell]]:
    rows = [[f"{error.sheet} {error.row}", error.column or "—", error.sentence] for error in errors[:SHOWN]]
    return table.plain([_("表和行"), _("列"), _("问题")], rows)
