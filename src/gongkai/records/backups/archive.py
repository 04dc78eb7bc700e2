"""The file of a back-up: a plain tar whose last member, `manifest.json`, lists the digest of every other.

    database/<app>.<table>.jsonl.gz   rows, see rows.py
    files/public|private/ab/cd/…      objects as they are stored
    manifest.json                     digests of all members, counts, migrations, end of the journal

The SHA-256 of the manifest stands for the whole back-up.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from gongkai.records.refusals import Refused

FORMAT = "gongkai-backup-1"
MANIFEST = "manifest.json"
BLOCK = 1024 * 1024
HELD_IN_MEMORY = 16 * 1024 * 1024


class NotABackup(Refused):
    """The file is not a back-up, or is cut off."""


class DamagedBackup(Refused):
    """A member of the back-up is not what its digest says."""


class Writer:
    """Writes members one after the other, remembering their digests."""

    def __init__(self, file: BinaryIO) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.digests: dict[str, str] = {}

    def add_lines(self, name: str, lines: Iterable[bytes]) -> int:
        """Add lines as a gzip member; returns how many."""
        count = 0
        with tempfile.SpooledTemporaryFile(HELD_IN_MEMORY) as packed:
            with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=3, mtime=0) as file:
                for line in lines:
                    file.write(line)
                    count += 1
            size = packed.tell()
            packed.seek(0)
            self.add(name, cast("BinaryIO", packed), size)
        return count

    def add(self, name: str, source: BinaryIO, size: int) -> str:
        """Add `size` bytes; returns their digest."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        reader = _Digesting(source)
        self._tar.addfile(member, cast("BinaryIO", reader))
        self.digests[name] = reader.digest.hexdigest()
        return self.digests[name]

    def close(self, facts: dict[str, Any]) -> str:
        """Write the manifest and end the archive; returns the digest of the back-up."""
        document = {"format": FORMAT, **facts, "members": self.digests}
        content = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode()
        digest = self.add(MANIFEST, io.BytesIO(content), len(content))
        self._tar.close()
        return digest


class Reader:
    """Reads a back-up; raises NotABackup where there is no manifest."""

    def __init__(self, path: Path) -> None:
        try:
            self._tar = tarfile.open(path, mode="r:")  # noqa: SIM115 - closed by close()
            content = self._member(MANIFEST).read()
            self.manifest: dict[str, Any] = json.loads(content)
            if self.manifest["format"] != FORMAT:
                raise NotABackup(self.manifest["format"])
        except (tarfile.TarError, KeyError, ValueError, EOFError) as problem:
            raise NotABackup(str(path)) from problem
        self.digest = hashlib.sha256(content).hexdigest()

    def verify(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Recompute every member's digest; raises DamagedBackup with the first that differs or is missing."""
        expected: dict[str, str] = self.manifest["members"]
        there = {member.name for member in self._tar.getmembers()} - {MANIFEST}
        for name in sorted(there ^ expected.keys()):
            raise DamagedBackup(name)
        for done, (name, digest) in enumerate(expected.items(), start=1):
            reader = _Digesting(self._member(name))
            while reader.read(BLOCK):
                pass
            if reader.digest.hexdigest() != digest:
                raise DamagedBackup(name)
            if progress:
                progress(done, len(expected))

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a gzip member."""
        with gzip.GzipFile(fileobj=self._member(name), mode="rb") as file:
            yield from file

    def blocks(self, name: str) -> Iterator[bytes]:
        """A member in pieces of 1 MiB."""
        file = self._member(name)
        return iter(lambda: file.read(BLOCK), b"")

    def names(self, below: str) -> list[str]:
        """The members below a folder."""
        return [name for name in self.manifest["members"] if name.startswith(below)]

    def close(self) -> None:
        """Close the file."""
        self._tar.close()

    def _member(self, name: str) -> BinaryIO:
        found = self._tar.extractfile(name)
        if found is None:
            raise NotABackup(name)
        return cast("BinaryIO", found)


class _Digesting:
    """Reads on, taking the digest of what passes."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._source.read(size)
        self.digest.update(piece)
        return piece


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file for this user alone, under its name whole or not at all; FileExistsError if that is taken."""
    if path.exists():
        raise FileExistsError(path)
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)
        directory = os.open(path.parent, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)
    finally:
        part.unlink(missing_ok=True)
