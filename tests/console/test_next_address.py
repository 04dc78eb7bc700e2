"""`next` leads to a page of this console or to the inbox, however it is written."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.console.next_address import safe_next
from tests.console import office
from tests.organisations import material
from tests.organisations.material import City
from tests.responses import Response

HOME = "/console/"
FRIENDLY = [
    "/console/",
    "/console/bodies/",
    "/console/bodies/?on=2026-01-01",
    "/console/bodies/?q=%E6%95%99%E8%82%B2&after=a%2Fb%3D%3D",
    "/console/bodies/of/jyj/",
    "/console/collections/3/drafts/14/",
    "/console/people/?columns=name&columns=login#"[:-1],
    "/console/account/password/",
    "/console/journal/?verb=person.signed_in&from=2026-01-01",
    "/console/bodies/?q=..%2F..%2Fx",  # a question may hold anything: it leads nowhere
    "/console/bodies/?next=//evil.example",
]
HOSTILE = [
    "",
    " ",
    "/",
    "console/",
    "/console",
    "/consoles/",
    "/reports/",
    "/api/v1/bodies",
    "https://evil.example/",
    "https://evil.example/console/",
    "http:evil.example/console/",
    "//evil.example/console/",
    "///evil.example/console/",
    "/\\evil.example/console/",
    "\\\\evil.example\\console\\",
    "javascript:alert(1)",
    "data:text/html,x",
    "/console/\\x",
    "/console/\\..\\..\\evil",
    "/console/../../evil",
    "/console/..",
    "/console/../",
    "/console/./../evil",
    "/console/./",
    "/console/bodies/../../evil",
    "/console/bodies/..;/..;/evil",
    "/console/..;x=1/evil",
    "/console/%2e%2e/evil",
    "/console/%2E%2E%2Fevil",
    "/console/.%2e/evil",
    "/console/..%2fevil",
    "/console/..%5cevil",
    "/console/%252e%252e/evil",
    "/console/%c0%ae%c0%ae/evil",
    "/console/%u002e%u002e/evil",
    "/console//evil.example",
    "/console//bodies/",
    "/console/%2f/evil.example",
    "/console/%2F%2Fevil.example",
    "/console/bodies/%00",
    "/console/bodies/%0d%0aLocation:%20https://evil.example",
    "/console/bodies/\r\nLocation: https://evil.example",
    "/console/bodies/\n",
    "/console/bodies/\t",
    " /console/bodies/",
    "/console/bodies/ ",
    "\u200b/console/",
    "/console/bodies/\u202e",
    "/console/．．/evil",
    "/console\uff0f..\uff0fevil",
    "/console/%",
    "/console/%zz",
    "/console/bodies/#@evil.example",
    "/console/@evil.example/",
    "/console/nothing-there/",
    "/console/no/such/page",
    "/CONSOLE/bodies/",
    "/console/sign-in/",
    "/console/sign-in/?next=/console/sign-in/",
    "/console/sign-in/code/",
    "/console/sign-out/",
    "/console/bodies/?x=" + "a" * 5000,
]


@pytest.mark.parametrize("wanted", FRIENDLY)
def test_a_page_of_the_console_is_gone_on_to(wanted: str) -> None:
    assert safe_next(wanted) == wanted


@pytest.mark.parametrize("wanted", HOSTILE, ids=[ascii(wanted)[:60] for wanted in HOSTILE])
def test_everything_else_becomes_the_inbox(wanted: str) -> None:
    assert safe_next(wanted) == HOME


def test_there_are_enough_of_them() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 40


@pytest.mark.django_db(transaction=True)
class TestOnTheWay:
    @pytest.fixture
    def city(self, transactional_db: None) -> City:
        """Sign-ins count their failures in transactions of their own."""
        return material.city()

    def entered(self, client: Client, wanted: str) -> Response:
        data = {"login": "clerk", "password": office.PASSWORD, "next": wanted}
        return client.post(reverse("console:sign_in"), data)

    def test_through_the_entrance_and_the_choice_of_a_post_it_is_the_same(self, city: City) -> None:
        office.with_password(office.holder(city.education, "clerk", login="clerk"))
        climbing = "/console/../../evil"
        assert self.entered(office.browser(), climbing).headers["Location"] == HOME
        client = office.browser()
        assert self.entered(client, "/console/bodies/").headers["Location"] == "/console/bodies/"
        again = client.get(reverse("console:sign_in"), {"next": climbing})
        assert again.headers["Location"] == HOME
        page = client.get(reverse("console:choose_post"), {"next": climbing})
        assert b'name="next" value="/console/"' in page.content
