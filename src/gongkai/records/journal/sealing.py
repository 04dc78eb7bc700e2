"""Sealing: committed entries get their positions and a block with a root over them. One sealer at a time.

Order. Entries are taken in the order of their ids among those that are committed and unsealed. On SQLite
writers follow one another, so that is the order of commits. On PostgreSQL an id is drawn before its
transaction commits: what commits later with a smaller id gets its position in a later block, never one
between those that are given. Whatever had committed before an entry was recorded has a smaller id and is
visible whenever that entry is, so it never stands after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet

from gongkai.records.journal import signing
from gongkai.records.journal.models import Block, Entry
from gongkai.records.journal.rules import Header, block_root

LARGEST_BLOCK = 10_000
SEALERS_LOCK = 0x676F6E676B6169  # "gongkai": PostgreSQL's advisory lock of the sealer


class SealingInterrupted(RuntimeError):
    """Entries that were there vanished while they were sealed; nothing was sealed. Verify the journal."""


class KeyIsMissing(RuntimeError):
    """The last block is signed and there is no key to sign the next: sealing waits until it is restored."""


def seal(*, at: datetime) -> Block | None:
    """Seal what is committed, at most 10,000 entries; None if there is nothing to seal.

    Safe to call from several processes: they take turns. Raises KeyIsMissing, SealingInterrupted.
    """
    if not _unsealed().exists():
        return None  # without taking the writers' lock
    with transaction.atomic():
        _take_turn()
        found = list(_unsealed().values_list("id", "digest")[:LARGEST_BLOCK])
        if not found:
            return None
        last = Block.objects.order_by("-number").first()
        if last and last.signature and not signing.ready():
            raise KeyIsMissing("日志此前有签名，现在没有签名密钥。请恢复密钥文件，封存将继续。")
        begin = last.last if last else 0
        header = Header(
            number=last.number + 1 if last else 1,
            first=begin + 1,
            last=begin + len(found),
            previous_root=last.root if last else "",
            algorithm=settings.GONGKAI_DIGEST,
            sealed_at=at,
        )
        _give_positions([entry for entry, _digest in found], begin)
        return _write(header, [digest for _entry, digest in found])


def seal_all(*, at: datetime) -> list[Block]:
    """Seal until nothing is left; the blocks."""
    blocks = []
    while block := seal(at=at):
        blocks.append(block)
    return blocks


def signed_part(root: str) -> bytes:
    """What the signature of a block covers: its root, and that it is the root of a block."""
    return f"gongkai journal block {root}".encode()


def _unsealed() -> QuerySet[Entry]:
    return Entry.objects.filter(position__isnull=True).order_by("id")


def _take_turn() -> None:
    """On PostgreSQL wait for another sealer to commit; SQLite's transactions already take turns."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALERS_LOCK])


def _give_positions(ids: Sequence[int], begin: int) -> None:
    """Positions begin + 1, begin + 2, … in the order of ids: one statement for each run of ids."""
    given = 0
    for first, last in _runs(ids):
        run = Entry.objects.filter(id__range=(first, last), position__isnull=True)
        given += run.update(position=F("id") + (begin + given + 1 - first))
    if given != len(ids):
        raise SealingInterrupted(f"{len(ids)} entries to seal, {given} found")


def _runs(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = previous = ids[0]
    for one in ids[1:]:
        if one != previous + 1:
            yield first, previous
            first = one
        previous = one
    yield first, previous


def _write(header: Header, digests: Sequence[str]) -> Block:
    root = block_root(header, digests)
    key_id, signature = signing.sign(signed_part(root))
    return Block.objects.create(
        number=header.number,
        first=header.first,
        last=header.last,
        root=root,
        previous_root=header.previous_root,
        algorithm=header.algorithm,
        sealed_at=header.sealed_at,
        key_id=key_id,
        signature=signature,
    )
