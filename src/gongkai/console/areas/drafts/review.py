"""What is done on the review desk of a draft itself: verdicts, corrections and undoing them.

Each is posted from the desk and leads back to its place on it; what is refused is told there.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE
from gongkai.annual_reports.models import Draft
from gongkai.annual_reports.queries import statement
from gongkai.annual_reports.rules.edits import column_of
from gongkai.annual_reports.rules.reading import MONEY_UNITS
from gongkai.annual_reports.rules.structure import FormColumn
from gongkai.console import forms
from gongkai.console.areas.drafts import desk
from gongkai.console.areas.drafts.desk import Trouble
from gongkai.console.areas.drafts.page import render_desk
from gongkai.console.frame import flash
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.things import DRAFT_THING, Thing
from gongkai.console.verbs import Verb, Verbs, step_verb
from gongkai.records.refusals import Refused

JUDGE, EDIT = DRAFT_LIFECYCLE["judge"], DRAFT_LIFECYCLE["edit"]


class CellForm(django_forms.Form):
    """A figure or a blank, and why."""

    kind = forms.choice(
        gettext_lazy("改为"),
        [("value", gettext_lazy("数字")), ("blank", gettext_lazy("空白（原文这一格没有填）"))],
        radio=True,
    )
    value = forms.text(gettext_lazy("数字"), longest=30)
    unit = forms.choice(
        gettext_lazy("金额单位"),
        [("", gettext_lazy("请选择")), *((one, one) for one in MONEY_UNITS)],
        required=False,
    )
    reason = forms.reason(hint=gettext_lazy("例如：依据登记台账，单位某日来电更正。写入审计日志。"))

    def __init__(self, *args: Any, column: FormColumn | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["value"].required = self.data.get("kind") != "blank"
        if column is None or column.kind != "amount" or column.unit:
            del self.fields["unit"]

    def clean_value(self) -> Decimal | None:
        """The figure, however it was typed; None for a blank."""
        if self.cleaned_data.get("kind") != "value":
            return None
        typed = unicodedata.normalize("NFKC", self.cleaned_data["value"]).replace(",", "").replace(" ", "")
        try:
            value = Decimal(typed)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            raise django_forms.ValidationError(_("请填写数字，例如12；原文没有填的，请选“空白”。"))
        return value


@require_safe
def draft(request: HttpRequest, collection: int, draft: int) -> HttpResponse:
    """The desk; `?table=&row=&column=` asks to change a cell, `?fill=` to fill in a table that is missing."""
    here = context_of(request)
    subject: Draft = here.subject
    now = desk.judged(subject, here)
    address = desk.asked(request.GET)
    form = None
    if now is not None and address is not None:
        column = column_of(now.reading.format, *address)
        if column is None:
            raise Http404
        value = now.reading.value(*address)
        initial = {"kind": "value", "value": "" if value is None else f"{value}"}
        form = CellForm(initial=initial, column=column)
    return render_desk(request, subject, now, form=form, cell=address)


def _edit(
    request: HttpRequest, thing: Thing, verb: Verb, subject: Draft, here: RequestContext
) -> HttpResponse:
    """Change a cell."""
    now, address = desk.judged(subject, here), desk.asked(request.POST)
    column = column_of(now.reading.format, *address) if now and address else None
    if now is None or address is None or column is None:
        return _back(subject)
    form = CellForm(request.POST, column=column)
    if form.is_valid():
        data = {**dict(zip(("table", "row", "column"), address, strict=True)), **form.cleaned_data}
        del data["kind"]
        try:
            verb.perform(subject, data, here)
        except operations.BadFigure as refusal:
            form.add_error("value", str(refusal))
        except Refused as refusal:
            forms.refuse(form, refusal)
        else:
            flash(request, str(verb.done))
            return _back(subject, statement.cell_id(*address))
    return render_desk(request, subject, now, form=form, cell=address)


def _judge(
    request: HttpRequest, thing: Thing, verb: Verb, subject: Draft, here: RequestContext
) -> HttpResponse:
    """Say of a finding that it holds, that it does not and why, or take that back; then on to the next."""
    now = desk.judged(subject, here)
    if request.method != "POST" or now is None:
        return _back(subject)
    data = {name: request.POST.get(name, "") for name in ("key", "says", "reason")}
    place = next((index for index, one in enumerate(desk.in_order(now)) if one.key == data["key"]), 0)
    try:
        verb.perform(subject, data, here)
    except operations.ReasonMissing as refusal:
        trouble = Trouble(data["key"], str(refusal), data["reason"])
        return render_desk(request, subject, now, trouble=trouble)
    except Refused as refusal:
        flash(request, str(refusal))
        return _back(subject, "findings")
    after = queries.judged(subject)
    return _back(subject, desk.next_open(after, place) if after else "findings")


def _undo(
    request: HttpRequest, thing: Thing, verb: Verb, subject: Draft, here: RequestContext
) -> HttpResponse:
    """Put a cell back to what it was before its latest change."""
    number, reason = request.POST.get("edit", ""), request.POST.get("reason", "")
    known = number.isascii() and number.isdecimal() and len(number) <= 18
    found = subject.edits.filter(pk=int(number)).first() if known else None
    if request.method != "POST" or found is None:
        return _back(subject)
    try:
        verb.perform(subject, {"edit": found, "reason": reason}, here)
    except operations.ReasonMissing:
        trouble = Trouble(number, _("请说明撤销的理由。"), reason)
        return render_desk(request, subject, desk.judged(subject, here), trouble=trouble)
    except Refused as refusal:
        flash(request, str(refusal))
        return _back(subject, "edits")
    flash(request, str(verb.done))
    return _back(subject, "edits")


def _back(draft: Draft, anchor: str = "") -> HttpResponse:
    address = DRAFT_THING.address(draft)
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address, status=303)


REVIEW_VERBS: Final = Verbs(
    DRAFT_THING,
    (
        step_verb(
            "edit",
            EDIT,
            lambda draft, data, here: operations.edit_cell(draft=draft, **data, act=here.act),
            done=gettext_lazy("已修改，勾稽关系重新核对过。"),
            show=_edit,
            offered=False,
        ),
        step_verb(
            "undo",
            EDIT,
            lambda draft, data, here: operations.undo_edit(draft=draft, **data, act=here.act),
            label=gettext_lazy("撤销修改"),
            done=gettext_lazy("已撤销，这一格恢复到修改以前。"),
            show=_undo,
            offered=False,
        ),
        step_verb(
            "judge",
            JUDGE,
            lambda draft, data, here: operations.judge_finding(draft=draft, **data, act=here.act),
            show=_judge,
            offered=False,
        ),
    ),
)
