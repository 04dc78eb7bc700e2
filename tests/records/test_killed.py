"""Takers of numbers and the runner are killed with -9 and started again; more: benchmarks/soak_kills.py."""

from __future__ import annotations

import os
import sys

import pytest

from tests.records import killed
from tests.records.journal.deployment import deployment

pytestmark = pytest.mark.database


def test_three_times_killed_no_acknowledged_number_is_lost_and_none_missing() -> None:
    with deployment(os.environ.get("DATABASE_URL", "")) as environment:
        migrated = killed.run(environment, sys.executable, "-m", "django", "migrate", "-v", "0")
        assert migrated.returncode == 0, migrated.stderr
        found = killed.play(environment, rounds=3, seed=1)
    assert found.acknowledged
    killed.check(found)
