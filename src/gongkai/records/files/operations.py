"""What can be done with files. Bytes are checked, then on the disk, then named by a row, then journalled.

Checking a large file takes seconds. Store an upload before the operation that uses it opens its transaction,
or on SQLite every other writer waits for the check.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
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
from gongkai.records.operations import Done, operation
from gongkai.records.refusals import Refused

HELD_IN_MEMORY = 4 * 1024 * 1024
# Up to a gigabyte of a file is looked at, every page of a PDF among it.
CHECK = replace(process_pool.STAFF, cpu=60, wall=120)


class RefusalHandled(Refused):
    """The refusal was dealt with before, or nobody wrote how."""


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A file that was checked and lies on the disk, and is not named by a row yet.

    Bytes that no row comes to name are removed by the sweep.
    """

    id: UUID
    found: Inspected
    put: Put
    case_key: CaseKey | None


def put_public(*, stream: BinaryIO, name: str, made_here: bool = False, act: Act) -> OnDisk:
    """Check a file and put it on the disk as it is; `keep` names it. Raises a FileRefused.

    Takes time: to be called before the transaction that keeps the file.
    """
    with _received(stream) as file:
        found = _inspected(file, name, made_here=made_here, act=act)
        return OnDisk(uuid4(), found, storage.put(blocks(file), public=True), None)


def put_private(
    *, stream: BinaryIO, name: str, case_key: CaseKey, made_here: bool = False, act: Act
) -> OnDisk:
    """Check a file and put it on the disk sealed under the key of its case; `keep` names it.

    Takes time: to be called before the transaction that keeps the file. Raises a FileRefused, KeyDestroyed.
    """
    with _received(stream) as file:
        found = _inspected(file, name, made_here=made_here, act=act)
        id = uuid4()
        sealed = seal_stream(case_key.open(), _rewound(file), associated=id.bytes)
        return OnDisk(id, found, storage.put(sealed, public=False), case_key)


@operation("file.stored", gettext_lazy("存入文件"), of=FILE, action=INSIDE)
def keep(*, file: OnDisk, act: Act) -> Done[StoredFile]:
    """Name a file on the disk in a row, by which it is found from now on."""
    row = StoredFile.objects.create(
        id=file.id,
        case_key=file.case_key,
        digest=file.put.address.digest,
        size=file.found.size,
        stored_size=file.put.size,
        kind=file.found.kind.code,
        public_name=file.found.name if file.case_key is None else "",
        private_name=None if file.case_key is None else file.found.name,
        stored_at=act.at,
        stored_by=act.actor.id,
    )
    after = {"kind": row.kind, "size": row.size, "public": row.public}
    return Done(row, row, after=after, digests={"file": f"{row.algorithm}:{row.digest}"})


def store_public(*, stream: BinaryIO, name: str, made_here: bool = False, act: Act) -> StoredFile:
    """Keep a file anyone may read. Equal bytes are kept once, under as many rows and names as are stored.

    `made_here` is for what this program itself rendered (print pages). Raises a FileRefused.
    """
    return keep(file=put_public(stream=stream, name=name, made_here=made_here, act=act), act=act)


def store_private(
    *, stream: BinaryIO, name: str, case_key: CaseKey, made_here: bool = False, act: Act
) -> StoredFile:
    """Keep a file of a case, bytes and name sealed under its key. Raises a FileRefused, KeyDestroyed."""
    on_disk = put_private(stream=stream, name=name, case_key=case_key, made_here=made_here, act=act)
    return keep(file=on_disk, act=act)


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


def _inspected(file: BinaryIO, name: str, *, made_here: bool, act: Act) -> Inspected:
    try:
        return process_pool.run(CHECK, inspect, file, name, made_here=made_here)
    except BearsSecrecyMark as refusal:
        refused.note(
            mark=str(refusal.facts["mark"]),
            kind=name.rpartition(".")[2].lower()[:10],
            size=file.seek(0, 2),
            sha256=sha256(file),
            by=act.actor,
            at=act.at,
        )
        if not transaction.get_connection().in_atomic_block:
            refused.report()
        raise


def _rewound(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file
