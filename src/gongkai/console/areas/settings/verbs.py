"""What is done with a setting: have it hold another value from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console import forms
from gongkai.console.areas.bodies.verbs import bodies_of_the_day
from gongkai.console.request_context import RequestContext
from gongkai.console.things import SETTING_THING
from gongkai.console.verbs import Verb, Verbs
from gongkai.organisations import operations, parameters, queries


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


def _facts(known: parameters.Known, here: RequestContext) -> Sequence[dict[str, Any]]:
    return [{"label": _("现在的值"), "value": known.words(parameters.value(known.name, here.on))}]


def _begin(known: parameters.Known, here: RequestContext) -> dict[str, Any]:
    now = parameters.value(known.name, here.on)
    return {"on": here.on, "value": "" if now is None else str(now)}


def _change(known: parameters.Known, data: dict[str, Any], here: RequestContext) -> object:
    body, value = queries.body(data.pop("body", "")), _value(known, data.pop("value"))
    return operations.set_parameter(name=known.name, value=value, body=body, **data, act=here.act)


SETTING_VERBS: Final = Verbs(
    SETTING_THING,
    (
        Verb(
            "change",
            gettext_lazy("修改"),
            "settings.change",
            _change,
            make_form=_form,
            title=gettext_lazy("修改设置：%(name)s"),
            effect=lambda known, here: [
                *([known.note] if known.note else []),
                gettext_lazy("旧值保留；生效日以前的事仍按旧值计算。"),
            ],
            done=gettext_lazy("设置已经修改。"),
            initial=_begin,
            choices={"body": lambda known, here: [("", _("全市")), *bodies_of_the_day(here.on)]},
            facts=_facts,
        ),
    ),
)
