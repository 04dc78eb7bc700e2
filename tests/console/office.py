"""People in posts who have signed in, and pages as they see them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from gongkai.organisations import operations, queries
from gongkai.organisations.accounts import sessions
from gongkai.organisations.models import Body, Person
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.organisations import material
from tests.portal.html import Page
from tests.responses import Response

PASSWORD = "Qing-Shan-2026-ok"  # noqa: S105 - of a test


if TYPE_CHECKING:

    class ReadResponse(Response):
        """A response; `body` is what a streamed one held."""

        body: bytes

else:
    ReadResponse = Response


def _read(response: Any) -> ReadResponse:
    """The response; a streamed one is read to its end, which closes it."""
    if response.streaming:
        response.body = b"".join(response.streaming_content)
    read: ReadResponse = response
    return read


@dataclass
class Visitor:
    """Somebody with a browser. `get` and `post` follow no redirect and give the response."""

    client: Client
    person: Person

    def get(self, address: str, **more: Any) -> ReadResponse:
        return _read(self.client.get(address, more or None))

    def post(self, address: str, **data: Any) -> Response:
        return self.client.post(address, data)

    def page(self, address: str) -> Page:
        response = self.get(address)
        assert response.status_code == 200, response.content.decode()[:2000]
        return Page(response)


def browser(*, csrf: bool = False) -> Client:
    """A browser without a session."""
    return Client(enforce_csrf_checks=csrf, headers={"host": "localhost"})


def signed_in(person: Person, *, csrf: bool = False) -> Visitor:
    """A browser in which the person has signed in."""
    client = browser(csrf=csrf)
    with transaction.atomic():
        opened = sessions.open_for(person, timezone.now())
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[sessions.KEY] = opened.secret
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME]["path"] = settings.SESSION_COOKIE_PATH
    return Visitor(client, person)


def holder(body: Body, *roles: str, login: str = "", name: str = "林知远") -> Person:
    """Somebody who holds a post with these roles at the body since it began; no password is set."""
    login = login or f"{roles[0].replace('_', '.')}.{body.code}"
    someone = queries.person(login) or operations.create_person(
        login=login, name=name, act=SystemAct(SYSTEM, material.AT)
    )
    held = operations.create_post(
        body=body, title=f"{login}岗", roles=roles, act=SystemAct(SYSTEM, material.AT)
    )
    operations.appoint(person=someone, post=held, on=material.BEGAN, act=SystemAct(SYSTEM, material.AT))
    return someone


def visitor(body: Body, *roles: str, login: str = "", csrf: bool = False) -> Visitor:
    """Somebody in such a post, signed in."""
    return signed_in(holder(body, *roles, login=login), csrf=csrf)


def with_password(person: Person, password: str = PASSWORD) -> Person:
    """The person, able to sign in with their own password."""
    initial = operations.issue_initial_password(person=person, act=SystemAct(SYSTEM, material.AT))
    operations.change_password(
        person=person, present=initial, new=password, act=SystemAct(SYSTEM, material.AT)
    )
    person.refresh_from_db()
    return person
