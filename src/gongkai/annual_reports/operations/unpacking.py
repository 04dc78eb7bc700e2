"""What was dropped as the files in it: an archive is opened in a child process, not in the web server's."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from gongkai.annual_reports.rules.unpacking import LARGEST_MEMBER, MB, Member, is_archive, members
from gongkai.records import process_pool
from gongkai.records.process_pool import STAFF
from gongkai.records.process_pool.files import Writable


@dataclass(frozen=True, slots=True)
class UnpackedPart:
    """Where a member lies in the file that all were written into one after the other, or why it does not."""

    path: str
    start: int
    size: int
    problem: str


def dropped_files(path: str, stream: BinaryIO) -> Iterator[Member]:
    """The files of an archive one at a time, or the one file that it is.

    Raises CannotUnpack, CouldNotFinish, Overloaded, all before the first.
    """
    with tempfile.TemporaryFile() as together:
        parts = process_pool.run(
            STAFF, _unpack, stream, path, cast(BinaryIO, Writable(cast(BinaryIO, together)))
        )
        if parts is None:
            yield _whole(path, stream)
            return
        for part in parts:
            if part.problem:
                yield Member(part.path, problem=part.problem)
                continue
            together.seek(part.start)
            yield Member(part.path, together.read(part.size))


def _unpack(archive: BinaryIO, name: str, together: BinaryIO) -> list[UnpackedPart] | None:
    """The members, their bytes written one after the other; None for what is no archive of files."""
    if not is_archive(archive, name):
        return None
    parts = []
    for member in members(archive):
        data = member.data or b""
        parts.append(UnpackedPart(member.path, together.tell(), len(data), member.problem))
        together.write(data)
    return parts


def _whole(path: str, stream: BinaryIO) -> Member:
    stream.seek(0)
    data = stream.read(LARGEST_MEMBER + 1)
    if len(data) > LARGEST_MEMBER:
        return Member(path, problem=f"文件超过{LARGEST_MEMBER // MB} MB，没有接收。请只报送报告正文。")
    return Member(path, data)
