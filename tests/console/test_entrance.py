"""The way in: who is told what, what a wrong password costs, the second factor, the post one acts in."""

from __future__ import annotations

from base64 import b32decode

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from pytest_django import Settings

from gongkai.config.deployment import SiteTags
from gongkai.organisations import operations, queries
from gongkai.organisations.accounts import second_factor
from gongkai.organisations.models import Person, SignIn
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.console import office
from tests.organisations import material
from tests.organisations.material import City
from tests.portal.html import Page
from tests.responses import Response

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

ENTRANCE = "/console/sign-in/"


@pytest.fixture
def city(transactional_db: None) -> City:
    """Sign-ins count their failures in transactions of their own."""
    return material.city()


@pytest.fixture
def clerk(city: City) -> Person:
    """A clerk with a password."""
    return office.with_password(office.holder(city.education, "clerk", login="clerk"))


def enter(client: Client, login: str, password: str, **more: str) -> Response:
    return client.post(ENTRANCE, {"login": login, "password": password, **more})


class TestSigningIn:
    def test_leads_to_where_one_was_going(self, clerk: Person) -> None:
        client = office.browser()
        response = client.get("/console/bodies/?on=2026-01-01")
        assert response.headers["Location"] == f"{ENTRANCE}?next=%2Fconsole%2Fbodies%2F%3Fon%3D2026-01-01"
        page = Page(client.get(response.headers["Location"]))
        answer = enter(client, "clerk", office.PASSWORD, next=page.field("next"))
        assert answer.headers["Location"] == "/console/bodies/?on=2026-01-01"

    @pytest.mark.parametrize(
        "back",
        [
            "https://evil.example/",
            "//evil.example/console/",
            "/reports/",
            "javascript:alert(1)",
            "/console/\\x",
        ],
    )
    def test_leads_to_no_other_site(self, back: str, clerk: Person) -> None:
        answer = enter(office.browser(), "clerk", office.PASSWORD, next=back)
        location = answer.headers["Location"]
        assert location.startswith("/console/")

    def test_says_the_same_whether_login_or_password_is_wrong_and_keeps_the_login(
        self, clerk: Person
    ) -> None:
        said = set()
        for login in ("clerk", "nobody"):
            response = enter(office.browser(), login, "wrong-wrong-wrong")
            page = Page(response)
            assert response.status_code == 422
            assert page.field("login") == login
            assert page.field("password") == ""
            said.add(tuple(page.texts("//*[@role='alert']")))
        assert len(said) == 1

    def test_is_paused_after_five_wrong_passwords_even_for_the_right_one(self, clerk: Person) -> None:
        client = office.browser()
        for _attempt in range(5):
            enter(client, "clerk", "wrong-wrong-wrong")
        response = enter(client, "clerk", office.PASSWORD)
        assert "登录失败次数过多" in Page(response).text
        assert journal.entries(journal.EntryFilters(verb="person.sign_in_paused")).exists()

    def test_gives_a_new_session_to_the_console_alone(self, clerk: Person) -> None:
        client = office.browser()
        enter(client, "clerk", office.PASSWORD)
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/console/", True, "Lax")

    def test_ends_with_signing_out(self, clerk: Person) -> None:
        visitor = office.signed_in(clerk)
        assert visitor.post(reverse("console:sign_out")).headers["Location"] == ENTRANCE
        assert visitor.get("/console/").status_code == 303
        assert SignIn.objects.get(person=clerk, acting_for=None).ended_at is not None


