"""Committed entries get positions without gaps, in blocks that are never opened again; readers miss none."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from gongkai.records import journal
from gongkai.records.journal.models import Block, Entry
from tests.records.journal.conftest import AT, BY, ROAD, Write

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def positions() -> list[int | None]:
    return list(Entry.objects.order_by("id").values_list("position", flat=True))


def test_nothing_is_sealed_where_nothing_was_written() -> None:
    assert journal.seal(at=AT) is None
    assert not Block.objects.exists()


def test_a_block_holds_what_was_written_since_the_last(write: Write) -> None:
    write(), write()
    first = journal.seal(at=AT)
    write()
    second = journal.seal(at=AT)
    assert first is not None
    assert second is not None
    assert [(block.number, block.first, block.last) for block in (first, second)] == [(1, 1, 2), (2, 3, 3)]
    assert (first.previous_root, second.previous_root) == ("", first.root)
    assert positions() == [1, 2, 3]
    assert journal.seal(at=AT) is None


def test_more_than_a_block_holds_goes_into_several(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.records.journal.sealing.LARGEST_BLOCK", 2)
    for _ in range(5):
        write()
    assert [(block.first, block.last) for block in journal.seal_all(at=AT)] == [(1, 2), (3, 4), (5, 5)]
    assert journal.verify().ok


def test_gaps_among_ids_leave_none_among_positions(write: Write) -> None:
    def undone() -> None:
        with transaction.atomic():
            write()
            raise LookupError

    for _ in range(3):
        write()
        with pytest.raises(LookupError):
            undone()
    journal.seal(at=AT)
    assert positions() == [1, 2, 3]


def test_a_block_is_signed_by_the_key_of_the_deployment(write: Write) -> None:
    write()
    block = journal.seal(at=AT)
    assert block is not None
    assert block.key_id
    result = journal.verify()
    assert (result.ok, result.signed, result.unsigned, result.checked_signatures) == (True, 1, 0, True)


def test_without_a_key_blocks_are_marked_unsigned(write: Write) -> None:
    journal.signing.use(None)
    write()
    block = journal.seal(at=AT)
    assert block is not None
    assert (block.key_id, block.signature) == ("", "")
    result = journal.verify()
    assert (result.ok, result.signed, result.unsigned, result.checked_signatures) == (True, 0, 1, False)


def test_once_signed_sealing_waits_for_the_key(write: Write) -> None:
    write()
    journal.seal(at=AT)
    journal.signing.use(None)
    write()
    with pytest.raises(journal.KeyIsMissing, match="请恢复密钥文件"):
        journal.seal(at=AT)
    assert journal.verify().unsealed == 1


@pytest.fixture
def elsewhere() -> Iterator[list[threading.Thread]]:
    """Threads with database connections of their own; all have ended when the test has."""
    threads: list[threading.Thread] = []
    yield threads
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_with_a_smaller_id_is_sealed_late_and_read(
    write: Write, elsewhere: list[threading.Thread]
) -> None:
    """PostgreSQL draws ids before the commit; no reader may pass over what commits afterwards."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: ids follow commits")
    written, may_commit = threading.Event(), threading.Event()

    def late() -> None:
        try:
            with transaction.atomic():
                journal.record(verb="specimen.renamed", object=ROAD, by=BY, at=AT, reason="late")
                written.set()
                assert may_commit.wait(timeout=30)
        finally:
            connection.close()

    elsewhere.append(threading.Thread(target=late))
    elsewhere[0].start()
    assert written.wait(timeout=30)
    write(reason="early")
    journal.seal(at=AT)
    assert [entry.reason for entry in journal.read("witness")] == ["early"]
    journal.advance("witness", 1)
    may_commit.set()
    elsewhere[0].join(timeout=30)
    journal.seal(at=AT)
    late_one, early_one = Entry.objects.order_by("id")
    assert (late_one.reason, late_one.position) == ("late", 2)
    assert (early_one.reason, early_one.position) == ("early", 1)
    assert [entry.reason for entry in journal.read("witness")] == ["late"]
    assert journal.verify().ok


@pytest.mark.django_db(transaction=True)
def test_two_sealers_take_turns(write: Write, elsewhere: list[threading.Thread]) -> None:
    for _ in range(40):
        write()
    start = threading.Barrier(4)

    def sealer() -> None:
        try:
            start.wait(timeout=30)
            journal.seal_all(at=AT)
        finally:
            connection.close()

    if connection.vendor == "sqlite":  # an in-memory database is one connection's own
        pytest.skip("processes on one SQLite file are in test_crowd.py")
    elsewhere += [threading.Thread(target=sealer) for _ in range(4)]
    for thread in elsewhere:
        thread.start()
    for thread in elsewhere:
        thread.join(timeout=30)
    assert sorted(filter(None, positions())) == list(range(1, 41))
    assert journal.verify().ok


def test_a_reader_reads_from_its_own_cursor_and_only_what_is_sealed(write: Write) -> None:
    for _ in range(3):
        write()
    journal.seal(at=AT)
    write()
    assert [entry.position for entry in journal.read("search", 2)] == [1, 2]
    assert [entry.position for entry in journal.read("search", 2)] == [1, 2]
    journal.advance("search", 2)
    assert [entry.position for entry in journal.read("search", 2)] == [3]
    assert [entry.position for entry in journal.read("feeds")] == [1, 2, 3]
    journal.rewind("search")
    assert [entry.position for entry in journal.read("search")] == [1, 2, 3]


# A cursor goes forward, over what is sealed
@pytest.mark.parametrize("position", [1, 0, -1, 4, None])
def test_a_cursor_cannot_go_back_nor_beyond_the_end(write: Write, position: int | None) -> None:
    for _ in range(3):
        write()
    journal.seal(at=AT)
    write()
    journal.advance("search", 2)
    with pytest.raises(journal.CannotMove):
        journal.advance("search", position)
    journal.advance("search", 2)
    journal.advance("search", 3)
    assert journal.read("search") == []
