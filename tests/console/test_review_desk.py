"""The review desk: a draft beside its original, judged, corrected, sent back or accepted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from docx import Document
from pytest_django import Settings

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import AnnualReport, Draft
from gongkai.annual_reports.rules import form
from gongkai.console import marked
from gongkai.console.marked import Place
from gongkai.design.table import Mark
from gongkai.records.actors import SYSTEM
from tests.console import office as desk
from tests.operations.annual_reports import office as material
from tests.operations.annual_reports.office import AT, OFFICER, YEAR, Office, page, wrong
from tests.portal.html import Page

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TOTAL = {"table": "table4", "row": "review", "column": "total"}
REASON = "依据登记台账"


@pytest.fixture
def office(tmp_path: Path, settings: Settings) -> Office:
    settings.DATA = tmp_path
    return material.office()


@pytest.fixture
def officer(office: Office) -> desk.Visitor:
    """Who leads the disclosure work of the city: may judge, correct, send back and accept."""
    return desk.visitor(office.city.root, "disclosure_officer")


@pytest.fixture
def faulty(office: Office) -> Draft:
    """A draft of which one total does not close."""
    return office.one("教育局.html", page(values=wrong()))


@pytest.fixture
def clean(office: Office) -> Draft:
    return office.one("教育局.html", page())


def at(draft: Draft, name: str = "draft", query: str = "") -> str:
    return reverse(f"console:{name}", args=[draft.collection_id, draft.pk]) + query


def key(draft: Draft) -> str:
    now = queries.judged(draft)
    assert now is not None
    return now.findings[0].key


def again(draft: Draft) -> Draft:
    found = queries.draft(draft.pk)
    assert found is not None
    return found


def shown(visitor: desk.Visitor, draft: Draft, query: str = "") -> Page:
    return visitor.page(at(draft, query=query))


def refused(response: HttpResponse) -> Page:
    assert response.status_code == 422
    return Page(response)


# What lies on the desk


def test_the_original_stands_beside_the_tables_as_the_form_prescribes_them(
    officer: desk.Visitor, faulty: Draft
) -> None:
    seen = shown(officer, faulty)
    assert seen.texts("//h1") == ["云河市教育局"]
    assert seen.select("//iframe")[0].get("src") == at(faulty, "draft_original")
    assert seen.select("//iframe")[0].get("sandbox") == ""
    prescribed = form("2021")
    for name, table in prescribed.tables.items():
        drawn = seen.select(f"//table[@id='{name}']//td")
        assert len(drawn) == len(table.cells)
        heads = [cell.label for line in prescribed.grid(name) for cell in line if cell.kind != "data"]
        assert seen.texts(f"//table[@id='{name}']//th") == heads


def test_a_finding_is_a_number_in_the_cell_and_a_sentence_with_its_verdict(
    officer: desk.Visitor, faulty: Draft
) -> None:
    seen = shown(officer, faulty)
    assert "共发现错误1处" in seen.text
    assert "还有1处没有判断" in seen.text
    assert seen.select("//td[@id='table4-review-total']/a[@href='#finding-1']")
    judged = seen.select("//article[contains(@class,'judged')]")
    assert len(judged) == 1
    assert [each.get("value") for each in judged[0].xpath(".//button[@name='says']")] == [
        "confirmed",
        "dismissed",
    ]


def test_places_of_the_text_are_marked_and_figures_lead_to_them(
    office: Office, officer: desk.Visitor
) -> None:
    said = page().replace(
        "本年度各项工作平稳有序".encode(), f"{YEAR}年，共收到政府信息公开申请9999件".encode()
    )
    draft = office.one("教育局.html", said)
    seen = shown(officer, draft)
    assert any("9,999" in text for text in seen.texts("//dl//dd"))
    place = seen.select("//dl//dd/a[starts-with(@href,'#said-c')]")[0].get("href")
    assert seen.select(f"//*[@id='{place[1:]}']")
    assert seen.select("//ol[@class='marked']//mark")


def test_a_clean_draft_says_so_and_has_no_keys(officer: desk.Visitor, clean: Draft) -> None:
    seen = shown(officer, clean)
    assert "没有需要核实的问题" in seen.text
    assert not seen.select("//*[@class='keys']")


def test_the_one_row_that_stands_for_three_is_one_row_that_can_be_changed(
    office: Office, officer: desk.Visitor
) -> None:
    draft = office.one("教育局.html", page())
    reading = dict(draft.reading or {})
    rows = dict(reading["table3"])
    reading["table3"] = {"6": rows["6.1"], **{k: v for k, v in rows.items() if not k.startswith("6.")}}
    Draft.objects.filter(pk=draft.pk).update(reading=reading)
    seen = shown(officer, draft)
    assert seen.select("//td[@id='table3-6-natural']")
    assert not seen.select("//td[@id='table3-6.1-natural']")
    asked = shown(officer, draft, "?table=table3&row=6&column=natural")
    assert asked.select("//form//input[@name='row'][@value='6']")
    answer = officer.post(
        at(draft, "draft_edit"),
        table="table3",
        row="6",
        column="natural",
        kind="value",
        value="9",
        reason="x",
    )
    assert answer.status_code == 303


def test_a_table_that_is_missing_can_be_filled_in_by_hand(office: Office, officer: desk.Visitor) -> None:
    draft = office.one("教育局.html", page())
    reading = dict(draft.reading or {}) | {"table4": None}
    reading["unread"] = [{"table": "table4", "row": None, "col": None, "reason": "这张表是图片"}]
    Draft.objects.filter(pk=draft.pk).update(reading=reading)
    seen = shown(officer, draft)
    assert "这张表是图片" in seen.text
    fill = seen.select("//a[contains(@href,'fill=table4')]")[0].get("href")
    drawn = shown(officer, draft, fill.partition("#")[0])
    assert len(drawn.select("//table[@id='table4']//td")) == len(form("2021").tables["table4"].cells)


# Verdicts


def test_y_says_that_it_holds_and_leads_on(officer: desk.Visitor, faulty: Draft) -> None:
    answer = officer.post(at(faulty, "draft_judge"), key=key(faulty), says="confirmed")
    assert answer.headers["Location"] == at(faulty) + "#findings"
    seen = shown(officer, faulty)
    assert "属实 · 林知远" in seen.text
    assert "都已判断" in seen.text
    assert "撤回判断" in seen.text


def test_what_does_not_hold_needs_a_reason_and_what_was_typed_stays(
    officer: desk.Visitor, faulty: Draft
) -> None:
    seen = refused(officer.post(at(faulty, "draft_judge"), key=key(faulty), says="dismissed", reason=" "))
    assert "请说明为什么不属实" in seen.text
    assert seen.select("//details[@id='verdict-1'][@open]")


def test_what_does_not_hold_leaves_the_tables_and_can_be_taken_back(
    officer: desk.Visitor, faulty: Draft
) -> None:
    officer.post(at(faulty, "draft_judge"), key=key(faulty), says="dismissed", reason="口径不同")
    seen = shown(officer, faulty)
    assert not seen.select("//article")
    assert not seen.select("//td//a[starts-with(@href,'#finding')]")
    assert "判为不属实的1处" in seen.text
    assert "口径不同" in seen.text
    officer.post(at(faulty, "draft_judge"), key=key(faulty), says="open")
    assert len(shown(officer, faulty).select("//article")) == 1


def test_a_finding_that_is_gone_is_told_of(officer: desk.Visitor, faulty: Draft) -> None:
    assert officer.post(at(faulty, "draft_judge"), key="0" * 16, says="confirmed").status_code == 303
    assert "这份草稿现在没有这个问题" in shown(officer, faulty).text


# Corrections


def test_a_cell_leads_to_the_form_in_which_it_is_changed(officer: desk.Visitor, faulty: Draft) -> None:
    href = shown(officer, faulty).select("//td[@id='table4-review-total']/a")[0].get("href")
    assert href.endswith("#cell")
    seen = shown(officer, faulty, href.partition("#")[0])
    assert "修改：表四" in seen.text
    assert seen.field("value") == "5"
    assert seen.select("//td[contains(@class,'cell--current')]")


@pytest.mark.parametrize(("typed", "stands"), [("6", 6), ("６", 6), (" 1,006 ", 1006)])
def test_a_figure_is_taken_however_it_is_typed(
    typed: str, stands: int, officer: desk.Visitor, faulty: Draft
) -> None:
    answer = officer.post(at(faulty, "draft_edit"), **TOTAL, kind="value", value=typed, reason=REASON)
    assert answer.headers["Location"] == at(faulty) + "#table4-review-total"
    now = queries.judged(again(faulty))
    assert now is not None
    assert now.reading.value("table4", "review", "total") == stands
    seen = shown(officer, faulty)
    assert "原读数：5" in seen.text
    assert REASON in seen.text


def test_a_blank_is_a_blank(officer: desk.Visitor, faulty: Draft) -> None:
    officer.post(at(faulty, "draft_edit"), **TOTAL, kind="blank", value="7", reason=REASON)
    now = queries.judged(again(faulty))
    assert now is not None
    assert now.reading.value("table4", "review", "total") is None
    assert not now.reading.unread


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": "value", "value": "六", "reason": REASON}, "请填写数字"),
        ({"kind": "value", "value": "", "reason": REASON}, "数字：请填写。"),
        ({"kind": "value", "value": "NaN", "reason": REASON}, "请填写数字"),
        ({"kind": "value", "value": "1e99999", "reason": REASON}, "数"),
        ({"kind": "value", "value": "-3", "reason": REASON}, "不能是负数"),
        ({"kind": "value", "value": "1.5", "reason": REASON}, "应填整数"),
        ({"kind": "value", "value": "7", "reason": ""}, "请填写。"),
        ({"value": "7", "reason": REASON}, "请选择。"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_what_was_typed_stays(
    given: dict[str, str], told: str, officer: desk.Visitor, faulty: Draft
) -> None:
    seen = refused(officer.post(at(faulty, "draft_edit"), **TOTAL, **given))
    assert told in seen.text
    assert seen.field("value") == given["value"]
    assert seen.select("//*[@role='alert']")
    assert not faulty.edits.exists()


def test_a_cell_that_the_form_has_not_is_no_page(officer: desk.Visitor, faulty: Draft) -> None:
    assert officer.get(at(faulty, query="?table=table4&row=nothing&column=total")).status_code == 404
    cell = {**TOTAL, "row": "nothing"}
    answer = officer.post(at(faulty, "draft_edit"), **cell, kind="value", value="1", reason=REASON)
    assert answer.status_code == 303
    assert not faulty.edits.exists()


def test_a_change_is_undone_by_a_further_change(officer: desk.Visitor, faulty: Draft) -> None:
    officer.post(at(faulty, "draft_edit"), **TOTAL, kind="value", value="6", reason=REASON)
    made = faulty.edits.get()
    seen = refused(officer.post(at(faulty, "draft_undo"), edit=made.pk, reason=""))
    assert "请说明撤销的理由" in seen.text
    officer.post(at(faulty, "draft_undo"), edit=made.pk, reason="看错了行")
    seen = shown(officer, faulty)
    assert faulty.edits.count() == 2
    assert "恢复原读数" in seen.text
    assert "原读数：" not in seen.text
    assert not seen.select("//form[contains(@action,'undo')]")


def test_only_a_draft_that_waits_for_review_can_be_changed(
    office: Office, officer: desk.Visitor, faulty: Draft
) -> None:
    operations.return_draft(draft=faulty, by=OFFICER, at=AT)
    seen = shown(officer, faulty)
    assert not seen.select("//form[contains(@action,'judge')]")
    assert not seen.select("//td/a[contains(@href,'table=')]")
    assert "退改函" in seen.text


def test_who_may_only_look_has_nothing_to_press(office: Office, faulty: Draft) -> None:
    visitor = desk.visitor(office.city.root, "legal_reviewer")
    seen = shown(visitor, faulty)
    assert "共发现错误1处" in seen.text
    assert not seen.select("//main//form")


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


# Whose it is, of which year


def test_the_unit_is_chosen_from_those_that_are_asked(
    office: Office, officer: desk.Visitor, faulty: Draft
) -> None:
    officer.post(at(faulty, "draft_unit"), unit=office.health.code)
    assert again(faulty).body == office.health
    officer.post(at(faulty, "draft_unit"), unit="-")
    assert again(faulty).body is None
    assert "还不知道" in shown(officer, faulty).text


def test_a_file_that_is_no_draft_is_set_aside_with_the_reason(officer: desk.Visitor, faulty: Draft) -> None:
    seen = refused(officer.post(at(faulty, "draft_unit"), unit="aside"))
    assert "请说明为什么不采用" in seen.text
    officer.post(at(faulty, "draft_unit"), unit="aside", reason="是报送通知")
    assert again(faulty).state == Draft.State.ASIDE
    assert "是报送通知" in shown(officer, faulty).text


def test_a_year_that_was_misread_is_corrected(office: Office, officer: desk.Visitor, faulty: Draft) -> None:
    seen = refused(officer.post(at(faulty, "draft_year"), year="二〇", reason=REASON))
    assert "四位数字" in seen.text
    seen = refused(officer.post(at(faulty, "draft_year"), year="2019", reason=REASON))
    assert "年度与报告的表格格式不符" in seen.text
    assert officer.post(at(faulty, "draft_year"), year="2025", reason=REASON).status_code == 303
    assert again(faulty).year == 2025
    seen = shown(officer, faulty)
    assert f"本次收集的是{YEAR}年度" in seen.text
    assert "报告年度" in seen.texts("//ol[@class='edits']//p")[0]


# Into the archive


def test_a_draft_with_errors_cannot_be_accepted_and_says_why(officer: desk.Visitor, faulty: Draft) -> None:
    seen = shown(officer, faulty)
    assert "还有1处错误没有判断" in seen.text
    assert not seen.select(f"//a[@href='{at(faulty, 'draft_accept')}']")
    assert officer.get(at(faulty, "draft_accept")).status_code == 303
    assert "没有判断" in refused(officer.post(at(faulty, "draft_accept"))).text


def test_a_clean_draft_is_accepted(office: Office, officer: desk.Visitor, clean: Draft) -> None:
    assert "公开" in officer.page(at(clean, "draft_accept")).text
    assert officer.post(at(clean, "draft_accept")).headers["Location"] == at(clean)
    assert again(clean).state == Draft.State.ACCEPTED
    assert AnnualReport.objects.filter(place__code=office.education.code, year=YEAR).exists()
    assert "已收录" in shown(officer, clean).text


def test_other_figures_are_replaced_only_with_a_reason(
    office: Office, officer: desk.Visitor, clean: Draft
) -> None:
    operations.accept_draft(draft=clean, by=OFFICER, at=AT)
    corrected = material.cells(table4__review__upheld=2, table4__review__total=5)
    draft = office.one("教育局新.html", page(values=corrected), at=material.LATER)
    seen = refused(officer.post(at(draft, "draft_accept"), reason=""))
    assert "已经收录，数据不同" in seen.text
    assert officer.post(at(draft, "draft_accept"), reason="单位来函更正").status_code == 303


# Back with a letter


def test_the_letter_is_seen_before_it_is_issued(officer: desk.Visitor, faulty: Draft) -> None:
    seen = officer.page(at(faulty, "draft_return"))
    source = seen.select("//iframe")[0].get("src")
    letter = officer.get(source)
    assert "云河市教育局" in letter.content.decode()
    assert "frame-ancestors 'self'" in letter.headers["Content-Security-Policy"]
    seen = Page(officer.post(at(faulty, "draft_return"), note="请补报纸质件。", preview="1"))
    assert seen.field("note") == "请补报纸质件。"
    letter = officer.get(seen.select("//iframe")[0].get("src"))
    assert "请补报纸质件。" in letter.content.decode()
    assert again(faulty).state == Draft.State.READ


def test_sent_back_the_letter_has_a_number_and_can_be_taken_away(
    officer: desk.Visitor, faulty: Draft
) -> None:
    assert officer.get(at(faulty, "draft_letter")).status_code == 404
    assert officer.post(at(faulty, "draft_return"), note="").headers["Location"] == at(faulty)
    letter = again(faulty).letter
    assert letter is not None
    assert letter.number.text in shown(officer, faulty).text
    answer: Any = officer.get(at(faulty, "draft_letter"))
    words = "\n".join(each.text for each in Document(io.BytesIO(answer.body)).paragraphs)
    assert letter.number.text in words


def test_nothing_to_say_is_no_letter_until_something_is_said(officer: desk.Visitor, clean: Draft) -> None:
    assert "没有需要改正的问题" in officer.page(at(clean, "draft_return")).text
    seen = refused(officer.post(at(clean, "draft_return"), note=""))
    assert "没有需要改正的问题" in seen.text
    assert officer.post(at(clean, "draft_return"), note="请换新版表格。").status_code == 303
    assert again(clean).state == Draft.State.RETURNED


def test_a_draft_of_nobody_cannot_be_sent_back(officer: desk.Visitor, faulty: Draft) -> None:
    operations.assign_unit(draft=faulty, body=None, by=OFFICER, at=AT)
    assert officer.get(at(faulty, "draft_return")).status_code == 303
    assert "还不知道是哪个单位" in shown(officer, faulty).text


# Way and time line


def test_an_older_version_leads_to_the_newer_one(
    office: Office, officer: desk.Visitor, faulty: Draft
) -> None:
    newer = office.one("教育局改.html", page(), at=material.LATER)
    seen = shown(officer, faulty)
    assert seen.select(f"//a[@href='{at(newer)}']")
    assert "只供查阅" in seen.text
    assert "第2版" in shown(officer, newer).text


def test_the_next_draft_that_waits_is_one_step_away(
    office: Office, officer: desk.Visitor, faulty: Draft
) -> None:
    other = office.one("卫生健康委.html", page("云河市卫生健康委员会"))
    assert shown(officer, faulty).select(f"//a[@href='{at(other)}']")
    assert shown(officer, other).select(f"//a[@href='{at(faulty)}']")


def test_what_happened_to_a_draft_is_told_on_its_page(officer: desk.Visitor, faulty: Draft) -> None:
    officer.post(at(faulty, "draft_judge"), key=key(faulty), says="confirmed")
    told = shown(officer, faulty).texts("//ol[contains(@class,'time-line')]/li")
    assert "读取年报草稿" in told[0]
    assert "判断核查问题" in told[-1]


def test_a_draft_of_another_collection_is_not_there(
    office: Office, officer: desk.Visitor, faulty: Draft
) -> None:
    other = operations.open_collection(
        title="另一次", year=YEAR, body=office.city.root, due_on=material.DUE, by=SYSTEM, at=timezone.now()
    )
    assert officer.get(reverse("console:draft", args=[other.pk, faulty.pk])).status_code == 404


# Marked text

MARK = Mark(1, "error", "错误", "不符", "#finding-1")


@pytest.mark.parametrize(
    ("places", "parts"),
    [
        ([], [("收到4件", "")]),
        ([Place(0, 2, 3, "a", "claim")], [("收到", ""), ("4", "claim"), ("件", "")]),
        # the gravest colours what several share; the ends of each stay where they are
        (
            [Place(0, 2, 3, "a", "claim"), Place(0, 0, 4, "b", "error", mark=MARK)],
            [("收到", "error"), ("4", "error"), ("件", "error")],
        ),
        # what lies outside of the text is left out
        (
            [Place(0, 3, 9, "a", "claim"), Place(5, 0, 1, "b", "claim"), Place(0, 2, 2, "c", "ask")],
            [("收到4件", "")],
        ),
    ],
)
def test_text_is_cut_at_its_places(places: list[Place], parts: list[tuple[str, str]]) -> None:
    drawn = marked.paragraphs(["收到4件"], places)[0]["parts"]
    assert [(part["text"], part.get("kind", "")) for part in drawn] == parts


def test_a_place_has_its_name_at_its_beginning_and_its_number_at_its_end() -> None:
    drawn = marked.paragraphs(
        ["收到4件"], [Place(0, 0, 4, "whole", "error", mark=MARK), Place(0, 0, 2, "part", "claim")]
    )[0]["parts"]
    assert [part.get("id", "") for part in drawn] == ["part", "whole", ""]
    assert [part.get("marks", ()) for part in drawn] == [(), (), (MARK,)]
