"""One key per case: rotation keeps it, destroying ends it, whatever was sealed under it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.records import files, journal, keys
from gongkai.records.actors import SYSTEM, ObjectRef
from gongkai.records.acts import SystemAct
from gongkai.records.files.models import StoredFile
from gongkai.records.keys import keyring, operations
from gongkai.records.keys.models import CaseKey

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AT = timezone.now()


def case_key(number: int = 1) -> CaseKey:
    return keys.create_case_key(
        object=ObjectRef("case", str(number), f"〔2026〕{number}号"), act=SystemAct(SYSTEM, AT)
    )


def private_file(key: CaseKey, text: str = "申请人：张三") -> StoredFile:
    return files.store_private(
        stream=io.BytesIO(text.encode()), name="张三的申请.txt", case_key=key, act=SystemAct(SYSTEM, AT)
    )


def sealed_name(file: StoredFile) -> bytes:
    """What the column of its private name holds."""
    found: Any = StoredFile.objects.values_list("private_name", flat=True).get(pk=file.pk)
    assert isinstance(found.content, bytes)
    return found.content


def destroy(key: CaseKey) -> None:
    keys.destroy_case_key(case_key=key, label="〔2026〕1号", reason="保管期限届满", act=SystemAct(SYSTEM, AT))


def test_every_case_has_a_key_of_its_own() -> None:
    assert len({case_key(number).open() for number in range(20)}) == 20


def test_the_key_of_a_case_is_nowhere_in_the_clear() -> None:
    key = case_key()
    assert key.open() not in bytes(key.wrapped or b"")


def test_a_wrapped_key_does_not_serve_another_case() -> None:
    one, other = case_key(1), case_key(2)
    CaseKey.objects.filter(pk=other.pk).update(wrapped=one.wrapped)
    other.refresh_from_db()
    with pytest.raises(keyring.KeyVersionUnknown, match="不是同一套"):
        other.open()


def test_rotation_wraps_every_key_again_and_changes_none() -> None:
    made = [case_key(number) for number in range(7)]
    before = [key.open() for key in made]
    told: list[tuple[int, int]] = []
    rotation = operations.rotate(
        act=SystemAct(SYSTEM, AT), progress=lambda done, total: told.append((done, total))
    )
    assert (rotation.version, rotation.rewrapped, rotation.resumed) == (2, 7, False)
    assert told == [(7, 7)]
    for key in made:
        key.refresh_from_db()
    assert [key.open() for key in made] == before
    assert {key.wrapping_version for key in made} == {2}


def test_an_interrupted_rotation_is_finished_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        case_key(number)
    monkeypatch.setattr(operations, "BATCH", 2)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        operations.rotate(act=SystemAct(SYSTEM, AT), progress=stop)
    assert set(CaseKey.objects.values_list("wrapping_version", flat=True)) == {1, 2}
    rotation = operations.rotate(act=SystemAct(SYSTEM, AT))
    assert (rotation.version, rotation.rewrapped, rotation.resumed) == (2, 3, True)
    assert set(CaseKey.objects.values_list("wrapping_version", flat=True)) == {2}


def test_old_versions_are_retired_a_day_after_the_last_key_left_them() -> None:
    key = case_key()
    operations.rotate(act=SystemAct(SYSTEM, AT))
    assert operations.retire(act=SystemAct(SYSTEM, AT + timedelta(hours=23))) == []
    assert operations.retire(act=SystemAct(SYSTEM, AT + timedelta(days=1))) == [1]
    key.refresh_from_db()
    assert len(key.open()) == 32
    with pytest.raises(keyring.KeyVersionUnknown, match="第1版"):
        keyring.read().version(keyring.WRAPPING, 1)


def test_a_version_in_use_is_never_retired() -> None:
    key = case_key()
    wrapped = key.wrapped
    operations.rotate(act=SystemAct(SYSTEM, AT))
    CaseKey.objects.filter(pk=key.pk).update(wrapped=wrapped, wrapping_version=1)
    assert operations.retire(act=SystemAct(SYSTEM, AT + timedelta(days=9))) == []


def test_destroying_makes_files_and_fields_unreadable_for_good() -> None:
    key = case_key()
    file = private_file(key)
    destroy(key)
    found = StoredFile.objects.get(pk=file.pk)
    with pytest.raises(keys.KeyDestroyed, match="保管期满"):
        files.open_file(found)
    with pytest.raises(keys.KeyDestroyed):
        _ = found.name
    assert CaseKey.objects.get(pk=key.pk).wrapped is None
    entry = journal.entries().order_by("-pk")[0]
    assert (entry.verb, entry.reason) == ("case_key.destroyed", "保管期限届满")


def test_destroying_happens_once_and_with_a_reason() -> None:
    key = case_key()
    with pytest.raises(operations.KeyReasonMissing):
        keys.destroy_case_key(case_key=key, label="", reason=" ", act=SystemAct(SYSTEM, AT))
    destroy(key)
    with pytest.raises(operations.AlreadyDestroyed):
        destroy(key)


def test_a_destroyed_key_is_not_brought_back_by_rotation() -> None:
    key = case_key()
    destroy(key)
    assert operations.rotate(act=SystemAct(SYSTEM, AT)).rewrapped == 0
    assert CaseKey.objects.get(pk=key.pk).destroyed


def test_half_a_key_is_refused_by_the_database() -> None:
    key = case_key()
    with pytest.raises(IntegrityError, match="case_key_is_whole_or_destroyed"), transaction.atomic():
        CaseKey.objects.filter(pk=key.pk).update(wrapped=None)


# Sealed fields, on the field that the name of a private file is


def test_a_sealed_field_reads_and_writes_as_text() -> None:
    file = private_file(case_key())
    assert file.private_name == "张三的申请.txt"
    found = StoredFile.objects.get(pk=file.pk)
    assert found.private_name == "张三的申请.txt"
    found.private_name = "改名.txt"
    found.save()
    assert StoredFile.objects.get(pk=file.pk).private_name == "改名.txt"


def test_the_database_holds_no_plain_text() -> None:
    file = private_file(case_key())
    content = sealed_name(file)
    assert "张三".encode() not in content
    assert content != StoredFile.objects.get(pk=private_file(case_key()).pk).__dict__["private_name"].content


def test_a_sealed_field_copied_to_another_row_does_not_open() -> None:
    key = case_key()
    one, other = private_file(key), private_file(key)
    other.__dict__["private_name"] = one.__dict__["private_name"].__class__(sealed_name(one))
    other.save()
    with pytest.raises(keys.CannotOpen):
        _ = StoredFile.objects.get(pk=other.pk).private_name


def test_a_row_that_is_saved_unread_keeps_its_bytes() -> None:
    file = private_file(case_key())
    before = sealed_name(file)
    StoredFile.objects.get(pk=file.pk).save()
    assert sealed_name(file) == before


def test_plain_text_cannot_slip_past_the_seal() -> None:
    file = private_file(case_key())
    with pytest.raises(FieldError):
        StoredFile.objects.update(private_name="明文")
    with pytest.raises(FieldError):
        StoredFile.objects.filter(private_name="张三的申请.txt").exists()
    file.private_name = "明文"
    with pytest.raises(FieldError):
        StoredFile.objects.bulk_update([file], ["private_name"])


def test_deferred_and_refreshed_rows_open_too() -> None:
    file = private_file(case_key())
    found = StoredFile.objects.defer("private_name").get(pk=file.pk)
    assert found.private_name == "张三的申请.txt"
    file.refresh_from_db()
    assert file.private_name == "张三的申请.txt"
