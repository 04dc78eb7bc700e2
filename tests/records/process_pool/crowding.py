"""A pool without a place left, and limits that nothing keeps: what the sites say then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gongkai.records import process_pool
from gongkai.records.process_pool import STAFF, Limits, running
from tests.records.process_pool import samples

# Over before a child can answer.
NO_TIME: dict[str, Any] = {"wall": -1.0}


def crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if as many were inside and waiting as there may be."""
    process_pool.run(STAFF, samples.double, 1)
    pool = running._own.pool
    assert pool is not None
    monkeypatch.setattr(pool._places, "_free", 0)
    monkeypatch.setattr(pool._places, "_most_waiting", 0)
    monkeypatch.setattr(pool._places, "_strangers_left", 0)


def hurry(monkeypatch: pytest.MonkeyPatch, name: str, limits: Limits) -> None:
    """Give the calls that use the limits of this name (module.NAME) no time."""
    monkeypatch.setattr(name, replace(limits, **NO_TIME))
