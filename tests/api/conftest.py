"""A city, its archive of reports, and programs with tokens."""

from __future__ import annotations

import pytest

from gongkai.annual_reports import operations
from gongkai.organisations.models import Body
from gongkai.records.actors import SYSTEM
from tests.api import city as material


@pytest.fixture
def city(db: None) -> dict[str, Body]:
    """The bodies of a small city by code."""
    return material.found()


@pytest.fixture
def archive(db: None) -> int:
    """The reports that come with the program."""
    return operations.load_starting_archive(by=SYSTEM, at=material.AT)


@pytest.fixture
def anybody(db: None) -> material.Program:
    """A program without a token."""
    return material.Program()


@pytest.fixture
def administration(city: dict[str, Body]) -> material.Program:
    """A program of the city itself with every scope the API asks for."""
    return material.Program(material.token("yunhe", "body.view", "body.manage", "timeline.view"))