class TestClaimingAnAccount:
    def test_the_administrator_approves_a_code_and_the_person_sets_the_password(self, city: City) -> None:
        security = office.visitor(city.root, "security_admin")
        person = office.holder(city.education, "clerk", login="clerk")
        client, claim = office.browser(), reverse("console:claim")
        assert client.post(claim, {"login": "clerk"}).status_code == 303
        code = Page(client.get(claim)).texts("//p[@class='once__secret']")[0]
        approve = reverse("console:person_activation", args=[person.public_id])
        assert security.post(approve, code="0000-0000").status_code == 422
        assert security.post(approve, code=code).status_code == 303
        page = Page(client.post(claim, {"new": office.PASSWORD, "again": "other"}))
        assert "两次输入的密码不一样" in page.text
        assert client.post(claim, {"new": office.PASSWORD, "again": office.PASSWORD}).status_code == 303
        enter(client, "clerk", office.PASSWORD)
        assert client.get("/console/").status_code == 200

    def test_another_browser_with_the_same_login_gets_nothing(self, city: City) -> None:
        security = office.visitor(city.root, "security_admin")
        person = office.holder(city.education, "clerk", login="clerk")
        own, other, claim = office.browser(), office.browser(), reverse("console:claim")
        own.post(claim, {"login": "clerk"})
        other.post(claim, {"login": "clerk"})
        code = Page(own.get(claim)).texts("//p[@class='once__secret']")[0]
        security.post(reverse("console:person_activation", args=[person.public_id]), code=code)
        assert Page(other.get(claim)).select("//p[@class='once__secret']")
        assert not Page(own.get(claim)).select("//p[@class='once__secret']")

    def test_a_login_that_there_is_not_looks_the_same(self, city: City) -> None:
        client, claim = office.browser(), reverse("console:claim")
        assert client.post(claim, {"login": "no.body"}).status_code == 303
        assert Page(client.get(claim)).select("//p[@class='once__secret']")

    def test_claims_from_one_address_are_counted(self, city: City) -> None:
        claim = reverse("console:claim")
        statuses = [office.browser().post(claim, {"login": f"x{n}"}).status_code for n in range(12)]
        assert (statuses[0], statuses[-1]) == (303, 422)


class TestTheSecondFactor:
    def test_is_enrolled_by_a_picture_and_then_asked_for(self, clerk: Person) -> None:
        visitor = office.signed_in(clerk)
        visitor.post(reverse("console:second_factor_begin"))
        picture = visitor.get(reverse("console:second_factor_picture"))
        assert picture.headers["Content-Type"] == "image/svg+xml"
        assert b"<svg" in picture.content
        page = visitor.page(reverse("console:second_factor"))
        assert page.select("//img[@src='/console/account/second-factor/code.svg']")
        assert Page(visitor.post(reverse("console:second_factor"), code="000000")).select(
            "//*[@role='alert']"
        )
        codes = Page(visitor.post(reverse("console:second_factor"), code=self.code(clerk)))
        assert len(codes.select("//ul[@class='codes']/li")) == second_factor.RECOVERY_CODES

        client = office.browser()
        assert enter(client, "clerk", office.PASSWORD).headers["Location"].endswith("/code/")
        assert client.get("/console/").status_code == 303
        wrong = client.post("/console/sign-in/code/", {"code": "123456"})
        assert wrong.status_code == 422
        recovery = codes.texts("//ul[@class='codes']/li")[0]
        client.post("/console/sign-in/code/", {"code": recovery})
        assert client.get("/console/").status_code == 200

    def test_lets_its_owner_in_while_the_login_is_paused_by_others(self, clerk: Person) -> None:
        visitor = office.signed_in(clerk)
        visitor.post(reverse("console:second_factor_begin"))
        page = Page(visitor.post(reverse("console:second_factor"), code=self.code(clerk)))
        recovery = page.texts("//ul[@class='codes']/li")[0]
        assert "code" not in office.browser().get(ENTRANCE).content.decode().partition("<form")[2]
        for _attempt in range(5):
            enter(office.browser(), "clerk", "wrong-wrong-wrong")
        client = office.browser()
        paused = Page(enter(client, "clerk", office.PASSWORD))
        assert "登录失败次数过多" in paused.text
        assert paused.select("//input[@name='code']")
        assert paused.field("login") == "clerk"
        wrong = Page(enter(client, "clerk", office.PASSWORD, code="123456"))
        assert "至少有一项不正确" in wrong.text
        both = enter(client, "clerk", office.PASSWORD, code=recovery, next="/console/bodies/")
        assert both.headers["Location"] == "/console/bodies/"
        assert client.get("/console/").status_code == 200

    def test_is_given_up_with_the_password_only(self, clerk: Person) -> None:
        visitor = office.signed_in(clerk)
        visitor.post(reverse("console:second_factor_begin"))
        visitor.post(reverse("console:second_factor"), code=self.code(clerk))
        address = reverse("console:second_factor_remove")
        assert visitor.post(address, present="wrong-wrong-wrong").status_code == 422
        assert second_factor.enabled(clerk)
        assert visitor.post(address, present=office.PASSWORD).status_code == 303
        assert not second_factor.enabled(clerk)

    def test_has_no_picture_once_it_is_in_use(self, clerk: Person) -> None:
        visitor = office.signed_in(clerk)
        assert visitor.get(reverse("console:second_factor_picture")).status_code == 404

    def code(self, person: Person) -> str:
        totp = TOTP(b32decode(person.authenticator.secret))
        totp.time = timezone.now().timestamp()
        return f"{totp.token():06}"


