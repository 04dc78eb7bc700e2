"""What an office document carries besides text: macros, controls, remote parts, a password, secrecy marks."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import BinaryIO

from gongkai.records.files.rules import secrecy
from gongkai.records.files.rules.cfb import MAGIC, CompoundFile
from gongkai.records.files.rules.refusals import (
    BearsSecrecyMark,
    EncryptedFile,
    MacrosInside,
    NestedArchive,
    RemoteContentInside,
)
from gongkai.records.files.rules.zips import BLOCK, Container, embedded, opened

LARGEST_EMBEDDED = 50 * 1024 * 1024
# Main part's content type → kind; the macro-enabled ones are refused by name.
_OPENXML = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"presentationml.presentation.main+xml", "pptx"),
    (b"presentationml.slideshow.main+xml", "pptx"),
)
_OPENDOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_MACRO_PARTS = re.compile(
    r"(?:^|/)(?:vbaproject(?:signature\w*)?\.bin|vbadata\.xml|macrosheets/|activex/.|basic/.|scripts/.)",
    re.IGNORECASE,
)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*>")
_REMOTE = re.compile(rb"/(attachedTemplate|oleObject|subDocument|frame|image)\"")


def kind_of_zip(container: Container) -> str | None:
    """docx, xlsx, pptx, odt, ods, odp, ofd, or None for a plain archive; raises MacrosInside."""
    names = set(container.names)
    if "[Content_Types].xml" in names:
        types = container.read("[Content_Types].xml")
        if b"macroEnabled" in types:
            raise MacrosInside(found="启用宏的格式")
        return next((kind for content_type, kind in _OPENXML if content_type in types), None)
    if "mimetype" in names:
        return _OPENDOCUMENT.get(container.read("mimetype", 100).strip())
    return "ofd" if "OFD.xml" in names else None


def check_zip(container: Container, kind: str, depth: int = 0) -> None:
    """Raise for what an office container must not carry; looks into embedded documents too."""
    for name in container.names:
        if _MACRO_PARTS.search(name):
            raise MacrosInside(found=name.rpartition("/")[2] or name)
    _check_encryption(container, kind)
    if kind in {"docx", "xlsx", "pptx"}:
        _check_relationships(container)
    for name in container.names:
        if name.lower().endswith((".xml", ".rels", ".vml", ".txt", ".htm", ".html", ".mht")):
            _check_marks(container, name)
    for name in embedded(container, depth):
        content = container.read(name, LARGEST_EMBEDDED + 1)
        if len(content) > LARGEST_EMBEDDED:
            raise NestedArchive(found=name.rpartition("/")[2])
        inner = opened(io.BytesIO(content), container.label)
        inner_kind = kind_of_zip(inner)
        if inner_kind is None:
            raise NestedArchive(found=name.rpartition("/")[2])
        check_zip(inner, inner_kind, depth + 1)
    for name in container.names:
        if not name.endswith("/") and container.read(name, 8) == MAGIC:
            check_compound(io.BytesIO(container.read(name, LARGEST_EMBEDDED)))


def kind_of_compound(file: BinaryIO) -> str | None:
    """doc, xls, ppt, or None for another compound file; raises EncryptedFile, DamagedFile."""
    names = CompoundFile(file).names()
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        raise EncryptedFile
    for stream, kind in (
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
    ):
        if stream in names:
            return kind
    return None


def check_compound(file: BinaryIO) -> None:
    """Raise for macros, passwords and secrecy marks in doc, xls, ppt and their WPS namesakes."""
    compound = CompoundFile(file)
    names = compound.names()
    macros = sorted({"VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros"} & names)
    if macros:
        raise MacrosInside(found=macros[0])
    # FibBase.fEncrypted, [MS-DOC] 2.5.2
    word = compound.stream("WordDocument", 12)
    if len(word) == 12 and struct.unpack_from("<H", word, 10)[0] & 0x0100:
        raise EncryptedFile
    if {"EncryptedPackage", "EncryptedSummary"} & names:
        raise EncryptedFile
    _check_workbook(compound.stream("Workbook", 65536) or compound.stream("Book", 65536))
    file.seek(0)
    if mark := secrecy.mark_in_bytes(iter(lambda: file.read(BLOCK), b"")):
        raise BearsSecrecyMark(mark=mark)


def _check_workbook(content: bytes) -> None:
    """FILEPASS (0x2F) is a password, BOUNDSHEET (0x85) of type 1 a macro sheet; [MS-XLS] 2.4.117, 2.4.28."""
    at = 0
    while at + 4 <= len(content):
        record, length = struct.unpack_from("<HH", content, at)
        if record == 0x2F:
            raise EncryptedFile
        if record == 0x85 and length >= 6 and content[at + 9 : at + 10] == b"\x01":
            raise MacrosInside(found="Excel 4.0宏表")
        if record == 0x0A:  # end of the workbook's own part
            return
        at += 4 + length


def _check_encryption(container: Container, kind: str) -> None:
    if kind in _OPENDOCUMENT.values():
        manifest = "META-INF/manifest.xml"
        if manifest in container.names and b"encryption-data" in container.read(manifest):
            raise EncryptedFile
    elif kind == "ofd" and any(
        re.search(r"(?:^|/)encrypt\w*\.xml$", name, re.IGNORECASE) for name in container.names
    ):
        raise EncryptedFile


def _check_relationships(container: Container) -> None:
    for name in container.names:
        if not name.endswith(".rels"):
            continue
        for relationship in _RELATIONSHIP.findall(container.read(name)):
            external = re.search(rb"TargetMode\s*=\s*[\"']External", relationship)
            remote = _REMOTE.search(relationship.replace(b"'", b'"'))
            if external and remote and b"file:///" not in relationship.lower().replace(b"file:////", b""):
                raise RemoteContentInside(found=remote.group(1).decode("ascii"))


def _check_marks(container: Container, name: str) -> None:
    def texts() -> Iterator[str]:
        encoding = secrecy.xml_encoding(container.read(name, 200))
        return secrecy.without_markup(secrecy.decoded(container.blocks(name), encoding))

    if mark := secrecy.mark_in(texts()):
        raise BearsSecrecyMark(mark=mark)
