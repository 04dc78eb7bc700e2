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
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from gongkai.console import forms
from gongkai.console.frame import flash
from gongkai.console.pages import Page, View
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.things import Thing
from gongkai.records.kinds import Kind
from gongkai.records.lifecycle import Step
from gongkai.records.refusals import Refused

Text = str | Promise
FORM = ["GET", "HEAD", "POST"]
# A page of a verb: of the request, the thing, the verb, the row that the address names, the context.
VerbPage = Callable[[HttpRequest, Thing, "Verb", Any, RequestContext], HttpResponse]


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
    secret shown once), an address to go to, or anything else (then the thing's page follows, or what `after`
    makes of it, with the sentence `done`). `step` of the thing's lifecycle and `check` raise Refused where
    the state forbids it; `shown` hides it where it makes no sense. Texts may hold `%(name)s`, the thing's
    name; `title`, `effect` and `done` may be functions.

    With `turn_back` its page leads back with the reason where it cannot be done. `page` is a page of its own
    in the place of the form page, which calls `perform`; `wrap` what its view has to be wrapped in.
    """

    name: str
    label: Text
    action: str
    perform: Callable[[Any, dict[str, Any], RequestContext], object]
    form: type[django_forms.Form] = EmptyForm
    title: Text | Callable[[Any, RequestContext], str] = ""
    submit: Text = ""
    effect: Sequence[Text] | Callable[[Any, RequestContext], Sequence[Text]] = ()
    done: Text | Callable[[Any, dict[str, Any], object], str] = ""
    check: Callable[[Any, RequestContext], object] | None = None
    shown: Callable[[Any, RequestContext], bool] | None = None
    initial: Callable[[Any, RequestContext], Mapping[str, Any]] | None = None
    choices: Mapping[str, Callable[[Any, RequestContext], Any]] = field(default_factory=dict)
    back: Callable[[Any], str] | None = None
    after: Callable[[Any], str] | None = None
    step: Step | None = None
    page: VerbPage | None = None
    wrap: Callable[[Callable[..., HttpResponse]], View] | None = None
    danger: bool = False
    upload: bool = False
    offered: bool = True
    turn_back: bool = False

    def why_not(self, kind: Kind[Any], thing: Any, here: RequestContext) -> str:
        """Why this verb cannot be done now: the sentence of the refusal, or the empty text."""
        try:
            here.act.check(self.action, [(kind, thing)])
            if self.step is not None:
                self.step.check(thing, here.act)
            if self.check is not None:
                self.check(thing, here)
        except Refused as refusal:
            return str(refusal)
        return ""


def step_verb(
    name: str, step: Step, perform: Callable[[Any, dict[str, Any], RequestContext], object], **more: Any
) -> Verb:
    """The verb that takes a step of a lifecycle: its label, its action and its reason why not are the step's.

    `more` as for Verb; a `label` there replaces the step's.
    """
    label = more.pop("label", step.label)
    return Verb(name, label, step.action, perform, step=step, **more)


@dataclass(frozen=True)
class NewVerb:
    """The verb that begins a new thing: its page, where it is, and where it leads back to, by `verb.back`.

    `verb.perform` and what else the verb asks get None in the place of a thing.
    """

    page_name: str
    route: str
    verb: Verb

    def page(self) -> Page:
        """The form page."""

        @require_http_methods(FORM)
        def view(request: HttpRequest) -> HttpResponse:
            return run_verb(request, None, self.verb, None, context_of(request))

        return Page(self.page_name, self.verb.action, self.route, view)

    def buttons(self, here: RequestContext) -> list[dict[str, Any]]:
        """The button above the list, where it is allowed at all."""
        if not here.may(self.verb.action):
            return []
        return [{"label": self.verb.label, "href": reverse(f"console:{self.page_name}"), "kind": "primary"}]


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
        show = verb.page or run_verb

        @require_http_methods(FORM)
        def view(request: HttpRequest, **names: object) -> HttpResponse:
            here = context_of(request)
            turned_back = turn_back(request, self.thing, verb, here.subject, here)
            return turned_back or show(request, self.thing, verb, here.subject, here)

        return verb.wrap(view) if verb.wrap is not None else view


def turn_back(
    request: HttpRequest, thing: Thing, verb: Verb, subject: Any, here: RequestContext
) -> HttpResponse | None:
    """Back to the thing with the reason, where the verb cannot be done and says `turn_back`."""
    reason = verb.why_not(thing.kind, subject, here) if verb.turn_back and request.method != "POST" else ""
    if not reason:
        return None
    flash(request, reason)
    return HttpResponseRedirect(_back(thing, verb, subject), status=303)


def press(request: HttpRequest, thing: Thing, verb: Verb, subject: Any, here: RequestContext) -> HttpResponse:
    """The page of a verb whose button stands on the thing's page: it is done, or the refusal told, there."""
    if request.method == "POST":
        try:
            return finish(request, thing, verb, subject, {}, verb.perform(subject, {}, here), here)
        except Refused as refusal:
            flash(request, str(refusal))
    return HttpResponseRedirect(_back(thing, verb, subject), status=303)


def finish(
    request: HttpRequest,
    thing: Thing,
    verb: Verb,
    subject: Any,
    data: dict[str, Any],
    done: object,
    here: RequestContext,
) -> HttpResponse:
    """Back to the thing with the sentence on what was done: the end of a page of a verb's own."""
    flash(request, _done(thing, verb, subject, data, done, here))
    return HttpResponseRedirect(_back(thing, verb, subject), status=303)


def run_verb(
    request: HttpRequest, thing: Thing | None, verb: Verb, subject: Any, here: RequestContext
) -> HttpResponse:
    """The form page of a verb: shows the form, or does what it says and goes back to the thing."""
    initial = dict(verb.initial(subject, here)) if verb.initial is not None else None
    form = forms.bind(request, verb.form, initial=initial)
    for name, offer in verb.choices.items():
        forms.set_choices(form, name, offer(subject, here))
    title = verb.title or verb.label
    effect = verb.effect(subject, here) if callable(verb.effect) else verb.effect
    back = _back(thing, verb, subject)
    page = forms.FormPage(
        title=title(subject, here) if callable(title) else _filled(title, thing, subject, here),
        verb=str(verb.submit or verb.label),
        back=back,
        effect=[_filled(one, thing, subject, here) for one in effect],
        danger=verb.danger,
        upload=verb.upload,
    )

    def perform(data: dict[str, Any]) -> tuple[str, str] | HttpResponse:
        done = verb.perform(subject, data, here)
        if isinstance(done, HttpResponse):
            return done
        said = _done(thing, verb, subject, data, done, here)
        if verb.after is not None:
            return verb.after(done), said
        return (done if isinstance(done, str) and done.startswith("/") else back), said

    return forms.run_form(request, form, page, perform)


def _back(thing: Thing | None, verb: Verb, subject: Any) -> str:
    if verb.back is not None:
        return verb.back(subject)
    assert thing is not None  # noqa: S101 - a verb that begins a thing says where it leads back to
    return thing.address(subject)


def _done(
    thing: Thing | None, verb: Verb, subject: Any, data: dict[str, Any], done: object, here: RequestContext
) -> str:
    """The sentence on what was done."""
    if callable(verb.done):
        return verb.done(subject, data, done)
    return _filled(verb.done, thing, subject, here)


def _filled(text: Text, thing: Thing | None, subject: Any, here: RequestContext) -> str:
    """A text with the thing's name in it, where it asks for one."""
    if thing is None or "%(" not in str(text):
        return str(text)
    return str(text) % {"name": thing.kind.name(subject, here.on)}
