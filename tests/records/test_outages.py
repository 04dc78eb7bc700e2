"""What stops the deployment is told from what was wrong: by real errors of the disk and of the database."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.db.utils import DatabaseError

from gongkai.records import outages
from gongkai.records.outages import Outage, outage_of
from gongkai.records.refusals import Refused


def failure_of(act: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as caught:
        act()
    return caught.value


def fill_a_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA max_page_count = 8")
        database.execute("CREATE TABLE ballast (bytes BLOB)")
        for _ in range(10):
            database.execute("INSERT INTO ballast VALUES (zeroblob(4000))")


def write_to_a_read_only_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA query_only = ON")
        database.execute("CREATE TABLE refused (id INTEGER)")


def write_to_a_held_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as holder, closing(sqlite3.connect(path, timeout=0.01)) as other:
        holder.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")


def write_to_a_full_device(path: Path) -> None:
    with Path("/dev/full").open("wb", buffering=0) as file:
        file.write(b"x")


def open_a_missing_database(path: Path) -> None:
    with closing(sqlite3.connect(path / "no" / "such" / "directory")):
        pass


def ask_a_server_that_is_not_there(path: Path) -> None:
    psycopg.connect("postgres://nobody@127.0.0.1:1/none", connect_timeout=3)


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (fill_a_database, outages.DiskFull),
        (write_to_a_full_device, outages.DiskFull),
        (write_to_a_read_only_database, outages.DiskReadOnly),
        (open_a_missing_database, outages.DiskReadOnly),
        (write_to_a_held_database, outages.DatabaseBusy),
        (ask_a_server_that_is_not_there, outages.DatabaseGone),
    ],
)
def test_an_error_of_the_machine_is_an_outage_with_two_sentences(
    act: Callable[[Path], object], expected: type[Outage], tmp_path: Path
) -> None:
    found = outage_of(failure_of(lambda: act(tmp_path / "database")))
    assert type(found) is expected
    assert str(found).endswith("。")
    assert found.public.endswith("。")


def test_what_was_raised_from_it_is_the_outage_too() -> None:
    def act() -> None:
        try:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        except OSError as problem:
            raise RuntimeError from problem

    assert isinstance(outage_of(failure_of(act)), outages.DiskReadOnly)


@pytest.mark.parametrize("failure", [ValueError(), FileNotFoundError(errno.ENOENT, "x"), DatabaseError()])
def test_what_the_program_did_wrong_is_none(failure: Exception) -> None:
    assert outage_of(failure) is None


def test_a_refusal_is_none_whatever_it_was_raised_from() -> None:
    refusal = Refused("不能读取这个文件。")
    refusal.__cause__ = OSError(errno.EACCES, "x")
    assert outage_of(refusal) is None


@pytest.fixture
def _only_on_postgresql(transactional_db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection that could be cut")


def cut() -> None:
    """End this connection from another, as a restart of the server would."""
    connection.ensure_connection()
    settings = connection.get_connection_params()
    pid = connection.connection.info.backend_pid
    known = {
        key: settings[key] for key in ("dbname", "user", "password", "host", "port") if settings.get(key)
    }
    with psycopg.connect(**known, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])


def select_one() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return int(cursor.fetchone()[0])


@pytest.mark.database
@pytest.mark.usefixtures("_only_on_postgresql")
class TestACutConnection:
    def test_is_dropped_so_that_the_next_statement_opens_another(self) -> None:
        cut()
        failure = failure_of(select_one)
        assert isinstance(failure, OperationalError)
        assert outages.drop_lost_connection(failure)
        assert select_one() == 1

    def test_is_not_dropped_in_a_transaction_of_which_a_part_may_be_lost(self) -> None:
        def act() -> None:
            with transaction.atomic():
                cut()
                try:
                    select_one()
                except OperationalError as failure:
                    assert not outages.drop_lost_connection(failure)
                    raise

        assert isinstance(outage_of(failure_of(act)), outages.DatabaseGone)
