"""What the tests of this package share: the invented city."""

from __future__ import annotations

import pytest

from tests.organisations import material


@pytest.fixture
def city(db: None) -> material.City:
    """The invented city, from 1 January 2020."""
    return material.city()
