"""What is done with keys, each with what it needs; every test has a key file of its own."""

from __future__ import annotations

from datetime import timedelta

from gongkai.records.actors import ObjectRef
from gongkai.records.acts import SystemAct
from gongkai.records.keys import keyring, operations
from gongkai.records.keys.models import CaseKey
from tests.operations.exercises import AT, BY, Act, Exercises

CASE = ObjectRef("application", "a-1", "云河市公开申请〔2026〕1号")
PASSPHRASE = "四个随机的词 correct horse 2026"  # noqa: S105 - of a test


def created() -> CaseKey:
    return operations.create_case_key(object=CASE, act=SystemAct(BY, AT))


def destroy_case_key() -> Act:
    key = created()
    return lambda: operations.destroy_case_key(
        case_key=key, label=CASE.label, reason="保管期限届满", act=SystemAct(BY, AT)
    )


def retire() -> Act:
    keyring.read()
    operations.rotate(act=SystemAct(BY, AT - timedelta(days=2)))
    return lambda: operations.retire(act=SystemAct(BY, AT))


def restore() -> Act:
    content = operations.back_up(passphrase=PASSPHRASE, act=SystemAct(BY, AT))
    keyring.path().unlink()
    return lambda: operations.restore(content=content, passphrase=PASSPHRASE, act=SystemAct(BY, AT))


EXERCISES: Exercises = {
    "back_up": lambda: lambda: operations.back_up(passphrase=PASSPHRASE, act=SystemAct(BY, AT)),
    "create_case_key": lambda: created,
    "destroy_case_key": destroy_case_key,
    "restore": restore,
    "retire": retire,
    "rotate": lambda: lambda: operations.rotate(act=SystemAct(BY, AT)),
}
