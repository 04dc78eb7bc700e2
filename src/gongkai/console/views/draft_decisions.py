"""What is decided on one draft: whose it is, of which year, into the archive, or back with a letter."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import Draft
from gongkai.console import forms
from gongkai.console.frame import UNPROCESSABLE, flash, render_page
from gongkai.console.request_context import context_of
from gongkai.console.verbs import FORM
from gongkai.organisations.models import Body
from gongkai.records.files import kind, open_file
from gongkai.records.letters.rendering.html import content_security_policy
from gongkai.records.refusals import Refused

NOBODY, ASIDE = "-", "aside"


def address_of(draft: Draft, page: str = "draft") -> str:
    """The address of a page of a draft."""
    return reverse(f"console:{page}", args=[draft.collection_id, draft.pk])


def name_of(draft: Draft) -> str:
    """How a draft is called: by its unit, else by its file."""
    return queries.unit_name(draft) or draft.path.rpartition("/")[2]


class YearForm(django_forms.Form):
    """On which year the draft reports, and how one knows."""

    year = forms.text(gettext_lazy("报告年度"), longest=4, hint=gettext_lazy("四位数字，例如2026。"))
    reason = forms.reason()

    def clean_year(self) -> int:
        """A year as a number."""
        typed: str = self.cleaned_data["year"]
        if not (typed.isdecimal() and len(typed) == 4):
            raise django_forms.ValidationError(_("请填写四位数字的年度，例如2026。"))
        return int(typed)


@require_http_methods(FORM)
def year(request: HttpRequest, collection: int, draft: int) -> HttpResponse:
    """Correct the year."""
    here = context_of(request)
    subject: Draft = here.subject
    form = forms.bind(request, YearForm, initial={"year": subject.year or ""})
    what = forms.FormPage(
        title=_("更正%(name)s的报告年度") % {"name": name_of(subject)},
        verb=_("更正"),
        back=address_of(subject),
        effect=[_("只更正读错的年度；报告本身年度写错的，请退回重报。更正后重新核查。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        operations.edit_year(draft=subject, **data, act=here.act)
        return address_of(subject), _("年度已经更正。")

    return forms.run_form(request, form, what, perform)


class UnitForm(django_forms.Form):
    """Whose the draft is."""

    unit = forms.choice(gettext_lazy("单位"), [])
    reason = forms.reason(required=False, label=gettext_lazy("不采用的原因"))

    def clean(self) -> dict[str, Any]:
        """A file that is set aside needs the reason."""
        if self.cleaned_data.get("unit") == ASIDE and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("请说明为什么不采用这个文件。"))
        return self.cleaned_data


@require_http_methods(FORM)
def unit(request: HttpRequest, collection: int, draft: int) -> HttpResponse:
    """Say whose the draft is, or that it is no draft at all."""
    here = context_of(request)
    subject: Draft = here.subject
    form = forms.bind(request, UnitForm, initial={"unit": subject.body.code if subject.body else ""})
    field = form.fields["unit"]
    assert isinstance(field, django_forms.ChoiceField)  # noqa: S101 - declared so
    field.choices = [
        ("", _("请选择")),
        *((unit.code, _unit_label(unit)) for unit in queries.unit_choices(subject.collection)),
        (NOBODY, _("还不知道是哪个单位的")),
        (ASIDE, _("不是年报草稿，不采用（请写原因）")),
    ]
    what = forms.FormPage(
        title=_("选定单位：%(file)s") % {"file": subject.path.rpartition("/")[2]},
        verb=_("选定"),
        back=address_of(subject),
        effect=[_("这个单位已有草稿的，以这一份为准，原来的一份保留备查。")],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        if data["unit"] == ASIDE:
            operations.set_aside(draft=subject, reason=data["reason"], act=here.act)
            return address_of(subject), _("这个文件已标为不采用。")
        body = None if data["unit"] == NOBODY else Body.objects.get(code=data["unit"])
        operations.assign_unit(draft=subject, body=body, act=here.act)
        return address_of(subject), _("单位已经选定。") if body else _("已取消选定的单位。")

    return forms.run_form(request, form, what, perform)


def _unit_label(unit: queries.Unit) -> str:
    return _("%(name)s（已有草稿）") % {"name": unit.name} if unit.draft else unit.name


class AcceptForm(django_forms.Form):
    """Why, where other figures are archived already."""

    reason = forms.reason(
        required=False, hint=gettext_lazy("年报库里已有这个单位这一年度的其他数据时，请写明替换的原因。")
    )


@require_http_methods(FORM)
def accept(request: HttpRequest, collection: int, draft: int) -> HttpResponse:
    """Take the draft into the archive as it stands."""
    here = context_of(request)
    subject: Draft = here.subject
    against = _against(subject)
    if against and request.method != "POST":
        flash(request, "".join(against))
        return HttpResponseRedirect(address_of(subject), status=303)
    what = forms.FormPage(
        title=_("收录%(name)s的年报") % {"name": name_of(subject)},
        verb=_("收录"),
        back=address_of(subject),
        effect=[
            _("按改正后的数据收入年报库，在门户的年报栏目公开；草稿不能再改。"),
            *_counts(subject),
        ],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        report = operations.accept_draft(draft=subject, **data, act=here.act)
        return address_of(subject), _("已收录%(report)s年度报告。") % {"report": report}

    return forms.run_form(request, forms.bind(request, AcceptForm), what, perform)


def _against(draft: Draft) -> tuple[str, ...]:
    """Every reason why the draft cannot be accepted, whatever is written."""
    try:
        operations.check_can_accept(draft=draft, reason="·")
    except operations.CannotAccept as refusal:
        return refusal.reasons
    except Refused as refusal:
        return (str(refusal),)
    return ()


def _counts(draft: Draft) -> list[str]:
    told = []
    if draft.warnings or draft.asks:
        told.append(
            _("还有提醒%(warnings)s处、请核实%(asks)s处没有判为不属实。")
            % {"warnings": draft.warnings, "asks": draft.asks}
        )
    if draft.unread_cells:
        told.append(_("有%(count)s处没有读出，收录后这些格没有数据。") % {"count": draft.unread_cells})
    return told


class ReturnForm(django_forms.Form):
    """What is said besides."""

    note = django_forms.CharField(
        label=gettext_lazy("附言"),
        max_length=500,
        required=False,
        widget=django_forms.Textarea,
        help_text=gettext_lazy("印在函的末尾，例如补报纸质件的要求。"),
        error_messages={"max_length": gettext_lazy("最多500个字，请缩短。")},
    )


@require_http_methods(FORM)
def send_back(request: HttpRequest, collection: int, draft: int) -> HttpResponse:
    """Send the draft back with a letter, which is shown before it is issued."""
    here = context_of(request)
    subject: Draft = here.subject
    form = forms.bind(request, ReturnForm)
    status = 200
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        try:
            letter = operations.return_draft(draft=subject, note=form.cleaned_data["note"], act=here.act)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("已退回，退改函文号%(number)s。") % {"number": letter.number.text}
            flash(request, said)
            return HttpResponseRedirect(address_of(subject), status=303)
    if form.is_bound and form.errors:
        status = UNPROCESSABLE
    note = request.POST.get("note", "")[:500]
    against = _cannot_return(subject, note)
    if against and not note and _cannot_return(subject, "·") and request.method != "POST":
        flash(request, against)
        return HttpResponseRedirect(address_of(subject), status=303)
    context = {
        "title": _("退回%(name)s的年报草稿") % {"name": name_of(subject)},
        "fields": forms.render_fields(form),
        "errors": forms.errors(form) if form.is_bound else [],
        "needs": against,
        "back": address_of(subject),
        "preview": f"{address_of(subject, 'draft_letter')}?{urlencode({'preview': '1', 'note': note})}",
    }
    return render_page(request, "review_return", context, status, frames=True)


def _cannot_return(draft: Draft, note: str) -> str:
    try:
        operations.check_can_return(draft=draft, note=note)
    except Refused as refusal:
        return str(refusal)
    return ""


@require_safe
def letter(request: HttpRequest, collection: int, draft: int) -> HttpResponseBase:
    """The letter that sent the draft back as DOCX; `?preview` shows what it would say, with `note`."""
    here = context_of(request)
    subject: Draft = here.subject
    if "preview" in request.GET:
        html = queries.letter_preview(subject, here.on, request.GET.get("note", "")[:500])
        response = HttpResponse(html, content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = content_security_policy(html)
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
    if subject.letter is None:
        raise Http404
    name = f"{name_of(subject)} {subject.letter.number.text}.docx"
    return FileResponse(
        open_file(subject.letter.docx),
        as_attachment=True,
        filename=name,
        content_type=kind("docx").media_type,
    )
