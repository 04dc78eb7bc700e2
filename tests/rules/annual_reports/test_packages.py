"""Office files that may do harm, or are none, end in a sentence naming the remedy; quickly."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from gongkai.annual_reports.rules import NothingRead, read
from gongkai.annual_reports.rules.sources.kinds import LARGEST_OFFICE
from tests import material
from tests.material import offices


def word() -> bytes:
    return offices.saved(offices.word(material.figures("2021", 1, 9)))


def rewritten(change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """The Word document with its parts changed, and further ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in more.items():
            new.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def same(_name: str, content: bytes) -> bytes:
    return content


def with_entities(name: str, content: bytes) -> bytes:
    if name != "word/document.xml":
        return content
    begin = content.index(b"<w:document")
    return content[:begin] + b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + content[begin:]


def with_macros(name: str, content: bytes) -> bytes:
    if name != "[Content_Types].xml":
        return content
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return content.replace(kind, b"application/vnd.ms-word.document.macroEnabled.main+xml")


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def locked() -> bytes:
    """Every entry marked as encrypted, in the directory and before its bytes."""
    data = bytearray(word())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: rewritten(same, word__vbaProject=b"macro"), "宏"),
        (lambda: rewritten(with_macros), "宏"),
        (lambda: rewritten(same, word__media=b"0" * 60_000_000), "异常地大"),
        (lambda: rewritten(same, **{f"x{number}": b"" for number in range(5001)}), "异常地大"),
        (lambda: rewritten(with_entities), "打不开"),
        (locked, "密码"),
        (lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (lambda: COMPOUND + "WordDocument".encode("utf-16-le"), "docx"),
        (lambda: COMPOUND + "Workbook".encode("utf-16-le"), "xlsx"),
        (lambda: word()[:-300], "Word"),
        (lambda: zipped(report=b"text"), "解压"),
        (lambda: zipped(**{"OFD.xml": b"<OFD/>"}), "OFD"),
        (lambda: zipped(**{"content.xml": b"<x/>"}), "OpenDocument"),
        (lambda: zipped(**{"xl__workbook.bin": b""}), "xlsb"),
        (lambda: word() + bytes(LARGEST_OFFICE), "30MB"),
        (lambda: b"{\\rtf1 text}", "RTF"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_is_refused_with_the_remedy(make: Callable[[], bytes], says: str) -> None:
    with pytest.raises(NothingRead, match=says) as refusal:
        read(make(), "报告.docx")
    assert "请" in str(refusal.value)


def test_a_document_of_a_million_open_elements_is_refused() -> None:
    deep = b"<w:tbl><w:tr><w:tc>" * 200_000

    def change(name: str, content: bytes) -> bytes:
        return content.replace(b"<w:body>", b"<w:body>" + deep) if name == "word/document.xml" else content

    with pytest.raises(NothingRead, match="打不开"):
        read(rewritten(change))


def test_a_large_picture_beside_the_report_does_no_harm() -> None:
    report = material.figures("2021", 1, 9)
    reading = read(rewritten(same, word__media__big=bytes(range(256)) * 40_000))
    assert reading.as_json()["table3"] == report["table3"]
