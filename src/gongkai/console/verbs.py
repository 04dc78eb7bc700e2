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
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.console import forms
from gongkai.console.frame import flash
from gongkai.console.pages import Page, View
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.things import Thing
from gongkai.records.kinds import Kind
from gongkai.records.lifecycle import Step
from gongkai.records.refusals import Refused

Text = str | Promise
Words = Text | Callable[[Any, RequestContext], Text]
FORM = ["GET", "HEAD", "POST"]
# A page of a verb's own: of the request, the thing, the verb, the row that the address names, the context.
VerbPage = Callable[[HttpRequest, Thing, "Verb", Any, RequestContext], HttpResponse]


class EmptyForm(django_forms.Form):
    """Nothing to fill in: the button says it all."""


class ReasonForm(django_forms.Form):
    """Why."""

    reason = forms.reason()


class OptionalReasonForm(django_forms.Form):
    """Why, if there is something to say."""

    reason = forms.reason(required=False)


def _perform_nothing(thing: Any, data: dict[str, Any], here: RequestContext) -> None:
    """For a verb with a `view` of its own."""


@dataclass(frozen=True)
class Verb:
    """One verb of a thing.

    `perform(thing, data, here)` calls the operation with the cleaned form; it may give back a response (a
    secret shown once), an address to go to, or anything else (then the thing's page follows, or what `after`
    makes of it, with the sentence `done`). `step` of the thing's lifecycle and `check` raise Refused where
    the state forbids it; `shown` hides it where it makes no sense. Texts may hold `%(name)s`, the thing's
    name; `title`, `effect` and `done` may be functions. `form` may be made for the thing (`make_form`).
    `facts`: what stands above the form.

    `at_once`: there is no form page; the thing's page posts it, and a refusal is told there. `show`: a page
    of its own in the place of the form page, which calls `perform` and ends with `finish`; `view`: one that
    does not know the verb. With `turn_back` its page leads back with the reason where it cannot be done.
    `wrap`: what its view has to be wrapped in. `page` and `path` where the page's name and the end of its
    address are not made from `name`.
    """

    name: str
    label: Text
    action: str
    perform: Callable[[Any, dict[str, Any], RequestContext], object] = _perform_nothing
    form: type[django_forms.Form] = EmptyForm
    title: Words = ""
    submit: Text = ""
    effect: Sequence[Text] | Callable[[Any, RequestContext], Sequence[Text]] = ()
    done: Text | Callable[[Any, dict[str, Any], Any], str] = ""
    check: Callable[[Any, RequestContext], object] | None = None
    shown: Callable[[Any, RequestContext], bool] | None = None
    initial: Callable[[Any, RequestContext], Mapping[str, Any]] | None = None
    choices: Mapping[str, Callable[[Any, RequestContext], Any]] = field(default_factory=dict)
    make_form: Callable[[Any], type[django_forms.Form]] | None = None
    facts: Callable[[Any, RequestContext], Sequence[dict[str, Any]]] | None = None
    back: Callable[[Any, RequestContext], str] | None = None
    after: Callable[[Any], str] | None = None
    step: Step | None = None
    danger: bool = False
    upload: bool = False
    offered: bool = True
    at_once: bool = False
    turn_back: bool = False
    show: VerbPage | None = None
    view: View | None = None
    wrap: Callable[[Callable[..., HttpResponseBase]], View] | None = None
    page: str = ""
    path: str | None = None

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

    @property
    def end(self) -> str:
        """The end of its address."""
        return f"{self.name.replace('_', '-')}/" if self.path is None else self.path


def step_verb(
    name: str, step: Step, perform: Callable[[Any, dict[str, Any], RequestContext], object], **more: Any
) -> Verb:
    """The verb that takes a step of a lifecycle: its label, its action and its reason why not are the step's.

    `more` as for Verb; a `label` there replaces the step's.
    """
    label = more.pop("label", step.label)
    return Verb(name, label, step.action, perform, step=step, **more)


