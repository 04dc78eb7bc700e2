"""`python -m tests.journeys.screenshots OUTDIR`: photograph every page and the gallery, wide and narrow.

The portal runs as it does for a city (`gongkai serve`) on an empty data directory with the starting archive.
Long pages are cut into pieces that a person can look at.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from playwright.sync_api import FloatRect, Page

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
django.setup()  # the tours know the program's tables

from tests.journeys import chromium, office_tour  # noqa: E402
from tests.journeys.tour import PAGES, SENT, visit  # noqa: E402

WIDTHS = (1280, 360)
PIECE = 2600  # pixels


@contextmanager
def portal() -> Iterator[str]:
    """The address of a portal that serves an empty data directory; stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="gongkai-") as data:
        command = [sys.executable, "-c", "from gongkai.cli.main import main; main()", "serve", "--port", "0"]
        environment = {**os.environ, "GONGKAI_DATA": data}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                line = server.stdout.readline()
                start = line.index("http://")
                yield line[start : line.index("（", start)]
            finally:
                server.terminate()


def photograph(page: Page, directory: Path, name: str) -> None:
    """The whole page, in pieces of at most `PIECE` pixels."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    height = page.evaluate("document.documentElement.scrollHeight")
    for number, top in enumerate(range(0, height, PIECE)):
        clip = FloatRect(x=0, y=top, width=width, height=min(PIECE, height - top))
        page.screenshot(path=directory / f"{name}-{width}-{number}.png", full_page=True, clip=clip)


def main(directory: Path) -> None:
    """Photograph everything into `directory`."""
    directory.mkdir(parents=True, exist_ok=True)
    path = chromium.executable()
    if path is None:
        raise SystemExit("Chromium is needed: install it or name it in CHROMIUM.")
    with portal() as address, chromium.browser(path) as browser:
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, base_url=address, locale="zh-CN"
            )
            page = context.new_page()
            for name in [*PAGES, *SENT]:
                visit(page, name)
                photograph(page, directory, name)
            context.close()
        for login in dict.fromkeys(account for account, _address in office_tour.SIGHTS.values()):
            context = browser.new_context(base_url=address, locale="zh-CN")
            page = office_tour.sign_in(context, login)
            for name in [name for name, sight in office_tour.SIGHTS.items() if sight[0] == login]:
                office_tour.visit(page, name)
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    photograph(page, directory, name)
            context.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m tests.journeys.screenshots OUTDIR")
    main(Path(sys.argv[1]))
