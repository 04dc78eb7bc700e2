"""What the tests of this package share: the invented city."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.organisations import material


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    """Argon2 still, with less memory and time (the deployment's own cost: test_passwords.py)."""
    settings.PASSWORD_HASHERS = ["tests.organisations.hasher.QuickArgon2"]


@pytest.fixture
def city(db: None) -> material.City:
    """The invented city, from 1 January 2020."""
    return material.city()
