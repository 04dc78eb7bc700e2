"""The list of drafts: narrowed, taken away, sent back in one piece, taken in together."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from gongkai.annual_reports import operations
from gongkai.annual_reports.models import AnnualReport, Draft, ReturnBatch
from gongkai.annual_reports.tasks import return_drafts
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.jobs import Run
from tests.console import office
from tests.console.january import EDUCATION, HEALTH, listed, to
from tests.operations.annual_reports import office as reports
from tests.operations.annual_reports.office import Office, page, wrong
from tests.portal.html import Page

pytestmark = [pytest.mark.database, pytest.mark.django_db]

LATER = datetime(2027, 1, 26, 1, 30, tzinfo=UTC)


def unpacked(content: bytes) -> dict[str, bytes]:
    """The members of a zip by name: the archive itself bears the second in which it was made."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class TestTheList:
    @pytest.fixture
    def dropped(self, january: Office) -> Office:
        january.drop(
            ("教育局.html", page()),
            ("卫健委.html", page(HEALTH, values=wrong())),
            ("说明.html", "<p>本局今年的报告另行报送。</p>".encode()),
        )
        return january

    @pytest.mark.parametrize(
        ("given", "there", "not_there"),
        [
            ({}, (EDUCATION, HEALTH, "说明.html"), ()),
            ({"level": "error"}, (HEALTH,), (EDUCATION, "说明.html")),
            ({"level": "clean"}, (EDUCATION,), (HEALTH, "说明.html")),
            ({"state": "unreadable"}, ("说明.html",), (EDUCATION, HEALTH)),
            ({"matched": "none"}, ("说明.html",), (EDUCATION, HEALTH)),
            ({"q": "卫生"}, (HEALTH,), (EDUCATION, "说明.html")),
            ({"q": "教育局.html"}, (EDUCATION,), (HEALTH, "说明.html")),
        ],
    )
    def test_is_narrowed_by_what_is_asked(
        self,
        dropped: Office,
        officer: office.Visitor,
        given: dict[str, str],
        there: tuple[str, ...],
        not_there: tuple[str, ...],
    ) -> None:
        shown = officer.get(reverse("console:drafts_export"), format="csv", **given)
        rows = shown.body.decode("utf-8-sig")
        assert all(name in rows for name in there)
        assert not any(name in rows for name in not_there)
        assert officer.get(listed(dropped, **given)).status_code == 200

    @pytest.mark.parametrize("pk", ["x", "-1", "99999999999999999999", "0", "１"])
    def test_a_collection_that_is_none_is_ignored_or_empty(
        self, dropped: Office, officer: office.Visitor, pk: str
    ) -> None:
        assert officer.get(reverse("console:drafts"), collection=pk).status_code == 200

    def test_says_in_a_sentence_why_a_file_was_not_read(
        self, dropped: Office, officer: office.Visitor
    ) -> None:
        draft = dropped.draft("说明.html")
        assert draft.state == Draft.State.UNREADABLE
        assert draft.reason.partition("。")[0] in officer.page(listed(dropped, state="unreadable")).text

    def test_is_taken_away_as_a_workbook(self, dropped: Office, officer: office.Visitor) -> None:
        response: Any = officer.get(
            reverse("console:drafts_export"), collection=str(dropped.collection.pk), state="read"
        )
        sheet = load_workbook(io.BytesIO(response.body)).active
        rows = list(sheet.iter_rows(values_only=True))
        assert list(rows[0][:3]) == ["单位和文件", "状态", "错误"]
        assert {row[0]: row[2] for row in rows[1:]} == {EDUCATION: 0, HEALTH: 1}

    def test_belongs_to_those_in_reach(self, dropped: Office) -> None:
        visitor = office.visitor(dropped.city.district, "disclosure_officer")
        assert EDUCATION not in visitor.page(reverse("console:drafts")).text
        response = visitor.post(reverse("console:drafts"), verb="return", every="1")
        assert response.status_code == 422
        assert not ReturnBatch.objects.exists()


