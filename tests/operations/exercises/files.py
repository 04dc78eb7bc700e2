"""What is done with files, each with what it needs."""

from __future__ import annotations

import contextlib
from io import BytesIO

from gongkai.records.acts import SystemAct
from gongkai.records.files import operations, refused
from gongkai.records.files.models import SecretRefusal, StoredFile
from gongkai.records.files.rules.refusals import BearsSecrecyMark
from tests.operations.exercises import AT, BY, Act, Exercises
from tests.operations.exercises.keys import created
from tests.records.files import material


def public() -> StoredFile:
    return operations.store_public(stream=BytesIO(material.word()), name="答复书.docx", act=SystemAct(BY, AT))


def store_private() -> Act:
    key = created()
    return lambda: operations.store_private(
        stream=BytesIO(material.word()), name="申请表.docx", case_key=key, act=SystemAct(BY, AT)
    )


def discard() -> Act:
    file = public()
    return lambda: operations.discard(file=file, reason="重复上传", act=SystemAct(BY, AT))


def handle_refusal() -> Act:
    secret = BytesIO(material.word(material.MARK))
    with contextlib.suppress(BearsSecrecyMark):
        operations.store_public(stream=secret, name="文件.docx", act=SystemAct(BY, AT))
    refused.report()
    refusal = SecretRefusal.objects.get()
    return lambda: operations.handle_refusal(refusal=refusal, handling="已当面提醒", act=SystemAct(BY, AT))


EXERCISES: Exercises = {
    "discard": discard,
    "handle_refusal": handle_refusal,
    "store_private": store_private,
    "store_public": lambda: public,
}
