"""Compound files (doc, xls, ppt, wps): the directory and the beginning of a stream, read within bounds.

[MS-CFB] sections 2.2 (header), 2.3 (FAT), 2.6 (directory).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

from gongkai.records.files.rules.refusals import DamagedFile

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST_REGULAR = 0xFFFFFFFA
MOST_ENTRIES = 50_000
LABEL = "Office 97–2003"


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """A storage or stream: its name, where it starts, its size."""

    name: str
    start: int
    size: int


class CompoundFile:
    """A compound file's directory; raises DamagedFile where it does not hold together."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.seek(0)
        header = file.read(512)
        if len(header) < 512 or not header.startswith(MAGIC):
            raise DamagedFile(label=LABEL, found="文件头")
        shift, mini_shift = struct.unpack_from("<HH", header, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise DamagedFile(label=LABEL, found="文件头")
        self._sector = 1 << shift
        self._sectors = file.seek(0, 2) // self._sector + 1
        directory, mini_cutoff, mini_fat, _count, difat = struct.unpack_from("<I4xIIII", header, 48)
        self._cutoff = mini_cutoff
        self._fat = self._read_fat(header, difat)
        self.entries = self._read_directory(directory)
        self._mini_fat = _numbers(self._chain(mini_fat)) if mini_fat < LAST_REGULAR else []
        self._mini = self._chain(self.entries[0].start) if self._mini_fat and self.entries else b""

    def names(self) -> set[str]:
        """The names of all storages and streams."""
        return {entry.name for entry in self.entries}

    def stream(self, name: str, limit: int) -> bytes:
        """The first bytes of the first stream of this name, empty if there is none."""
        for entry in self.entries[1:]:
            if entry.name == name:
                limit = min(limit, entry.size)
                if entry.size >= self._cutoff:
                    return self._chain(entry.start, limit)[:limit]
                return self._mini_chain(entry.start, limit)[:limit]
        return b""

    def _read_fat(self, header: bytes, difat: int) -> list[int]:
        places = list(struct.unpack_from("<109I", header, 76))
        seen = 0
        while difat < LAST_REGULAR and seen <= self._sectors:
            numbers = _numbers(self._read(difat))
            places += numbers[:-1]
            difat, seen = numbers[-1], seen + 1
        fat: list[int] = []
        for place in places:
            if place < LAST_REGULAR:
                if len(fat) > self._sectors + self._sector:
                    break
                fat += _numbers(self._read(place))
        return fat

    def _read_directory(self, start: int) -> list[DirectoryEntry]:
        content = self._chain(start, MOST_ENTRIES * 128)
        found = []
        for at in range(0, len(content) - 127, 128):
            raw = content[at : at + 128]
            length, kind = struct.unpack_from("<HB", raw, 64)
            if kind not in (1, 2, 5) or not 2 <= length <= 64:
                continue
            name = raw[: length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<IQ", raw, 116)
            found.append(DirectoryEntry(name, start, size & 0xFFFFFFFF if self._sector == 512 else size))
        if not found:
            raise DamagedFile(label=LABEL, found="目录")
        return found

    def _chain(self, sector: int, limit: int | None = None) -> bytes:
        pieces, got, steps = [], 0, 0
        while sector < LAST_REGULAR and (limit is None or got < limit):
            steps += 1
            if steps > self._sectors or sector >= len(self._fat):
                raise DamagedFile(label=LABEL, found="扇区链")
            pieces.append(self._read(sector))
            got += self._sector
            sector = self._fat[sector]
        return b"".join(pieces)

    def _mini_chain(self, sector: int, limit: int) -> bytes:
        pieces: list[bytes] = []
        while sector < len(self._mini_fat) and len(pieces) * 64 < limit:
            pieces.append(self._mini[sector * 64 : sector * 64 + 64])
            sector = self._mini_fat[sector]
        return b"".join(pieces)

    def _read(self, sector: int) -> bytes:
        self._file.seek((sector + 1) * self._sector)
        content = self._file.read(self._sector)
        if not content:
            raise DamagedFile(label=LABEL, found="扇区")
        return content.ljust(self._sector, b"\x00")


def _numbers(content: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))
