"""A dropped folder or zip as the files in it: what is no report is left out, what is hostile is refused.

Names of members may be UTF-8 or GBK. A member that cannot be taken out harms no other.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from gongkai.annual_reports.rules.sources.packages import DAMAGE
from gongkai.records.refusals import Refused
from gongkai.text.names import without_hidden

MB = 1024 * 1024
MOST_MEMBERS = 2000
LARGEST_MEMBER = 60 * MB
MOST_UNPACKED = 600 * MB
HIGHEST_RATIO = 200
RATIO_MATTERS_FROM = 20 * MB
LONGEST_PATH = 300

_IGNORED = re.compile(
    r"(?:^|/)(?:__MACOSX(?:/|$)|\.|~\$|Thumbs\.db$|desktop\.ini$|ehthumbs\.db$)", re.IGNORECASE
)
_DOCUMENTS = ("[Content_Types].xml", "OFD.xml", "mimetype")


class CannotUnpack(Refused):
    """The archive as a whole is refused; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file that came out: its path, and its bytes or the sentence why there are none."""

    path: str
    data: bytes | None = None
    problem: str = ""


def ignored(path: str) -> bool:
    """Whether it is something that computers leave in folders and no report.

    >>> ignored("__MACOSX/._a.docx"), ignored("各局/Thumbs.db"), ignored("各局/a.docx")
    (True, True, False)
    """
    return path.endswith("/") or _IGNORED.search(path.replace("\\", "/")) is not None


def clean_path(path: str) -> str:
    """A path to show and to keep: forward slashes, nothing that leads elsewhere or deceives the eye."""
    parts = (part.strip() for part in without_hidden(path.replace("\\", "/")).split("/"))
    kept = "/".join(part for part in parts if part not in ("", ".", ".."))
    return kept if len(kept) <= LONGEST_PATH else "…" + kept[1 - LONGEST_PATH :]


def is_archive(file: BinaryIO, name: str) -> bool:
    """Whether the file is a zip of files, and not a document that is kept as one (docx, xlsx, ofd).

    Of what cannot be opened, its name decides.
    """
    file.seek(0)
    begins = file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    if not begins:
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            names = [entry.filename for entry in archive.infolist()[: MOST_MEMBERS + 1]]
    except DAMAGE:
        return name.lower().endswith(".zip")
    return not any(name in _DOCUMENTS or name.endswith("/OFD.xml") for name in names)


def members(file: BinaryIO) -> Iterator[Member]:
    """The files of a zip, one at a time. Raises CannotUnpack before the first for the archive as a whole."""
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGE:
        raise CannotUnpack("压缩包损坏，打不开。请重新压缩后再上传，或者直接上传里面的文件。") from None
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _check(entries)
        left = MOST_UNPACKED
        for entry in entries:
            path = clean_path(_name(entry))
            if ignored(path) or not path:
                continue
            member = _member(archive, entry, path, min(left, LARGEST_MEMBER))
            left -= len(member.data or b"")
            yield member


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_MEMBERS:
        raise CannotUnpack(f"压缩包里有{len(entries)}个文件，最多{MOST_MEMBERS}个。请分成几个压缩包上传。")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise CannotUnpack("压缩包设有密码，打不开。请取消密码，重新压缩后再上传。")
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_MATTERS_FROM and unpacked > HIGHEST_RATIO * packed):
        raise CannotUnpack(
            f"压缩包展开后异常庞大（{unpacked // MB} MB），没有展开。请只压缩年报草稿，分批上传。"
        )


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, limit: int) -> Member:
    if entry.file_size > limit:
        return Member(path, problem=f"文件超过{limit // MB} MB，没有接收。请只报送报告正文。")
    try:
        with archive.open(entry) as stream:
            data = stream.read(limit + 1)
    except DAMAGE:
        return Member(path, problem="压缩包里的这个文件损坏，取不出来。请重新压缩，或者单独上传这个文件。")
    if len(data) > limit:
        return Member(path, problem=f"文件超过{limit // MB} MB，没有接收。请只报送报告正文。")
    if data[:4] == b"PK\x03\x04" and is_archive(io.BytesIO(data), path):
        return Member(path, problem="压缩包里还有压缩包，没有展开。请先解压，再上传里面的文件。")
    return Member(path, data)


def _name(entry: zipfile.ZipInfo) -> str:
    """The member's name: where nothing says which, UTF-8 if it can be, else GBK as Chinese Windows writes."""
    if entry.flag_bits & 0x800:
        return entry.filename
    raw = entry.orig_filename.split("\x00")[0].encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
