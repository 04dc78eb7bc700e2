"""Keys of second factors lie sealed, and those of the version before are sealed when it is upgraded."""

from __future__ import annotations

import importlib
from base64 import b32encode
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from gongkai.organisations.accounts import second_factor, sign_in
from gongkai.organisations.models import Authenticator, Person
from gongkai.records import journal
from gongkai.records.actors import SYSTEM
from gongkai.records.acts import SystemAct
from gongkai.records.keys import CaseKey, KeyFileMissing, keyring, rotate
from tests.organisations import material
from tests.organisations.material import AT
from tests.organisations.test_sign_in import PASSWORD, code_of, enrol, ticket, with_code

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _own_key_file(tmp_path: Path, settings: Settings) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def someone(db: None) -> Person:
    return material.person(password=PASSWORD)


def stored(table: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - of a test
        rows = cursor.fetchall()
    return b"|".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for row in rows
        for value in row
    )


def test_the_table_tells_neither_the_key_nor_the_recovery_codes(someone: Person) -> None:
    key, codes = enrol(someone)
    plain = Authenticator.objects.get().secret
    assert plain == key
    kept = stored("organisations_authenticator") + stored("organisations_recoverycode")
    for secret in (key.encode(), *(code.encode() for code in codes)):
        assert secret not in kept
    assert with_code(code_of(key, AT), ticket()).person == someone


def test_a_rotation_of_the_keys_leaves_the_codes_good(someone: Person) -> None:
    key, _codes = enrol(someone)
    rotate(act=SystemAct(SYSTEM, AT))
    assert with_code(code_of(key, AT), ticket()).person == someone


def test_a_new_beginning_takes_a_new_key_and_removal_destroys_it(someone: Person) -> None:
    by: dict[str, Any] = {"by": SYSTEM, "at": AT}
    first = second_factor.begin(person=someone, **by)
    second = second_factor.begin(person=someone, **by)
    assert first.key != second.key
    assert CaseKey.objects.count() == 1
    assert not second_factor.remove(person=someone, **by), "nothing was enabled"
    assert CaseKey.objects.get().destroyed
    enrol(someone)
    assert second_factor.remove(person=someone, **by)
    assert not Authenticator.objects.exists()
    assert not CaseKey.objects.filter(wrapped__isnull=False).exists()


def test_without_the_key_file_the_refusal_says_what_to_do(someone: Person) -> None:
    key, _codes = enrol(someone)
    given = ticket()
    keyring.path().unlink()
    with pytest.raises(KeyFileMissing, match="gongkai keys restore"):
        with_code(code_of(key, AT), given)


class TestTheUpgrade:
    """Migration 0006 with rows as django-otp kept them."""

    KEY = "3132333435363738393031323334353637383930"

    @pytest.fixture
    def old_table(self, someone: Person) -> None:
        kind = "bigint" if connection.vendor == "sqlite" else "bigserial"
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE otp_totp_totpdevice (id {kind} PRIMARY KEY, user_id bigint, confirmed bool,"
                " key varchar(80), step smallint, t0 bigint, digits smallint, tolerance smallint,"
                " drift smallint, last_t bigint)"
            )
            for number, (confirmed, key) in enumerate(((True, self.KEY), (False, "00" * 20)), start=1):
                cursor.execute(
                    "INSERT INTO otp_totp_totpdevice VALUES (%s, %s, %s, %s, 30, 0, 6, 1, 1, 17)",
                    [number, someone.pk, confirmed, key],
                )

    def migrate(self) -> None:
        name = "gongkai.organisations.migrations.0006_seal_second_factors"
        module = importlib.import_module(name)
        module.seal_second_factors(apps, SimpleNamespace(connection=connection))

    def test_seals_what_was_enabled_and_drops_the_table(self, old_table: None, someone: Person) -> None:
        self.migrate()
        found = Authenticator.objects.get()
        assert (found.person, found.drift, found.last_step) == (someone, 1, 17)
        assert found.secret == b32encode(bytes.fromhex(self.KEY)).decode()
        assert found.confirmed_at is not None
        assert "otp_totp_totpdevice" not in connection.introspection.table_names()
        assert second_factor.pending(someone) is None
        now = timezone.now()
        with pytest.raises(sign_in.CodeNeeded) as needed:
            sign_in.sign_in(login="zhang.wei", password=PASSWORD, address="192.0.2.7", at=now)
        code = code_of(found.secret, now + timedelta(seconds=30))  # this device's clock is a step ahead
        opened = sign_in.sign_in_with_code(ticket=needed.value.ticket, code=code, address="192.0.2.7", at=now)
        assert opened.person == someone

    def test_stops_without_the_key_file_and_changes_nothing(self, old_table: None, someone: Person) -> None:
        material_key = CaseKey(object_kind="x", object_id="x", created_at=AT)
        material_key.wrap(b"k" * 32, keyring.read().current(keyring.WRAPPING))
        material_key.save()
        keyring.path().unlink()
        with pytest.raises(KeyFileMissing):
            self.migrate()
        assert "otp_totp_totpdevice" in connection.introspection.table_names()
        assert not Authenticator.objects.exists()

    def test_of_a_new_home_does_nothing(self, db: None) -> None:
        self.migrate()
        assert not keyring.path().exists()
        assert not journal.entries().exists()
