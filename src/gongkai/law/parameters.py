"""The registry of every dated legal value, for the page, the documentation and the tests."""

from __future__ import annotations

from typing import Any

from gongkai.law import calendar_terms, disclosure_regulation, fees, remedies
from gongkai.law.dated import LegalParameter

ALL: tuple[LegalParameter[Any], ...] = (
    *disclosure_regulation.PARAMETERS,
    *fees.PARAMETERS,
    *remedies.PARAMETERS,
    *calendar_terms.PARAMETERS,
)


def by_group() -> dict[str, tuple[LegalParameter[Any], ...]]:
    """The parameters under their headings, both in the order in which a reader meets them."""
    groups: dict[str, tuple[LegalParameter[Any], ...]] = {}
    for parameter in ALL:
        groups[parameter.group] = (*groups.get(parameter.group, ()), parameter)
    return groups


def get(name: str) -> LegalParameter[Any]:
    """The parameter of this dotted name. Raises `KeyError`."""
    for parameter in ALL:
        if parameter.name == name:
            return parameter
    raise KeyError(name)
