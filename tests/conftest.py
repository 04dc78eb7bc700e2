"""What all tests share: a data directory of their own, and the collection of real reports where it stands."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests.optional import absent, corpus_directory

os.environ.setdefault("GONGKAI_DATA", tempfile.mkdtemp(prefix="gongkai-test-"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The directory with `seeds/` and `reports/`; tests that use it carry the mark `corpus`."""
    directory = corpus_directory()
    if directory is None:
        absent("corpus", "no collection of real reports at ../shared/corpus")
    return directory
