"""A right that the table of actions declares is asked somewhere, and a scope of a token opens something."""

from __future__ import annotations

import ast

import pytest

from gongkai.api.routes import ROUTES
from gongkai.console import urls
from gongkai.console.pages import PAGES
from gongkai.organisations.access import ACTIONS, Action, Reach, token_scopes
from gongkai.organisations.models import Role
from gongkai.records.operations import OPERATIONS
from tests.optional import ROOT

# What asks for an action by its name, besides operations, pages and routes: for what a page shows.
ASKING = {"may", "bodies_in_reach", "allowed", "check", "check_body", "why_not", "check_person", "Source"}


def asked_in_source() -> set[str]:
    """Every action that is named in a question."""
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func).rpartition(".")[2]
                if name in ASKING:
                    found |= {one.value for one in node.args if isinstance(one, ast.Constant)}
    return {one for one in found if isinstance(one, str)}


def never_asked() -> set[str]:
    """The actions of the table that no operation, page, route or question names."""
    assert urls.urlpatterns
    asked = {
        *(one.action for one in OPERATIONS.values()),
        *(page.access for page in PAGES.values()),
        *(route.scope for route in ROUTES.values()),
        *asked_in_source(),
    }
    return set(ACTIONS) - asked


def empty_scopes() -> set[str]:
    """The scopes of tokens that open no route."""
    return set(token_scopes()) - {route.scope for route in ROUTES.values()}


def test_every_action_is_asked_by_an_operation_a_page_a_route_or_a_question() -> None:
    assert never_asked() == set()


def test_every_scope_of_a_token_opens_a_route() -> None:
    assert empty_scopes() == set()


def test_an_action_that_nobody_asks_and_a_scope_that_opens_nothing_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, token in (("garden.water", None), ("garden.look", Reach.OWN)):
        planted = Action(name, "园丁", "business", {Role.CLERK: Reach.OWN}, token=token)
        monkeypatch.setitem(ACTIONS, planted.name, planted)
    assert never_asked() == {"garden.water", "garden.look"}
    assert empty_scopes() == {"garden.look"}
