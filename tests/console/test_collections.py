"""A collection in January: opened, files dropped, read, given to units, added up."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import Collection, ReturnBatch
from gongkai.console import uploads
from gongkai.console.areas.collections.receiving import outcome as told
from gongkai.records import journal
from gongkai.records.actors import SYSTEM, ObjectRef
from gongkai.records.acts import SystemAct
from tests.console import office
from tests.console.january import EDUCATION, HEALTH, listed, read, to, upload
from tests.operations.annual_reports import office as reports
from tests.operations.annual_reports.office import Office, page, wrong

pytestmark = [pytest.mark.database, pytest.mark.django_db]


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
        assert visitor.get(to("collection", january)).status_code == 404

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
        said = told(operations.Received(3, 1, 2, 4, ("坏.zip：压缩包已损坏。",), ""))
        for part in ("收下3份", "1份不能接收", "2份与已收下的完全相同", "4个是系统自动产生", "压缩包已损坏"):
            assert part in said
        assert told(operations.Received(0, 6, 0, 0, (), "")) == "6份不能接收，原因见“读不出”。"
        assert told(operations.Received(0, 0, 2, 0, (), "")).startswith("没有新的文件；2份")


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
        operations.close_collection(collection=january.collection, act=SystemAct(SYSTEM, reports.AT))
        assert "年报草稿待审" not in officer.page(reverse("console:inbox")).text


def test_a_batch_or_draft_of_another_collection_is_not_there(
    january: Office, officer: office.Visitor
) -> None:
    january.drop(("教育局.html", page()))
    other = operations.open_collection(
        title="补报", year=2026, body=january.city.root, due_on=reports.DUE, act=SystemAct(SYSTEM, reports.AT)
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
