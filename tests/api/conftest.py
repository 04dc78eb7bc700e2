"""A city, its archive of reports, and programs with tokens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from gongkai.annual_reports import operations
from gongkai.organisations.models import Body
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from tests.api import city as material
from tests.prepared import prepared


@prepared
def city(db: None) -> dict[str, Body]:
    """The bodies of a small city by code."""
    return material.found()


@prepared
def archive(db: None) -> int:
    """The reports that come with the program."""
    return operations.load_starting_archive(act=SystemAct(SYSTEM, material.AT))


@pytest.fixture
def anybody(db: None) -> material.Program:
    """A program without a token."""
    return material.Program()


@pytest.fixture
def administration(city: dict[str, Body]) -> material.Program:
    """A program of the city itself with every scope the API asks for."""
    return material.Program(material.token("yunhe", "body.view", "body.manage", "timeline.view"))


@pytest.fixture
def for_threads(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that threads share as in production: on SQLite a file instead of memory."""
    if connection.vendor != "sqlite":
        yield
        return
    file = tmp_path / "threads.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    memory, name = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, name
