"""A clerk checks the draft of the annual report before it is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from gongkai.annual_reports.models import KeptCheck
from tests.material import yunhe

BROKEN = {**yunhe.figures(), ("table3", "total", "natural"): 43}


def test_pastes_a_broken_report_and_sees_the_finding_in_the_cell(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/")
    page.get_by_role("link", name="核查报告").first.click()
    page.get_by_label("或者粘贴报告全文").fill(yunhe.as_text(BROKEN))
    page.get_by_role("button", name="开始核查").click()

    cell = page.locator("[id='table3-total-natural']")
    expect(cell).to_contain_text("43")
    mark = cell.get_by_role("link").first
    mark.click()
    finding = page.locator(":target")
    expect(finding).to_contain_text("相差1")
    expect(finding).to_be_in_viewport()
    finding.get_by_role("link", name="总计·自然人").click()
    expect(page.locator("td:target")).to_have_id("table3-total-natural")
    assert KeptCheck.objects.count() == 0


def test_keeps_the_result_passes_it_on_and_forgets_it(open_page: Callable[..., Page]) -> None:
    page = open_page(360)
    page.goto("/check/")
    page.get_by_label("或者粘贴报告全文").fill(yunhe.as_text(BROKEN))
    page.get_by_label("保存30天").check()
    page.get_by_role("button", name="开始核查").click()
    expect(page.get_by_text("这份结果保存在只有您知道的地址")).to_be_visible()

    colleague = open_page()
    colleague.goto(page.url)
    expect(colleague.get_by_text("相差1").first).to_be_visible()

    page.get_by_role("button", name="删除这份核查结果").click()
    expect(page.get_by_text("已经删除")).to_be_visible()
    colleague.reload()
    expect(colleague.get_by_role("heading", level=1)).to_have_text("没有找到这个页面")
    assert KeptCheck.objects.count() == 0


def test_sends_a_file_and_takes_the_figures_away_without_keeping_anything(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    file.write_text(yunhe.as_html(yunhe.figures()), encoding="utf-8")
    page = open_page()
    page.goto("/check/")
    page.get_by_label("报告文件").set_input_files(file)
    page.get_by_role("button", name="开始核查").click()
    expect(page.get_by_text("勾稽关系全部成立")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON").click()
    assert "云河市" in download.value.path().read_text(encoding="utf-8")
    assert KeptCheck.objects.count() == 0


def test_gets_back_what_was_typed_when_it_is_no_report(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/check/")
    page.get_by_label("或者粘贴报告全文").fill("今天天气很好")
    page.get_by_role("button", name="开始核查").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("或者粘贴报告全文")).to_have_value("今天天气很好")


def test_keeps_the_row_labels_in_view_on_a_narrow_screen(open_page: Callable[..., Page]) -> None:
    page = open_page(360)
    page.goto("/reports/chongqing/2019/")
    region = page.get_by_role("region", name="表三")
    label = region.get_by_role("rowheader", name="1.属于国家秘密")
    region.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    expect(region.locator("[id='table3-3.1-total']")).to_be_in_viewport()
    expect(label).to_be_in_viewport()
