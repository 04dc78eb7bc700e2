"""Cookies of the console: whose they are, where they go, and that the portal knows none of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gongkai.organisations.accounts import devices
from gongkai.organisations.models import KnownDevice, Person
from tests.console import office
from tests.organisations import material
from tests.organisations.material import City
from tests.responses import Response

ENTRANCE = "/console/sign-in/"
ASKED = (
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_PATH",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_DOMAIN",
    "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_PATH",
    "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_DOMAIN",
    "GONGKAI_DEVICE_COOKIE",
)


@pytest.fixture
def city(transactional_db: None) -> City:
    """Sign-ins count their failures in transactions of their own."""
    return material.city()


@pytest.fixture
def clerk(city: City) -> Person:
    return office.with_password(office.holder(city.education, "clerk", login="clerk"))


@pytest.fixture
def https(settings: Settings) -> dict[str, object]:
    """This deployment as it is behind HTTPS: the settings of a fresh process that was told so."""
    program = (
        "import json; from django.conf import settings;"
        f"print(json.dumps({{name: getattr(settings, name) for name in {ASKED}}}))"
    )
    environment = {**os.environ, "GONGKAI_HTTPS": "1", "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True, text=True
    )
    found: dict[str, object] = json.loads(done.stdout)
    for name, value in found.items():
        setattr(settings, name, value)
    return found


def enter(client: Client, login: str = "clerk", password: str = office.PASSWORD, **more: str) -> Response:
    secure = bool(more.pop("secure", ""))
    data = {"login": login, "password": password, **more}
    return client.post(ENTRANCE, data, secure=secure)


def fail(times: int, login: str = "clerk") -> None:
    for _time in range(times):
        enter(office.browser(), login, "wrong-wrong-wrong")


@pytest.mark.django_db(transaction=True)
class TestUnderHttps:
    def test_no_other_host_can_plant_a_session_or_the_token_of_forms(
        self, https: dict[str, object], clerk: Person
    ) -> None:
        """`__Host-`: Secure, the path /, no domain; browsers refuse such a cookie from anywhere else."""
        client = office.browser()
        client.get(ENTRANCE, secure=True)
        enter(client, secure="1")
        for name in (https["SESSION_COOKIE_NAME"], https["CSRF_COOKIE_NAME"]):
            assert str(name).startswith("__Host-")
            cookie = client.cookies[str(name)]
            assert (cookie["path"], cookie["secure"], cookie["domain"], cookie["httponly"]) == (
                "/",
                True,
                "",
                True,
            ), name
        assert client.get(reverse("console:account"), secure=True).status_code == 200

    def test_the_device_is_known_to_the_console_alone(self, https: dict[str, object], clerk: Person) -> None:
        client = office.browser()
        enter(client, secure="1")
        assert https["GONGKAI_DEVICE_COOKIE"] == "__Secure-gongkai_device"
        cookie = client.cookies["__Secure-gongkai_device"]
        assert (cookie["path"], cookie["secure"], cookie["httponly"], cookie["samesite"]) == (
            "/console/",
            True,
            True,
            "Strict",
        )

    @pytest.mark.parametrize("value", ["x", "short", "a" * 32])
    @pytest.mark.parametrize("address", ["/", "/law/", "/check/", "/api/v1/reports", "/healthz"])
    def test_portal_and_api_answer_the_same_whatever_session_cookie_comes(
        self, address: str, value: str, https: dict[str, object], transactional_db: None
    ) -> None:
        plain = office.browser().get(address, secure=True)
        client = office.browser()
        client.cookies[str(https["SESSION_COOKIE_NAME"])] = value
        answer = client.get(address, secure=True)
        assert not hasattr(answer.wsgi_request, "session")
        assert str(https["SESSION_COOKIE_NAME"]) not in answer.cookies
        assert answer.headers.get("Vary") == plain.headers.get("Vary")
        assert answer.status_code == plain.status_code


@pytest.mark.django_db(transaction=True)
class TestOnLoopbackWithoutHttps:
    def test_everything_works_with_plain_names(self, clerk: Person) -> None:
        client = office.browser()
        enter(client)
        assert {name: cookie["path"] for name, cookie in client.cookies.items()} == {
            "gongkai_session": "/console/",
            "gongkai_device": "/console/",
            "csrftoken": "/",
        }
        assert client.get(reverse("console:account")).status_code == 200


@pytest.mark.django_db(transaction=True)
class TestAKnownDevice:
    def test_is_known_from_the_first_sign_in_and_lets_its_owner_in_past_a_pause(self, clerk: Person) -> None:
        desk = office.browser()
        assert enter(desk).status_code == 303
        desk.post(reverse("console:sign_out"))
        fail(8)
        assert enter(office.browser()).status_code == 422
        assert enter(desk).status_code == 303

    def test_is_shared_by_an_office_without_mixing_people_up(self, city: City, clerk: Person) -> None:
        other = office.with_password(office.holder(city.health, "clerk", login="other"))
        desk = office.browser()
        for login in ("clerk", "other", "clerk"):
            assert enter(desk, login).status_code == 303
            desk.post(reverse("console:sign_out"))
        assert {device.person for device in KnownDevice.objects.all()} == {clerk, other}
        fail(8, "other")
        fail(8)
        for login in ("clerk", "other"):
            assert enter(desk, login).status_code == 303
            desk.post(reverse("console:sign_out"))

    @pytest.mark.parametrize("cookie", ["", "x", "W10:x:y", "signed elsewhere"])
    def test_is_not_made_up(self, cookie: str, clerk: Person, settings: Settings) -> None:
        enter(office.browser())
        fail(8)
        thief = office.browser()
        if cookie == "signed elsewhere":
            cookie = signing.dumps(["guess"], salt="another")
        thief.cookies[settings.GONGKAI_DEVICE_COOKIE] = cookie
        assert enter(thief).status_code == 422

    def test_is_forgotten_with_signing_out_everywhere(self, clerk: Person) -> None:
        desk, here = office.browser(), office.browser()
        enter(desk)
        enter(here)
        here.post(reverse("console:sign_out_everywhere"))
        fail(8)
        assert enter(desk).status_code == 422
        here.post(reverse("console:sign_out"))
        assert enter(here).status_code == 303

    def test_carries_a_few_people_and_no_name(self, city: City, settings: Settings) -> None:
        desk = office.browser()
        for number in range(devices.MOST_IN_A_COOKIE + 2):
            office.with_password(office.holder(city.education, "clerk", login=f"clerk-{number}"))
            enter(desk, f"clerk-{number}")
            desk.post(reverse("console:sign_out"))
        value = desk.cookies[settings.GONGKAI_DEVICE_COOKIE].value
        carried = signing.loads(value, salt="gongkai.known-device")
        assert len(carried) == devices.MOST_IN_A_COOKIE
        assert "clerk" not in str(carried)
