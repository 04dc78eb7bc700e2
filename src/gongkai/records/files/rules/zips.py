"""Opening a zip container within bounds: entries, unpacked size, ratio, names, encryption, nesting."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from gongkai.records.files.rules.refusals import ArchiveBomb, DamagedFile, EncryptedFile, NestedArchive

MOST_ENTRIES = 10_000
MOST_UNPACKED = 1024**3
# Spreadsheets with one repeated row reach 100:1; 200:1 is allowed, and small files whatever their ratio.
HIGHEST_RATIO = 200
RATIO_MATTERS_FROM = 20 * 1024**2
DEEPEST = 2
BLOCK = 1024 * 1024
PACKED_BEGINNINGS = (
    b"PK\x03\x04",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b\x08",
    b"BZh",
    b"\xfd7zXZ\x00",
)
# What reading a damaged zip may raise; NotImplementedError is zipfile's word for a method it does not know.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Container:
    """A zip whose directory was found to be within bounds."""

    archive: zipfile.ZipFile
    label: str
    names: tuple[str, ...]

    def read(self, name: str, limit: int = 8 * 1024 * 1024) -> bytes:
        """The first `limit` bytes of an entry; raises DamagedFile."""
        try:
            with self.archive.open(name) as entry:
                return entry.read(limit)
        except (*DAMAGE, KeyError) as problem:
            raise DamagedFile(label=self.label, found=name) from problem

    def blocks(self, name: str) -> Iterator[bytes]:
        """An entry in pieces of 1 MiB; raises DamagedFile."""
        try:
            with self.archive.open(name) as entry:
                while block := entry.read(BLOCK):
                    yield block
        except DAMAGE as problem:
            raise DamagedFile(label=self.label, found=name) from problem


def opened(file: BinaryIO, label: str) -> Container:
    """The container; raises DamagedFile, EncryptedFile, ArchiveBomb.

    Reading an entry never gives more bytes than the directory declares, so that the sums below bound all
    that follows.
    """
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGE as problem:
        raise DamagedFile(label=label, found="目录") from problem
    entries = archive.infolist()
    names = tuple(entry.filename for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise ArchiveBomb(found=f"{len(entries)}个条目")
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_MATTERS_FROM and unpacked > HIGHEST_RATIO * packed):
        raise ArchiveBomb(found=f"{unpacked // 1024**2} MB，是存储大小的{unpacked // packed}倍")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise EncryptedFile
    if len(set(names)) != len(names):
        raise DamagedFile(label=label, found="条目重名")
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names):
        raise DamagedFile(label=label, found="条目路径越界")
    return Container(archive, label, names)


def embedded(container: Container, depth: int) -> Iterator[str]:
    """Names of office documents within; raises NestedArchive for other archives or for the third level."""
    for name in container.names:
        if name.endswith("/") or not container.read(name, 8).startswith(PACKED_BEGINNINGS):
            continue
        office = name.rpartition(".")[2].lower() in {"docx", "xlsx", "pptx"}
        if not office or depth >= DEEPEST:
            raise NestedArchive(found=name.rpartition("/")[2])
        yield name
