"""Keys of second factors go from django-otp's table, where they stood in clear, into ours, sealed.

Needs the key file where there is a second factor: without it the migration stops and changes nothing.
"""

import base64
import binascii
import uuid

from django.db import migrations

OLD = "otp_totp_totpdevice"


def seal_second_factors(apps, schema_editor):
    connection = schema_editor.connection
    if OLD not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT user_id, key, drift, last_t FROM {OLD} WHERE confirmed ORDER BY id")
        rows = cursor.fetchall()
        if rows:
            _move(apps, rows)
        if connection.vendor == "sqlite":  # the freed pages are overwritten, not only unlinked
            cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute(f"DELETE FROM {OLD}")
        cursor.execute(f"DROP TABLE {OLD}")


def _move(apps, rows):
    from django.utils import timezone

    from gongkai.records.keys import keyring
    from gongkai.records.keys.fields import Sealed
    from gongkai.records.keys.rules.sealing import new_key, seal_bytes

    CaseKey = apps.get_model("records", "CaseKey")
    Authenticator = apps.get_model("organisations", "Authenticator")
    Person = apps.get_model("organisations", "Person")
    wrapping = keyring.read().current(keyring.WRAPPING)  # KeyFileMissing says what to do
    people = dict(Person.objects.values_list("pk", "public_id"))
    now = timezone.now()
    for person, key, drift, last_step in {row[0]: row for row in rows}.values():
        plain, case = new_key(), uuid.uuid4()
        # As CaseKey.wrap and EncryptedText do it; the models of a migration have no methods.
        CaseKey.objects.create(
            pk=case,
            object_kind="person",
            object_id=people[person],
            wrapped=seal_bytes(wrapping.key, plain, associated=b"case key\x00" + case.bytes),
            wrapping_version=wrapping.version,
            created_at=now,
        )
        mine = uuid.uuid4()
        secret = base64.b32encode(binascii.unhexlify(key))
        Authenticator.objects.create(
            pk=mine,
            person_id=person,
            case_key_id=case,
            secret=Sealed(
                seal_bytes(plain, secret, associated=f"organisations.authenticator/secret/{mine}".encode())
            ),
            confirmed_at=now,
            drift=drift,
            last_step=last_step,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0005_known_devices_and_authenticators"),
        ("records", "0004_files"),
    ]

    operations = [migrations.RunPython(seal_second_factors, migrations.RunPython.noop)]
