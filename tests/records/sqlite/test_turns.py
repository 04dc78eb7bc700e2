"""Who writes next: whoever asked first, among threads and among processes, whatever happens to the others."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import Error, connection, transaction
from django.test import Client

from gongkai.annual_reports.models import KeptCheck
from gongkai.records.backups.operations import _snapshot
from gongkai.records.sqlite import process_queue
from gongkai.records.sqlite.write_queue import WaitedTooLong, WaitsForItself, queue_of
from tests.records.sqlite.writer import Writer, create, has_asked, until

Start = Callable[[str], Writer]
Tokens = Callable[[], list[str]]
Result = TypeVar("Result")


def elsewhere(pool: ThreadPoolExecutor, act: Callable[[], Result]) -> Future[Result]:
    """Do it in another thread, which has asked for its turn when this returns."""

    def perform() -> Result:
        try:
            return act()
        finally:
            connection.close()

    before = _in_the_queue()
    doing = pool.submit(perform)
    until(lambda: _in_the_queue() > before or doing.done())
    return doing


def _in_the_queue() -> int:
    """How many threads have the turn or wait for it."""
    threads = queue_of(str(connection.settings_dict["NAME"]))._threads
    return len(threads._waiting) + (threads._holder is not None)


def writing(token: str) -> None:
    with transaction.atomic():
        create(token)


def impatient(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """All connections opened from now on wait no longer than so many seconds."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", seconds)


