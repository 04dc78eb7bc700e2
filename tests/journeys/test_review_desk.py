"""The review desk in a browser: by hand without scripts, by keyboard with them, wide and narrow."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from pytest_django import Settings

from gongkai.annual_reports.models import Draft
from tests.console import office as people
from tests.journeys.test_for_everyone import SIDEWAYS, SMALL_TARGETS, serious
from tests.journeys.test_office import sign_in
from tests.operations.annual_reports import office as material
from tests.operations.annual_reports.office import Office, page, wrong

SAID = f"{material.YEAR}年，共收到政府信息公开申请9999件".encode()


@pytest.fixture
def office(transactional_db: None, portal: str, tmp_path: Path, settings: Settings) -> Office:
    """A collection whose officer knows the password."""
    settings.DATA = tmp_path
    made = material.office()
    people.with_password(people.holder(made.city.root, "disclosure_officer", login="fuzeren"))
    return made


@pytest.fixture
def faulty(office: Office) -> Draft:
    """A draft with one total that does not close and a text that says something else."""
    said = page(values=wrong()).replace("本年度各项工作平稳有序".encode(), SAID)
    return office.one("教育局.html", said)


def at(draft: Draft, query: str = "") -> str:
    return f"/console/collections/{draft.collection_id}/drafts/{draft.pk}/{query}"


def test_judged_corrected_undone_and_accepted_without_a_script(
    office: Office, faulty: Draft, open_page: Callable[..., Page]
) -> None:
    window = open_page()
    sign_in(window, "fuzeren")
    window.goto(at(faulty))
    expect(window.get_by_role("heading", level=1)).to_have_text("云河市教育局")
    original = window.frame_locator("iframe.pane__frame")
    expect(original.get_by_role("heading", level=1)).to_contain_text("年度报告")
    expect(window.locator("article.judged")).to_have_count(faulty.errors + faulty.warnings + faulty.asks)
    expect(window.get_by_text("没有判断，请逐一判断")).to_be_visible()

    # the total is corrected, and is no finding any more
    before = window.locator("article.judged").count()
    window.locator("#table4-review-total a.cell__verb").click()
    form = window.locator("#cell")
    form.get_by_label("数字", exact=True).last.fill("四")
    form.get_by_label("理由").fill("依据登记台账")
    form.get_by_role("button", name="保存").click()
    expect(window.get_by_role("alert")).to_contain_text("请填写数字")
    expect(form.get_by_label("理由")).to_have_value("依据登记台账")
    form.get_by_label("数字", exact=True).last.fill("4")
    form.get_by_role("button", name="保存").click()
    expect(window.get_by_role("status")).to_contain_text("已修改")
    expect(window.locator("#table4-review-total")).to_contain_text("原读数：5")
    expect(window.locator("article.judged")).to_have_count(before - 1)

    # what the text says is found not to hold, with a reason
    while window.locator("article.judged").count():
        one = window.locator("article.judged").first
        one.locator("summary").click()
        one.get_by_label("为什么不属实").fill("正文是全市口径")
        one.get_by_role("button", name="不属实").click()
    expect(window.get_by_text("判为不属实的")).to_be_visible()

    # the correction is undone and made again
    window.locator("#edits ~ .edits summary").first.click()
    window.get_by_label("撤销的理由").fill("再核一遍")
    window.get_by_role("button", name="撤销", exact=True).click()
    expect(window.locator("article.judged")).to_have_count(1)
    window.locator("#table4-review-total a.cell__verb").click()
    form.get_by_label("数字", exact=True).last.fill("4")
    form.get_by_label("理由").fill("依据登记台账")
    form.get_by_role("button", name="保存").click()

    # and the draft goes into the archive
    window.get_by_role("link", name="收录", exact=True).click()
    window.get_by_role("button", name="收录").click()
    expect(window.get_by_role("status")).to_contain_text("已收录")
    expect(window.get_by_role("list", name="经过")).to_contain_text("收录年报草稿")


def test_sent_back_with_a_letter_that_was_seen_before(
    office: Office, faulty: Draft, open_page: Callable[..., Page]
) -> None:
    window = open_page()
    sign_in(window, "fuzeren")
    window.goto(at(faulty))
    window.get_by_role("link", name="退回", exact=True).click()
    window.get_by_label("附言").fill("请补报纸质件。")
    window.get_by_role("button", name="按附言重新预览").click()
    letter = window.frame_locator("iframe.pane__frame")
    expect(letter.get_by_text("请补报纸质件。")).to_be_visible()
    expect(window.get_by_label("附言")).to_have_value("请补报纸质件。")
    window.get_by_role("button", name="退回并制发退改函").click()
    expect(window.get_by_role("status")).to_contain_text("退改函文号")
    with window.expect_download() as download:
        window.locator("dd a[href$='/letter/']").click()
    words = "\n".join(each.text for each in Document(str(download.value.path())).paragraphs)
    assert "云河市教育局" in words


def test_the_keys_go_through_the_findings(
    office: Office, faulty: Draft, open_page: Callable[..., Page]
) -> None:
    window = open_page(scripts=True)
    sign_in(window, "fuzeren")
    window.goto(at(faulty))
    findings = window.locator("article.judged")
    count = findings.count()
    assert count > 1
    for key, place in (("j", 0), ("j", 1), ("k", 0), ("k", 0)):
        window.keyboard.press(key)
        expect(findings.nth(place)).to_be_focused()
    window.keyboard.press("n")
    reason = findings.first.get_by_label("为什么不属实")
    expect(reason).to_be_focused()
    expect(reason).to_have_value("")
    reason.press("j")
    expect(reason).to_have_value("j")
    findings.first.focus()
    with window.expect_navigation():
        window.keyboard.press("y")
    expect(findings.first).to_contain_text("属实 · ")
    assert window.url.endswith("#finding-2")
    with window.expect_navigation():
        window.keyboard.press("y")
    expect(findings.nth(1)).to_contain_text("属实 · ")
    findings.first.focus()
    with window.expect_navigation():
        window.keyboard.press("e")
    expect(window.locator("#cell")).to_be_visible()


def test_a_place_of_the_text_lights_up(office: Office, faulty: Draft, open_page: Callable[..., Page]) -> None:
    window = open_page(scripts=True)
    sign_in(window, "fuzeren")
    window.goto(at(faulty))
    link = window.locator("a[href^='#said-']").first
    place = window.locator(link.get_attribute("href") or "")
    link.hover()
    expect(place.locator(".said")).to_have_class(re.compile("said--lit"))
    link.click()
    expect(place).to_be_in_viewport()


@pytest.mark.parametrize("query", ["", "?table=table4&row=review&column=total", "return/", "unit/", "year/"])
def test_the_desk_is_for_everyone(
    query: str, office: Office, faulty: Draft, open_page: Callable[..., Page]
) -> None:
    window = open_page(scripts=True)
    sign_in(window, "fuzeren")
    window.goto(at(faulty, query))
    problems: list[str] = []
    for width in (360, 768, 1280, 1600):
        window.set_viewport_size({"width": width, "height": 800})
        if width != 768:
            problems += [f"{width}: {each}" for each in serious(window)]
        if window.evaluate(SIDEWAYS) > 0:
            problems.append(f"{width}: scrolls sideways")
        if width == 360:
            problems += [f"too small for a finger: {each}" for each in window.evaluate(SMALL_TARGETS)]
    assert problems == []
