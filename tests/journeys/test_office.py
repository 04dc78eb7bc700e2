"""The office: an administrator founds a body and gives somebody a post, who signs in and works the lists."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.console import office
from tests.journeys.test_for_everyone import SIDEWAYS, SMALL_TARGETS, serious
from tests.organisations import material
from tests.organisations.material import City

NEW = "Xin-Mi-Ma-2026-ok"


@pytest.fixture
def city(transactional_db: None, portal: str) -> City:
    """The invented city with an administrator of each kind, who know their passwords."""
    made = material.city()
    for role, login in (("system_admin", "xitong"), ("security_admin", "anquan"), ("auditor", "shenji")):
        office.with_password(office.holder(made.root, role, login=login, name=f"管理员{login}"))
    return made


def sign_in(page: Page, login: str, password: str = office.PASSWORD) -> None:
    """Through the entrance."""
    page.goto("/console/")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_from_a_new_body_to_a_colleague_who_takes_a_list_away(
    city: City, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    sign_in(page, "xitong")
    expect(page.get_by_role("heading", level=1)).to_have_text("待办")

    # the system administrator founds a body and an account
    page.get_by_role("link", name="机构", exact=True).click()
    page.get_by_role("link", name="设立机构").click()
    page.get_by_label("全称").fill("云河市水利局")
    page.get_by_label("机构代码").fill("slj")
    page.get_by_label("性质").select_option(label="政府工作部门")
    page.get_by_label("层级").select_option(label="部门")
    page.get_by_label("上级机构").select_option(value="szf")
    page.get_by_label("设立日期").fill("2026-02-30")
    page.get_by_role("button", name="设立").click()
    expect(page.get_by_role("alert")).to_contain_text("设立日期")
    expect(page.get_by_label("全称")).to_have_value("云河市水利局")
    page.get_by_label("设立日期").fill("2026年3月1日")
    page.get_by_role("button", name="设立").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("云河市水利局")
    expect(page.get_by_role("list", name="经过")).to_contain_text("设立机构")
    expect(page.get_by_text("设立岗位").last).to_be_visible()  # with the reason why not
    page.get_by_role("link", name="人员", exact=True).first.click()
    page.get_by_role("link", name="建立账号").click()
    page.get_by_label("姓名").fill("唐霖")
    page.get_by_label("登录名").fill("tang.lin")
    page.get_by_role("button", name="建立").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("唐霖")

    # the security administrator sets up the post, and appoints
    guard = open_page()
    sign_in(guard, "anquan")
    guard.goto("/console/bodies/of/slj/")
    guard.get_by_role("link", name="设立岗位").click()
    guard.get_by_label("岗位名称").fill("办公室")
    guard.get_by_label("信息公开负责人").check()
    guard.get_by_role("button", name="设立岗位").click()
    guard.goto(page.url.replace(page.url.split("/console")[0], ""))
    guard.get_by_role("link", name="任命到岗位").click()
    guard.get_by_label("岗位").select_option(label="云河市水利局 办公室（信息公开负责人）")
    guard.get_by_role("button", name="任命").click()

    # the colleague claims the account and tells the code; the administrator approves it
    colleague = open_page()
    colleague.goto("/console/sign-in/")
    colleague.get_by_role("link", name="首次登录、忘记密码：领取账号").click()
    colleague.get_by_label("登录名").fill("tang.lin")
    colleague.get_by_role("button", name="下一步").click()
    code = colleague.locator(".once__secret").inner_text()
    guard.get_by_role("link", name="核准本人设置密码").click()
    guard.get_by_label("领取码").fill(code)
    guard.get_by_role("button", name="核准").click()
    expect(guard.get_by_text("已经核准，本人现在可以设置密码。")).to_be_visible()

    # no password was on anybody else's screen; the colleague sets it, sees the list, filters, takes it away
    colleague.get_by_role("button", name="已经核准，继续").click()
    colleague.get_by_label("密码", exact=True).fill(NEW)
    colleague.get_by_label("再输一次").fill(NEW)
    colleague.get_by_role("button", name="设置密码").click()
    sign_in(colleague, "tang.lin", NEW)
    expect(colleague.get_by_role("heading", level=1)).to_have_text("待办")
    colleague.get_by_role("link", name="机构", exact=True).click()
    colleague.get_by_role("link", name="列表").click()
    colleague.get_by_role("search").get_by_label("层级").select_option(label="部门")
    colleague.get_by_role("button", name="筛选").click()
    assert "level=department" in colleague.url
    expect(colleague.get_by_role("row")).to_have_count(5)  # the heads, and four departments
    colleague.get_by_text("导出", exact=True).click()
    with colleague.expect_download() as download:
        colleague.get_by_role("link", name="CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["dhjyj", "jyj", "slj", "wjw"]


def test_wrong_passwords_lock_the_door_for_a_while(city: City, open_page: Callable[..., Page]) -> None:
    page = open_page()
    for _attempt in range(5):
        sign_in(page, "xitong", "wrong-wrong-wrong")
        expect(page.get_by_role("alert")).to_contain_text("登录名或者密码不正确")
    sign_in(page, "xitong")
    expect(page.get_by_role("alert")).to_contain_text("登录失败次数过多")


def test_the_keyboard_goes_from_row_to_row(city: City, open_page: Callable[..., Page]) -> None:
    page = open_page(scripts=True)
    sign_in(page, "anquan")
    page.goto("/console/people/")
    rows = page.locator(".list__main")
    for key, row in (("j", 0), ("j", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        expect(rows.nth(row)).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("input[name=pick]").first).to_be_checked()
    page.get_by_label("姓名或登录名").press("j")
    expect(page.get_by_label("姓名或登录名")).to_have_value("j")
    rows.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("管理员")


# Every kind of page, and who looks at it.
SIGHTS = {
    "sign-in": ("", "/console/sign-in/"),
    "inbox": ("anquan", "/console/"),
    "inbox-empty": ("tang.lin", "/console/"),
    "tree": ("xitong", "/console/bodies/"),
    "list": ("xitong", "/console/bodies/list/?level=department&q=云河"),
    "people-bulk": ("anquan", "/console/people/?state=active"),
    "body": ("xitong", "/console/bodies/of/jyj/"),
    "form-errors": ("xitong", "/console/bodies/new/"),
    "closing": ("xitong", "/console/bodies/of/yizhong/close/"),
    "import": ("xitong", "/console/bodies/import/"),
    "journal": ("shenji", "/console/journal/"),
    "verify": ("shenji", "/console/journal/verify/"),
    "jobs": ("xitong", "/console/jobs/"),
    "settings": ("xitong", "/console/settings/"),
    "setting": ("xitong", "/console/settings/practice.fee_restarts/change/"),
    "account": ("xitong", "/console/account/"),
    "problem": ("xitong", "/console/journal/"),
}


def look(page: Page, name: str) -> None:
    """Go and see; a form that is to show its errors is sent empty."""
    page.goto(SIGHTS[name][1])
    if name == "form-errors":
        with page.expect_navigation():
            page.get_by_role("button", name="设立").click()


@pytest.mark.parametrize("who", ["", "xitong", "anquan", "shenji", "tang.lin"])
def test_the_console_is_for_everyone(who: str, city: City, open_page: Callable[..., Page]) -> None:
    page = open_page(scripts=True)
    if who == "tang.lin":
        office.with_password(office.holder(city.education, "clerk", login=who))
    if who:
        sign_in(page, who)
    problems: list[Any] = []
    for name in [name for name, (login, _address) in SIGHTS.items() if login == who]:
        page.set_viewport_size({"width": 1280, "height": 800})
        look(page, name)
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            problems += [f"{name} {width}: {each}" for each in serious(page)]
            if page.evaluate(SIDEWAYS) > 0:
                problems.append(f"{name} {width}: scrolls sideways")
        problems += [f"{name} too small for a finger: {each}" for each in page.evaluate(SMALL_TARGETS)]
    assert problems == []
