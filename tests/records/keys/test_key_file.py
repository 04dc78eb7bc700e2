"""The key file: made once, for this user alone, never guessed, never overwritten."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from gongkai.records import journal, keys
from gongkai.records.actors import SYSTEM, ObjectRef
from gongkai.records.acts import SystemAct
from gongkai.records.keys import keyring, operations, signing
from tests.optional import ROOT

pytestmark = [pytest.mark.database, pytest.mark.django_db]
CASE = ObjectRef("case", "1", "〔2026〕1号")
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of a test


def test_the_first_need_makes_it_readable_by_this_user_alone(data: Path) -> None:
    ring = keyring.read()
    assert (data / "keys.json").stat().st_mode & 0o777 == 0o600
    assert keyring.read() == ring
    assert [len(versions) for versions in ring.purposes.values()] == [1, 1, 1]
    assert [path.name for path in data.iterdir()] == ["keys.json"]


def test_a_file_that_others_can_read_is_refused_with_the_remedy(data: Path) -> None:
    keyring.read()
    for mode in (0o640, 0o604, 0o660):
        (data / "keys.json").chmod(mode)
        with pytest.raises(keys.KeyFileExposed, match="chmod 600"):
            keyring.read()


def test_many_processes_at_first_need_make_one_file(data: Path) -> None:
    code = (
        "import django; django.setup()\n"
        "from gongkai.records.keys import keyring\n"
        "try: keyring.place(keyring.Keyring('x', {p: (keyring.KeyVersion(1, '2026', bytes(32)),)"
        " for p in keyring.PURPOSES})); print('placed')\n"
        "except keyring.KeyFileInTheWay: print('there')"
    )
    environment = {
        **os.environ,
        "GONGKAI_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
    }
    crowd = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    said = sorted(process.communicate()[0].strip() for process in crowd)
    assert said == ["placed", "there", "there", "there"]


@pytest.mark.parametrize("content", ["", "{}", "not json", '{"format": "another"}'])
def test_a_damaged_file_is_refused_and_left_alone(data: Path, content: str) -> None:
    path = data / "keys.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(keyring.KeyFileUnreadable, match="keys restore"):
        keyring.read()
    assert path.read_text() == content


def test_a_lost_file_is_not_replaced_by_new_keys_once_something_is_sealed(data: Path) -> None:
    keys.create_case_key(object=CASE, act=SystemAct(SYSTEM, timezone.now()))
    (data / "keys.json").unlink()
    with pytest.raises(keys.KeyFileMissing, match="keys restore"):
        keyring.read()
    assert not (data / "keys.json").exists()


def test_a_lost_file_is_not_replaced_once_the_journal_is_signed(data: Path) -> None:
    at = timezone.now()
    number = operations.rotate(purpose=keyring.SIGNING, act=SystemAct(SYSTEM, at)).version
    assert number == 2
    journal.seal_all(at=at)
    (data / "keys.json").unlink()
    with pytest.raises(journal.KeyIsMissing):
        signing.sign(b"root")
    assert {finding.kind for finding in journal.verify().findings} == {"missing_key"}


def test_blocks_signed_before_a_rotation_still_verify() -> None:
    at = timezone.now()
    for _ in range(3):
        operations.rotate(purpose=keyring.SIGNING, act=SystemAct(SYSTEM, at))
        journal.seal_all(at=at)
    assert len(signing.public_keys()) == 4
    assert len(set(journal.Block.objects.values_list("key_id", flat=True))) == 3
    assert journal.verify().ok


def test_people_are_found_again_after_the_lookup_key_changed() -> None:
    before = keys.lookup_digest("phone", "138 0000 0000")
    operations.rotate(purpose=keyring.LOOKUP, act=SystemAct(SYSTEM, timezone.now()))
    now = keys.lookup_digest("phone", "１３８00000000")
    assert now != before
    assert keys.lookup_candidates("phone", "13800000000") == (now, before)
    assert now not in keys.lookup_candidates("id_number", "13800000000")
    assert "138" not in now


def test_keys_come_back_from_a_backup_with_its_passphrase_alone(data: Path) -> None:
    case_key = keys.create_case_key(object=CASE, act=SystemAct(SYSTEM, timezone.now()))
    secret = case_key.open()
    backup = operations.back_up(passphrase=PASSPHRASE, act=SystemAct(SYSTEM, timezone.now()))
    assert keyring.read().current(keyring.WRAPPING).key.hex() not in backup.hex()
    (data / "keys.json").unlink()
    for wrong in (PASSPHRASE + " ", "", PASSPHRASE.upper()):
        with pytest.raises(operations.PassphraseRefused):
            operations.restore(content=backup, passphrase=wrong, act=SystemAct(SYSTEM, timezone.now()))
    operations.restore(content=backup, passphrase=PASSPHRASE, act=SystemAct(SYSTEM, timezone.now()))
    assert case_key.open() == secret
    assert (data / "keys.json").stat().st_mode & 0o777 == 0o600
    with pytest.raises(keyring.KeyFileInTheWay):
        operations.restore(content=backup, passphrase=PASSPHRASE, act=SystemAct(SYSTEM, timezone.now()))


def test_a_changed_backup_is_refused() -> None:
    backup = json.loads(operations.back_up(passphrase=PASSPHRASE, act=SystemAct(SYSTEM, timezone.now())))
    for part, value in (("format", "x"), ("sealed", "AAAA"), ("kdf", {"name": "scrypt", "n": 2**40})):
        with pytest.raises(operations.PassphraseRefused):
            operations.open_backup(json.dumps({**backup, part: value}).encode(), PASSPHRASE)


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(operations.PassphraseRefused, match="12"):
        operations.back_up(passphrase="short", act=SystemAct(SYSTEM, timezone.now()))  # noqa: S106
