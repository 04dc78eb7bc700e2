"""The guard before every view: signed in, in a post, allowed, and within reach; else refused.

Nothing of the console is kept by a browser or a proxy: what one post may see, the next person at the
same desk may not.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.console import problems
from gongkai.console.pages import PAGES, PUBLIC, SIGNED_IN, Page, View
from gongkai.console.request_context import RequestContext
from gongkai.console.things import Thing
from gongkai.organisations import access
from gongkai.organisations.accounts import sessions
from gongkai.organisations.acting import Acting
from gongkai.organisations.models import SignIn
from gongkai.organisations.tree_facts import TreeFacts
from gongkai.records.acts import Act
from gongkai.records.process_pool import CouldNotFinish, Overloaded

# Where a person whose initial password has not been changed may go.
BEFORE_THE_PASSWORD = {"password", "sign_out"}


class RedirectTo(Exception):
    """Go there first: sign in, change the password, choose a post."""

    def __init__(self, name: str, back: str = "") -> None:
        address = reverse(f"console:{name}")
        self.address = f"{address}?{urlencode({'next': back})}" if back else address
        super().__init__(self.address)


def guarded(name: str, view: View) -> View:
    """The view behind its rule; KeyError for a name that the table of pages does not know."""
    page = PAGES[name]

    @functools.wraps(view)
    def guard(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            request.request_context = _visit(request, name, page, kwargs)  # type: ignore[attr-defined]
            response = view(request, **kwargs)
        except RedirectTo as detour:
            response = HttpResponseRedirect(detour.address, status=303)
        except access.NotAllowed as refusal:
            response = problems.forbidden(request, str(refusal))
        except CouldNotFinish as refusal:
            response = problems.too_demanding(request, str(refusal))
        except Overloaded as busy:
            response = problems.busy(request, busy)
        except PermissionDenied:
            response = problems.forbidden(request, _("您的岗位不能查看这个页面。"))
        except Http404:
            response = problems.not_found(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guard


def _visit(request: HttpRequest, name: str, page: Page, kwargs: dict[str, Any]) -> RequestContext | None:
    at = timezone.now()
    on = timezone.localdate(at)
    open_one = sessions.resume(request, at)
    if open_one is None:
        if page.access == PUBLIC:
            return None
        raise RedirectTo("sign_in", back=_back(request))
    person = open_one.person
    if person.must_change_password and name not in BEFORE_THE_PASSWORD and page.access != PUBLIC:
        raise RedirectTo("password")
    facts = TreeFacts(on)
    choices = tuple(facts.acting_choices(person))
    chosen = next((one for one in choices if _is(one, open_one)), None)
    here = RequestContext(request, open_one, on, at, chosen, facts, choices, _actions(chosen, facts))
    request.request_context = here  # type: ignore[attr-defined]  # pages of refusal show who is signed in
    if page.access in {PUBLIC, SIGNED_IN}:
        return here
    if chosen is None:
        if len(choices) != 1:
            raise RedirectTo("choose_post", back=_back(request))
        here = replace(here, chosen=choices[0], actions=_actions(choices[0], facts))
    return replace(here, subject=_check(here, page, kwargs))


def _actions(chosen: Acting | None, facts: TreeFacts) -> frozenset[str]:
    return access.actions_of(chosen, on=facts.on, facts=facts) if chosen is not None else frozenset()


def _is(one: Acting, open_one: SignIn) -> bool:
    return one.appointment is not None and one.appointment.pk == open_one.acting_for_id


def _back(request: HttpRequest) -> str:
    return request.get_full_path() if request.method in {"GET", "HEAD"} else ""


def _check(here: RequestContext, page: Page, kwargs: dict[str, Any]) -> Any:
    """Raise NotAllowed unless the action reaches what the address names; give that back.

    What this post may not even see is not there (Http404), as is what does not exist: numbers in addresses
    can be counted up.
    """
    act, action = here.act, page.access
    if action not in here.actions:
        act.check(action)  # refuses, with the sentence
    if page.thing is None:
        return None
    names = {name: kwargs[name] for name in re.findall(r"<\w+:(\w+)>", page.thing.route)}
    subject = page.thing.find(**names)
    if subject is None:
        raise Http404
    try:
        act.check(action, [(page.thing.kind, subject)])
    except access.NotAllowed:
        if not _may_see(act, page.thing, subject):
            raise Http404 from None
        raise
    return subject


def _may_see(act: Act, thing: Thing, subject: Any) -> bool:
    try:
        act.check(thing.see, [(thing.kind, subject)])
    except access.NotAllowed:
        return False
    return True
