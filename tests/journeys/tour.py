"""Every page of the portal, and how a visitor gets there: one list for screenshots, axe and widths."""

from __future__ import annotations

from playwright.sync_api import Page

PAGES = {
    "home": "/",
    "gallery": "/design/",
    "not-found": "/no-such-page/",
}
KEPT: dict[str, str] = {}


def visit(page: Page, name: str) -> None:
    """Open the page called `name`."""
    page.goto(PAGES[name])
