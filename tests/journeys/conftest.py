"""A running portal with the starting archive, and a real browser to visit it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from gongkai.annual_reports import operations
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.journeys import chromium
from tests.optional import absent

# The browser's driver runs an event loop in this thread; the database is used from here and the server only.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser and uses the database."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    path = chromium.executable()
    if path is None:
        absent("browser", "no Chromium: install it or name it in CHROMIUM")
    with chromium.browser(path) as running:
        yield running


@pytest.fixture
def portal(transactional_db: None, live_server: Any) -> str:
    """The address of a portal with the starting archive."""
    operations.load_starting_archive(act=SystemAct(SYSTEM, datetime(2026, 3, 2, 1, 30, tzinfo=UTC)))
    return str(live_server.url)


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    """Contexts opened by a test, closed at its end."""
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


@pytest.fixture
def open_page(browser: Browser, portal: str, contexts: list[BrowserContext]) -> Callable[..., Page]:
    """A new window of the given width; scripts are off unless a tool has to run one."""

    def window(width: int = 1280, *, scripts: bool = False) -> Page:
        context = browser.new_context(
            base_url=portal,
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            bypass_csp=scripts,
            locale="zh-CN",
        )
        contexts.append(context)
        return context.new_page()

    return window
