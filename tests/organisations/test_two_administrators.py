"""三员分立: nobody grants or resets an administrator, auditor or supervisor alone, by whatever way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.organisations import operations, queries
from gongkai.organisations.access import NotAllowed
from gongkai.organisations.accounts import claims
from gongkai.organisations.acting import Acting
from gongkai.organisations.acts import OfficialAct, official_act
from gongkai.organisations.models import AccountClaim, Appointment, Confirmation, Person, Post
from gongkai.organisations.operations import grants
from gongkai.organisations.operations.people import OwnAccount
from gongkai.organisations.operations.posts import SecondPersonNeeded
from gongkai.records import journal
from gongkai.records.actors import PUBLIC, SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.lifecycle import AlreadyDone, SomebodyElse
from tests.organisations import material
from tests.organisations.material import AT, BEGAN, ON, City

pytestmark = [pytest.mark.django_db, pytest.mark.database]
GUARDED = ("system_admin", "security_admin", "auditor", "supervisor")
PASSWORD = "Yun-He-2026-ok"  # noqa: S105 - of a test


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


@pytest.fixture
def district_security(city: City) -> Acting:
    return material.acting(city.district, "security_admin", login="qu.anquan")


class TestGranting:
    @pytest.mark.parametrize("role", GUARDED)
    def test_one_administrator_alone_appoints_nobody_to_a_guarded_role(
        self, city: City, security: Acting, role: str
    ) -> None:
        post = material.post(city.education, role)
        with pytest.raises(SecondPersonNeeded):
            operations.appoint(person=material.person(), post=post, on=ON, act=act(security))
        assert not Appointment.objects.filter(post=post).exists()

    def test_another_of_the_three_confirms_and_then_it_counts(
        self, city: City, security: Acting, system: Acting
    ) -> None:
        someone, post = material.person(), material.post(city.root, "auditor")
        asked = operations.ask_appointment(person=someone, post=post, on=ON, act=act(security))
        assert not Appointment.objects.filter(post=post).exists()
        operations.confirm(confirmation=asked, act=act(system))
        assert Appointment.objects.get(post=post).person == someone
        verbs = [entry.verb for entry in journal.entries().order_by("pk") if entry.by.kind == "person"]
        assert verbs == [
            "confirmation.asked",
            "person.role_granted",
            "person.appointed",
            "confirmation.confirmed",
        ]
        granted = journal.entries().get(verb="person.role_granted", actor_id=system.actor.id)
        assert (granted.after or {})["role"] == "auditor"

    def test_who_asked_does_not_confirm(self, city: City, security: Acting) -> None:
        asked = self.asked(city, security)
        with pytest.raises(SomebodyElse):
            operations.confirm(confirmation=asked, act=act(security))

    def test_a_second_administrator_of_the_same_role_does_not_confirm(
        self, city: City, security: Acting
    ) -> None:
        someone = material.person("an.quan2", "另一人")
        post = material.post(city.root, "security_admin", title="安全二岗")
        operations.appoint(person=someone, post=post, on=BEGAN, act=SystemAct(SYSTEM, AT))
        [other] = queries.acting_choices(someone, ON)
        with pytest.raises(grants.SameRole):
            operations.confirm(confirmation=self.asked(city, security), act=act(other))

    def test_a_clerk_confirms_nothing(self, city: City, security: Acting) -> None:
        clerk = material.acting(city.root, "clerk", login="jing.ban")
        with pytest.raises(NotAllowed):
            operations.confirm(confirmation=self.asked(city, security), act=act(clerk))

    def test_an_administrator_of_a_district_confirms_nothing_of_the_city(
        self, city: City, security: Acting
    ) -> None:
        other = material.acting(city.district, "system_admin", login="qu.xitong")
        with pytest.raises(NotAllowed):
            operations.confirm(confirmation=self.asked(city, security), act=act(other))

    def test_two_who_confirm_at_once_do_it_once(
        self, city: City, security: Acting, system: Acting, auditor: Acting
    ) -> None:
        asked = self.asked(city, security)
        operations.confirm(confirmation=asked, act=act(system))
        with pytest.raises(AlreadyDone, match=system.actor.name):
            operations.confirm(confirmation=asked, act=act(auditor))

    def test_what_is_refused_or_taken_back_never_counts(
        self, city: City, security: Acting, system: Acting
    ) -> None:
        asked = self.asked(city, security)
        operations.reject(confirmation=asked, reason="没有任命文件", act=act(system))
        again = self.asked(city, security)
        with pytest.raises(grants.NotOwnRequest):
            operations.withdraw(confirmation=again, act=act(system))
        operations.withdraw(confirmation=again, act=act(security))
        assert not Appointment.objects.filter(post__granted__role="supervisor").exists()

    def test_what_nobody_confirms_in_a_fortnight_is_over(
        self, city: City, security: Acting, system: Acting
    ) -> None:
        asked = self.asked(city, security)
        later = timedelta(days=15)
        assert operations.expire_old(SystemAct(SYSTEM, AT + later)) == 1
        with pytest.raises(Exception, match="已过期"):
            operations.confirm(confirmation=asked, act=act(system, later))

    def test_a_held_post_gets_a_guarded_role_by_two(
        self, city: City, security: Acting, system: Acting
    ) -> None:
        someone = material.acting(city.education, "clerk", login="jing.ban")
        assert someone.appointment is not None
        post = someone.appointment.post
        with pytest.raises(SecondPersonNeeded):
            operations.set_roles(post=post, roles=["supervisor"], on=ON, act=act(security))
        asked = operations.ask_roles(post=post, roles=["supervisor"], on=ON, act=act(security))
        operations.confirm(confirmation=asked, act=act(system))
        assert Post.objects.get(pk=post.pk).roles == {"supervisor"}

    def test_a_workbook_is_no_way_round(self, city: City, security: Acting, system: Acting) -> None:
        material.person("sock.puppet", "甲")
        rows = [("sock.puppet", "甲", "szf", "审计二岗", "安全审计员", date(2026, 1, 1))]
        done = operations.import_people(data=material.workbook(people=rows), act=act(security))
        assert (done.appointments, len(done.waiting)) == (0, 1)
        [asked] = Confirmation.objects.all()
        operations.confirm(confirmation=asked, act=act(system))
        assert Appointment.objects.get(person__login="sock.puppet").post.roles == {"auditor"}

    def test_a_workbook_opens_no_account(self, city: City, security: Acting) -> None:
        rows = [("new.one", "新人", "jyj", "经办", "经办人", date(2026, 1, 1))]
        with pytest.raises(operations.ImportRefused, match="先建立或者导入账号"):
            operations.import_people(data=material.workbook(people=rows), act=act(security))

    def asked(self, city: City, by: Acting) -> Confirmation:
        post = material.post(city.root, "supervisor", title=f"主管{Confirmation.objects.count()}")
        someone = queries.person("hou.xuan") or material.person("hou.xuan", "候选")
        return operations.ask_appointment(person=someone, post=post, on=ON, act=act(by))


class TestTheDistrict:
    """What the district's administrators do ends at the district, in whatever argument or row it stands."""

    def test_imports_nobody_into_the_city(self, city: City, district_security: Acting) -> None:
        material.person("sock.puppet", "甲")
        rows = [("sock.puppet", "甲", "szf", "经办", "经办人", date(2026, 1, 1))]
        with pytest.raises(operations.ImportRefused, match="不在您的管理范围内"):
            operations.import_people(data=material.workbook(people=rows), act=act(district_security))

    def test_founds_no_body_under_the_city(self, city: City) -> None:
        admin = material.acting(city.district, "system_admin", login="qu.xitong")
        rows = [("hack", "某局", "", "政府工作部门", "部门", "szf", "", date(2026, 1, 1))]
        with pytest.raises(operations.ImportRefused, match="不在您的管理范围内"):
            operations.import_bodies(data=material.workbook(bodies=rows), act=act(admin))
        below = [("qu-x", "东湖区某局", "", "政府工作部门", "部门", "dhq", "", date(2026, 1, 1))]
        assert operations.import_bodies(data=material.workbook(bodies=below), act=act(admin)).bodies == 1

    def test_opens_no_account_for_the_city(self, city: City) -> None:
        admin = material.acting(city.district, "system_admin", login="qu.xitong")
        with pytest.raises(operations.ImportRefused, match="不在您的管理范围内"):
            operations.import_accounts(
                data=material.workbook(accounts=[("x.y", "甲", "jyj")]), act=act(admin)
            )

    def test_hands_no_function_to_a_body_of_the_city(self, city: City) -> None:
        admin = material.acting(city.district, "system_admin", login="qu.xitong")
        with pytest.raises(NotAllowed):
            operations.record_succession(
                predecessor=city.district_education, successor=city.education, on=ON, act=act(admin)
            )

    def test_moves_nothing_under_the_city(self, city: City) -> None:
        admin = material.acting(city.district, "system_admin", login="qu.xitong")
        with pytest.raises(NotAllowed):
            operations.move_body(body=city.district_education, parent=city.education, on=ON, act=act(admin))

    def test_an_account_without_a_post_belongs_to_its_home_and_to_nobody_else(
        self, city: City, district_security: Acting
    ) -> None:
        left = operations.create_person(
            login="left.already", name="已离任", home=city.education, act=SystemAct(SYSTEM, AT)
        )
        nobodys = material.person("no.home", "无处")
        for person in (left, nobodys):
            with pytest.raises(NotAllowed):
                operations.lock_person(person=person, reason="试", act=act(district_security))
        own = operations.create_person(
            login="qu.ren", name="区里的", home=city.district_education, act=SystemAct(SYSTEM, AT)
        )
        operations.lock_person(person=own, reason="离职", act=act(district_security))

    def test_appoints_nobody_who_holds_a_post_elsewhere(self, city: City, district_security: Acting) -> None:
        clerk = material.acting(city.education, "clerk", login="jing.ban")
        assert clerk.person is not None
        post = material.post(city.district, "clerk", title="区经办")
        with pytest.raises(NotAllowed):
            operations.appoint(person=clerk.person, post=post, on=ON, act=act(district_security))


