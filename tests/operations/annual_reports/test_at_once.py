"""What two decide on one draft at the same moment: one does it, the other is told; nobody waits for ever.

On SQLite each scene is played in a process with a database file of its own, because threads cannot share the
database in memory that tests use there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from tests.operations.annual_reports import at_once
from tests.optional import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

SCENES = [
    # of three who accept one is done, and the others are told by whom
    at_once.accepting,
    # what one accepts the other does not send back: one letter or one report
    at_once.accepting_and_returning,
    # corrections of different cells are all kept
    at_once.editing,
    # two files for one unit, while the collection is closed
    at_once.placing,
]


@pytest.mark.parametrize("scene", SCENES)
def test_at_once(scene: Callable[[], None], tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path
    if connection.vendor != "sqlite":
        scene()
        return
    played = subprocess.run(
        [sys.executable, "-m", at_once.__name__, scene.__name__],
        cwd=ROOT,
        env={
            **os.environ,
            "GONGKAI_DATA": str(tmp_path),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert played.returncode == 0, played.stderr
