"""The city in January."""

from __future__ import annotations

from tests.operations.annual_reports import office as material
from tests.prepared import prepared


def _office(db: None) -> material.Office:
    """The city with a collection of drafts that is open."""
    return material.office()


office = prepared(_office, name="office")
