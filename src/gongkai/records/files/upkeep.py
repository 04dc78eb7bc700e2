"""Upkeep of the objects: removing what no row names, and verifying what rows do name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from gongkai.records import journal
from gongkai.records.actors import RUNNER, ObjectRef
from gongkai.records.files import storage
from gongkai.records.files.models import StoredFile
from gongkai.records.files.storage import Address

# No transaction that put an object and has not yet committed its row is as old as this.
GRACE = timedelta(hours=24)
BATCH = 500


@dataclass(frozen=True, slots=True)
class FileVerification:
    """What was found; `digest` stands for all objects that rows name, in order of their addresses."""

    objects: int
    bytes: int
    digest: str
    missing: tuple[str, ...]
    damaged: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether every object is there and is what its digest says."""
        return not (self.missing or self.damaged)


def sweep(*, at: datetime, grace: timedelta = GRACE) -> int:
    """Remove objects older than `grace` that no row names, or whose case key is destroyed; returns how many.

    Removes nothing while a back-up runs.
    """
    removed = 0
    oldest = (at - grace).timestamp()
    with storage.sweeping() as allowed:
        if not allowed:
            return 0
        for address in _unnamed(address for address in storage.objects() if _older(address.path, oldest)):
            with storage.removing(address) as path:  # and once more, while nobody can put it again
                if _older(path, oldest) and not _named(address):
                    path.unlink()
                    removed += 1
        for path in storage.leftovers():
            if _older(path, oldest):
                path.unlink(missing_ok=True)
    if removed:
        with transaction.atomic():
            ref = ObjectRef("files", "sweep", "文件存储")
            journal.record(verb="file.swept", object=ref, by=RUNNER, at=at, after={"objects": removed})
    return removed


def verify(*, progress: Callable[[int, int], None] | None = None) -> FileVerification:
    """Recompute the digest of every object that a row names; `progress` is told (done, total)."""
    addresses = kept_addresses()
    all_digests, size = hashlib.sha256(), 0
    missing, damaged = [], []
    for done, address in enumerate(addresses, start=1):
        try:
            if storage.digest_of(address) != address.digest:
                damaged.append(address.relative)
            size += address.path.stat().st_size
        except FileNotFoundError:
            missing.append(address.relative)
        all_digests.update(f"{address.relative}\n".encode())
        if progress:
            progress(done, len(addresses))
    return FileVerification(len(addresses), size, all_digests.hexdigest(), tuple(missing), tuple(damaged))


def kept_addresses() -> list[Address]:
    """Where the objects lie that rows name and whose key is there, each once, in order."""
    rows = StoredFile.objects.filter(_kept()).values_list("case_key", "digest")
    return sorted({Address(case_key is None, digest) for case_key, digest in rows.iterator()})


def _kept() -> Q:
    """Rows whose bytes must be there: public ones, and private ones whose case key still is."""
    return Q(case_key__isnull=True) | Q(case_key__destroyed_at__isnull=True)


def _unnamed(addresses: Iterator[Address]) -> Iterator[Address]:
    """Those that no row names, a batch per query."""
    while batch := list(islice(addresses, BATCH)):
        rows = StoredFile.objects.filter(_kept(), digest__in=[address.digest for address in batch])
        named = {Address(key is None, digest) for key, digest in rows.values_list("case_key", "digest")}
        yield from (address for address in batch if address not in named)


def _named(address: Address) -> bool:
    rows = StoredFile.objects.filter(_kept(), digest=address.digest)
    return rows.filter(case_key__isnull=address.public).exists()


def _older(path: Path, moment: float) -> bool:
    try:
        return path.stat().st_mtime < moment
    except FileNotFoundError:
        return False
