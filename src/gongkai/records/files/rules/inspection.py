"""Inspecting a file before it is kept: what it is, that its name fits, and that nothing in it is hostile."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from gongkai.records.files.rules import office, pdfs, secrecy, svg, zips
from gongkai.records.files.rules.detection import HEAD, detect, encoding_of
from gongkai.records.files.rules.kinds import KINDS, MADE_HERE, MB, FileKind, kind
from gongkai.records.files.rules.refusals import (
    BearsSecrecyMark,
    EmptyFile,
    ExtensionDoesNotFit,
    FileTooLarge,
    KindNotAccepted,
    NameRefused,
    TwoKindsAtOnce,
    WebPageRefused,
)
from gongkai.text import names

BLOCK = 1024 * 1024
LONGEST_NAME = 200
LARGEST_OF_ALL = max(one.largest for one in KINDS)
_UNSAFE = re.compile(r"[<>:\"|?*]")


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found: the kind, the name to keep, the size in bytes."""

    kind: FileKind
    name: str
    size: int


def inspect(file: BinaryIO, name: str, *, made_here: bool = False) -> Inspected:
    """Look at a whole seekable file; raises one of the refusals. `made_here` lets print pages (HTML) pass.

    Memory stays bounded whatever the size: content is read in blocks, documents through their directories.
    """
    name = clean_name(name)
    extension = name.rpartition(".")[2].lower()
    size = file.seek(0, io.SEEK_END)
    if size == 0:
        raise EmptyFile
    if size > LARGEST_OF_ALL:
        raise FileTooLarge(label="文件", largest=f"{LARGEST_OF_ALL // MB} MB")
    code = detect(file, extension)
    if code == MADE_HERE.code and not made_here:
        raise WebPageRefused
    found = kind(code)
    if size > found.largest:
        raise FileTooLarge(label=found.label, largest=f"{found.largest // MB} MB")
    if extension not in found.extensions:
        _refuse_extension(extension, found)
    _check_content(file, found)
    file.seek(0)
    return Inspected(found, name, size)


def clean_name(name: str) -> str:
    """The last part of a path, without characters that deceive or that systems refuse; or NameRefused."""
    last = re.split(r"[/\\]", name)[-1]
    last = _UNSAFE.sub("", names.compact(names.without_hidden(last))).strip(" .")
    stem, dot, extension = last.rpartition(".")
    if not dot or not stem or not re.fullmatch(r"[A-Za-z0-9]{1,10}", extension):
        raise NameRefused
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """The file in pieces of 1 MiB."""
    file.seek(0)
    return iter(lambda: file.read(BLOCK), b"")


def sha256(file: BinaryIO) -> str:
    """The digest of the whole file."""
    digest = hashlib.sha256()
    for block in blocks(file):
        digest.update(block)
    return digest.hexdigest()


def _refuse_extension(extension: str, found: FileKind) -> None:
    known = any(extension in one.extensions for one in KINDS)
    if not known and found.code == "txt":
        raise KindNotAccepted(found=f".{extension}")
    raise ExtensionDoesNotFit(extension=extension, label=found.label, right=found.extensions[0])


def _check_content(file: BinaryIO, found: FileKind) -> None:
    if found.code in {"docx", "xlsx", "pptx", "odt", "ods", "odp", "ofd"}:
        office.check_zip(zips.opened(file, found.label), found.code)
        return
    if found.code in {"doc", "xls", "ppt"}:  # what they embed may well end like a zip
        office.check_compound(file)
        return
    if _also_a_zip(file):
        raise TwoKindsAtOnce(label=found.label)
    if found.code == "pdf":
        pdfs.check(file)
    elif found.code in {"txt", "csv", "svg", "html"}:
        _check_text(file, found)


def _check_text(file: BinaryIO, found: FileKind) -> None:
    file.seek(0)
    encoding = encoding_of(file.read(HEAD)) or "utf-8"
    if found.code == "svg":
        file.seek(0)
        svg.check(file.read())
    # A long beginning in ASCII does not tell UTF-8 from GB 18030: both are read.
    for tried in ("utf-16",) if encoding == "utf-16" else ("utf-8-sig", "gb18030"):
        texts = secrecy.decoded(blocks(file), tried)
        if found.code in {"svg", "html"}:
            texts = secrecy.without_markup(texts)
        if mark := secrecy.mark_in(texts):
            raise BearsSecrecyMark(mark=mark)


def _also_a_zip(file: BinaryIO) -> bool:
    """A zip is found from its end: GIF, PDF or text with an archive behind it is both at once."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return bool(archive.infolist())
    except zips.DAMAGE:
        return False
