"""What the tests of this package share: the invented city."""

from __future__ import annotations

from tests.organisations import material
from tests.prepared import prepared


@prepared
def city(db: None) -> material.City:
    """The invented city, from 1 January 2020."""
    return material.city()
