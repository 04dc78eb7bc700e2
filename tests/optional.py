"""Optional parts a test may need. Absent: skipped with the reason, unless GONGKAI_REQUIRE names the part."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent


def required(part: str) -> bool:
    """Whether GONGKAI_REQUIRE (comma-separated: browser, corpus, nginx, pdf, postgresql) names the part."""
    return part in {word.strip() for word in os.environ.get("GONGKAI_REQUIRE", "").split(",")}


def absent(part: str, reason: str) -> NoReturn:
    """Skip the test, or fail it where the part is required."""
    if required(part):
        pytest.fail(f"{part} is required by GONGKAI_REQUIRE but absent: {reason}")
    pytest.skip(reason)


def corpus_directory() -> Path | None:
    """The collection of real published reports beside the repository, where it stands."""
    path = ROOT.parent / "shared" / "corpus"
    return path if path.is_dir() else None
