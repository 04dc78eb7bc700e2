"""The objects: bytes in the data directory under their digest, on the disk before a row names them.

    files/public/ab/cd/abcd…    as given
    files/private/ab/cd/abcd…   sealed under a case key, named by the digest of the sealed bytes
    files/incoming/…            being written

Two locks (flock) keep writers, the sweep and back-ups apart: `objects` while an object is put or removed,
`kept` while a back-up relies on every object staying.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

ALGORITHM = "sha256"
BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Where an object lies."""

    public: bool
    digest: str

    @property
    def relative(self) -> str:
        """Its path below the directory of files."""
        side = "public" if self.public else "private"
        return f"{side}/{self.digest[:2]}/{self.digest[2:4]}/{self.digest}"

    @property
    def path(self) -> Path:
        """Its path on this machine."""
        return root() / self.relative


@dataclass(frozen=True, slots=True)
class Put:
    """An object that is on the disk."""

    address: Address
    size: int


def root() -> Path:
    """The directory of files, made at need and readable by this user alone."""
    directory = Path(settings.DATA) / "files"
    if not directory.is_dir():
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def put(pieces: Iterable[bytes], *, public: bool) -> Put:
    """Store bytes under their digest; on return they and their directory entry are on the disk.

    Equal bytes are stored once; putting them again makes the object young, so that the sweep spares it.
    """
    digest, size = hashlib.sha256(), 0
    incoming = _directory(root() / "incoming")
    descriptor, name = tempfile.mkstemp(dir=incoming)
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        address = Address(public, digest.hexdigest())
        directory = _directory(address.path.parent)
        with _lock("objects", fcntl.LOCK_SH):
            if address.path.exists() and address.path.stat().st_size == size:
                os.utime(address.path)
            else:
                written.replace(address.path)
            sync(directory)
    finally:
        written.unlink(missing_ok=True)
    return Put(address, size)


def open_object(address: Address) -> BinaryIO:
    """The stored bytes, from the start; raises FileNotFoundError."""
    return address.path.open("rb")


def digest_of(address: Address) -> str:
    """The digest of what lies there now; raises FileNotFoundError."""
    digest = hashlib.sha256()
    with open_object(address) as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def objects() -> Iterator[Address]:
    """Every object on the disk."""
    for public, side in ((True, "public"), (False, "private")):
        for path in sorted((root() / side).glob("??/??/*")):
            yield Address(public, path.name)


def leftovers() -> Iterator[Path]:
    """Files that a stopped process left half-written."""
    return iter(sorted((root() / "incoming").glob("*")))


@contextlib.contextmanager
def removing(address: Address) -> Iterator[Path]:
    """The object's path, while nobody can put the same bytes again."""
    with _lock("objects", fcntl.LOCK_EX):
        yield address.path


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """While inside, the sweep removes nothing."""
    with _lock("kept", fcntl.LOCK_SH):
        yield


@contextlib.contextmanager
def sweeping() -> Iterator[bool]:
    """True if objects may be removed now, False while a back-up or another sweep runs."""
    with (root() / "kept.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def sync(directory: Path) -> None:
    """Put a directory's entries on the disk."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _directory(path: Path) -> Path:
    """Make a directory and its parents, each entry on the disk."""
    if not path.is_dir():
        parent = _directory(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
        sync(parent)
    return path


@contextlib.contextmanager
def _lock(name: str, mode: int) -> Iterator[None]:
    with (root() / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, mode)
        yield
