"""What can be done with files. Bytes are checked, then on the disk, then named by a row, then journalled.

Files are checked in a child process, outside of any transaction: store an upload before the operation that
uses it opens its own. What an operation itself made (a letter) it may check by `inspected` and store with
what that found, if it is a process_pool.atomic one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO, cast
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.records import process_pool
from gongkai.records.acts import INSIDE, Act
from gongkai.records.files import refused, storage
from gongkai.records.files.kinds import FILE, SECRET_REFUSAL
from gongkai.records.files.models import SecretRefusal, StoredFile
from gongkai.records.files.rules import Inspected, inspect
from gongkai.records.files.rules.inspection import LARGEST_OF_ALL, blocks, sha256
from gongkai.records.files.rules.kinds import MB
from gongkai.records.files.rules.refusals import BearsSecrecyMark, FileTooLarge
from gongkai.records.files.storage import Put
from gongkai.records.keys.models import CaseKey
from gongkai.records.keys.rules.sealing import seal_stream
from gongkai.records.operations import Done, operation, prepared_operation
from gongkai.records.refusals import Refused

HELD_IN_MEMORY = 4 * 1024 * 1024
# Up to a gigabyte of a file is looked at, every page of a PDF among it.
CHECK = replace(process_pool.STAFF, cpu=60, wall=120)


class RefusalHandled(Refused):
    """The refusal was dealt with before, or nobody wrote how."""


def inspected(*, stream: BinaryIO, name: str, made_here: bool = False, act: Act) -> Inspected:
    """What a seekable file is; a secret that it bears is noted.

    `made_here` is for what this program itself rendered (print pages). Raises a FileRefused, CouldNotFinish,
    Overloaded.
    """
    try:
        return process_pool.run(CHECK, inspect, stream, name, made_here=made_here)
    except BearsSecrecyMark as refusal:
        refused.note(
            mark=str(refusal.facts["mark"]),
            kind=name.rpartition(".")[2].lower()[:10],
            size=stream.seek(0, 2),
            sha256=sha256(stream),
            by=act.actor,
            at=act.at,
        )
        if not transaction.get_connection().in_atomic_block:
            refused.report()
        raise


def store_public(
    *, stream: BinaryIO, name: str, made_here: bool = False, found: Inspected | None = None, act: Act
) -> StoredFile:
    """Keep a file anyone may read. Equal bytes are kept once, under as many rows and names as are stored.

    `found` is what `inspected` said of this very stream, where it was asked before. Raises a FileRefused,
    CouldNotFinish, Overloaded.
    """
    with _received(stream) as file:
        found = found or inspected(stream=file, name=name, made_here=made_here, act=act)
        return _store(file=file, found=found, case_key=None, act=act)


def store_private(
    *,
    stream: BinaryIO,
    name: str,
    case_key: CaseKey,
    made_here: bool = False,
    found: Inspected | None = None,
    act: Act,
) -> StoredFile:
    """Keep a file of a case, bytes and name sealed under its key; `found` as in `store_public`.

    Raises a FileRefused, CouldNotFinish, Overloaded, KeyDestroyed.
    """
    with _received(stream) as file:
        found = found or inspected(stream=file, name=name, made_here=made_here, act=act)
        return _store(file=file, found=found, case_key=case_key, act=act)


def _put(*, file: BinaryIO, case_key: CaseKey | None) -> tuple[UUID, Put]:
    """The bytes on the disk, before the transaction that names them in a row begins."""
    id = uuid4()
    if case_key is None:
        return id, storage.put(blocks(file), public=True)
    sealed = seal_stream(case_key.open(), _rewound(file), associated=id.bytes)
    return id, storage.put(sealed, public=False)


@prepared_operation(_put, "file.stored", gettext_lazy("存入文件"), of=FILE, action=INSIDE)
def _store(
    kept: tuple[UUID, Put], *, file: BinaryIO, found: Inspected, case_key: CaseKey | None, act: Act
) -> Done[StoredFile]:
    id, put = kept
    row = StoredFile.objects.create(
        id=id,
        case_key=case_key,
        digest=put.address.digest,
        size=found.size,
        stored_size=put.size,
        kind=found.kind.code,
        public_name=found.name if case_key is None else "",
        private_name=None if case_key is None else found.name,
        stored_at=act.at,
        stored_by=act.actor.id,
    )
    after = {"kind": row.kind, "size": row.size, "public": row.public}
    return Done(row, row, after=after, digests={"file": f"{row.algorithm}:{row.digest}"})


@operation("file.discarded", gettext_lazy("移除文件"), of=FILE, action=INSIDE)
def discard(*, file: StoredFile, reason: str, act: Act) -> Done[None]:
    """Forget a file; the sweep removes its bytes once no other row names them."""
    ref, digests = FILE.ref(file, act.on), {"file": f"{file.algorithm}:{file.digest}"}
    file.delete()
    return Done(None, ref, digests=digests)


@operation(
    "file.refusal_handled",
    gettext_lazy("处理带密级标志文件的拒收记录"),
    of=SECRET_REFUSAL,
    action="secrecy_alert.view",
)
def handle_refusal(*, refusal: SecretRefusal, handling: str, act: Act) -> Done[SecretRefusal]:
    """Record how the security officer dealt with a refused secret. Raises RefusalHandled."""
    if refusal.handled_at is not None or not handling.strip():
        raise RefusalHandled(_("这条拒收记录已经处理过，或者没有写明如何处理。请核对后填写处理情况。"))
    refusal.handled_at, refusal.handling = act.at, handling.strip()
    refusal.save(update_fields=["handled_at", "handling"])
    return Done(refusal, reason=refusal.handling)


@contextmanager
def _received(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream if it can be read again, else a nameless temporary copy. Raises FileTooLarge."""
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(HELD_IN_MEMORY, dir=str(storage.root())) as copy:
        size = 0
        while block := stream.read(storage.BLOCK):
            size += len(block)
            if size > LARGEST_OF_ALL:
                raise FileTooLarge(label="文件", largest=f"{LARGEST_OF_ALL // MB} MB")
            copy.write(block)
        yield cast("BinaryIO", copy)


def _rewound(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file
