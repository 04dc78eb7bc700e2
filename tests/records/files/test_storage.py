"""Bytes are on the disk before a row names them, under their own digest, and leave only when no row does."""

from __future__ import annotations

import hashlib
import io
import os
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.records import files, journal, keys
from gongkai.records.actors import SYSTEM, ObjectRef
from gongkai.records.acts import SystemAct
from gongkai.records.files import storage
from gongkai.records.files.models import StoredFile
from gongkai.records.files.operations import store_public
from gongkai.records.jobs import Run
from gongkai.records.jobs.registry import periodic_work
from gongkai.records.keys.models import CaseKey
from tests.prepared import around_a_test
from tests.records.files import material as m

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AT = timezone.now()
TEXT = "云河市关于公开的答复".encode()


def public(content: bytes = TEXT, name: str = "答复.txt") -> StoredFile:
    return store_public(stream=io.BytesIO(content), name=name, act=SystemAct(SYSTEM, AT))


def case_key() -> CaseKey:
    return keys.create_case_key(object=ObjectRef("case", "1", "〔2026〕1号"), act=SystemAct(SYSTEM, AT))


def private(key: CaseKey, content: bytes = TEXT) -> StoredFile:
    return files.store_private(
        stream=io.BytesIO(content), name="申请.txt", case_key=key, act=SystemAct(SYSTEM, AT)
    )


def read(file: StoredFile) -> bytes:
    with files.open_file(file) as stream:
        return stream.read()


def later(**wait: int) -> datetime:
    return datetime.now(UTC) + timedelta(**wait)


def test_a_public_file_lies_as_given_under_its_digest(data: Path) -> None:
    file = public()
    digest = hashlib.sha256(TEXT).hexdigest()
    assert (file.digest, file.size, file.kind, file.name) == (digest, len(TEXT), "txt", "答复.txt")
    assert (data / "files" / "public" / digest[:2] / digest[2:4] / digest).read_bytes() == TEXT
    assert read(file) == TEXT
    entry = journal.entries().order_by("-pk")[0]
    assert (entry.verb, entry.digests) == ("file.stored", {"file": f"sha256:{digest}"})


def test_equal_public_bytes_are_kept_once_under_as_many_names_as_given() -> None:
    one, other = public(), public(name="副本.txt")
    assert one.pk != other.pk
    assert len(list(storage.objects())) == 1
    assert {read(one), read(other)} == {TEXT}


def test_a_private_file_lies_sealed_under_the_digest_of_what_lies_there() -> None:
    key = case_key()
    one, other = private(key), private(key)
    assert one.digest != other.digest, "equal bytes must not be seen to be equal"
    for file in (one, other):
        stored = storage.Address(False, file.digest).path.read_bytes()
        assert hashlib.sha256(stored).hexdigest() == file.digest
        assert TEXT not in stored
        assert read(StoredFile.objects.get(pk=file.pk)) == TEXT
    entry = journal.entries().order_by("-pk")[0]
    assert "申请" not in str(entry.content())


def test_private_bytes_under_another_row_do_not_open() -> None:
    key = case_key()
    one, other = private(key), private(key)
    StoredFile.objects.filter(pk=other.pk).update(digest=one.digest)
    with pytest.raises(keys.CannotOpen):
        read(StoredFile.objects.get(pk=other.pk))


def test_nothing_of_it_is_for_other_users_of_the_machine(data: Path) -> None:
    public()
    assert (data / "files").stat().st_mode & 0o777 == 0o700


