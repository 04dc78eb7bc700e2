"""Every page, wide and narrow: nothing that axe-core calls serious, no sideways scrolling, large targets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.journeys.tour import PAGES, SENT, visit

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
NAMES = [*PAGES, *SENT]
WIDTHS = (320, 360, 768, 1280, 1600)

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# WCAG 2.2, 2.5.5: targets of 44 by 44 CSS pixels, except links within a sentence or a table's cell.
SMALL_TARGETS = """() => {
  const small = [];
  const targets = "a[href], button, input:not([type=hidden]), select, summary";
  for (const each of document.querySelectorAll(targets)) {
    if (each.closest("p, td, th, .specimen, .dated__ground, li > span, dd, .skip-link")) continue;
    const box = each.getBoundingClientRect();
    if (each.checkVisibility() && box.height < 43.5) small.push(each.outerHTML.slice(0, 120));
  }
  return small;
}"""


def serious(page: Page) -> list[str]:
    """What axe-core calls serious or critical: rule and element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")  # of the rest one example each
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("contrast", ["normal", "high"])
@pytest.mark.parametrize("size", ["large", "largest"])
def test_axe_finds_nothing_serious_in_the_gallery_however_one_reads(
    size: str, contrast: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(360, scripts=True)
    page.context.add_cookies([{"name": "reading", "value": f"{size}-{contrast}", "url": _base(page)}])
    page.goto("/design/")
    assert serious(page) == []
    assert page.evaluate(SIDEWAYS) <= 0


def _base(page: Page) -> str:
    page.goto("/healthz")
    return page.url


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_for_everyone(name: str, open_page: Callable[..., Page]) -> None:
    page = open_page(scripts=True)
    visit(page, name)
    problems = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate(SIDEWAYS) > 0:
            problems.append(f"{width} px: scrolls sideways")
        if width in (360, 1280):
            problems += [f"{width} px: {each}" for each in serious(page)]
        if width == 360:
            problems += [f"too small for a finger: {each}" for each in page.evaluate(SMALL_TARGETS)]
    assert problems == []


@pytest.mark.parametrize("name", ["home", "report", "deadline-answer"])
def test_paper_gets_the_document_alone(name: str, open_page: Callable[..., Page]) -> None:
    page = open_page(scripts=True)
    visit(page, name)
    page.emulate_media(media="print")
    for selector in (".site-nav", ".preferences", "form"):
        for each in page.locator(selector).all():
            assert not each.is_visible(), selector
    assert page.get_by_role("heading", level=1).is_visible()


def test_nothing_moves_for_who_does_not_want_it(open_page: Callable[..., Page]) -> None:
    page = open_page(scripts=True)
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
