"""A data directory of its own for every test of letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Settings) -> Path:
    """The data directory."""
    settings.DATA = tmp_path
    return tmp_path
