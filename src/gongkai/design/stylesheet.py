"""All style sheets as one: tokens, page, each component's own in alphabetical order, the console's
density, paper.

The address carries a digest of the content, so that a browser may keep the sheet for ever and still sees
a change at once. There is no build step and nothing to minify: packed, the whole is a few
kilobytes.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path

from gongkai.design.components import DIRECTORY

STYLES = Path(__file__).parent / "styles"


@dataclass(frozen=True)
class Stylesheet:
    """The joined style sheet and the digest that names it."""

    text: str
    digest: str


@functools.cache
def stylesheet() -> Stylesheet:
    """The style sheet of this program."""
    files = [
        STYLES / "tokens.css",
        STYLES / "page.css",
        *sorted(DIRECTORY.glob("*.css")),
        STYLES / "console.css",
        STYLES / "print.css",
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return Stylesheet(text, hashlib.sha256(text.encode()).hexdigest()[:12])
