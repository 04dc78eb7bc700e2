"""Each of the three administrators alone, by detours: nobody comes to a guarded role or account by them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.organisations import operations, queries
from gongkai.organisations.access import NotAllowed
from gongkai.organisations.accounts import claims, tokens
from gongkai.organisations.acting import Acting
from gongkai.organisations.acts import OfficialAct, official_act
from gongkai.organisations.models import ApiToken, Appointment, Confirmation, Person, Post
from gongkai.organisations.operations import grants
from gongkai.organisations.operations.posts import SecondPersonNeeded
from gongkai.records.actors import PUBLIC, SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.lifecycle import SomebodyElse
from gongkai.records.refusals import Refused
from tests.organisations import material
from tests.organisations.material import AT, BEGAN, ON, City

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PASSWORD = "Yun-He-2026-ok"  # noqa: S105 - of a test
COMMAND = SystemAct(SYSTEM, AT)


def act(acting: Acting, after: timedelta = timedelta(0)) -> OfficialAct:
    return official_act(acting, AT + after)


@pytest.fixture
def security(city: City) -> Acting:
    return material.acting(city.root, "security_admin", login="an.quan")


@pytest.fixture
def system(city: City) -> Acting:
    return material.acting(city.root, "system_admin", login="xi.tong")


@pytest.fixture
def auditor(city: City) -> Acting:
    return material.acting(city.root, "auditor", login="shen.ji")


def guarded_appointments() -> list[str]:
    held = Appointment.objects.filter(post__granted__role__in=["auditor", "supervisor"])
    return sorted(held.values_list("person__login", flat=True))


class TestRoles:
    def test_roles_for_a_later_day_are_nobody_s_who_leaves_before_it(
        self, city: City, security: Acting
    ) -> None:
        post, someone = material.post(city.health, "clerk"), material.person("wo.de", "我的人")
        operations.appoint(person=someone, post=post, on=ON, until=ON + timedelta(30), act=act(security))
        with pytest.raises(SecondPersonNeeded):
            operations.set_roles(post=post, roles=["auditor"], on=ON + timedelta(365), act=act(security))
        assert guarded_appointments() == []

    def test_a_post_is_confirmed_with_the_roles_it_had_when_it_was_asked_for(
        self, city: City, security: Acting, system: Acting
    ) -> None:
        post, someone = material.post(city.health, "clerk"), material.person("wo.de", "我的人")
        asked = operations.ask_appointment(person=someone, post=post, on=ON, act=act(security))
        operations.set_roles(post=post, roles=["auditor"], on=ON, act=act(security))  # nobody holds it
        with pytest.raises(grants.ChangedSince):
            operations.confirm(confirmation=asked, act=act(system))
        assert guarded_appointments() == []

    def test_roles_are_confirmed_for_those_who_held_the_post_when_they_were_asked_for(
        self, city: City, security: Acting, system: Acting
    ) -> None:
        post, someone = material.post(city.health, "clerk"), material.person("wo.de", "我的人")
        asked = operations.ask_roles(post=post, roles=["supervisor"], on=ON, act=act(security))
        operations.appoint(person=someone, post=post, on=ON, act=act(security))
        with pytest.raises(grants.ChangedSince):
            operations.confirm(confirmation=asked, act=act(system))
        assert guarded_appointments() == []

    def test_a_second_appointment_to_a_guarded_post_waits_as_the_first(
        self, city: City, security: Acting, auditor: Acting
    ) -> None:
        assert auditor.appointment is not None
        someone = material.person("wo.de", "我的人")
        with pytest.raises(SecondPersonNeeded):
            operations.appoint(person=someone, post=auditor.appointment.post, on=ON, act=act(security))

    def test_a_workbook_appoints_nobody_to_a_guarded_post_that_is_there(
        self, city: City, security: Acting
    ) -> None:
        material.person("wo.de", "我的人")
        material.post(city.root, "auditor", title="审计岗")
        rows = [("wo.de", "我的人", "szf", "审计岗", "", ON)]
        done = operations.import_people(data=material.workbook(people=rows), act=act(security))
        assert (done.appointments, len(done.waiting)) == (0, 1)
        assert guarded_appointments() == []

    def test_a_body_that_ends_and_another_that_takes_over_bring_no_roles(
        self, city: City, system: Acting
    ) -> None:
        held = material.acting(city.health, "supervisor", login="zhu.guan")
        operations.close_body(body=city.health, on=ON, act=act(system))
        operations.record_succession(
            predecessor=city.health, successor=city.education, on=ON, act=act(system)
        )
        assert held.person is not None
        assert queries.acting_choices(held.person, ON) == []
        assert not Post.objects.filter(body=city.education, granted__role="supervisor").exists()


class TestConfirming:
    def asked(self, city: City, by: Acting) -> Confirmation:
        someone = queries.person("hou.xuan") or material.person("hou.xuan", "候选")
        post = material.post(city.root, "supervisor", title="主管岗")
        return operations.ask_appointment(person=someone, post=post, on=ON, act=act(by))

    def test_what_is_over_is_not_revived_though_nobody_ended_it(
        self, city: City, security: Acting, system: Acting
    ) -> None:
        """The nightly job that ends it may be late, or stopped."""
        asked = self.asked(city, security)
        with pytest.raises(grants.Expired):
            operations.confirm(confirmation=asked, act=act(system, timedelta(days=14, seconds=1)))
        operations.expire_old(SystemAct(SYSTEM, AT + timedelta(days=15)))
        with pytest.raises(Refused, match="已过期"):
            operations.confirm(confirmation=asked, act=act(system, timedelta(days=15)))
        assert guarded_appointments() == []

    def test_a_day_before_it_is_over_it_counts(self, city: City, security: Acting, system: Acting) -> None:
        operations.confirm(confirmation=self.asked(city, security), act=act(system, timedelta(days=13)))
        assert guarded_appointments() == ["hou.xuan"]

    def test_it_is_over_with_the_office_of_the_one_who_asked(
        self, city: City, security: Acting, system: Acting
    ) -> None:
        asked = self.asked(city, security)
        assert security.appointment is not None
        operations.end_appointment(appointment=security.appointment, on=ON, act=COMMAND)
        with pytest.raises(grants.ChangedSince, match="提出人已经不是"):
            operations.confirm(confirmation=asked, act=act(system))

    def test_under_another_office_one_does_not_confirm_one_s_own(self, city: City, security: Acting) -> None:
        asked = self.asked(city, security)
        person = security.person
        assert person is not None and security.appointment is not None
        operations.end_appointment(appointment=security.appointment, on=ON, act=COMMAND)
        post = material.post(city.root, "auditor", title="审计岗")
        operations.appoint(person=person, post=post, on=ON, act=COMMAND)
        [now] = queries.acting_choices(person, ON)
        with pytest.raises(SomebodyElse):
            operations.confirm(confirmation=asked, act=act(now))

    @pytest.mark.parametrize("decide", ["confirm", "reject"])
    def test_a_district_decides_nothing_about_people_of_the_city(
        self, city: City, security: Acting, decide: str
    ) -> None:
        """One of the person's posts is in the district; the account is the city's as well."""
        someone = material.acting(city.district, "clerk", login="liang.tou").person
        material.acting(city.root, "supervisor", login="liang.tou")
        assert someone is not None
        asked = operations.ask_second_factor_removal(person=someone, reason="换手机", act=act(security))
        Confirmation.objects.filter(pk=asked.pk).update(body=city.district)
        district = material.acting(city.district, "system_admin", login="qu.xitong")
        how = {"reason": "试"} if decide == "reject" else {}
        with pytest.raises(NotAllowed):
            getattr(operations, decide)(
                confirmation=Confirmation.objects.get(pk=asked.pk), **how, act=act(district)
            )


class TestAccounts:
    def approved_alone(self, security: Acting) -> tuple[Person, operations.Begun]:
        """Somebody's account claimed in the security administrator's own browser, while it may nothing."""
        someone = material.person("hou.xuan", "候选")
        begun = operations.begin_claim(login=someone.login, at=AT)
        operations.approve_claim(person=someone, code=begun.code, act=act(security))
        return someone, begun

    def test_what_one_approved_alone_ends_when_two_grant(
        self, city: City, security: Acting, system: Acting
    ) -> None:
        someone, begun = self.approved_alone(security)
        claim = claims.find_claim(begun.secret, AT)
        assert claim is not None
        post = material.post(city.root, "auditor")
        asked = operations.ask_appointment(person=someone, post=post, on=ON, act=act(security))
        operations.confirm(confirmation=asked, act=act(system))
        with pytest.raises(Refused):
            operations.set_claimed_password(
                claim=claim, secret=begun.secret, new=PASSWORD, act=SystemAct(PUBLIC, AT)
            )

    def test_and_when_a_post_that_is_held_becomes_guarded(
        self, city: City, security: Acting, system: Acting
    ) -> None:
        someone, begun = self.approved_alone(security)
        post = material.post(city.root, "clerk")
        operations.appoint(person=someone, post=post, on=BEGAN, act=act(security))
        asked = operations.ask_roles(post=post, roles=["supervisor"], on=ON, act=act(security))
        operations.confirm(confirmation=asked, act=act(system))
        assert claims.find_claim(begun.secret, AT) is None

    def test_an_account_that_is_paused_or_away_stays_guarded(self, city: City, security: Acting) -> None:
        later = material.person("jiang.lai", "将来的")
        post = material.post(city.root, "auditor")
        operations.appoint(person=later, post=post, on=ON + timedelta(60), act=COMMAND)
        operations.lock_person(person=later, reason="试", act=act(security))
        operations.unlock_person(person=later, act=act(security))
        begun = operations.begin_claim(login=later.login, at=AT)
        with pytest.raises(SecondPersonNeeded):
            operations.approve_claim(person=later, code=begun.code, act=act(security))
        with pytest.raises(SecondPersonNeeded):
            operations.remove_second_factor(person=later, reason="试", act=act(security))

    @pytest.mark.parametrize("who", ["system", "auditor"])
    def test_the_other_two_neither_grant_nor_reset(
        self, city: City, who: str, request: pytest.FixtureRequest
    ) -> None:
        acting: Acting = request.getfixturevalue(who)
        someone, post = material.person("mou.ren", "某人"), material.post(city.health, "clerk")
        begun = operations.begin_claim(login=someone.login, at=AT)
        rows = material.workbook(people=[("mou.ren", "某人", "wjw", "新岗", "经办人", ON)])
        for attempt in (
            lambda: operations.create_post(body=city.health, title="岗", roles=["auditor"], act=act(acting)),
            lambda: operations.set_roles(post=post, roles=["auditor"], on=ON, act=act(acting)),
            lambda: operations.ask_roles(post=post, roles=["auditor"], on=ON, act=act(acting)),
            lambda: operations.appoint(person=someone, post=post, on=ON, act=act(acting)),
            lambda: operations.ask_appointment(person=someone, post=post, on=ON, act=act(acting)),
            lambda: operations.import_people(data=rows, act=act(acting)),
            lambda: operations.approve_claim(person=someone, code=begun.code, act=act(acting)),
            lambda: operations.ask_activation(person=someone, code=begun.code, act=act(acting)),
            lambda: operations.remove_second_factor(person=someone, reason="试", act=act(acting)),
            lambda: operations.issue_initial_password(person=someone, act=act(acting)),
        ):
            with pytest.raises(NotAllowed):
                attempt()


class TestTokens:
    """A token with an administrator's scopes is that administrator's power in a program's hands."""

    LASTS = timedelta(days=90)

    def ask(self, city: City, by: Acting) -> tuple[str, Confirmation]:
        issued = operations.ask_token(
            body=city.root, name="小程序", scopes=["body.manage"], lasts=self.LASTS, act=act(by)
        )
        return issued.secret, Confirmation.objects.get()

    def test_are_not_given_by_one_alone(self, city: City, security: Acting) -> None:
        with pytest.raises(SecondPersonNeeded):
            operations.create_token(body=city.root, name="小程序", scopes=["body.manage"], act=act(security))
        made = operations.create_token(body=city.root, name="门户", scopes=["body.view"], act=act(security))
        assert tokens.authenticate(made.secret, AT).scopes == {"body.view"}

    def test_are_good_for_nothing_before_the_second_confirms(
        self, city: City, security: Acting, system: Acting
    ) -> None:
        secret, asked = self.ask(city, security)
        with pytest.raises(tokens.TokenRefused, match="还没有经另一名管理员确认"):
            tokens.authenticate(secret, AT)
        with pytest.raises(SomebodyElse):
            operations.confirm(confirmation=asked, act=act(security))
        operations.confirm(confirmation=asked, act=act(system))
        assert tokens.authenticate(secret, AT).scopes == {"body.manage"}

    @pytest.mark.parametrize("end", ["reject", "withdraw", "expire"])
    def test_stay_void_where_nobody_does(
        self, city: City, security: Acting, system: Acting, end: str
    ) -> None:
        secret, asked = self.ask(city, security)
        if end == "reject":
            operations.reject(confirmation=asked, reason="不需要", act=act(system))
        elif end == "withdraw":
            operations.withdraw(confirmation=asked, act=act(security))
        else:
            assert grants.expire_old(SystemAct(SYSTEM, AT + grants.LASTS + timedelta(days=1))) == 1
        with pytest.raises(tokens.TokenRefused, match="已经撤销"):
            tokens.authenticate(secret, AT)

    def test_that_were_revoked_meanwhile_are_not_confirmed(
        self, city: City, security: Acting, system: Acting
    ) -> None:
        _secret, asked = self.ask(city, security)
        token = ApiToken.objects.get()
        operations.revoke_token(token=token, act=act(security))
        with pytest.raises(grants.ChangedSince):
            operations.confirm(confirmation=asked, act=act(system))
