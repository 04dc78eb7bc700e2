"""Files that take too much, and too many files at once: what the console says; nothing is half done."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.annual_reports.models import Draft
from gongkai.console.areas.drafts import originals
from gongkai.organisations.models import Body
from gongkai.records.files.operations import CHECK
from gongkai.records.process_pool import STAFF
from tests.console import office as desk
from tests.console.january import to, upload
from tests.console.review import at
from tests.operations.annual_reports.office import Office, packed, page
from tests.organisations import material
from tests.portal.html import Page
from tests.records.process_pool.crowding import crowd, hurry

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def workbook() -> SimpleUploadedFile:
    return SimpleUploadedFile("x.xlsx", material.workbook(bodies=material.BODY_ROWS))


class TestAnImport:
    def test_that_takes_too_much_is_refused_at_the_file(
        self, system: desk.Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hurry(monkeypatch, "gongkai.organisations.sheets.reading.STAFF", STAFF)
        before = Body.objects.count()
        answer = system.client.post(reverse("console:import_bodies"), {"file": workbook(), "go": "1"})
        assert answer.status_code == 422
        assert "分成几份" in Page(answer).texts("//*[@id='id_file-error']")[0]
        assert Body.objects.count() == before

    def test_where_too_many_are_read_is_tried_again_later(
        self, system: desk.Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        crowd(monkeypatch)
        answer = system.client.post(reverse("console:import_bodies"), {"file": workbook(), "go": "1"})
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert "10秒后再试" in Page(answer).text
        assert "no-store" in answer["Cache-Control"]


class TestADrop:
    def test_of_an_archive_that_takes_too_much_is_refused(
        self, january: Office, officer: desk.Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hurry(monkeypatch, "gongkai.annual_reports.operations.unpacking.STAFF", STAFF)
        answer = upload(officer, january, ("a.zip", packed({"教育局.html": page()})))
        assert answer.status_code == 422
        assert "a.zip" in answer.content.decode()
        assert "分成几份" in answer.content.decode()
        assert not Draft.objects.exists()

    def test_of_a_file_whose_inspection_takes_too_much_is_kept_as_unreadable(
        self, january: Office, officer: desk.Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hurry(monkeypatch, "gongkai.records.files.operations.CHECK", CHECK)
        assert upload(officer, january, ("教育局.html", page())).status_code == 303
        draft = Draft.objects.get()
        assert (draft.state, draft.file) == (Draft.State.UNREADABLE, None)
        assert "分成几份" in draft.reason

    def test_where_too_many_are_read_is_tried_again_later(
        self, january: Office, officer: desk.Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        crowd(monkeypatch)
        answer = officer.client.get(to("collection_upload", january))
        assert answer.status_code == 200
        answer = upload(officer, january, ("教育局.html", page()))
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert not Draft.objects.exists()


class TestADraft:
    def test_that_cannot_be_checked_in_time_is_a_sentence_not_a_fault(
        self, office: Office, officer: desk.Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft = office.one("教育局.html", page())
        hurry(monkeypatch, "gongkai.annual_reports.queries.judging.STAFF", STAFF)
        answer = officer.get(at(draft, "draft"))
        assert answer.status_code == 422
        assert "分成几份" in answer.content.decode()

    def test_whose_original_takes_too_much_can_still_be_taken_away(
        self, office: Office, officer: desk.Visitor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft = office.one("教育局.html", page())
        hurry(monkeypatch, "gongkai.console.areas.drafts.originals.STAFF", STAFF)
        assert "分成几份" in originals.cleaned_page(draft)
        assert originals.tables_of(draft) == []
        assert officer.get(at(draft, "draft_original"), download="1").status_code == 200