class TestClaiming:
    """A password stands on nobody's screen: the browser that claimed the account sets it."""

    def claimed(self, person: Person) -> operations.Begun:
        return operations.begin_claim(login=person.login, at=AT)

    def set_password(self, begun: operations.Begun) -> Person:
        found = claims.find_claim(begun.secret, AT)
        assert found is not None
        return operations.set_claimed_password(
            claim=found, secret=begun.secret, new=PASSWORD, act=SystemAct(PUBLIC, AT)
        )

    def test_claim_approval_own_password(self, city: City, security: Acting) -> None:
        clerk = material.acting(city.education, "clerk", login="jing.ban").person
        assert clerk is not None
        begun = self.claimed(clerk)
        operations.approve_claim(person=clerk, code=begun.code, act=act(security))
        assert self.set_password(begun).check_password(PASSWORD)
        assert claims.find_claim(begun.secret, AT) is None
        everything = str([(one.after, one.before, one.digests, one.reason) for one in journal.entries()])
        assert begun.code not in everything
        assert begun.secret not in everything

    def test_before_the_approval_the_browser_can_do_nothing(self, city: City) -> None:
        someone = material.person()
        begun = self.claimed(someone)
        with pytest.raises(operations.NotApproved):
            self.set_password(begun)

    def test_another_browser_can_do_nothing(self, city: City, security: Acting) -> None:
        clerk = material.acting(city.education, "clerk", login="jing.ban").person
        assert clerk is not None
        begun, other = self.claimed(clerk), self.claimed(clerk)
        operations.approve_claim(person=clerk, code=begun.code, act=act(security))
        with pytest.raises(operations.NotApproved):
            self.set_password(other)

    def test_a_wrong_or_foreign_code_opens_nothing(self, city: City, security: Acting) -> None:
        clerk = material.acting(city.education, "clerk", login="jing.ban").person
        other = material.person("li.na", "李娜")
        assert clerk is not None
        begun = self.claimed(other)
        with pytest.raises(operations.NoSuchClaim):
            operations.approve_claim(person=clerk, code=begun.code, act=act(security))

    def test_a_code_is_good_for_three_days(self, city: City, security: Acting) -> None:
        clerk = material.acting(city.education, "clerk", login="jing.ban").person
        assert clerk is not None
        begun = self.claimed(clerk)
        with pytest.raises(operations.NoSuchClaim):
            operations.approve_claim(
                person=clerk, code=begun.code, act=act(security, timedelta(days=3, seconds=1))
            )

    @pytest.mark.parametrize("role", GUARDED)
    def test_a_guarded_account_is_approved_by_two(
        self, city: City, security: Acting, system: Acting, role: str
    ) -> None:
        other = material.acting(city.education, role, login="bei.hu").person
        assert other is not None
        begun = self.claimed(other)
        with pytest.raises(SecondPersonNeeded):
            operations.approve_claim(person=other, code=begun.code, act=act(security))
        asked = operations.ask_activation(person=other, code=begun.code, act=act(security))
        with pytest.raises(operations.NotApproved):
            self.set_password(begun)
        operations.confirm(confirmation=asked, act=act(system))
        assert self.set_password(begun).check_password(PASSWORD)

    def test_the_second_factor_of_a_guarded_account_goes_by_two(
        self, city: City, security: Acting, auditor: Acting
    ) -> None:
        assert auditor.person is not None
        with pytest.raises(SecondPersonNeeded):
            operations.remove_second_factor(person=auditor.person, reason="换手机", act=act(security))
        asked = operations.ask_second_factor_removal(
            person=auditor.person, reason="换手机", act=act(security)
        )
        with pytest.raises(OwnAccount):  # the auditor confirms nothing about themselves
            operations.confirm(confirmation=asked, act=act(auditor))

    def test_one_s_own_claim_is_approved_by_another(self, city: City, security: Acting) -> None:
        assert security.person is not None
        begun = self.claimed(security.person)
        with pytest.raises(OwnAccount):
            operations.approve_claim(person=security.person, code=begun.code, act=act(security))

    def test_no_administrator_is_shown_a_password(self, city: City, security: Acting) -> None:
        clerk = material.acting(city.education, "clerk", login="jing.ban").person
        assert clerk is not None
        with pytest.raises(NotAllowed):
            operations.issue_initial_password(person=clerk, act=act(security))

    def test_a_login_that_there_is_not_looks_the_same_and_leaves_nothing(self, db: None) -> None:
        begun = operations.begin_claim(login="no.body", at=AT)
        assert len(begun.code) == 9
        assert not AccountClaim.objects.exists()

    def test_an_account_is_claimed_from_a_few_browsers_at_most(self, city: City) -> None:
        someone = material.person()
        for _browser in range(20):
            self.claimed(someone)
        assert AccountClaim.objects.count() == 5


def test_the_beginning_of_a_city_is_made_at_the_server(city: City) -> None:
    """Before there are three administrators nobody can confirm: a command appoints them, journalled."""
    post = material.post(city.root, "security_admin")
    operations.appoint(person=material.person(), post=post, on=BEGAN, act=SystemAct(SYSTEM, AT))
    assert journal.entries().filter(verb="person.role_granted", actor_id=SYSTEM.id).exists()
