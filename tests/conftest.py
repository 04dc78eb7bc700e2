"""What all tests share: a data directory of their own, and the collection of real reports where it stands."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from tests import prepared, slow_guard
from tests.optional import absent, corpus_directory

# Every process of a parallel run has its own.
if "PYTEST_XDIST_WORKER" in os.environ or "GONGKAI_DATA" not in os.environ:
    os.environ["GONGKAI_DATA"] = tempfile.mkdtemp(prefix="gongkai-test-")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that stand on the same preparation follow one another."""
    items[:] = prepared.grouped(items)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> None:
    """Before a test's own transaction begins, what it stands on stands (or nothing, where it has several).

    Whoever uses the database has a data directory of their own: keys and files belong to rows.
    """
    if fixturedef.argname == "_django_db_helper":
        blocker: DjangoDbBlocker = request.getfixturevalue("django_db_blocker")
        with blocker.unblock():
            prepared.STACK.stand(prepared.wanted(request.node))
        settings: Settings = request.getfixturevalue("settings")
        settings.DATA = request.getfixturevalue("tmp_path_factory").mktemp("data")
        prepared.STACK.copy_data(settings.DATA)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """As always; what was prepared is undone before the database goes."""
    yield
    with django_db_blocker.unblock():
        prepared.STACK.stand([])


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """Argon2 still, with less memory and time (the deployment's own cost: test_passwords.py)."""
    with override_settings(PASSWORD_HASHERS=["tests.organisations.hasher.QuickArgon2"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _slow_work_is_guarded() -> None:
    """Nothing slow inside a write transaction, in every test (docs/decisions/0030)."""
    slow_guard.install()


@pytest.fixture(autouse=True)
def _no_slow_work_was_swallowed() -> Iterator[None]:
    """Also where the program caught what the guard raised."""
    yield
    slow_guard.check()


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """A name of its own for the database of each process; SQLite's is in memory, so each has its own anyway.

    pytest-django knows that of Django's own backend only.
    """
    from django.db import connection  # noqa: PLC0415 - only where a database is used

    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker and connection.vendor != "sqlite":
        settings = connection.settings_dict
        settings["TEST"]["NAME"] = f"test_{settings['NAME']}_{worker}"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The directory with `seeds/` and `reports/`; tests that use it carry the mark `corpus`."""
    directory = corpus_directory()
    if directory is None:
        absent("corpus", "no collection of real reports at ../shared/corpus")
    return directory


@pytest.fixture(autouse=True)
def _the_journal_is_emptied_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with transactions of its own ends by emptying every table, which the journal rightly refuses.

    So its rows are removed here, with the triggers off, and the triggers are back for the next test.
    """
    marker = request.node.get_closest_marker("django_db")
    own = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not own and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from django.db import connection, transaction  # noqa: PLC0415 - only where a database is used

    from gongkai.records.journal import triggers  # noqa: PLC0415

    with transaction.atomic():
        triggers.remove(connection)
        with connection.cursor() as cursor:
            for table in (triggers.ENTRY, triggers.BLOCK):
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of ours
        triggers.install(connection)