class TestTogether:
    @pytest.fixture
    def dropped(self, january: Office) -> Office:
        january.drop(("教育局.html", page()), ("卫健委.html", page(HEALTH, values=wrong())))
        return january

    def test_all_that_have_errors_are_sent_back_and_the_letters_come_as_one_file(
        self, dropped: Office, officer: office.Visitor
    ) -> None:
        response = officer.post(listed(dropped, level="error"), verb="return", every="1", reason="五日内报回")
        batch = ReturnBatch.objects.get()
        assert response.status_code == 303
        assert response.headers["Location"] == to("return_batch", dropped, batch.pk)
        assert [draft.path for draft in batch.drafts.all()] == ["卫健委.html"]
        assert 'http-equiv="refresh"' in officer.get(response.headers["Location"]).content.decode()

        return_drafts(Run("", 1, LATER), batch=batch.pk)
        over = officer.page(response.headers["Location"]).text
        assert "已退回1份，共1份" in over
        assert "五日内报回" in over
        packed: Any = officer.get(to("return_batch_letters", dropped, batch.pk))
        [letter] = unpacked(packed.content)
        assert HEALTH in letter
        every: Any = officer.get(to("collection_letters", dropped))
        assert unpacked(every.content) == unpacked(packed.content)

    def test_what_could_not_be_sent_back_is_told_with_the_reason(
        self, dropped: Office, officer: office.Visitor
    ) -> None:
        officer.post(listed(dropped), verb="return", every="1")
        batch = ReturnBatch.objects.get()
        return_drafts(Run("", 1, LATER), batch=batch.pk)
        shown = officer.page(to("return_batch", dropped, batch.pk)).text
        assert "已退回1份，共2份" in shown
        assert "没有需要改正的问题" in shown

    def test_without_letters_there_is_nothing_to_download(
        self, dropped: Office, officer: office.Visitor
    ) -> None:
        response = officer.get(to("collection_letters", dropped))
        assert response.status_code == 303
        assert "还没有退改函可以下载" in officer.page(to("collection", dropped)).text

    def test_the_clean_ones_are_taken_in_and_the_others_say_why_not(
        self, dropped: Office, officer: office.Visitor
    ) -> None:
        response = officer.post(listed(dropped), verb="accept", every="1")
        assert response.status_code == 422
        said = response.content.decode()
        assert "“收录”已办理1个。另有1个没有办理" in said
        assert AnnualReport.objects.filter(year=2026).count() == 1
        assert dropped.draft("教育局.html").state == Draft.State.ACCEPTED
        assert dropped.draft("卫健委.html").state == Draft.State.READ

    def test_what_is_no_report_is_laid_aside_with_a_reason(
        self, dropped: Office, clerk: office.Visitor
    ) -> None:
        draft = dropped.draft("教育局.html")
        response = clerk.post(listed(dropped), verb="aside", pick=[draft.pk])
        assert response.status_code == 422
        assert "请写明理由" in response.content.decode()
        assert clerk.post(listed(dropped), verb="aside", pick=[draft.pk], reason="是通知").status_code == 303
        assert dropped.draft("教育局.html").state == Draft.State.ASIDE

    def test_counts_are_told_as_they_are_after_it(self, dropped: Office, officer: office.Visitor) -> None:
        response = officer.post(listed(dropped), verb="accept", every="1")
        assert Page(response).texts("//nav[@aria-label='查看方式']//a")[:2] == ["全部 2", "待读取 0"]
        assert "已收录 1" in Page(response).texts("//nav[@aria-label='查看方式']//a")

    def test_a_report_of_another_year_is_not_clean_and_says_so(
        self, dropped: Office, officer: office.Visitor
    ) -> None:
        dropped.drop(("区.html", page("云河市东湖区人民政府", year=2025)))
        assert "是2025年度的报告" in officer.page(listed(dropped)).text
        assert "区.html" not in officer.page(listed(dropped, level="clean")).text

    def test_drafts_of_two_collections_are_not_sent_back_together(
        self, dropped: Office, officer: office.Visitor
    ) -> None:
        other = operations.open_collection(
            title="补报",
            year=2026,
            body=dropped.city.root,
            due_on=reports.DUE,
            act=SystemAct(SYSTEM, reports.AT),
        )
        operations.receive_drafts(
            collection=other, files=[("迟.html", io.BytesIO(page()))], act=SystemAct(SYSTEM, reports.AT)
        )
        response = officer.post(reverse("console:drafts"), verb="return", every="1")
        assert response.status_code == 422
        assert "请先按收集筛选" in response.content.decode()
        assert 'name="every" value="1" checked' in response.content.decode()

    def test_a_clerk_neither_sends_back_nor_takes_in(self, dropped: Office, clerk: office.Visitor) -> None:
        for verb in ("return", "accept"):
            assert clerk.post(listed(dropped), verb=verb, every="1").status_code == 403
        assert list(buttons(clerk, listed(dropped))) == ["aside"]


def buttons(visitor: office.Visitor, address: str) -> Iterator[str]:
    """The values of the buttons of verbs."""
    for part in visitor.get(address).content.decode().split('name="verb" value="')[1:]:
        yield part.partition('"')[0]
