"""A portal with the reports that come with the program."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from gongkai.annual_reports import operations
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.prepared import prepared

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # 2026-03-02 09:30 in Asia/Shanghai


@prepared
def archive(db: None) -> int:
    """The starting archive; the number of its reports."""
    return operations.load_starting_archive(act=SystemAct(SYSTEM, NOW))


@pytest.fixture
def visitor() -> Client:
    """A visitor without cookies whose forms need their token, as in production."""
    return Client(enforce_csrf_checks=True, headers={"host": "localhost"})
