"""A letter as PDF from its print page, where the optional part is present.

That is WeasyPrint, the Pango libraries of the system and a Chinese font.

The part is loaded when a PDF is asked for, so that everything else works without it.
"""

from __future__ import annotations

import shutil
import subprocess
from importlib import import_module
from typing import Any

REMEDY = (
    "请在服务器上安装 Pango 和中文字体（Debian：apt-get install libpango-1.0-0 libpangoft2-1.0-0 fontconfig "
    "fonts-noto-cjk），再用 gongkai doctor 核对。在此之前可以使用 DOCX 文件和打印页。"
)


class OptionalPartMissing(RuntimeError):
    """PDF cannot be made on this machine; the message names what is missing and how to get it."""


def render(html: str) -> bytes:
    """The PDF of a print page (rendering.html), tagged for screen readers, fonts embedded.

    Raises OptionalPartMissing. Nothing is fetched: an address in the page is an error.
    """
    weasyprint = _loaded()
    _check_font()
    page = weasyprint.HTML(string=html, url_fetcher=_nothing)
    pdf: bytes = page.write_pdf(pdf_tags=True, pdf_identifier=b"gongkai")
    return pdf


def missing() -> str:
    """A sentence naming what is missing, or "" where PDF can be made; for `gongkai doctor`."""
    try:
        _loaded()
        _check_font()
    except OptionalPartMissing as reason:
        return str(reason)
    return ""


def _loaded() -> Any:
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError) as problem:
        # OSError: the package is there, the Pango libraries of the system are not.
        raise OptionalPartMissing(f"不能生成PDF：没有可用的排版组件（{problem}）。{REMEDY}") from problem
    return weasyprint


def _check_font() -> None:
    """Without a Chinese font every character is an empty box, noticed only after it was sent."""
    asks = shutil.which("fc-list")
    if asks is None:
        return
    found = subprocess.run(  # noqa: S603 - a fixed command
        [asks, ":lang=zh-cn", "family"], capture_output=True, text=True, timeout=30, check=False
    )
    if not found.stdout.strip():
        raise OptionalPartMissing(f"不能生成PDF：系统里没有中文字体。{REMEDY}")


def _nothing(url: str, *_args: object, **_kwargs: object) -> Any:
    raise ValueError(f"a letter refers to nothing outside itself: {url}")
