"""Where Chromium is and how it is started: headless, without a word to the outside."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
]


def executable() -> str | None:
    """The browser named by CHROMIUM, else the one on the path; None when there is none."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browser(path: str) -> Iterator[Browser]:
    """A running browser, closed at the end."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
        try:
            yield running
        finally:
            running.close()
