"""What is done with keys, each with what it needs; every test has a key file of its own."""

from __future__ import annotations

from datetime import timedelta

from gongkai.records.actors import ObjectRef
from gongkai.records.keys import keyring, operations
from gongkai.records.keys.models import CaseKey
from tests.operations.exercises import AT, BY, Act, Exercises

CASE = ObjectRef("application", "a-1", "云河市公开申请〔2026〕1号")
PASSPHRASE = "四个随机的词 correct horse 2026"  # noqa: S105 - of a test


def created() -> CaseKey:
    return operations.create_case_key(object=CASE, by=BY, at=AT)


def destroy_case_key() -> Act:
    key = created()
    return lambda: operations.destroy_case_key(
        case_key=key, label=CASE.label, reason="保管期限届满", by=BY, at=AT
    )


def retire() -> Act:
    keyring.read()
    operations.rotate(by=BY, at=AT - timedelta(days=2))
    return lambda: operations.retire(by=BY, at=AT)


def restore() -> Act:
    content = operations.back_up(passphrase=PASSPHRASE, by=BY, at=AT)
    keyring.path().unlink()
    return lambda: operations.restore(content=content, passphrase=PASSPHRASE, by=BY, at=AT)


EXERCISES: Exercises = {
    "back_up": lambda: lambda: operations.back_up(passphrase=PASSPHRASE, by=BY, at=AT),
    "create_case_key": lambda: created,
    "destroy_case_key": destroy_case_key,
    "restore": restore,
    "retire": retire,
    "rotate": lambda: lambda: operations.rotate(by=BY, at=AT),
}
