"""Eight that write as fast as they can: nobody fails, nobody waits long, and all get as much as the others.

`benchmarks/bench_writers.py` tells the figures beside those of Django's own backend, where some of the eight
write a hundred times as often as others.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.records.journal.deployment import deployment
from tests.records.sqlite import crowd

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="writers queue on SQLite alone")
SECONDS = 2.0


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """One deployment for all scenes."""
    with deployment("") as made:
        yield made


@pytest.mark.parametrize("scene", ["threads", "processes", "mixed"])
def test_no_writer_waits_a_second_and_all_have_their_share(environment: dict[str, str], scene: str) -> None:
    told = crowd.play(environment, crowd.QUEUED, scene, SECONDS)
    assert [failure for one in told for failure in one["failures"]] == []
    waits = sorted(wait for one in told for wait in one["waits"])
    assert waits[int(len(waits) * 0.99) - 1] <= 1.0
    shares = [len(one["waits"]) for one in told]
    assert len(shares) == crowd.CROWD
    assert max(shares) <= 1.25 * min(shares) + 2
