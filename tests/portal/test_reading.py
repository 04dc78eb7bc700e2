"""How a person wants to read: larger type and high contrast, kept in a cookie, drawn by the server."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.portal.html import Page


def choose(visitor: Client, **fields: str) -> str:
    """Press a button of the reading preferences; where one is sent back to."""
    response = visitor.post("/preferences/", {"back": "/law/", **fields})
    assert response.status_code == 302
    return response["Location"]


@pytest.mark.parametrize(
    ("fields", "attributes"),
    [
        ({"type": "large"}, {"data-type": "large"}),
        ({"type": "largest"}, {"data-type": "largest"}),
        ({"contrast": "high"}, {"data-contrast": "high"}),
        # what is not offered changes nothing
        ({"type": "enormous"}, {}),
        ({"contrast": '"><script>'}, {}),
        ({}, {}),
    ],
)
def test_a_choice_stays(fields: dict[str, str], attributes: dict[str, str], visitor: Client) -> None:
    choose(visitor, **fields)
    root = Page(visitor.get("/law/")).root
    assert {name: value for name, value in root.attrib.items() if str(name).startswith("data-")} == attributes


def test_one_choice_leaves_the_other_and_can_be_taken_back(visitor: Client) -> None:
    choose(visitor, type="large")
    choose(visitor, contrast="high")
    page = Page(visitor.get("/law/"))
    assert page.root.get("data-type") == "large"
    assert page.texts("//button[@aria-pressed='true']") == ["大", "高对比"]
    choose(visitor, type="normal")
    choose(visitor, contrast="normal")
    assert Page(visitor.get("/law/")).root.get("data-type") is None


def test_a_spoilt_cookie_is_ignored(visitor: Client) -> None:
    visitor.cookies["reading"] = "<b>-<i>"
    assert Page(visitor.get("/law/")).root.get("data-type") is None


@pytest.mark.parametrize(
    ("back", "to"),
    [
        ("/law/?x=1", "/law/?x=1"),
        # never to another site
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
        # nor to the console or the API, nor out of the portal by climbing
        ("/console/account/", "/"),
        ("/api/v1/reports", "/"),
        ("/law/../console/account/", "/"),
        ("/law/%2e%2e/console/", "/"),
        ("/no/such/page/", "/"),
        ("/reports/compare/?places=%E9%87%8D%E5%BA%86", "/reports/compare/?places=%E9%87%8D%E5%BA%86"),
    ],
)
def test_one_goes_back_to_this_site_only(back: str, to: str, visitor: Client) -> None:
    assert choose(visitor, back=back, type="large") == to


def test_caches_are_told_that_pages_differ(visitor: Client) -> None:
    assert "Cookie" in visitor.get("/law/")["Vary"]
