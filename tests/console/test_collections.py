"""Sixty drafts in January: dropped as a folder, read, given to units, sent back or taken in together."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import AnnualReport, Collection, Draft, ReturnBatch
from gongkai.annual_reports.tasks import read_drafts, return_drafts
from gongkai.console import uploads
from gongkai.console.views.receiving import told
from gongkai.records import journal
from gongkai.records.actors import SYSTEM, ObjectRef
from gongkai.records.jobs import Run
from tests.console import office
from tests.operations.annual_reports import office as reports
from tests.operations.annual_reports.office import Office, page, wrong
from tests.portal.html import Page

pytestmark = [pytest.mark.database, pytest.mark.django_db]

LATER = datetime(2027, 1, 26, 1, 30, tzinfo=UTC)
EDUCATION, HEALTH = "云河市教育局", "云河市卫生健康委员会"


@pytest.fixture
def january(db: None) -> Office:
    """The city's collection, with nothing in it yet."""
    return reports.office()


@pytest.fixture
def officer(january: Office) -> office.Visitor:
    """Who leads disclosure at the city's government."""
    return office.visitor(january.city.root, "disclosure_officer")


@pytest.fixture
def clerk(january: Office) -> office.Visitor:
    return office.visitor(january.city.root, "clerk")


def to(name: str, january: Office, *more: object) -> str:
    return reverse(f"console:{name}", args=[january.collection.pk, *more])


def listed(january: Office, **given: str) -> str:
    pairs = {"collection": str(january.collection.pk), **given}
    return reverse("console:drafts") + "?" + "&".join(f"{key}={value}" for key, value in pairs.items())


def upload(visitor: office.Visitor, january: Office, *files: tuple[str, bytes], **more: Any) -> Any:
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return visitor.client.post(to("collection_upload", january), {"files": sent, **more})


def read(january: Office) -> None:
    """What the background does."""
    read_drafts(Run("", 1, reports.AT), collection=january.collection.pk)


class TestOpening:
    def test_expects_every_body_below_until_somebody_says_otherwise(
        self, january: Office, officer: office.Visitor
    ) -> None:
        said = {"title": "补报", "year": "2026", "body": january.city.root.code, "due_on": "2027年2月10日"}
        response = officer.post(reverse("console:collection_new"), **said)
        made = Collection.objects.get(title="补报")
        assert response.headers["Location"] == reverse("console:collection", args=[made.pk])
        assert made.due_on == date(2027, 2, 10)
        assert made.expected.count() == january.collection.expected.count()

        response = officer.post(
            reverse("console:collection_units", args=[made.pk]), unit=["jyj", "wjw", "nowhere", "szf"]
        )
        assert response.status_code == 303
        assert set(made.expected.values_list("body__code", flat=True)) == {"jyj", "wjw"}
        units = officer.page(reverse("console:collection_units", args=[made.pk]))
        assert units.text.count(EDUCATION) == 1
        for tick, there in (("next", 3), ("none", 0), ("all", 4)):
            ticked = officer.page(reverse("console:collection_units", args=[made.pk]) + f"?tick={tick}")
            assert len(ticked.select("//input[@name='unit'][@checked]")) == there, tick

    def test_keeps_what_was_typed_where_something_is_wrong(
        self, january: Office, officer: office.Visitor
    ) -> None:
        said = {"title": january.collection.title, "year": "2026", "body": "szf", "due_on": "2027-01-31"}
        response = officer.post(reverse("console:collection_new"), **said)
        assert response.status_code == 422
        assert "已经有同名的收集" in response.content.decode()
        response = officer.post(reverse("console:collection_new"), **{**said, "year": "去年"})
        assert "请用四位数字填写年度" in response.content.decode()
        assert 'value="去年"' in response.content.decode()

    def test_is_for_a_body_in_reach_alone(self, january: Office) -> None:
        visitor = office.visitor(january.city.district, "disclosure_officer")
        said = {"title": "越权", "year": "2026", "body": "szf", "due_on": "2027-01-31"}
        assert visitor.post(reverse("console:collection_new"), **said).status_code == 422
        assert not Collection.objects.filter(title="越权").exists()
        assert visitor.get(to("collection", january)).status_code == 403

    def test_a_closed_one_takes_nothing_more_until_it_is_reopened(
        self, january: Office, officer: office.Visitor
    ) -> None:
        assert officer.post(to("collection_close", january)).status_code == 303
        shown = officer.page(to("collection", january)).text
        assert "这次收集已经结束" in shown
        assert "选择文件" not in shown
        response = upload(officer, january, ("教育局.html", page()))
        assert response.status_code == 422
        assert "已经结束" in response.content.decode()
        officer.post(to("collection_reopen", january))
        assert upload(officer, january, ("教育局.html", page())).status_code == 303


