"""Settings of the deployment: what holds today, since when, by whom and why; changed by a further row."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.console import forms, wording
from gongkai.console.frame import render_page
from gongkai.console.request_context import context_of
from gongkai.console.views.body_changes import FORM, bodies_of_the_day, page_form
from gongkai.design import table
from gongkai.organisations import operations, parameters
from gongkai.organisations.models import Body


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


def _known(name: str) -> parameters.Known:
    try:
        return parameters.known(name)
    except parameters.UnknownParameter:
        raise Http404 from None


@require_safe
def setting(request: HttpRequest, name: str) -> HttpResponse:
    """One parameter: its value today, and every change with who, when, from which day and why."""
    here = context_of(request)
    known = _known(name)
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
        "change": reverse("console:setting_change", args=[name]) if here.may("settings.change") else "",
        "why_not": here.why_not("settings.change"),
    }
    return render_page(request, "setting", context)


def _form(known: parameters.Known) -> type[django_forms.Form]:
    """A form for this parameter's kind of value."""
    fields: dict[str, Any] = {}
    if known.choices is not None:
        choices = [(str(key), label) for key, label in known.choices.items()]
        fields["value"] = forms.choice(gettext_lazy("新的值"), choices, radio=True)
    else:
        hint = gettext_lazy("整数；不另设的留空。") if known.empty else gettext_lazy("整数。")
        unit = f"（{known.unit}）" if known.unit else ""
        fields["value"] = forms.text(f"{_('新的值')}{unit}", longest=6, hint=hint, required=not known.empty)
    fields["on"] = forms.day(gettext_lazy("自哪一天起"), hint=gettext_lazy("这一天以前的事仍按原来的值。"))
    if known.per_body:
        fields["body"] = forms.choice(gettext_lazy("适用机构"), [], required=False, hint=_BELOW)
    fields["reason"] = forms.reason()
    return type("SettingForm", (django_forms.Form,), fields)


_BELOW = gettext_lazy("选定机构的，它和它的下级都按这个值。")


def _value(known: parameters.Known, typed: str) -> parameters.Value:
    """What was typed as the parameter takes it; BadValue is left to the operation."""
    if known.choices is not None:
        return next((key for key in known.choices if str(key) == typed), typed)
    text = typed.strip()
    if not text and known.empty:
        return None
    return int(text) if text.isdecimal() and text.isascii() else text


@require_http_methods(FORM)
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Set a parameter from a day on."""
    here = context_of(request)
    known = _known(name)
    now = parameters.value(name, here.on)
    form = page_form(request, _form(known), initial={"on": here.on, "value": "" if now is None else str(now)})
    if "body" in form.fields:
        field = form.fields["body"]
        assert isinstance(field, django_forms.ChoiceField)  # noqa: S101 - declared so
        field.choices = [("", _("全市")), *bodies_of_the_day(here.on)]
    what = forms.FormPage(
        title=_("修改设置：%(label)s") % {"label": known.label},
        verb=_("修改"),
        back=reverse("console:setting", args=[name]),
        effect=[*([str(known.note)] if known.note else []), _("旧值保留；生效日以前的事仍按旧值计算。")],
        facts=[{"label": _("现在的值"), "value": known.words(now)}],
    )

    def perform(data: dict[str, Any]) -> tuple[str, str]:
        code = data.pop("body", "")
        operations.set_parameter(
            name=name,
            value=_value(known, data.pop("value")),
            body=Body.objects.get(code=code) if code else None,
            **data,
            act=here.act,
        )
        return reverse("console:setting", args=[name]), _("设置已经修改。")

    return forms.run_form(request, form, what, perform)
