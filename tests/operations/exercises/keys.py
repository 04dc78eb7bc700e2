"""What is done with keys, each with what it needs; every test has a key file of its own."""

from __future__ import annotations

from datetime import timedelta

from gongkai.records.actors import ObjectRef
from gongkai.records.acts import Act, SystemAct
from gongkai.records.keys import keyring, operations
from gongkai.records.keys.models import CaseKey
from tests.operations.exercises import AT, BY, Exercises, Perform

SYSTEM = SystemAct(BY, AT)
CASE = ObjectRef("letter", "1", "云河市公开申请〔2026〕1号")
PASSPHRASE = "四个随机的词 correct horse 2026"  # noqa: S105 - of a test


def created(act: Act = SYSTEM) -> CaseKey:
    return operations.create_case_key(object=CASE, act=act)


def destroy_case_key() -> Perform:
    key = created()
    return lambda act: operations.destroy_case_key(
        case_key=key, label=CASE.label, reason="保管期限届满", act=act
    )


def retire() -> Perform:
    keyring.read()
    operations.rotate(act=SystemAct(BY, AT - timedelta(days=2)))
    return lambda act: operations.retire(act=act)


def restore() -> Perform:
    content = operations.back_up(passphrase=PASSPHRASE, act=SystemAct(BY, AT))
    keyring.path().unlink()
    return lambda act: operations.restore(content=content, passphrase=PASSPHRASE, act=act)


EXERCISES: Exercises = {
    "back_up": lambda: lambda act: operations.back_up(passphrase=PASSPHRASE, act=act),
    "create_case_key": lambda: created,
    "destroy_case_key": destroy_case_key,
    "restore": restore,
    "retire": retire,
    "rotate": lambda: lambda act: operations.rotate(act=act),
}
