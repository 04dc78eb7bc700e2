"""What is done with files, each with what it needs."""

from __future__ import annotations

import contextlib
from io import BytesIO

from gongkai.records.acts import Act, SystemAct
from gongkai.records.files import operations, refused
from gongkai.records.files.models import SecretRefusal, StoredFile
from gongkai.records.files.rules.refusals import BearsSecrecyMark
from tests.operations.exercises import AT, BY, Exercises, Perform
from tests.operations.exercises.keys import created
from tests.records.files import material

SYSTEM = SystemAct(BY, AT)


def public(act: Act = SYSTEM) -> StoredFile:
    return operations.store_public(stream=BytesIO(material.word()), name="答复书.docx", act=act)


def store_private() -> Perform:
    key = created()
    return lambda act: operations.store_private(
        stream=BytesIO(material.word()), name="申请表.docx", case_key=key, act=act
    )


def discard() -> Perform:
    file = public()
    return lambda act: operations.discard(file=file, reason="重复上传", act=act)


def handle_refusal() -> Perform:
    secret = BytesIO(material.word(material.MARK))
    with contextlib.suppress(BearsSecrecyMark):
        operations.store_public(stream=secret, name="文件.docx", act=SystemAct(BY, AT))
    refused.report()
    refusal = SecretRefusal.objects.get()
    return lambda act: operations.handle_refusal(refusal=refusal, handling="已当面提醒", act=act)


EXERCISES: Exercises = {
    "discard": discard,
    "handle_refusal": handle_refusal,
    "store_private": store_private,
    "store_public": lambda: public,
}
