"""What is decided on a draft: whose it is, of which year, into the archive, or back with a letter."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document

from gongkai.annual_reports import operations
from gongkai.annual_reports.models import AnnualReport, Draft
from gongkai.records.acts import SystemAct
from tests.console import office as desk
from tests.console.review import REASON, again, at, refused, shown
from tests.operations.annual_reports import office as material
from tests.operations.annual_reports.office import AT, OFFICER, YEAR, Office, page
from tests.portal.html import Page

pytestmark = [pytest.mark.django_db, pytest.mark.database]


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
    operations.accept_draft(draft=clean, act=SystemAct(OFFICER, AT))
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


def test_a_draft_context_if_signed_in_cannot_be_sent_back(officer: desk.Visitor, faulty: Draft) -> None:
    operations.assign_unit(draft=faulty, body=None, act=SystemAct(OFFICER, AT))
    assert officer.get(at(faulty, "draft_return")).status_code == 303
    assert "还不知道是哪个单位" in shown(officer, faulty).text
