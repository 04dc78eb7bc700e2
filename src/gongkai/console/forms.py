"""Forms of the console: Django cleans what was typed, the components draw it, operations judge it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console.frame import UNPROCESSABLE, flash, render_page
from gongkai.design.templatetags import ui
from gongkai.records.names import NameFormField
from gongkai.records.refusals import Refused
from gongkai.text import dates

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = object
Form = TypeVar("Form", bound=forms.Form)
REQUIRED = {"required": gettext_lazy("请填写。")}
CHOICE = {"required": gettext_lazy("请选择。"), "invalid_choice": gettext_lazy("请从列出的选项中选择。")}


class DateField(forms.Field):
    """A day as people write it."""

    def to_python(self, value: Any) -> date | None:
        """The day; ValidationError with the reader's sentence."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return dates.parse(text)
        except dates.NotADate as problem:
            raise forms.ValidationError(str(problem)) from problem

    def prepare_value(self, value: Any) -> Any:
        """What stands in the field: a day in figures, or what was typed."""
        return value.isoformat() if isinstance(value, date) else value


def text(
    label: Text, *, longest: int = 100, hint: Text = "", required: bool = True, autocomplete: str = ""
) -> forms.Field:
    """One line of text, without what deceives the eye."""
    field = NameFormField(
        label=label, max_length=longest, help_text=hint, required=required, error_messages=_words(longest)
    )
    field.widget.attrs["autocomplete"] = autocomplete
    return field


def reason(*, required: bool = True, label: Text = "", hint: Text = "") -> forms.Field:
    """Why; it stands in the journal for ever."""
    return forms.CharField(
        label=label or gettext_lazy("理由"),
        max_length=200,
        required=required,
        widget=forms.Textarea,
        help_text=hint or gettext_lazy("写入审计日志，长期保存；不要写申请人的个人信息。"),
        error_messages=_words(200),
    )


def day(label: Text, *, hint: Text = "", required: bool = True) -> forms.Field:
    """A day."""
    return DateField(label=label, help_text=hint, required=required, error_messages=REQUIRED)


def choice(
    label: Text, choices: Any, *, hint: Text = "", required: bool = True, radio: bool = False
) -> forms.Field:
    """One of a few (or, from a callable, of what there is now)."""
    widget = forms.RadioSelect if radio else forms.Select
    return forms.ChoiceField(
        label=label, choices=choices, help_text=hint, required=required, widget=widget, error_messages=CHOICE
    )


