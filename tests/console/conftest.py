"""An office to visit: the invented city, and somebody in a post who has signed in."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.console import office
from tests.organisations import material


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    """Argon2 still, with less memory and time."""
    settings.PASSWORD_HASHERS = ["tests.organisations.hasher.QuickArgon2"]


@pytest.fixture
def city(db: None) -> material.City:
    """The invented city, from 1 January 2020."""
    return material.city()


@pytest.fixture
def system(city: material.City) -> office.Visitor:
    """The system administrator of the city, signed in."""
    return office.visitor(city.root, "system_admin")


@pytest.fixture
def security(city: material.City) -> office.Visitor:
    """The security administrator of the city, signed in."""
    return office.visitor(city.root, "security_admin")


@pytest.fixture
def auditor(city: material.City) -> office.Visitor:
    """The auditor of the city, signed in."""
    return office.visitor(city.root, "auditor")
