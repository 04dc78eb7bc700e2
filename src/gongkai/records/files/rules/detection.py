"""What a file is, by its content alone."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

import puremagic

from gongkai.records.files.rules import office, zips
from gongkai.records.files.rules.cfb import MAGIC as COMPOUND
from gongkai.records.files.rules.refusals import ArchiveRefused, KindNotAccepted, ProgramFile

HEAD = 4096
_BEGINNINGS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"ID3", "mp3"),
)
_PROGRAMS = (
    (b"MZ", "Windows程序"),
    (b"\x7fELF", "Linux程序"),
    (b"\xfe\xed\xfa", "macOS程序"),
    (b"\xcf\xfa\xed\xfe", "macOS程序"),
    (b"\xca\xfe\xba\xbe", "Java程序"),
    (b"\x00asm", "WebAssembly"),
    (b"#!", "脚本"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "快捷方式"),
    (b"ITSF", "CHM帮助"),
)
_PACKED = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x05\x06", b"(\xb5/\xfd", b"MSCF")
_WEB_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|script|iframe|meta|title)\b", re.IGNORECASE)
_MARKUP = re.compile(
    r"(?:\s|<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\])?\s*>)*+<(?:\w+:)?svg\b", re.DOTALL
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SCRIPT_EXTENSIONS = {
    "bat",
    "cmd",
    "com",
    "js",
    "jse",
    "vbs",
    "vbe",
    "ps1",
    "psm1",
    "wsf",
    "hta",
    "sh",
    "py",
    "php",
    "jsp",
    "jspx",
    "asp",
    "aspx",
    "exe",
    "dll",
    "scr",
    "msi",
    "jar",
    "lnk",
    "reg",
    "scf",
    "url",
}


def detect(file: BinaryIO, extension: str) -> str:
    """The code of the kind; text is told apart into txt and csv by the extension, as nothing else tells them.

    Raises ProgramFile, ArchiveRefused, KindNotAccepted and what opening a container raises.
    """
    file.seek(0)
    head = file.read(HEAD)
    if extension in _SCRIPT_EXTENSIONS:
        raise ProgramFile(found=f".{extension}")
    for beginning, what in _PROGRAMS:
        # A sentence may begin with MZ; a program has zero bytes in its header.
        if head.startswith(beginning) and not (beginning == b"MZ" and b"\x00" not in head):
            raise ProgramFile(found=what)
    if head.startswith(_PACKED):
        raise ArchiveRefused
    if head.startswith(b"PK\x03\x04"):
        container = zips.opened(file, "压缩格式")
        found = office.kind_of_zip(container)
        if found is None and "[Content_Types].xml" in container.names:
            raise KindNotAccepted(found="其他Office格式或者模板")
        if found is None:
            raise ArchiveRefused
        return found
    if head.startswith(COMPOUND):
        found = office.kind_of_compound(file)
        if found is None:
            raise KindNotAccepted(found="不是文档的复合文件")
        return found
    binary = _binary_kind(head)
    if binary is not None:
        return binary
    text = _text_kind(head, extension)
    if text is None:
        raise KindNotAccepted(found=_name_of_unknown(head))
    return text


def encoding_of(head: bytes) -> str | None:
    """The encoding of a text by its first bytes: UTF-8, UTF-16 with a mark, GB 18030; None for no text."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        try:
            # The head may end inside a character: an incremental decoder waits for the rest.
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return encoding
    return None


def _binary_kind(head: bytes) -> str | None:
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head[4:8] == b"ftyp" and head[8:12] in {
        b"isom",
        b"iso2",
        b"iso5",
        b"iso6",
        b"mp41",
        b"mp42",
        b"avc1",
        b"M4V ",
    }:
        return "mp4"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"BM") and len(head) > 30 and head[6:10] == bytes(4):
        return "bmp"
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 not in (0xF0, 0x00):
        return "mp3"
    return None


def _text_kind(head: bytes, extension: str) -> str | None:
    encoding = encoding_of(head)
    if encoding is None:
        return None
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    if _MARKUP.match(text):
        return "svg"
    if text.startswith("{\\rtf"):
        raise KindNotAccepted(found="RTF")
    if _WEB_PAGE.search(text[:2048]) and text.lstrip().startswith("<"):
        return "html"
    return "csv" if extension == "csv" else "txt"


def _name_of_unknown(head: bytes) -> str:
    try:
        return puremagic.magic_string(head)[0].name or "未知格式"
    except (puremagic.PureError, ValueError, IndexError):
        return "未知格式"
