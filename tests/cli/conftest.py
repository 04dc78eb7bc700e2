"""A home that `gongkai serve` has prepared, made once and copied for every test that wants one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.served import SITE, serving


@pytest.fixture(scope="session")
def site_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real site that was served once, so that its database is there."""
    data = tmp_path_factory.mktemp("site")
    with serving(data, "--port", "0", "--no-runner", **SITE) as line:
        assert line
    return data


@pytest.fixture
def site(site_before: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(site_before, tmp_path / "home"))
