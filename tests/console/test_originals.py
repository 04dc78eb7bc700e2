"""The original of a draft: shown without anything active, as pictures, as its tables; the text marked."""

from __future__ import annotations

import io
import time
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse
from docx import Document

from gongkai.annual_reports.models import Draft
from gongkai.console.areas.drafts import marked, originals
from gongkai.console.areas.drafts.marked import MarkedPlace
from gongkai.design.table import TableMark
from tests.console import office as desk
from tests.console.review import at, shown
from tests.operations.annual_reports.office import Office, page, wrong

pytestmark = [pytest.mark.django_db, pytest.mark.database]


# The original


def test_the_page_is_shown_without_anything_active(office: Office, officer: desk.Visitor) -> None:
    evil = (
        b'<script>alert(1)</script><img src="http://x.example/a.png" onerror="alert(1)">'
        b'<a href="javascript:alert(1)">x</a><form action="/console/"><input name="a"></form></body>'
    )
    draft = office.one("教育局.html", page().replace(b"</body>", evil))
    answer = officer.get(at(draft, "draft_original"))
    text = answer.content.decode()
    for banned in ("<script", "<img", "<a ", "<form", "<input", "javascript:", "onerror", "http:"):
        assert banned not in text
    assert "本年度各项工作平稳有序" in text
    assert 'rowspan="3"' in text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    "inside",
    [
        # tags in each other, closed or not, and more of them than any page has
        "<div>" * 100_000,
        "<b>" * 50_000 + "</b>" * 50_000,
        "<p>x</p>" * 150_000,
    ],
)
def test_a_page_that_would_not_end_is_not_cleaned(inside: str) -> None:
    began = time.perf_counter()
    assert "请下载原件核对" in originals.cleaned(f"<html><body>{inside}")
    assert time.perf_counter() - began < 2


def test_cells_that_were_never_closed_are_no_depth() -> None:
    rows = "<table>" + "<tr><td>1<td><p>2" * 2_000
    assert originals.cleaned(rows).count("<td") == 4_000


def test_only_the_desk_may_hold_a_frame_and_only_of_this_site(officer: desk.Visitor, faulty: Draft) -> None:
    policy = officer.get(at(faulty)).headers["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "frame-src" not in officer.get(reverse("console:inbox")).headers["Content-Security-Policy"]


def test_the_file_can_be_taken_away_as_it_came(officer: desk.Visitor, faulty: Draft) -> None:
    answer: Any = officer.get(at(faulty, "draft_original", "?download"))
    assert answer.body == page(values=wrong())
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_pdf_is_shown_as_pictures_of_its_pages(office: Office, officer: desk.Visitor) -> None:
    made = pypdfium2.PdfDocument.new()
    made.new_page(595, 842)
    made.new_page(595, 842)
    out = io.BytesIO()
    made.save(out)
    draft = office.one("云河市教育局.pdf", out.getvalue())
    assert draft.state == Draft.State.UNREADABLE
    seen = shown(officer, draft)
    assert draft.reason[:20] in seen.text
    pictures = seen.select("//img[@class='pane__page']")
    assert [each.get("src") for each in pictures] == [
        at(draft, "draft_original", f"?page={number}") for number in (1, 2)
    ]
    answer = officer.get(at(draft, "draft_original", "?page=2"))
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    for wrong_page in ("0", "3", "9999", "x", "-1"):
        assert officer.get(at(draft, "draft_original", f"?page={wrong_page}")).status_code == 404


def test_the_tables_of_an_office_file_stand_as_they_are_in_it(office: Office, officer: desk.Visitor) -> None:
    document = Document()
    document.add_paragraph("云河市教育局2026年政府信息公开工作年度报告")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(1, 1).text = "甲项目", "乙项目"
    out = io.BytesIO()
    document.save(out)
    draft = office.one("教育局.docx", out.getvalue())
    seen = shown(officer, draft)
    assert "甲项目" in seen.texts("//table[@id='original-1']//td")


def test_a_file_that_was_not_kept_says_so(office: Office, officer: desk.Visitor, faulty: Draft) -> None:
    Draft.objects.filter(pk=faulty.pk).update(
        file=None, state=Draft.State.UNREADABLE, reason="文件太大。", reading=None, paragraphs=[]
    )
    seen = shown(officer, faulty)
    assert "文件太大。" in seen.text
    assert "没有保存" in seen.text
    assert officer.get(at(faulty, "draft_original", "?download")).status_code == 404


# Marked text

MARK = TableMark(1, "error", "错误", "不符", "#finding-1")


@pytest.mark.parametrize(
    ("places", "parts"),
    [
        ([], [("收到4件", "")]),
        ([MarkedPlace(0, 2, 3, "a", "claim")], [("收到", ""), ("4", "claim"), ("件", "")]),
        # the gravest colours what several share; the ends of each stay where they are
        (
            [MarkedPlace(0, 2, 3, "a", "claim"), MarkedPlace(0, 0, 4, "b", "error", mark=MARK)],
            [("收到", "error"), ("4", "error"), ("件", "error")],
        ),
        # what lies outside of the text is left out
        (
            [
                MarkedPlace(0, 3, 9, "a", "claim"),
                MarkedPlace(5, 0, 1, "b", "claim"),
                MarkedPlace(0, 2, 2, "c", "ask"),
            ],
            [("收到4件", "")],
        ),
    ],
)
def test_text_is_cut_at_its_places(places: list[MarkedPlace], parts: list[tuple[str, str]]) -> None:
    drawn = marked.paragraphs(["收到4件"], places)[0]["parts"]
    assert [(part["text"], part.get("kind", "")) for part in drawn] == parts


def test_a_place_has_its_name_at_its_beginning_and_its_number_at_its_end() -> None:
    drawn = marked.paragraphs(
        ["收到4件"],
        [MarkedPlace(0, 0, 4, "whole", "error", mark=MARK), MarkedPlace(0, 0, 2, "part", "claim")],
    )[0]["parts"]
    assert [part.get("id", "") for part in drawn] == ["part", "whole", ""]
    assert [part.get("marks", ()) for part in drawn] == [(), (), (MARK,)]
