"""January at the lead office: a zip is dropped, read, given to units, sent back, added up; no scripts."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gongkai.annual_reports.models import ReturnBatch
from gongkai.annual_reports.tasks import read_drafts, return_drafts
from gongkai.records.jobs import Run
from tests.console import office
from tests.journeys.test_for_everyone import SIDEWAYS, SMALL_TARGETS, serious
from tests.journeys.test_office import sign_in
from tests.operations.annual_reports import office as reports
from tests.operations.annual_reports.office import Office, page

EDUCATION, HEALTH = "云河市教育局", "云河市卫生健康委员会"


@pytest.fixture
def january(transactional_db: None, portal: str) -> Office:
    """The city's collection, and who leads disclosure there."""
    made = reports.office()
    office.with_password(office.holder(made.city.root, "disclosure_officer", login="fuze", name="负责人"))
    return made


@pytest.fixture
def dropped(tmp_path: Path) -> Path:
    """What the units sent: one good draft, one that does not close, one of an unknown unit, a notice."""
    path = tmp_path / "各单位年报.zip"
    path.write_bytes(
        reports.packed(
            {
                "各单位/教育局.html": page(),
                "各单位/卫健委.html": page(HEALTH, values=reports.wrong()),
                "各单位/甲.html": page("某某局"),
                "各单位/通知.txt": "请各单位按时报送。".encode(),
            },
            "gbk",
        )
    )
    return path


def test_from_a_zip_to_letters_and_sums(
    january: Office, dropped: Path, open_page: Callable[..., Page]
) -> None:
    window = open_page()
    sign_in(window, "fuze")
    window.get_by_role("link", name="年报", exact=True).click()
    window.get_by_role("link", name=january.collection.title).click()
    expect(window.get_by_text("还没有报送", exact=False).or_(window.get_by_text("没有报送"))).to_be_visible()

    # dropped, left, come back
    window.get_by_label("文件或压缩包").set_input_files(dropped)
    window.get_by_role("button", name="上传").click()
    expect(window.get_by_role("status").first).to_contain_text("收下4份")
    expect(window.locator("progress")).to_be_visible()
    read_drafts(Run("", 1, reports.AT), collection=january.collection.pk)
    window.get_by_role("link", name="现在更新").click()
    expect(window.locator("progress")).to_have_count(0)

    # the file of nobody is given to somebody, the notice is no draft
    window.get_by_role("link", name="选定单位").click()
    window.get_by_label("各单位/甲.html").select_option(label="东湖区教育局")
    window.get_by_role("button", name="保存选定的单位").click()
    window.get_by_role("link", name="读不出").click()
    window.get_by_label("通知.txt").check()
    window.get_by_label("理由或附言").fill("是催报的通知")
    window.get_by_role("button", name="不采用").click()
    expect(window.get_by_role("status").first).to_contain_text("已办理1个")

    # what has errors goes back in one piece, with letters to download
    window.get_by_role("link", name="回到这次收集").click()
    window.get_by_role("link", name="有错误").click()
    expect(window.get_by_role("link", name=HEALTH)).to_be_visible()
    window.get_by_label("对筛选出的全部").check()
    window.get_by_label("理由或附言").fill("请五日内改正后报回")
    window.get_by_role("button", name="退回").click()
    return_drafts(Run("", 1, reports.LATER), batch=ReturnBatch.objects.get().pk)
    window.get_by_role("link", name="现在更新").click()
    expect(window.get_by_text("已经全部退回")).to_be_visible()
    with window.expect_download() as download:
        window.get_by_role("link", name="下载这批退改函").click()
    names = zipfile.ZipFile(download.value.path()).namelist()
    assert len(names) == 1
    assert names[0].startswith(HEALTH)

    # the clean ones are taken in, the sums name who is missing
    window.get_by_role("link", name=january.collection.title).click()
    window.get_by_role("link", name="待审核").click()
    window.get_by_label(EDUCATION, exact=True).check()
    window.get_by_role("button", name="收录").click()
    window.get_by_role("link", name="回到这次收集").click()
    window.get_by_role("link", name="汇总").click()
    expect(window.get_by_text("已退回，等待重报")).to_be_visible()
    window.get_by_role("link", name="只算已收录的").click()
    expect(window.get_by_text("下面是1个单位之和")).to_be_visible()

    # from the list to the desk of one draft
    window.get_by_role("link", name=january.collection.title).click()
    window.get_by_role("link", name=EDUCATION).click()
    expect(window.get_by_role("heading", level=1)).to_contain_text(EDUCATION)


def test_a_folder_comes_with_the_paths_inside_it(
    january: Office, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    inside = tmp_path / "年报" / "教育局"
    inside.mkdir(parents=True)
    (inside / "报告.html").write_bytes(page())
    window = open_page(scripts=True)
    sign_in(window, "fuze")
    window.goto(f"/console/collections/{january.collection.pk}/upload/")
    window.get_by_label("整个文件夹").set_input_files(tmp_path / "年报")
    window.get_by_role("button", name="上传").click()
    expect(window.get_by_role("status").first).to_contain_text("收下1份")
    assert january.collection.drafts.get().path == "年报/教育局/报告.html"


def test_collecting_is_for_everyone(january: Office, open_page: Callable[..., Page]) -> None:
    january.drop(
        ("各单位/教育局.html", page()),
        ("各单位/卫健委.html", page(HEALTH, values=reports.wrong())),
        ("各单位/甲.html", page("某某局")),
        ("各单位/说明.txt", b"x"),
    )
    pk = january.collection.pk
    batch = ReturnBatch.objects.create(
        collection=january.collection,
        asked_at=reports.AT,
        asked_by={"name": "负责人"},
        done_at=reports.AT,
        refusals=[{"draft": 0, "path": "各单位/甲.html", "reason": "还不知道是哪个单位的草稿。"}],
    )
    window = open_page(scripts=True)
    sign_in(window, "fuze")
    sights = ["", "new/", "drafts/", f"drafts/?collection={pk}&state=read"]
    sights += [
        f"{pk}/{part}" for part in ("", "units/", "change/", "close/", "upload/", "match/", "roll-up/")
    ]
    sights.append(f"{pk}/returns/{batch.pk}/")
    problems: list[Any] = []
    for sight in ["/console/", *(f"/console/collections/{each}" for each in sights)]:
        window.goto(sight)
        for width in (1280, 360):
            window.set_viewport_size({"width": width, "height": 800})
            problems += [f"{sight} {width}: {each}" for each in serious(window)]
            if window.evaluate(SIDEWAYS) > 0:
                problems.append(f"{sight} {width}: scrolls sideways")
        problems += [f"{sight} too small for a finger: {each}" for each in window.evaluate(SMALL_TARGETS)]
    assert problems == []
