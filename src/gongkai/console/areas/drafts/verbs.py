"""What is decided on one draft: whose it is, of which year, into the archive, or back with a letter.

Labels, actions and reasons why not are those of the steps of its lifecycle.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.lifecycle import DRAFT_LIFECYCLE
from gongkai.annual_reports.models import Draft
from gongkai.console import forms
from gongkai.console.areas.drafts.desk import judged
from gongkai.console.frame import UNPROCESSABLE, render_page
from gongkai.console.request_context import RequestContext
from gongkai.console.things import DRAFT_THING, Thing
from gongkai.console.verbs import Verb, Verbs, finish, step_verb
from gongkai.organisations.models import Body
from gongkai.records.refusals import Refused

ACCEPT, RETURN, ASSIGN, EDIT = (DRAFT_LIFECYCLE[verb] for verb in ("accept", "return", "assign", "edit"))
NOBODY, ASIDE = "-", "aside"
# A reason in the place of the one that a person will give, to ask whether the rest allows it.
SOME_REASON = "·"


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


class UnitForm(django_forms.Form):
    """Whose the draft is."""

    unit = forms.choice(gettext_lazy("单位"), [])
    reason = forms.reason(required=False, label=gettext_lazy("不采用的原因"))

    def clean(self) -> dict[str, Any]:
        """A file that is set aside needs the reason."""
        if self.cleaned_data.get("unit") == ASIDE and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("请说明为什么不采用这个文件。"))
        return self.cleaned_data


class AcceptForm(django_forms.Form):
    """Why, where other figures are archived already."""

    reason = forms.reason(
        required=False, hint=gettext_lazy("年报库里已有这个单位这一年度的其他数据时，请写明替换的原因。")
    )


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


def _titled(words: str | Promise) -> Callable[[Draft, RequestContext], str]:
    """A title with the name of the draft in it."""
    return lambda draft, here: str(words) % {"name": name_of(draft)}


# Into the archive


def _check_accept(draft: Draft, here: RequestContext) -> None:
    operations.check_can_accept(draft=draft, reason=SOME_REASON, now=judged(draft, here))


def _after_accepting(draft: Draft, here: RequestContext) -> list[str]:
    effect = [_("按改正后的数据收入年报库，在门户的年报栏目公开；草稿不能再改。")]
    if draft.warnings or draft.asks:
        effect.append(
            _("还有提醒%(warnings)s处、请核实%(asks)s处没有判为不属实。")
            % {"warnings": draft.warnings, "asks": draft.asks}
        )
    if draft.unread_cells:
        effect.append(_("有%(count)s处没有读出，收录后这些格没有数据。") % {"count": draft.unread_cells})
    return effect


# Back with a letter


def _check_return(draft: Draft, here: RequestContext) -> None:
    operations.check_can_return(draft=draft, note=SOME_REASON, now=judged(draft, here))


def _return_page(
    request: HttpRequest, thing: Thing, verb: Verb, draft: Draft, here: RequestContext
) -> HttpResponse:
    """The letter is shown before it is issued; `preview` shows it again with what was typed."""
    form = forms.bind(request, verb.form)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        data = form.cleaned_data
        try:
            return finish(request, thing, verb, draft, data, verb.perform(draft, data, here), here)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    note = request.POST.get("note", "")[:500]
    letter = reverse("console:draft_letter", args=thing.keys(draft))
    context = {
        "title": _("退回%(name)s的年报草稿") % {"name": name_of(draft)},
        "fields": forms.render_fields(form),
        "errors": forms.errors(form) if form.is_bound else [],
        "needs": _needs(draft, note, here),
        "back": thing.address(draft),
        "preview": f"{letter}?{urlencode({'preview': '1', 'note': note})}",
    }
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render_page(request, "review_return", context, status, frames=True)


def _needs(draft: Draft, note: str, here: RequestContext) -> str:
    """What is missing still, with this note."""
    try:
        operations.check_can_return(draft=draft, note=note, now=judged(draft, here))
    except Refused as refusal:
        return str(refusal)
    return ""


# Whose it is, of which year


def _unit_choices(draft: Draft, here: RequestContext) -> list[tuple[str, str]]:
    return [
        ("", _("请选择")),
        *((unit.code, _unit_label(unit)) for unit in queries.unit_choices(draft.collection)),
        (NOBODY, _("还不知道是哪个单位的")),
        (ASIDE, _("不是年报草稿，不采用（请写原因）")),
    ]


def _unit_label(unit: queries.Unit) -> str:
    return _("%(name)s（已有草稿）") % {"name": unit.name} if unit.draft else unit.name


def _assign(draft: Draft, data: dict[str, Any], here: RequestContext) -> object:
    """Give the draft to its unit, take it from there, or set it aside as no draft at all."""
    if data["unit"] == ASIDE:
        return operations.set_aside(draft=draft, reason=data["reason"], act=here.act)
    body = None if data["unit"] == NOBODY else Body.objects.get(code=data["unit"])
    return operations.assign_unit(draft=draft, body=body, act=here.act)


def _assigned(draft: Draft, data: dict[str, Any], done: object) -> str:
    said = {ASIDE: _("这个文件已标为不采用。"), NOBODY: _("已取消选定的单位。")}
    return said.get(data["unit"], _("单位已经选定。"))


def _may_edit(draft: Draft, here: RequestContext) -> bool:
    return draft.reading is not None and may_change(here, draft)


def may_change(here: RequestContext, draft: Draft) -> bool:
    """Whether this person may judge and correct this draft now."""
    return EDIT.allows(draft) and here.may(EDIT.action, draft.collection.body)


DRAFT_VERBS: Final = Verbs(
    DRAFT_THING,
    (
        step_verb(
            "accept",
            ACCEPT,
            lambda draft, data, here: operations.accept_draft(draft=draft, **data, act=here.act),
            form=AcceptForm,
            title=_titled(gettext_lazy("收录%(name)s的年报")),
            effect=_after_accepting,
            done=lambda draft, data, report: _("已收录%(report)s年度报告。") % {"report": report},
            check=_check_accept,
            turn_back=True,
        ),
        step_verb(
            "return",
            RETURN,
            lambda draft, data, here: operations.return_draft(draft=draft, **data, act=here.act),
            form=ReturnForm,
            done=lambda draft, data, letter: (
                _("已退回，退改函文号%(number)s。") % {"number": letter.number.text}
            ),
            check=_check_return,
            show=_return_page,
            turn_back=True,
            danger=True,
        ),
        step_verb(
            "unit",
            ASSIGN,
            _assign,
            form=UnitForm,
            title=lambda draft, here: _("选定单位：%(file)s") % {"file": draft.path.rpartition("/")[2]},
            submit=gettext_lazy("选定"),
            effect=[gettext_lazy("这个单位已有草稿的，以这一份为准，原来的一份保留备查。")],
            done=_assigned,
            shown=lambda draft, here: ASSIGN.allows(draft),
            initial=lambda draft, here: {"unit": draft.body.code if draft.body else ""},
            choices={"unit": _unit_choices},
        ),
        step_verb(
            "year",
            EDIT,
            lambda draft, data, here: operations.edit_year(draft=draft, **data, act=here.act),
            label=gettext_lazy("更正年度"),
            form=YearForm,
            title=_titled(gettext_lazy("更正%(name)s的报告年度")),
            submit=gettext_lazy("更正"),
            effect=[gettext_lazy("只更正读错的年度；报告本身年度写错的，请退回重报。更正后重新核查。")],
            done=gettext_lazy("年度已经更正。"),
            shown=_may_edit,
            initial=lambda draft, here: {"year": draft.year or ""},
        ),
    ),
)