class TestDropping:
    def test_a_folder_is_taken_in_with_the_paths_inside_it(
        self, january: Office, officer: office.Visitor
    ) -> None:
        paths = ["年报/教育局/报告.html", "年报/卫健委/报告.html"]
        folder = [SimpleUploadedFile("报告.html", page()), SimpleUploadedFile("报告.html", page(HEALTH))]
        response = officer.client.post(
            to("collection_upload", january), {"folder": folder, "paths": json.dumps(paths)}
        )
        assert response.status_code == 303
        assert sorted(january.collection.drafts.values_list("path", flat=True)) == sorted(paths)
        assert "收下2份，正在后台读取" in officer.page(to("collection", january)).text

    # without the script no paths come; what is no list of these files' paths is not believed
    @pytest.mark.parametrize("paths", ["", "[", '{"a": 1}', '["一.html"]', '["年报/二.html"]', "[" * 9000])
    def test_paths_that_do_not_fit_are_not_believed(
        self, january: Office, officer: office.Visitor, paths: str
    ) -> None:
        folder = [SimpleUploadedFile("报告.html", page())]
        officer.client.post(to("collection_upload", january), {"folder": folder, "paths": paths})
        assert january.collection.drafts.get().path == "报告.html"

    def test_a_zip_is_unpacked_and_what_is_known_is_not_taken_twice(
        self, january: Office, officer: office.Visitor
    ) -> None:
        packed = reports.packed({"教育局.html": page(), "Thumbs.db": b"x"}, "gbk")
        upload(officer, january, ("年报.zip", packed))
        assert january.collection.drafts.get().path == "教育局.html"
        upload(officer, january, ("年报.zip", packed))
        assert "1份与已收下的完全相同" in officer.page(to("collection", january)).text
        assert january.collection.drafts.count() == 1

    def test_nothing_is_a_sentence_at_the_field(self, january: Office, officer: office.Visitor) -> None:
        response = officer.post(to("collection_upload", january))
        assert response.status_code == 422
        assert "没有收到文件" in response.content.decode()

    def test_more_than_fits_is_refused_whole(
        self, january: Office, officer: office.Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(uploads, "LARGEST", 1000)
        response = upload(officer, january, ("一.html", b"x" * 900), ("二.html", b"x" * 900))
        assert response.status_code == 422
        assert "什么都没有收下" in response.content.decode()
        assert not january.collection.drafts.exists()

    def test_more_files_than_a_form_takes_is_a_sentence_too(
        self, january: Office, officer: office.Visitor, settings: Any
    ) -> None:
        settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
        response = upload(officer, january, *[(f"{number}.html", page()) for number in range(3)])
        assert response.status_code == 422
        assert "请把文件夹压缩成zip再上传" in response.content.decode()
        assert not january.collection.drafts.exists()

    def test_large_files_arrive_whole(self, january: Office, officer: office.Visitor) -> None:
        """Larger than what other forms of the site may carry."""
        data = page() + b"<!--" + b"x" * 14_000_000 + b"-->"
        assert upload(officer, january, ("教育局.html", data)).status_code == 303
        assert january.collection.drafts.get().size == len(data)

    def test_a_form_without_its_token_is_refused(self, january: Office) -> None:
        visitor = office.visitor(january.city.root, "disclosure_officer", csrf=True)
        assert upload(visitor, january, ("教育局.html", page())).status_code == 403
        assert not january.collection.drafts.exists()

    def test_every_outcome_is_told(self) -> None:
        done = operations.Received(3, 1, 2, 4, ("坏.zip：压缩包已损坏。",), "")
        said = told(done)
        for part in ("收下3份", "1份不能接收", "2份与已收下的完全相同", "4个是系统自动产生", "压缩包已损坏"):
            assert part in said


class TestWhileReading:
    def test_the_page_asks_again_by_itself_until_all_is_read(
        self, january: Office, officer: office.Visitor
    ) -> None:
        upload(officer, january, ("教育局.html", page()), ("卫健委.html", page(HEALTH)))
        waiting = officer.get(to("collection", january)).content.decode()
        assert 'http-equiv="refresh"' in waiting
        assert "已读取0份，共2份" in waiting
        read(january)
        over = officer.get(to("collection", january)).content.decode()
        assert 'http-equiv="refresh"' not in over

    def test_what_stopped_can_be_gone_on_with(self, january: Office, officer: office.Visitor) -> None:
        upload(officer, january, ("教育局.html", page()))
        Collection.objects.update(reading_job="")
        assert "读取停下了" in officer.page(to("collection", january)).text
        officer.post(to("collection_resume", january))
        assert "读取停下了" not in officer.page(to("collection", january)).text
        read(january)
        officer.post(to("collection_resume", january))
        assert "文件都已读取" in officer.page(to("collection", january)).text


class TestOnePage:
    def test_names_who_is_missing_first_and_counts_by_state(
        self, january: Office, officer: office.Visitor
    ) -> None:
        january.drop(
            ("教育局.html", page()), ("卫健委.html", page(HEALTH, values=wrong())), ("x.html", b"<p>")
        )
        shown = officer.page(to("collection", january)).text
        count = queries.counts(january.collection)
        assert f"还有{count['missing']}个单位没有报送" in shown
        assert shown.index("没有报送") < shown.index("已报送的单位")
        links = officer.get(to("collection", january)).content.decode()
        for state in ("state=read&amp;level=error", "state=unreadable", "state=accepted", "state=returned"):
            assert state in links, state

    def test_shows_what_was_done_to_whom_may_see_it(self, january: Office, officer: office.Visitor) -> None:
        assert "建立年报收集" in officer.page(to("collection", january)).text

    def test_a_clerk_sees_why_some_verbs_are_not_theirs(self, january: Office) -> None:
        visitor = office.visitor(january.city.root, "reviewer")
        shown = visitor.page(to("collection", january))
        assert "现在不能办理" in shown.text
        assert "上传草稿" not in shown.texts("//h2")


class TestWhoseItIs:
    def test_files_that_fit_nobody_are_given_to_units_on_one_page(
        self, january: Office, officer: office.Visitor
    ) -> None:
        january.drop(("甲.html", page("某某局")), ("乙.html", page("另一局")))
        assert "2份文件还不知道是哪个单位的" in officer.page(to("collection", january)).text
        first, second = (january.draft(path) for path in ("甲.html", "乙.html"))
        same = {f"unit-{first.pk}": "jyj", f"unit-{second.pk}": "jyj"}
        response = officer.post(to("collection_match", january), **same)
        assert response.status_code == 422
        assert "两个文件选了同一个单位" in response.content.decode()
        other = {f"unit-{first.pk}": "jyj", f"unit-{second.pk}": "no.such"}
        response = officer.post(to("collection_match", january), **other)
        assert response.status_code == 422
        assert "请从列出的单位中选择" in response.content.decode()
        assert queries.unit_name(january.draft("甲.html")) == EDUCATION
        officer.post(to("collection_match", january), **{f"unit-{second.pk}": "wjw"})
        assert queries.unit_name(january.draft("乙.html")) == HEALTH
        assert "都对上了单位" in officer.page(to("collection_match", january)).text


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
        rows = shown.body.decode("utf-8-sig")  # type: ignore[attr-defined]
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
        names = zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
        assert len(names) == 1
        assert HEALTH in names[0]
        assert officer.get(to("collection_letters", dropped)).content == packed.content

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
            title="补报", year=2026, body=dropped.city.root, due_on=reports.DUE, by=SYSTEM, at=reports.AT
        )
        operations.receive_drafts(
            collection=other, files=[("迟.html", io.BytesIO(page()))], by=SYSTEM, at=reports.AT
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


class TestRollingUp:
    def test_sums_and_names_who_is_missing(self, january: Office, officer: office.Visitor) -> None:
        assert "还没有可以汇总的草稿" in officer.page(to("roll_up", january)).text
        january.drop(("教育局.html", page()), ("卫健委.html", page(HEALTH, year=2025)))
        shown = officer.page(to("roll_up", january)).text
        assert "1个单位的草稿没有计入合计" in shown
        assert "年度不符" in shown
        assert "个单位没有报送，不在合计里" in shown
        response: Any = officer.get(to("roll_up_export", january), format="csv")
        rows = list(csv.reader(io.StringIO(response.body.decode("utf-8-sig"))))
        kinds = [row[0] for row in rows]
        assert kinds.count("已汇总") == 1
        assert kinds.count("未汇总") == 1
        assert kinds.count("未报送") == queries.counts(january.collection)["missing"]
        book: Any = officer.get(to("roll_up_export", january))
        assert load_workbook(io.BytesIO(book.body)).active["A1"].value == "表"

    def test_the_accepted_alone_where_asked(self, january: Office, officer: office.Visitor) -> None:
        january.drop(("教育局.html", page()))
        assert "还没有收录" in officer.page(to("roll_up", january) + "?only=accepted").text
        officer.post(listed(january), verb="accept", every="1")
        shown = officer.page(to("roll_up", january) + "?only=accepted").text
        assert "下面是1个单位之和" in shown


class TestTheInbox:
    def test_says_how_many_wait_until_when_and_leads_to_them(
        self, january: Office, officer: office.Visitor
    ) -> None:
        january.drop(("教育局.html", page()), ("甲.html", page("某某局")))
        shown = officer.page(reverse("console:inbox")).text
        assert "2份年报草稿待审" in shown
        assert "1份年报草稿还不知道是哪个单位的" in shown
        assert "个单位还没有报送年报草稿" in shown

    def test_a_closed_collection_asks_for_nothing(self, january: Office, officer: office.Visitor) -> None:
        january.drop(("教育局.html", page()))
        operations.close_collection(collection=january.collection, by=SYSTEM, at=reports.AT)
        assert "年报草稿待审" not in officer.page(reverse("console:inbox")).text


def test_a_batch_or_draft_of_another_collection_is_not_there(
    january: Office, officer: office.Visitor
) -> None:
    january.drop(("教育局.html", page()))
    other = operations.open_collection(
        title="补报", year=2026, body=january.city.root, due_on=reports.DUE, by=SYSTEM, at=reports.AT
    )
    draft = january.draft("教育局.html")
    batch = ReturnBatch.objects.create(collection=other, asked_at=reports.AT, asked_by={})
    assert officer.get(to("return_batch", january, batch.pk)).status_code == 404
    assert officer.get(reverse("console:draft", args=[other.pk, draft.pk])).status_code == 404


def test_downloads_stand_in_the_journal(january: Office, officer: office.Visitor) -> None:
    january.drop(("教育局.html", page()))
    officer.get(to("roll_up_export", january), format="csv")
    found = journal.timeline(ObjectRef("list", "roll_up", ""))
    assert [entry.verb for entry in found] == ["list.exported"]