def several(label: Text, choices: Any, *, hint: Text = "", required: bool = True) -> forms.Field:
    """Several of a few."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        help_text=hint,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOICE,
    )


def password(label: Text, *, hint: Text = "", new: bool = False) -> forms.Field:
    """A password; never stripped, never sent back."""
    field = forms.CharField(
        label=label,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput,
        help_text=hint,
        error_messages=REQUIRED,
    )
    field.widget.attrs["autocomplete"] = "new-password" if new else "current-password"
    return field


def code(label: Text, *, hint: Text = "", required: bool = True) -> forms.Field:
    """A short code from a telephone or a sheet."""
    field = forms.CharField(
        label=label, max_length=20, help_text=hint, required=required, error_messages=REQUIRED
    )
    field.widget.attrs["autocomplete"] = "one-time-code"
    return field


def file(label: Text, *, hint: Text = "", accept: str = "") -> forms.Field:
    """A file."""
    field = forms.FileField(
        label=label, help_text=hint, error_messages={"required": gettext_lazy("请选择文件。")}
    )
    field.widget.attrs["accept"] = accept
    return field


def hidden() -> forms.Field:
    """Something the page carries along."""
    return forms.CharField(widget=forms.HiddenInput, required=False)


def _words(longest: int) -> dict[str, Text]:
    return {**REQUIRED, "max_length": _TOO_LONG % {"count": longest}}


_TOO_LONG = gettext_lazy("最多%(count)s个字，请缩短。")


def render_fields(form: forms.Form) -> list[SafeString]:
    """Each visible field of the form, rendered by its component."""
    return [ui.render(*_component(bound)) for bound in form if not bound.is_hidden]


def _component(bound: forms.BoundField) -> tuple[str, dict[str, Any]]:
    """The component that draws a field, and its options."""
    widget = bound.field.widget
    options: dict[str, Any] = {
        "id": f"id_{bound.html_name}",
        "name": bound.html_name,
        "label": bound.label,
        "hint": bound.help_text,
        "error": " ".join(str(error) for error in bound.errors),
    }
    autocomplete = widget.attrs.get("autocomplete", "")
    if isinstance(widget, forms.PasswordInput):
        return "password_field", {**options, "autocomplete": autocomplete}
    if autocomplete == "one-time-code":
        return "code_field", options
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        kind = "radio" if isinstance(widget, forms.RadioSelect) else "checkbox"
        options["legend"] = options.pop("label")
        return "choice_group", {**options, "kind": kind, "choices": _choices(bound)}
    if not bound.field.required:
        options["optional"] = _("（可不填）")
    if isinstance(widget, forms.Select):
        return "select_field", {**options, "choices": _choices(bound)}
    if isinstance(bound.field, forms.FileField):
        return "file_field", {**options, "accept": widget.attrs.get("accept", "")}
    options["value"] = _value(bound)
    if isinstance(bound.field, DateField):
        return "date_field", options
    if isinstance(widget, forms.Textarea):
        return "textarea_field", {**options, "rows": 3}
    width = "long" if (getattr(bound.field, "max_length", 0) or 0) > 60 else "normal"
    username = {"autocomplete": autocomplete} if autocomplete else {}
    return "text_field", {**options, "width": width, **username}


def _value(bound: forms.BoundField) -> str:
    value = bound.value()
    return "" if value is None else str(value)


def _choices(bound: forms.BoundField) -> list[dict[str, Any]]:
    value = bound.value()
    chosen = {str(one) for one in value} if isinstance(value, list | tuple | set) else {str(value or "")}
    field = bound.field
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the only kind with choices
    offered: Any = field.choices
    return [{"value": key, "label": label, "current": str(key) in chosen} for key, label in offered]


def errors(form: forms.Form) -> list[dict[str, str]]:
    """Every error, each with the way to its field."""
    found = []
    for name, sentences in form.errors.items():
        for sentence in sentences:
            if name == "__all__" or form.fields[name].widget.is_hidden:
                found.append({"href": "", "message": str(sentence)})
            else:
                label = form.fields[name].label
                found.append({"href": f"#id_{name}", "message": f"{label}：{sentence}"})
    return found


def refuse(form: forms.Form, refusal: Refused) -> None:
    """Show an operation's refusal at the field it names, or above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def bind(request: HttpRequest, form: type[Form], *, initial: dict[str, Any] | None = None) -> Form:
    """The form with what was posted, or with what it begins with."""
    if request.method == "POST":
        return form(request.POST, request.FILES, initial=initial)
    return form(initial=initial)


def set_choices(form: forms.Form, name: str, choices: Any) -> None:
    """Give a field of choices what can be chosen on this request; "" alone need not be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so
    field.choices = choices
    if [key for key, _label in choices] == [""]:
        field.required = False


@dataclass(frozen=True)
class FormPage:
    """A form page: what it is about, what will happen in words, its verb, where it came from."""

    title: Text
    verb: Text
    back: str
    effect: Sequence[Text] = ()
    danger: bool = False
    upload: bool = False
    facts: Sequence[dict[str, Any]] = ()
    more: Sequence[dict[str, Any]] = ()  # links below the form


# Performs it with the cleaned values; gives back where to go and what to say, or a page.
Perform = Callable[[dict[str, Any]], "tuple[str, str] | HttpResponse"]


def run_form(request: HttpRequest, form: forms.Form, what: FormPage, perform: Perform) -> HttpResponse:
    """Show the form, or do what it says: a refusal comes back at its field with everything that was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            done = perform(form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            if isinstance(done, HttpResponse):
                return done
            address, sentence = done
            flash(request, sentence)
            return HttpResponseRedirect(address, status=303)
    context = {
        "what": what,
        "title": what.title,
        "fields": render_fields(form),
        "hidden": [bound for bound in form if bound.is_hidden],
        "errors": errors(form) if form.is_bound else [],
        "kind": "danger" if what.danger else "primary",
    }
    return render_page(request, "form", context, UNPROCESSABLE if form.is_bound else 200)
