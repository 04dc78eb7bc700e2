"""Office packages (docx, xlsx): a zip of XML parts, opened within bounds; what may do harm is refused.

ECMA-376 part 2 (packages). Nothing outside the package is ever fetched, no entity is resolved, no macro run.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from gongkai.annual_reports.rules.reading import NothingRead

MOST_ENTRIES = 5000
MOST_UNPACKED = 300 * 1024**2
# A report's text has some 300 KB of XML; rows of sheets are read one by one and may be more.
LARGEST_PART, LARGEST_STREAM = 16 * 1024**2, 64 * 1024**2
# Sheets of one repeated row reach 100:1; small files may have any ratio.
HIGHEST_RATIO, RATIO_MATTERS_FROM = 200, 20 * 1024**2

MOST_ATTRIBUTES = 1_000  # of one tag
_LONG_TAG = re.compile(rb"<[^<]{4000,}+")

# What reading a damaged zip may raise; NotImplementedError is zipfile's word for a method it does not know.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    KeyError,
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_MAIN = {
    f"{_WORD}document.main+xml": "word",
    f"{_WORD}template.main+xml": "word",
    f"{_SHEETS}sheet.main+xml": "sheets",
    f"{_SHEETS}template.main+xml": "sheets",
}
_MACROS = "这个文件里有宏（程序），不能读。请用Word或WPS打开，另存为不带宏的docx或xlsx后再上传。"
_LOCKED = "这个文件加了密码，打不开。请去掉密码，另存后再上传。"
_BOMB = "这个文件解开后异常地大，不像是一份年度报告。请用Word或WPS打开，另存为docx或xlsx后再上传。"
_DAMAGED = "这个{kind}打不开，可能已损坏或者没有下载完整。请用Word或WPS打开，另存为docx或xlsx后再上传。"
_OTHERS = (
    ("OFD.xml", "这是OFD版式文件，不能读。请用原来的Word文件，或者另存为docx后再上传。"),
    ("ppt/presentation.xml", "这是演示文稿，不能读。请把报告正文和表格放进Word，另存为docx后再上传。"),
    ("content.xml", "这是OpenDocument文件，不能读。请用WPS或Word打开，另存为docx后再上传。"),
    ("xl/workbook.bin", "这是二进制的Excel文件（xlsb），不能读。请另存为xlsx后再上传。"),
    ("Index/Document.iwa", "这是苹果Pages或Numbers文件，不能读。请导出为docx或xlsx后再上传。"),
)
_ARCHIVE = "这是压缩文件。请先解压，再把里面的报告一份一份上传。"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


@dataclass(frozen=True, slots=True)
class Package:
    """An office package within bounds. `kind` is word or sheets; `main` the name of its main part."""

    archive: zipfile.ZipFile
    kind: str
    main: str

    def tree(self, name: str) -> etree._Element | None:
        """The root of an XML part, None if there is no such part; raises NothingRead."""
        data = _part(self.archive, name)
        return None if data is None else parse(data)

    def events(self, name: str, tag: str | tuple[str, ...]) -> Iterator[etree._Element]:
        """The elements of `tag` of a part one after the other, each forgotten when the next is asked for."""
        data = _part(self.archive, name, LARGEST_STREAM)
        if data is None:
            return
        _refuse_attributes(data)
        _refuse_doctype(data)
        try:
            for _event, element in etree.iterparse(
                io.BytesIO(data), events=("end",), tag=tag, resolve_entities=False, no_network=True
            ):
                yield element
                element.clear(keep_tail=False)
                while element.getprevious() is not None:
                    parent = element.getparent()
                    if parent is None:
                        break
                    del parent[0]
        except etree.XMLSyntaxError as problem:
            raise NothingRead(_DAMAGED.format(kind="文件")) from problem

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What `part` refers to inside the package: id → (last word of the relation's type, part name)."""
        folder, name = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for item in root.iter(f"{_RELATIONS}Relationship") if root is not None else ():
            if item.get("TargetMode") == "External":
                continue
            target = item.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = item.get("Type", "").rpartition("/")[2]
            found[item.get("Id", "")] = (kind, posixpath.normpath(path))
        return found


def opened(data: bytes) -> Package:
    """The package in `data`. Raises NothingRead, with the remedy, for other zips, bombs, macros, locks."""
    archive = _within_bounds(data)
    names = set(archive.namelist())
    types = _part(archive, "[Content_Types].xml")
    if any(name.rpartition("/")[2].lower().startswith("vbaproject") for name in names):
        raise NothingRead(_MACROS)
    for item in parse(types).iter(f"{_TYPES}Override") if types is not None else ():
        content = item.get("ContentType", "")
        if "macroEnabled" in content:
            raise NothingRead(_MACROS)
        main = item.get("PartName", "").lstrip("/")
        if content in _MAIN and main in names:
            return Package(archive, _MAIN[content], main)
    raise NothingRead(next((sentence for name, sentence in _OTHERS if name in names), _ARCHIVE))


def parse(data: bytes) -> etree._Element:
    """An XML part without entities, document types or anything from outside; raises NothingRead."""
    _refuse_doctype(data)
    _refuse_attributes(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise NothingRead(_DAMAGED.format(kind="文件")) from problem


def _refuse_doctype(data: bytes) -> None:
    # Office writes none; whoever puts one in wants entities.
    if b"<!DOCTYPE" in data[:4096] or "<!DOCTYPE".encode("utf-16-le") in data[:8192]:
        raise NothingRead(_DAMAGED.format(kind="文件"))


def _refuse_attributes(data: bytes) -> None:
    """The parser looks through all attributes of a tag for each further one; tags have a dozen."""
    if any(tag[0].count(b"=") > MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(data)):
        raise NothingRead(_BOMB)


def _within_bounds(data: bytes) -> zipfile.ZipFile:
    """Reading an entry never gives more bytes than the directory declares, so the sums bound all else."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as problem:
        raise NothingRead(_DAMAGED.format(kind=_looks_like(data))) from problem
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
        raise NothingRead(_BOMB)
    if unpacked > RATIO_MATTERS_FROM and unpacked > HIGHEST_RATIO * packed:
        raise NothingRead(_BOMB)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise NothingRead(_LOCKED)
    if len({entry.filename for entry in entries}) != len(entries):
        raise NothingRead(_DAMAGED.format(kind=_looks_like(data)))
    return archive


def _part(archive: zipfile.ZipFile, name: str, limit: int = LARGEST_PART) -> bytes | None:
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    if entry.file_size > limit:
        raise NothingRead(_BOMB)
    try:
        return archive.read(entry)
    except DAMAGE as problem:
        raise NothingRead(_DAMAGED.format(kind=_looks_like(name.encode()))) from problem


def _looks_like(data: bytes) -> str:
    for mark, kind in (
        (b"word/", "Word文件"),
        (b"xl/", "Excel文件"),
        (b"OFD.xml", "OFD文件"),
    ):
        if mark in data:
            return kind
    return "压缩文件"


def refusal_of_password() -> NothingRead:
    """The refusal of a file locked with a password."""
    return NothingRead(_LOCKED)
