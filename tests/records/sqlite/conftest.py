"""A database file that threads and processes share, in place of the one in memory."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.records.sqlite.writer import Writer


@contextmanager
def connected_to(file: Path, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Inside, the connections of all threads lead to a file."""
    with blocker.unblock():
        memory, name = connection.connection, connection.settings_dict["NAME"]
        connection.connection, connection.settings_dict["NAME"] = None, str(file)
        try:
            yield
        finally:
            connection.close()
            connection.connection, connection.settings_dict["NAME"] = memory, name


@pytest.fixture(scope="module")
def template(django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without rows."""
    if connection.vendor != "sqlite":
        pytest.skip("writers queue on SQLite alone")
    file = tmp_path_factory.mktemp("template") / "gongkai.sqlite3"
    with connected_to(file, django_db_blocker):
        call_command("migrate", verbosity=0, interactive=False)
    return file


@pytest.fixture
def file(template: Path, tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """The database of this test, a file that threads and processes share."""
    made = Path(shutil.copy(template, tmp_path / "gongkai.sqlite3"))
    with connected_to(made, django_db_blocker):
        yield made


@pytest.fixture
def writer(file: Path) -> Iterator[Callable[[str], Writer]]:
    """Starts processes that write to the file; whatever is left of them is killed."""
    made: list[Writer] = []

    def start(token: str) -> Writer:
        made.append(Writer(file, token))
        return made[-1]

    yield start
    for one in made:
        one.kill()


@pytest.fixture
def tokens(file: Path) -> Callable[[], list[str]]:
    """The rows in the order in which they were written."""

    def read() -> list[str]:
        with closing(sqlite3.connect(file)) as opened:
            rows = opened.execute("SELECT token FROM annual_reports_keptcheck ORDER BY id").fetchall()
        return [token for (token,) in rows]

    return read