@dataclass(frozen=True)
class Verbs:
    """The verbs of one kind of thing."""

    thing: Thing
    verbs: Sequence[Verb]
    prefix: str = ""  # of the pages' names, where it is not the page of the thing

    def pages(self) -> Iterator[Page]:
        """The form page of every verb: `<page of the thing>_<verb>`."""
        for verb in self.verbs:
            route = f"{self.thing.route}{verb.end}"
            yield Page(self.page_name(verb), verb.action, route, self._view(verb), self.thing)

    def page_name(self, verb: Verb) -> str:
        """The name of the verb's page."""
        return verb.page or f"{self.prefix or self.thing.page}_{verb.name}"

    def address(self, name: str, thing: Any) -> str:
        """The address of the verb of this name for a thing; StopIteration for one that there is not."""
        verb = next(one for one in self.verbs if one.name == name)
        return reverse(f"console:{self.page_name(verb)}", args=self.thing.keys_in_route(thing))

    def buttons(self, thing: Any, here: RequestContext) -> list[dict[str, Any]]:
        """The verbs as the component `verb_list` draws them; the first reason carries the heading of all."""
        kind = self.thing.kind.settled(thing, here.on)
        drawn: list[dict[str, Any]] = []
        first = True
        for verb in self.verbs:
            if not verb.offered or (verb.shown is not None and not verb.shown(thing, here)):
                continue
            reason = verb.why_not(kind, thing, here)
            shown = {
                "label": verb.label,
                "href": "" if reason else self.address(verb.name, thing),
                "kind": "danger" if verb.danger else "secondary",
                "reason": reason,
                "at_once": verb.at_once,
            }
            drawn.append({**shown, "first": bool(reason) and first})
            first = first and not reason
        return drawn

    def _view(self, verb: Verb) -> View:
        if verb.show is not None:
            return _wrapped(verb, require_http_methods(FORM)(self._own_page(verb, verb.show)))

        def back(thing: Any, here: RequestContext) -> str:
            return self.thing.address(thing)

        def name(thing: Any, here: RequestContext) -> str:
            return self.thing.kind.name(thing, here.on)

        return _wrapped(verb, _view(verb, lambda here: here.subject, name, back, self.thing.kind))

    def _own_page(self, verb: Verb, show: VerbPage) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, **names: object) -> HttpResponse:
            here = context_of(request)
            turned_back = _turn_back(
                request, self.thing.kind, verb, here.subject, _back(self.thing, verb, here)
            )
            return turned_back or show(request, self.thing, verb, here.subject, here)

        return view


@dataclass(frozen=True)
class ListVerbs:
    """Verbs that begin with no thing in hand (a new one, an import), or are about who is signed in.

    `route` is where their addresses stand, `home` the page that they lead back to. What their functions get
    for a thing is the person who is signed in.
    """

    route: str
    home: str
    verbs: Sequence[Verb]
    prefix: str = ""  # of the pages' names

    def pages(self) -> Iterator[Page]:
        """The form page of every verb: `<prefix>_<verb>`, or its name alone without a prefix."""
        for verb in self.verbs:
            yield Page(self.page_name(verb), verb.action, f"{self.route}{verb.end}", self._view(verb))

    def page_name(self, verb: Verb) -> str:
        """The name of the verb's page."""
        return verb.page or "_".join(filter(None, (self.prefix, verb.name)))

    def buttons(self, here: RequestContext) -> list[dict[str, Any]]:
        """Those that this post may, as they stand above a list; the first is the main one."""
        offered = [verb for verb in self.verbs if verb.offered and here.may(verb.action)]
        return [
            {
                "label": verb.label,
                "href": reverse(f"console:{self.page_name(verb)}"),
                "kind": "primary" if verb is self.verbs[0] else "secondary",
            }
            for verb in offered
        ]

    def _view(self, verb: Verb) -> View:
        def back(person: Any, here: RequestContext) -> str:
            return reverse(f"console:{self.home}")

        return _wrapped(verb, _view(verb, lambda here: here.person, lambda person, here: person.name, back))


