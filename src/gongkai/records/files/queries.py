"""Questions about stored files; nothing here writes."""

from __future__ import annotations

import io
from typing import BinaryIO, cast
from uuid import UUID

from django.db.models import QuerySet

from gongkai.records.files import storage
from gongkai.records.files.models import SecretRefusal, StoredFile
from gongkai.records.keys.rules.sealing import OpenedStream


def open_file(file: StoredFile) -> BinaryIO:
    """The file's plain bytes, from any position; the caller closes it.

    Raises KeyDestroyed where the case key is gone, FileNotFoundError where the object is, and while reading
    CannotOpen where sealed bytes were changed.
    """
    stored = storage.open_object(address(file))
    if file.case_key is None:
        return stored
    try:
        opened = OpenedStream(file.case_key.open(), stored, associated=file.pk.bytes)
    except BaseException:
        stored.close()
        raise
    return cast("BinaryIO", io.BufferedReader(opened, 64 * 1024))


def address(file: StoredFile) -> storage.Address:
    """Where the file's bytes lie."""
    return storage.Address(file.public, file.digest)


def stored_file(id: UUID) -> StoredFile | None:
    """The file of this id, with its case key, or None."""
    return StoredFile.objects.select_related("case_key").filter(pk=id).first()


def open_refusals() -> QuerySet[SecretRefusal]:
    """Refused secrets nobody has dealt with yet: the security officer's inbox."""
    return SecretRefusal.objects.filter(handled_at__isnull=True)


def secret_refusals() -> QuerySet[SecretRefusal]:
    """Every refused secret, for the list."""
    return SecretRefusal.objects.all()


def secret_refusal(id: UUID) -> SecretRefusal | None:
    """The refused secret of this id, or None."""
    return SecretRefusal.objects.filter(pk=id).first()
