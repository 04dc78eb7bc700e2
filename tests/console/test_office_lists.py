"""Jobs and refused files are lists as all others: filters, pages by key, exports; verbs without a form."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.console.listing import asking
from gongkai.console.tasks import VERIFY
from gongkai.organisations.accounts import second_factor
from gongkai.records import jobs, journal
from gongkai.records.files import SecretRefusal
from gongkai.records.jobs.queries import STATES
from tests.console import office
from tests.portal.html import Page

pytestmark = [pytest.mark.database, pytest.mark.django_db]

JOBS, REFUSALS = "/console/jobs/", "/console/refusals/"


@pytest.fixture
def work(system: office.Visitor) -> dict[str, str]:
    """One job in each state: state → id."""
    appointment = system.person.appointments.get()
    made: dict[str, str] = {}
    for state, status in STATES.items():
        made[state] = str(jobs.enqueue(VERIFY, appointment=appointment.pk))
        DBTaskResult.objects.filter(pk=made[state]).update(status=status)
    return made


def refused(mark: str, by: str, *, handling: str = "") -> SecretRefusal:
    return SecretRefusal.objects.create(
        mark=mark,
        kind="pdf",
        size=1,
        sha256="0" * 64,
        by_id="x",
        by_name=by,
        refused_at=timezone.now(),
        handled_at=timezone.now() if handling else None,
        handling=handling,
    )


def listed(page: Page) -> list[str]:
    """What the rows of a list link to or say."""
    return page.texts("//*[@id='rows']/tbody/tr")


class TestJobs:
    @pytest.mark.parametrize("state", STATES)
    def test_are_narrowed_to_a_state_and_counted_in_tabs(
        self, state: str, system: office.Visitor, work: dict[str, str]
    ) -> None:
        page = system.page(f"{JOBS}?state={state}")
        assert len(listed(page)) == 1
        assert page.select(f"//a[@href='{reverse('console:job', args=[work[state]])}']")
        assert len(listed(system.page(JOBS))) == len(STATES)

    def test_are_narrowed_to_a_kind_of_work(self, system: office.Visitor, work: dict[str, str]) -> None:
        assert len(listed(system.page(f"{JOBS}?name={VERIFY}"))) == len(STATES)
        others = next(name for name, _label in jobs.queries.names() if name != VERIFY)
        assert listed(system.page(f"{JOBS}?name={others}")) == []

    def test_go_on_by_key(
        self, system: office.Visitor, work: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(asking, "PER_PAGE", 2)
        first = system.page(JOBS)
        [following] = first.select("//a[contains(., '下一页')]")
        second = system.page(f"{JOBS}{following.get('href')}")
        seen = {
            str(link.get("href"))
            for page in (first, second)
            for link in page.select("//*[@id='rows']/tbody//a")
        }
        assert seen == {reverse("console:job", args=[id]) for id in work.values()}

    @pytest.mark.parametrize("key", ["x", "701be435-1d39-445c-8516-b75fe7905c67", "%00"])
    def test_begin_anew_where_the_key_is_none(self, key: str, system: office.Visitor, work: object) -> None:
        assert len(listed(system.page(f"{JOBS}?after={key}"))) == len(STATES)

    def test_are_taken_away_and_the_journal_says_so(
        self, system: office.Visitor, work: dict[str, str]
    ) -> None:
        body = system.get(f"{JOBS}export/?format=csv&state=dead").body.decode()
        assert body.count("校验审计日志") == 1
        [entry] = journal.entries(journal.EntryFilters(verb="list.exported"))
        assert (entry.after or {})["rows"] == 1

    def test_are_retried_at_once_and_a_refusal_is_told_on_their_page(
        self, system: office.Visitor, work: dict[str, str]
    ) -> None:
        page = system.page(reverse("console:job", args=[work["dead"]]))
        assert page.select(f"//form[@action='{reverse('console:job_retry', args=[work['dead']])}']")
        assert system.get(reverse("console:job_retry", args=[work["dead"]])).status_code == 405
        system.post(reverse("console:job_retry", args=[work["dead"]]))
        assert DBTaskResult.objects.get(pk=work["dead"]).status == TaskResultStatus.READY
        response = system.post(reverse("console:job_retry", args=[work["done"]]))
        assert response.headers["Location"] == reverse("console:job", args=[work["done"]])
        assert "没有停在失败状态" in system.page(response.headers["Location"]).text

    def test_that_are_not_dead_are_left_alone(self, system: office.Visitor, work: dict[str, str]) -> None:
        page = system.page(reverse("console:job", args=[work["running"]]))
        assert not page.select("//main//form")
        discarded = system.post(reverse("console:job_discard", args=[work["running"]]), reason="x")
        assert discarded.status_code == 422
        assert DBTaskResult.objects.filter(pk=work["running"]).exists()


class TestRefusedFiles:
    def test_are_narrowed_to_those_that_wait(self, security: office.Visitor) -> None:
        waits, over = refused("机密★", "林知远"), refused("秘密★", "唐霖", handling="已报")
        page = security.page(f"{REFUSALS}?state=open")
        assert [row for row in listed(page) if "林知远" in row] == listed(page)
        assert page.select(f"//a[@href='{reverse('console:refusal_handle', args=[waits.pk])}']")
        page = security.page(f"{REFUSALS}?state=handled")
        assert [row for row in listed(page) if "唐霖" in row] == listed(page)
        assert not page.select(f"//a[@href='{reverse('console:refusal_handle', args=[over.pk])}']")
        assert len(listed(security.page(f"{REFUSALS}?q=机密"))) == 1

    def test_are_taken_away_whole(self, security: office.Visitor) -> None:
        for number in range(3):
            refused("秘密★", f"提交人{number}")
        body = security.get(f"{REFUSALS}export/?format=csv").body.decode()
        assert all(f"提交人{number}" in body for number in range(3))

    def test_are_handled_once(self, security: office.Visitor) -> None:
        one = refused("秘密★", "林知远")
        address = reverse("console:refusal_handle", args=[one.pk])
        assert "0" * 64 in security.page(address).text
        assert security.post(address, handling="已报市保密局").status_code == 303
        again = security.post(address, handling="再报")
        assert again.status_code == 422
        assert "已经处理过" in Page(again).text


def test_a_second_factor_begins_with_a_button_and_not_with_a_link(system: office.Visitor) -> None:
    begin = reverse("console:second_factor_begin")
    assert system.get(begin).status_code == 405
    assert second_factor.pending(system.person) is None
    assert system.post(begin).headers["Location"] == reverse("console:second_factor")
    assert second_factor.pending(system.person) is not None
