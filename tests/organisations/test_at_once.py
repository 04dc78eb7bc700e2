"""What two do at the same moment: guesses are all counted, and powers do not meet through the back door.

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

from tests.optional import ROOT
from tests.organisations import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

SCENES = [
    # of twelve guesses at once five are heard, the others have to wait
    at_once.guesses,
    # one login at three browsers at once: each comes in, and nothing stays counted
    at_once.entries,
    # two administrators do not make one person two of the three
    at_once.appointments,
    # nobody is appointed to a post at the moment in which it becomes the auditor's
    at_once.grants,
    # four people do not get one login, and three of them are told so in a sentence
    at_once.logins,
    # two moves at once make no circle
    at_once.moves,
    # one body renamed four times on one day has one name on it, and no overlap
    at_once.renames,
]


@pytest.mark.parametrize("scene", SCENES)
def test_at_once(scene: Callable[[], None], tmp_path: Path) -> None:
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
