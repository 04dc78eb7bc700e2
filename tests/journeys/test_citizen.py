"""A citizen with a telephone wants to know until when the office must answer."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the named control has the focus, as somebody without a mouse does."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(f":focus:is([name='{name}'], :text-is('{name}'))").count():
            return
    raise AssertionError(f"Tab never reaches {name}")


def test_computes_a_deadline_at_360_pixels_by_keyboard_only_and_without_scripts(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(360)
    page.goto("/")

    # The first Tab offers to skip the header; the second press goes to the content.
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))

    tab_to(page, "算期限")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("算期限")

    # First a slip: the day does not exist. The page says so at the field and keeps what was typed.
    tab_to(page, "received")
    page.keyboard.type("2026-02-30")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("不是日历上的日期")
    expect(page.get_by_label("收到日期", exact=True)).to_have_value("2026-02-30")

    # The link in the summary leads to the field.
    tab_to(page, "收到日期：“2026-02-30”不是日历上的日期，请按“2026年3月16日”或“2026-03-16”填写。")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator(":focus")).to_have_attribute("name", "received")
    page.keyboard.press("Control+a")
    page.keyboard.type("2026-02-10")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("应于2026年3月16日前答复")
    expect(page.locator("td.day--due")).to_contain_text("20")
    expect(page.get_by_role("list").filter(has_text="自次日起计算20个工作日")).to_be_visible()

    # The address can be passed on: somebody else sees the same answer.
    other = open_page(360)
    other.goto(page.url)
    expect(other.get_by_role("status").first).to_contain_text("应于2026年3月16日前答复")


def test_adds_a_consultation_that_was_folded_away(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/deadline/")
    page.get_by_label("收到日期", exact=True).fill("2026年2月10日")
    expect(page.locator("#asked_1")).to_be_hidden()
    page.get_by_text("征求过第三方或其他机关的意见？").click()
    page.locator("#asked_1").fill("2026-03-02")
    page.locator("#answered_1").fill("2026-03-04")
    page.get_by_role("button", name="计算期限").click()
    expect(page.get_by_role("status").first).to_contain_text("应于2026年3月18日前答复")
    expect(page.locator("#asked_1")).to_be_visible()
    expect(page.locator("#asked_1")).to_have_value("2026-03-02")


def test_follows_a_step_to_its_ground(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/deadline/?received=2026-02-10")
    page.get_by_role("link", name="第三十三条第二款").first.click()
    expect(page.locator(":target")).to_contain_text("20个工作日")


def test_reads_with_larger_type_and_high_contrast(open_page: Callable[..., Page]) -> None:
    page = open_page(360)
    page.goto("/law/")
    page.get_by_role("link", name="阅读设置").click()
    page.get_by_role("button", name="特大").click()
    expect(page).to_have_url(re.compile("/law/$"))
    page.get_by_role("button", name="高对比").click()
    expect(page.locator("html")).to_have_css("font-size", "24px")
    expect(page.locator("body")).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.get_by_role("button", name="特大")).to_have_attribute("aria-pressed", "true")


def test_finds_a_report_from_the_first_page(open_page: Callable[..., Page]) -> None:
    page = open_page(360)
    page.goto("/")
    page.get_by_role("searchbox").fill("重庆 2019")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="重庆市2019年政府信息公开工作年度报告").click()
    expect(page.get_by_text("勾稽关系全部成立")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "chongqing-2019.csv"