class Pipe(io.RawIOBase):
    """What comes over a network: it cannot be read twice."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces

    def read(self, size: int = -1) -> bytes:
        return next(self.pieces, b"")


def test_a_stream_that_is_read_once_is_stored_too() -> None:
    pieces = iter([b"%PDF-1.7"[:4], m.pdf()[4:]])
    file = files.store_public(stream=Pipe(pieces), name="x.pdf", act=SystemAct(SYSTEM, AT))  # type: ignore[arg-type]
    assert read(file) == m.pdf()


def test_memory_stays_bounded_whatever_the_size(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        for _ in range(48):
            file.write("云河市,1234567890,abcdefghij\n".encode() * 32768)
    key = case_key()
    tracemalloc.start()
    with path.open("rb") as stream:
        files.store_private(stream=stream, name="long.csv", case_key=key, act=SystemAct(SYSTEM, AT))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert path.stat().st_size > 40 * 1024**2
    assert peak < 16 * 1024**2


def test_what_a_rolled_back_transaction_left_is_removed_after_the_grace() -> None:
    @around_a_test()
    def operation() -> None:
        public()
        _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        operation()
    kept = public(b"kept")
    assert len(list(storage.objects())) == 2
    assert files.sweep(at=later(hours=23)) == 0
    assert files.sweep(at=later(hours=25)) == 1
    assert [address.digest for address in storage.objects()] == [kept.digest]
    [entry] = journal.entries().filter(verb="file.swept")
    assert entry.after == {"objects": 1}


def test_an_old_orphan_that_is_stored_again_is_young() -> None:
    file = public()
    address = storage.Address(True, file.digest)
    files.discard(file=file, reason="误传", act=SystemAct(SYSTEM, AT))
    yesterday = time.time() - 3 * 86400
    os.utime(address.path, (yesterday, yesterday))

    @around_a_test()
    def operation() -> None:
        public()  # in a transaction that is not yet committed when the sweep comes
        assert files.sweep(at=later(hours=1)) == 0
        _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        operation()
    assert address.path.exists()


def test_a_discarded_file_goes_once_no_row_names_its_bytes() -> None:
    one, other = public(), public(name="副本.txt")
    files.discard(file=one, reason="误传", act=SystemAct(SYSTEM, AT))
    assert files.sweep(at=later(days=2)) == 0
    assert read(other) == TEXT
    files.discard(file=other, reason="误传", act=SystemAct(SYSTEM, AT))
    assert files.sweep(at=later(days=2)) == 1


def test_bytes_whose_case_key_is_destroyed_are_removed_and_not_missed() -> None:
    key = case_key()
    private(key)
    keys.destroy_case_key(case_key=key, label="〔2026〕1号", reason="期满", act=SystemAct(SYSTEM, AT))
    assert files.sweep(at=later(days=2)) == 1
    assert files.verify().sound


def test_half_written_files_of_a_killed_process_are_removed(data: Path) -> None:
    public()
    left = data / "files" / "incoming" / "half"
    left.write_bytes(b"half")
    files.sweep(at=later(days=2))
    assert not left.exists()


def test_nothing_is_removed_while_a_backup_runs() -> None:
    files.discard(file=public(), reason="误传", act=SystemAct(SYSTEM, AT))
    with storage.kept():
        assert files.sweep(at=later(days=2)) == 0
    assert files.sweep(at=later(days=2)) == 1


def test_the_runner_sweeps_at_night_and_tells_refusals_every_minute() -> None:
    known = periodic_work()
    assert known["files.sweep"].every == timedelta(days=1)
    assert known["files.report_refusals"].every == timedelta(minutes=1)
    for name in ("files.sweep", "files.report_refusals"):
        known[name].job.function(Run("", 1, AT))


def test_verification_names_what_is_missing_and_what_is_damaged() -> None:
    key = case_key()
    sound, damaged, missing = public(), private(key), public(b"other")
    told: list[tuple[int, int]] = []
    whole = files.verify(progress=lambda done, total: told.append((done, total)))
    assert (whole.sound, whole.objects, told[-1]) == (True, 3, (3, 3))
    assert whole.digest == files.verify().digest
    path = storage.Address(False, damaged.digest).path
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    storage.Address(True, missing.digest).path.unlink()
    found = files.verify()
    assert not found.sound
    assert [name.rpartition("/")[2] for name in found.damaged] == [damaged.digest]
    assert [name.rpartition("/")[2] for name in found.missing] == [missing.digest]
    with pytest.raises(keys.CannotOpen):
        read(damaged)
    assert read(sound) == TEXT


def test_a_file_that_was_lost_on_the_disk_comes_back_when_it_is_stored_again() -> None:
    file = public()
    storage.Address(True, file.digest).path.write_bytes(b"cut")
    public(name="再传.txt")
    assert files.verify().sound


def test_the_database_holds_a_file_to_be_public_or_private() -> None:
    file = public()
    for wrong in ({"case_key": case_key()}, {"size": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StoredFile.objects.filter(pk=file.pk).update(**wrong)