@pytest.fixture
def on_a_busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that wakes late is not passed over: these tests are about the order alone."""
    monkeypatch.setattr(process_queue, "TAKEN_WITHIN", 60.0)


@pytest.mark.usefixtures("on_a_busy_machine")
class TestOrder:
    def test_threads_write_in_the_order_they_asked(self, file: Path, tokens: Tokens) -> None:
        names = [f"t{number}" for number in range(6)]
        with ThreadPoolExecutor(len(names)) as pool:
            with transaction.atomic():
                create("first")
                waiting = [elsewhere(pool, partial(writing, name)) for name in names]
            for one in waiting:
                one.result()
        assert tokens() == ["first", *names]

    def test_processes_write_in_the_order_they_asked(self, writer: Start, tokens: Tokens) -> None:
        """Though they are forked from one that has been in the queue itself."""
        names = [f"p{number}" for number in range(5)]
        writing("parent")
        first, *others = [writer(name) for name in names]
        first.writes()
        for one in others:
            one.asks()
        first.commits()
        for one in others:
            one.hears("writing")
            one.commits()
        assert tokens() == ["parent", *names]

    def test_a_single_statement_waits_its_turn_like_a_transaction(
        self, file: Path, writer: Start, tokens: Tokens
    ) -> None:
        """Outside of any transaction every writing statement is one."""
        other, last = writer("other"), writer("last")
        other.writes()
        with ThreadPoolExecutor(1) as pool:
            single = elsewhere(pool, lambda: create("single"))
            has_asked(file, os.getpid())
            last.asks()
            other.commits()
            single.result()
            last.hears("writing")
            last.commits()
        assert tokens() == ["other", "single", "last"]

    def test_what_a_single_statement_returns_is_complete(self, file: Path) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_content_type (app_label, model) "
                "VALUES ('a', 'x'), ('a', 'y'), ('a', 'z') RETURNING model"
            )
            assert cursor.fetchone() == ("x",)
            assert cursor.fetchmany(1) == [("y",)]
            assert list(cursor) == [("z",)]
            assert cursor.fetchone() is None

    def test_a_savepoint_has_the_turn_of_its_transaction(self, file: Path, tokens: Tokens) -> None:
        with transaction.atomic():
            create("outer")
            with transaction.atomic():
                create("inner")
        assert tokens() == ["outer", "inner"]


class TestReaders:
    def test_a_reader_does_not_wait_for_a_writer(
        self, writer: Start, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        impatient(monkeypatch, 0.2)
        writer("other").writes()
        assert KeptCheck.objects.count() == 0

    def test_the_snapshot_of_a_backup_does_not_wait_either(
        self, writer: Start, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        impatient(monkeypatch, 0.2)
        writer("other").writes()
        with _snapshot():
            assert KeptCheck.objects.count() == 0

    @pytest.mark.parametrize("path", ["/", "/reports/", "/reports/compare/", "/law/", "/healthz"])
    def test_a_public_page_does_not_wait_either(
        self,
        client: Client,
        writer: Start,
        monkeypatch: pytest.MonkeyPatch,
        path: str,
    ) -> None:
        impatient(monkeypatch, 0.2)
        writer("other").writes()
        assert client.get(path).status_code == 200


class TestTheDeadAndTheSleeping:
    def test_a_killed_writer_holds_nobody_up(self, writer: Start, tokens: Tokens) -> None:
        dying, waiting = writer("dying"), writer("waiting")
        dying.writes()
        waiting.asks()
        begun = time.monotonic()
        dying.kill()
        waiting.hears("writing")
        assert time.monotonic() - begun < 1
        waiting.commits()
        assert tokens() == ["waiting"]

    def test_one_killed_while_it_waits_holds_nobody_up(self, writer: Start, tokens: Tokens) -> None:
        first, dying, last = writer("first"), writer("dying"), writer("last")
        first.writes()
        dying.asks()
        last.asks()
        dying.kill()
        first.commits()
        last.hears("writing")
        last.commits()
        assert tokens() == ["first", "last"]

    def test_one_that_sleeps_over_its_turn_is_passed_over_and_asks_again(
        self, writer: Start, tokens: Tokens
    ) -> None:
        first, sleeping, last = writer("first"), writer("sleeping"), writer("last")
        first.writes()
        sleeping.asks()
        last.asks()
        os.kill(sleeping.number, signal.SIGSTOP)
        first.commits()
        last.hears("writing")
        os.kill(sleeping.number, signal.SIGCONT)
        time.sleep(0.3)
        last.commits()
        sleeping.hears("writing")
        sleeping.commits()
        assert tokens() == ["first", "last", "sleeping"]

    def test_a_thread_that_died_in_a_transaction_holds_nobody_up(self, file: Path, tokens: Tokens) -> None:
        def die() -> None:
            transaction.atomic().__enter__()
            create("lost")

        dying = threading.Thread(target=die)
        dying.start()
        dying.join()
        gc.collect()  # with the thread goes its connection, and what SQLite held for it
        writing("next")
        assert tokens() == ["next"]


class TestLimits:
    def test_who_has_waited_too_long_is_told_who_writes(
        self, writer: Start, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        impatient(monkeypatch, 0.3)
        other = writer("other")
        other.writes()
        begun = time.monotonic()
        with pytest.raises(WaitedTooLong, match=f"进程{other.number}还没有写完"):
            writing("impatient")
        assert time.monotonic() - begun < 2
        other.commits()
        writing("afterwards")
        assert tokens() == ["other", "afterwards"]

    def test_one_that_writes_past_the_queue_is_waited_for_as_long_and_no_longer(
        self, file: Path, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Such as a person with sqlite3 at the file."""
        impatient(monkeypatch, 0.3)
        with closing(sqlite3.connect(file, isolation_level=None)) as person:
            person.execute("BEGIN IMMEDIATE")
            for act in (writing, create):
                with pytest.raises(WaitedTooLong, match="数据库正忙"):
                    act("impatient")
            person.execute("ROLLBACK")
        writing("afterwards")
        assert tokens() == ["afterwards"]

    def test_a_thread_does_not_wait_for_itself(self, file: Path) -> None:
        second = connection.copy()
        with transaction.atomic():
            create("first")
            begun = time.monotonic()
            with pytest.raises(WaitsForItself), second.cursor() as cursor:
                cursor.execute("DELETE FROM annual_reports_keptcheck")
            assert time.monotonic() - begun < 1
        second.close()

    def test_the_turn_ends_with_the_transaction_however_it_ends(self, file: Path, tokens: Tokens) -> None:
        class Undo(Exception):
            pass

        with pytest.raises(Undo), transaction.atomic():
            create("undone")
            raise Undo
        with pytest.raises(Error), transaction.atomic():
            connection.cursor().execute("INSERT INTO nowhere VALUES (1)")
        with pytest.raises(Error), transaction.atomic():  # closed by what it calls
            create("dropped")
            connection.close()
            create("dropped too")
        with ThreadPoolExecutor(1) as pool:
            elsewhere(pool, lambda: writing("other thread")).result(timeout=10)
        assert tokens() == ["other thread"]

    def test_without_the_file_writers_go_on(
        self, file: Path, tokens: Tokens, caplog: pytest.LogCaptureFixture
    ) -> None:
        """What cannot be put into an order is left to SQLite, and said once."""
        Path(f"{file}-writers").mkdir()
        with caplog.at_level(logging.WARNING, "gongkai.sqlite"):
            writing("one")
            writing("two")
        assert tokens() == ["one", "two"]
        assert len(caplog.records) == 1

    def test_somebody_may_remove_the_file(self, writer: Start, file: Path, tokens: Tokens) -> None:
        writing("one")
        Path(f"{file}-writers").unlink()
        writing("two")
        other = writer("three")
        other.writes()
        with ThreadPoolExecutor(1) as pool:
            last = elsewhere(pool, lambda: writing("four"))
            other.commits()
            last.result()
        assert tokens() == ["one", "two", "three", "four"]

    def test_the_file_is_its_owners_alone(self, file: Path) -> None:
        writing("one")
        assert Path(f"{file}-writers").stat().st_mode & 0o777 == 0o600
