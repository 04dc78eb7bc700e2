"""Many processes write at once, one seals, one reads, and some are killed; nothing is lost, doubled, missed.

The full counts (8 writers x 1,000, and 20 killings) are in benchmarks/soak_journal.py.
"""

from __future__ import annotations

import os

import pytest

from tests.records.journal import witness

pytestmark = pytest.mark.database
URL = os.environ.get("DATABASE_URL", "")


def test_eight_writers_a_sealer_and_a_reader() -> None:
    facts = witness.crowd(URL, writers=8, operations=50)
    witness.check_everything(facts, writers=8, operations=50)


def test_three_times_killed_nothing_that_was_acknowledged_is_lost() -> None:
    """After so many acknowledged operations all that write or seal are killed with -9, and started again."""
    kills = [1, 37, 110]
    facts = witness.crowd(URL, writers=4, operations=40, kills=kills)
    assert all(done >= at for done, at in zip(facts["acknowledged_at_kills"], kills, strict=True))
    witness.check_everything(facts, writers=4, operations=40)