def _view(
    verb: Verb,
    find: Callable[[RequestContext], Any],
    name: Callable[[Any, RequestContext], str],
    back: Callable[[Any, RequestContext], str],
    kind: Kind[Any] | None = None,
) -> View:
    """What a verb's page does: its own view, its form, or the verb at once."""
    if verb.view is not None:
        return verb.view

    def view(request: HttpRequest, **names: object) -> HttpResponseBase:
        here = context_of(request)
        subject = find(here)
        words = {"name": name(subject, here)}
        run = _run_at_once if verb.at_once else _run_form
        address = (verb.back or back)(subject, here)
        turned_back = _turn_back(request, kind, verb, subject, address) if kind is not None else None
        return turned_back or run(request, verb, subject, words, address)

    return require_POST(view) if verb.at_once else require_http_methods(FORM)(view)


def _wrapped(verb: Verb, view: Callable[..., HttpResponseBase]) -> View:
    return verb.wrap(view) if verb.wrap is not None else view


def _back(thing: Thing, verb: Verb, here: RequestContext) -> str:
    return verb.back(here.subject, here) if verb.back is not None else thing.address(here.subject)


def _turn_back(
    request: HttpRequest, kind: Kind[Any], verb: Verb, subject: Any, back: str
) -> HttpResponse | None:
    """Back to the thing with the reason, where the verb cannot be done and says `turn_back`."""
    if not verb.turn_back or request.method == "POST":
        return None
    reason = verb.why_not(kind, subject, context_of(request))
    if not reason:
        return None
    flash(request, reason)
    return HttpResponseRedirect(back, status=303)


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
    words = {"name": thing.kind.name(subject, here.on)}
    flash(request, _said(verb, subject, data, done, words))
    return HttpResponseRedirect(_back(thing, verb, here), status=303)


def _run_form(
    request: HttpRequest, verb: Verb, subject: Any, words: Mapping[str, str], back: str
) -> HttpResponse:
    """The form page of a verb: shows the form, or does what it says and goes back to the thing."""
    here = context_of(request)
    initial = dict(verb.initial(subject, here)) if verb.initial is not None else None
    form_class = verb.make_form(subject) if verb.make_form is not None else verb.form
    form = forms.bind(request, form_class, initial=initial)
    for name, offer in verb.choices.items():
        if name in form.fields:
            forms.set_choices(form, name, offer(subject, here))
    title = verb.title(subject, here) if callable(verb.title) else verb.title
    effect = verb.effect(subject, here) if callable(verb.effect) else verb.effect
    page = forms.FormPage(
        title=_filled(title or verb.label, words),
        verb=str(verb.submit or verb.label),
        back=back,
        effect=[_filled(one, words) for one in effect],
        danger=verb.danger,
        upload=verb.upload,
        facts=verb.facts(subject, here) if verb.facts is not None else (),
    )

    def perform(data: dict[str, Any]) -> tuple[str, str] | HttpResponse:
        return _perform(verb, subject, data, here, words, back)

    return forms.run_form(request, form, page, perform)


def _run_at_once(
    request: HttpRequest, verb: Verb, subject: Any, words: Mapping[str, str], back: str
) -> HttpResponse:
    """Do the verb; a refusal is told on the page it came from."""
    try:
        done = _perform(verb, subject, {}, context_of(request), words, back)
    except Refused as refusal:
        done = (back, str(refusal))
    if isinstance(done, HttpResponse):
        return done
    address, said = done
    if said:
        flash(request, said)
    return HttpResponseRedirect(address, status=303)


def _perform(
    verb: Verb,
    subject: Any,
    data: dict[str, Any],
    here: RequestContext,
    words: Mapping[str, str],
    back: str,
) -> tuple[str, str] | HttpResponse:
    """Call the operation; a response, or where to go on and what to say."""
    done = verb.perform(subject, data, here)
    if isinstance(done, HttpResponse):
        return done
    said = _said(verb, subject, data, done, words)
    if verb.after is not None:
        return verb.after(done), said
    return (done if isinstance(done, str) and done.startswith("/") else back), said


def _said(verb: Verb, subject: Any, data: dict[str, Any], done: object, words: Mapping[str, str]) -> str:
    """The sentence on what was done."""
    return verb.done(subject, data, done) if callable(verb.done) else _filled(verb.done, words)


def _filled(text: Text, words: Mapping[str, str]) -> str:
    """A text with the thing's name in it, where it asks for one."""
    return str(text) % words if "%(" in str(text) else str(text)
