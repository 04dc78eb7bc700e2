"""The inbox: what is due stands on top, with the working days that are left and the next verb."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.console import wording
from gongkai.console.inbox import Item, group_of
from gongkai.console.tasks import VERIFY
from gongkai.organisations import operations
from gongkai.organisations.models import Confirmation
from gongkai.records import files, jobs
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.auditing import operations as auditing
from gongkai.records.files import SecretRefusal
from tests.console import office
from tests.organisations import material
from tests.organisations.material import City
from tests.portal.html import Page

pytestmark = [pytest.mark.database, pytest.mark.django_db]

WEDNESDAY = date(2026, 11, 25)


# 已逾期 / 今天 / 本周 / 以后 / 等待他人; what has no day is for today
@pytest.mark.parametrize(
    ("due", "waiting", "group"),
    [
        (date(2026, 11, 24), False, "late"),
        (WEDNESDAY, False, "today"),
        (None, False, "today"),
        (date(2026, 11, 26), False, "week"),
        (date(2026, 11, 29), False, "week"),
        (date(2026, 11, 30), False, "later"),
        (date(2026, 11, 24), True, "waiting"),
    ],
)
def test_an_item_stands_in_the_group_of_its_day(due: date | None, waiting: bool, group: str) -> None:
    assert group_of(Item("x", "/", due=due, waiting=waiting), WEDNESDAY) == group


# Days are working days: 2026-10-01 to 07 is a holiday, 2026-10-10 a worked Saturday
@pytest.mark.parametrize(
    ("due", "today", "words"),
    [
        (date(2026, 10, 8), date(2026, 9, 30), ("还有1个工作日", "warn")),
        (date(2026, 10, 12), date(2026, 9, 30), ("还有4个工作日", "plain")),
        (date(2026, 9, 30), date(2026, 10, 8), ("已逾期1个工作日", "error")),
        (WEDNESDAY, WEDNESDAY, ("今天到期", "warn")),
        # beyond what is announced it counts plain days and says so
        (date(2031, 1, 11), date(2031, 1, 1), ("还有10天", "plain")),
    ],
)
def test_what_is_left_is_told_in_working_days(due: date, today: date, words: tuple[str, str]) -> None:
    assert wording.due(due, today) == words


def rows(page: Page) -> list[str]:
    """The rows of the inbox."""
    return page.texts("//li[@class='inbox__row']")


def test_says_what_would_be_here(city: City) -> None:
    page = office.visitor(city.education, "legal_reviewer").page("/console/")
    assert "没有要办的事" in page.text
    assert "申请、草稿和审核会出现在这里" in page.text
    page = office.visitor(city.education, "clerk").page("/console/")
    assert "等待审核的年报草稿" in page.text


class TestTheSecurityAdministrator:
    def test_approves_claims_of_accounts(self, city: City, security: office.Visitor) -> None:
        person = office.holder(city.education, "clerk", name="唐霖")
        operations.begin_claim(login=person.login, at=timezone.now())
        page = security.page("/console/")
        assert any("唐霖申请设置密码，等您核准云河市教育局" in row for row in rows(page))
        address = reverse("console:person_activation", args=[person.public_id])
        assert page.select(f"//li[@class='inbox__row']//a[@href='{address}'][contains(., '核准')]")

    def test_is_not_asked_about_accounts_of_others(self, city: City) -> None:
        person = office.holder(city.education, "clerk", name="唐霖")
        operations.begin_claim(login=person.login, at=timezone.now())
        district = office.visitor(city.district, "security_admin", login="qu.anquan")
        assert not any("申请设置密码" in row for row in rows(district.page("/console/")))

    def test_sees_what_another_administrator_asked_for(
        self, city: City, security: office.Visitor, system: office.Visitor
    ) -> None:
        post = material.post(city.root, "auditor")
        person = office.holder(city.education, "clerk", name="唐霖")
        operations.end_appointment(
            appointment=person.appointments.get(),
            on=timezone.localdate(),
            act=SystemAct(SYSTEM, material.AT),
        )
        posted = {"post": str(post.pk), "on": timezone.localdate().isoformat()}
        appoint = reverse("console:person_appoint", args=[person.public_id])
        assert security.post(appoint, **posted).status_code == 303
        assert any("任命唐霖为" in row for row in security.page("/console/").texts("//li"))
        assert any("任命唐霖为" in row for row in rows(system.page("/console/")))
        asked = Confirmation.objects.get()
        confirm = reverse("console:confirmation_confirm", args=[asked.public_id])
        assert security.post(confirm).status_code == 422
        assert "安全审计员" in system.page(reverse("console:confirmation", args=[asked.public_id])).text
        assert system.post(confirm).status_code == 303
        assert post.appointments.get().person == person

    def test_is_told_of_appointments_and_tokens_that_end(self, city: City, security: office.Visitor) -> None:
        today = timezone.localdate()
        person = office.holder(city.education, "clerk", name="唐霖")
        operations.end_appointment(
            appointment=person.appointments.get(),
            on=today + timedelta(days=10),
            act=SystemAct(SYSTEM, material.AT),
        )
        operations.create_token(
            body=city.root,
            name="门户取目录",
            scopes=["body.view"],
            lasts=timedelta(days=9),
            act=SystemAct(SYSTEM, timezone.now()),
        )
        found = " ".join(rows(security.page("/console/")))
        assert "唐霖的任职即将结束" in found
        assert "接口令牌即将到期：门户取目录" in found

    def test_deals_with_refused_secrets_and_says_how(self, security: office.Visitor) -> None:
        refused = SecretRefusal.objects.create(
            mark="机密★",
            kind="pdf",
            size=1,
            sha256="0" * 64,
            by_id="x",
            by_name="林知远",
            refused_at=timezone.now(),
        )
        assert any("机密★" in row for row in rows(security.page("/console/")))
        address = reverse("console:refusal_handle", args=[refused.pk])
        assert security.post(address, handling=" ").status_code == 422
        assert security.post(address, handling="已报市保密局").status_code == 303
        assert not files.open_refusals().exists()
        assert "已报市保密局" in security.page(reverse("console:refusals")).text


class TestTheSystemAdministrator:
    def test_decides_about_dead_letters(self, city: City, system: office.Visitor) -> None:
        appointment = system.person.appointments.get()
        job = jobs.enqueue(VERIFY, appointment=appointment.pk)
        DBTaskResult.objects.filter(pk=job).update(
            status=TaskResultStatus.FAILED, finished_at=timezone.now(), traceback="builtins.ValueError"
        )
        assert any("后台任务失败：校验审计日志" in row for row in rows(system.page("/console/")))
        page = system.page(reverse("console:job", args=[job]))
        assert "builtins.ValueError" in page.text
        system.post(reverse("console:job_retry", args=[job]))
        assert DBTaskResult.objects.get(pk=job).status == TaskResultStatus.READY
        DBTaskResult.objects.filter(pk=job).update(status=TaskResultStatus.FAILED)
        assert system.post(reverse("console:job_discard", args=[job]), reason="").status_code == 422
        system.post(reverse("console:job_discard", args=[job]), reason="不再需要")
        assert not DBTaskResult.objects.filter(pk=job).exists()

    def test_is_told_that_the_runner_stands_still(self, system: office.Visitor) -> None:
        assert any("后台程序没有运行" in row for row in rows(system.page("/console/")))


class TestTheAuditor:
    def test_is_reminded_to_verify_once_a_week(self, auditor: office.Visitor) -> None:
        assert any("还没有校验过" in row for row in rows(auditor.page("/console/")))
        auditing.verify_journal(act=SystemAct(SYSTEM, timezone.now()))
        assert not any("校验" in row for row in rows(auditor.page("/console/")))

    def test_is_told_of_entries_that_are_not_sealed(self, auditor: office.Visitor) -> None:
        an_hour_ago = timezone.now() - timedelta(hours=1)
        operations.create_person(login="early", name="早", act=SystemAct(SYSTEM, an_hour_ago))
        assert any("没有封存" in row for row in rows(auditor.page("/console/")))