class TestThePost:
    def test_is_chosen_by_who_has_several_and_stands_in_the_journal(self, city: City) -> None:
        person = office.holder(city.education, "clerk", login="two")
        post = material.post(city.health, "reviewer")
        operations.appoint(person=person, post=post, on=material.BEGAN, act=SystemAct(SYSTEM, material.AT))
        visitor = office.signed_in(person)
        assert visitor.get("/console/bodies/").headers["Location"].startswith(reverse("console:choose_post"))
        page = visitor.page(reverse("console:choose_post"))
        assert len(page.select("//button[@name='post']")) == 2
        chosen = queries.acting_choices(person, timezone.localdate())[1]
        assert chosen.appointment is not None
        visitor.post(reverse("console:choose_post"), post=str(chosen.appointment.pk), next="/console/bodies/")
        assert "云河市卫生健康委员会" in visitor.page("/console/").texts("//header")[0]
        assert journal.entries(journal.EntryFilters(verb="person.post_chosen")).count() == 1

    def test_of_somebody_else_cannot_be_chosen(self, city: City) -> None:
        other = office.holder(city.root, "system_admin").appointments.get()
        visitor = office.visitor(city.education, "clerk")
        visitor.post(reverse("console:choose_post"), post=str(other.pk))
        assert "云河市教育局" in visitor.page("/console/").texts("//header")[0]


class TestOpenSignIns:
    def test_are_listed_and_ended_everywhere_else(self, clerk: Person) -> None:
        here, there = office.signed_in(clerk), office.signed_in(clerk)
        assert len(here.page(reverse("console:account")).select("//table//tbody/tr")) == 2
        here.post(reverse("console:sign_out_everywhere"))
        assert here.get("/console/").status_code == 200
        assert there.get("/console/").status_code == 303


@pytest.fixture
def demo(transactional_db: None) -> None:
    """A demo city with one account."""
    operations.found_demo_city(base_day=material.ON, act=SystemAct(SYSTEM, material.AT))
    root = material.city().root
    person = office.holder(root, "system_admin", login="system", name="演示·系统")
    operations.open_demo_account(person=person, act=SystemAct(SYSTEM, material.AT))


@pytest.mark.usefixtures("demo")
class TestADemo:
    def test_shows_its_accounts_and_their_password(self) -> None:
        page = Page(office.browser().get(ENTRANCE))
        assert "gongkai-yanshi" in page.text
        assert "系统管理员" in page.text

    def test_is_the_only_one_that_does(self, settings: Settings) -> None:
        settings.GONGKAI_SITE = SiteTags("某市", "www.example", "1100000001", "某市办公室", demo=False)
        page = Page(office.browser().get(ENTRANCE))
        assert "gongkai-yanshi" not in page.text
        assert "演示" not in page.text
