"""Verbs: what can be done to a thing, declared once: address, rule, button with the reason why not, form
page.

The operation asks access and the lifecycle itself; the button asks the same questions before, so that
nobody fills in a form in vain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from gongkai.console import forms
from gongkai.console.pages import Page
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.things import Thing
from gongkai.records.kinds import Kind
from gongkai.records.refusals import Refused

Text = str | Promise
FORM = ["GET", "HEAD", "POST"]


class EmptyForm(django_forms.Form):
    """Nothing to fill in: the button says it all."""


class ReasonForm(django_forms.Form):
    """Why."""

    reason = forms.reason()


class OptionalReasonForm(django_forms.Form):
    """Why, if there is something to say."""

    reason = forms.reason(required=False)


@dataclass(frozen=True)
class Verb:
    """One verb of a thing.

    `perform(thing, data, here)` calls the operation with the cleaned form; it may give back a response (a
    secret shown once), an address to go to, or anything else (then the thing's page follows, with the
    sentence `done`). `check` raises Refused where the state forbids it; `shown` hides it where it makes no
    sense. Texts may hold `%(name)s`, the thing's name; `effect` and `done` may be functions.
    """

    name: str
    label: Text
    action: str
    perform: Callable[[Any, dict[str, Any], RequestContext], object]
    form: type[django_forms.Form] = EmptyForm
    title: Text = ""
    submit: Text = ""
    effect: Sequence[Text] | Callable[[Any, RequestContext], Sequence[Text]] = ()
    done: Text | Callable[[Any, dict[str, Any], object], str] = ""
    check: Callable[[Any, RequestContext], object] | None = None
    shown: Callable[[Any, RequestContext], bool] | None = None
    initial: Callable[[Any, RequestContext], Mapping[str, Any]] | None = None
    choices: Mapping[str, Callable[[Any, RequestContext], Any]] = field(default_factory=dict)
    back: Callable[[Any], str] | None = None
    danger: bool = False
    upload: bool = False
    offered: bool = True

    def why_not(self, kind: Kind[Any], thing: Any, here: RequestContext) -> str:
        """Why this verb cannot be done now: the sentence of the refusal, or the empty text."""
        try:
            here.act.check(self.action, [(kind, thing)])
            if self.check is not None:
                self.check(thing, here)
        except Refused as refusal:
            return str(refusal)
        return ""


@dataclass(frozen=True)
class Verbs:
    """The verbs of one kind of thing."""

    thing: Thing
    verbs: Sequence[Verb]
    prefix: str = ""  # of the pages' names, where it is not the page of the thing

    def pages(self) -> Iterator[Page]:
        """The form page of every verb: `<page of the thing>_<verb>`."""
        for verb in self.verbs:
            yield Page(
                name=self.page_name(verb),
                access=verb.action,
                route=f"{self.thing.route}{verb.name.replace('_', '-')}/",
                view=self._view(verb),
                thing=self.thing,
            )

    def page_name(self, verb: Verb) -> str:
        """The name of the verb's page."""
        return f"{self.prefix or self.thing.page}_{verb.name}"

    def buttons(self, thing: Any, here: RequestContext) -> list[dict[str, Any]]:
        """The verbs as the component `verb_list` draws them; the first reason carries the heading of all."""
        drawn: list[dict[str, Any]] = []
        first = True
        for verb in self.verbs:
            if not verb.offered or (verb.shown is not None and not verb.shown(thing, here)):
                continue
            reason = verb.why_not(self.thing.kind, thing, here)
            address = (
                "" if reason else reverse(f"console:{self.page_name(verb)}", args=self.thing.keys(thing))
            )
            kind = "danger" if verb.danger else "secondary"
            shown = {"label": verb.label, "href": address, "kind": kind, "reason": reason}
            drawn.append({**shown, "first": bool(reason) and first})
            first = first and not reason
        return drawn

    def _view(self, verb: Verb) -> Callable[..., HttpResponseBase]:
        @require_http_methods(FORM)
        def view(request: HttpRequest, **names: object) -> HttpResponse:
            here = context_of(request)
            return run_verb(request, self.thing, verb, here.subject, here)

        return view


def run_verb(
    request: HttpRequest, thing: Thing, verb: Verb, subject: Any, here: RequestContext
) -> HttpResponse:
    """The form page of a verb: shows the form, or does what it says and goes back to the thing."""
    initial = dict(verb.initial(subject, here)) if verb.initial is not None else None
    form = forms.bind(request, verb.form, initial=initial)
    for name, offer in verb.choices.items():
        forms.set_choices(form, name, offer(subject, here))
    words = {"name": thing.kind.name(subject, here.on)}
    effect = verb.effect(subject, here) if callable(verb.effect) else verb.effect
    back = verb.back(subject) if verb.back is not None else thing.address(subject)
    page = forms.FormPage(
        title=_filled(verb.title or verb.label, words),
        verb=str(verb.submit or verb.label),
        back=back,
        effect=[_filled(one, words) for one in effect],
        danger=verb.danger,
        upload=verb.upload,
    )

    def perform(data: dict[str, Any]) -> tuple[str, str] | HttpResponse:
        done = verb.perform(subject, data, here)
        if isinstance(done, HttpResponse):
            return done
        said = verb.done(subject, data, done) if callable(verb.done) else _filled(verb.done, words)
        return (done if isinstance(done, str) and done.startswith("/") else back), said

    return forms.run_form(request, form, page, perform)


def _filled(text: Text, words: Mapping[str, str]) -> str:
    """A text with the thing's name in it, where it asks for one."""
    return str(text) % words if "%(" in str(text) else str(text)
