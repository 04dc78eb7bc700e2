"""Every kind in the table is known by its content; the name must fit; all else is refused."""

from __future__ import annotations

import io

import pytest

from gongkai.records.files.rules import KINDS, inspect, kind
from gongkai.records.files.rules import refusals as no
from gongkai.records.files.rules.inspection import clean_name
from tests.records.files import material as m

ACCEPTED = [
    ("pdf", m.pdf(), "pdf"),
    ("ofd", m.ofd(), "ofd"),
    ("docx", m.word(), "docx"),
    ("xlsx", m.sheet(), "xlsx"),
    ("odt", m.odt(), "odt"),
    ("doc", m.old_word(), "doc"),
    ("wps", m.old_word(), "doc"),
    ("xls", m.old_sheet((0x809, bytes(16))), "xls"),
    ("et", m.old_sheet((0x809, bytes(16))), "xls"),
    ("ppt", m.compound({"PowerPoint Document": b"x"}), "ppt"),
    ("txt", "申请表".encode(), "txt"),
    ("txt", "申请表".encode("gb18030"), "txt"),
    ("txt", "申请表".encode("utf-16"), "txt"),
    ("csv", "序号,姓名\n1,甲".encode(), "csv"),
    ("txt", b"MZ is how a sentence may begin as well, however long it becomes before it ends.", "txt"),
    ("png", m.png(), "png"),
    ("jpg", m.JPEG, "jpeg"),
    ("JPEG", m.JPEG, "jpeg"),
    ("gif", m.GIF, "gif"),
    ("webp", m.WEBP, "webp"),
    ("bmp", m.BMP, "bmp"),
    ("tif", m.TIFF, "tiff"),
    ("svg", m.svg(), "svg"),
    ("svg", m.svg(before='<?xml version="1.0" encoding="UTF-8"?>\n<!-- 图 -->\n'), "svg"),
    ("mp3", m.MP3, "mp3"),
    ("mp4", m.MP4, "mp4"),
]


@pytest.mark.parametrize(("extension", "content", "code"), ACCEPTED)
def test_a_kind_is_known_by_its_content(extension: str, content: bytes, code: str) -> None:
    found = inspect(io.BytesIO(content), f"文件.{extension}")
    assert (found.kind.code, found.size) == (code, len(content))


def test_every_kind_of_the_table_is_tried() -> None:
    without_maker = {"pptx", "ods", "odp"}  # told from docx and odt by one line in the same place
    assert {code for _, _, code in ACCEPTED} == {one.code for one in KINDS} - without_maker


def test_the_table_names_every_extension_once() -> None:
    extensions = [extension for one in KINDS for extension in one.extensions]
    assert len(extensions) == len(set(extensions))
    assert kind("html") not in KINDS


WEB_PAGE = b"<!DOCTYPE html><html><body>x</body></html>"
RELS = '<Relationships><Relationship Type="http://s/{}" Target="{}" TargetMode="External"/></Relationships>'
TYPES = '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
REFUSED = [
    # nothing to keep, nothing to call it
    ("x.txt", b"", no.EmptyFile),
    ("无扩展名", b"text", no.NameRefused),
    (".pdf", m.pdf(), no.NameRefused),
    # the name says one thing, the content another
    ("x.docx", m.pdf(), no.ExtensionDoesNotFit),
    ("x.pdf", m.word(), no.ExtensionDoesNotFit),
    ("x.doc", m.word(), no.ExtensionDoesNotFit),
    ("x.jpg", m.png(), no.ExtensionDoesNotFit),
    ("x.png", "不是图".encode(), no.ExtensionDoesNotFit),
    ("x.log", b"text", no.KindNotAccepted),
    ("x.rtf", rb"{\rtf1 text}", no.KindNotAccepted),
    ("x.bin", bytes(range(256)), no.KindNotAccepted),
    ("x.doc", m.compound({"Something": b"x"}), no.KindNotAccepted),
    ("x.dotx", m.zipped({"[Content_Types].xml": "<Types/>"}), no.KindNotAccepted),
    # programs, whatever they are called
    ("x.pdf", b"MZ" + bytes(100), no.ProgramFile),
    ("x.txt", b"\x7fELF" + bytes(100), no.ProgramFile),
    ("x.txt", b"#!/bin/sh\nrm x", no.ProgramFile),
    ("x.bat", b"del x", no.ProgramFile),
    ("答复.pdf.js", b"alert(1)", no.ProgramFile),
    ("x.doc", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), no.ProgramFile),
    # web pages
    ("x.html", WEB_PAGE, no.WebPageRefused),
    ("x.txt", WEB_PAGE, no.WebPageRefused),
    ("x.csv", b"  <script>alert(1)</script>", no.WebPageRefused),
    ("x.svg", b"<html><svg/></html>", no.WebPageRefused),
    # packed files, and packed files within documents
    ("x.zip", m.zipped({"a.txt": "x"}), no.ArchiveRefused),
    ("x.docx", m.zipped({"a.txt": "x"}), no.ArchiveRefused),
    ("x.rar", b"Rar!\x1a\x07\x00" + bytes(20), no.ArchiveRefused),
    ("x.docx", m.with_entries(m.word(), {"word/embeddings/a.zip": m.zipped({"a": "x"})}), no.NestedArchive),
    ("x.docx", m.with_entries(m.word(), {"word/media/a.png": b"Rar!\x1a\x07" + bytes(9)}), no.NestedArchive),
    # macros and controls
    ("x.docx", m.with_entries(m.word(), {"word/vbaProject.bin": b"x"}), no.MacrosInside),
    ("x.docx", m.with_entries(m.word(), {"[Content_Types].xml": TYPES}), no.MacrosInside),
    ("x.docx", m.with_entries(m.word(), {"word/activeX/activeX1.bin": b"x"}), no.MacrosInside),
    ("x.xlsx", m.with_entries(m.sheet(), {"xl/macrosheets/sheet1.xml": "<a/>"}), no.MacrosInside),
    ("x.odt", m.with_entries(m.odt(), {"Basic/Standard/a.xml": "<a/>"}), no.MacrosInside),
    ("x.doc", m.old_word(extra={"_VBA_PROJECT": b"x"}), no.MacrosInside),
    ("x.wps", m.old_word(extra={"Macros": b"x"}), no.MacrosInside),
    ("x.xls", m.old_sheet((0x809, bytes(16)), (0x85, bytes(4) + b"\x00\x01" + bytes(4))), no.MacrosInside),
    (
        "x.docx",
        m.with_entries(
            m.word(),
            {"word/embeddings/a.xlsx": m.with_entries(m.sheet(), {"xl/vbaProject.bin": b"x"})},
        ),
        no.MacrosInside,
    ),
    (
        "x.docx",
        m.with_entries(m.word(), {"word/embeddings/a.bin": m.old_word(extra={"VBA": b"x"})}),
        no.MacrosInside,
    ),
    # what is fetched from elsewhere when the document is opened
    (
        "x.docx",
        m.with_entries(
            m.word(),
            {"word/_rels/settings.xml.rels": RELS.format("attachedTemplate", "http://x.example/t.dotm")},
        ),
        no.RemoteContentInside,
    ),
    # a password
    ("x.docx", m.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), no.EncryptedFile),
    ("x.doc", m.old_word(flags=0x0100), no.EncryptedFile),
    ("x.xls", m.old_sheet((0x809, bytes(16)), (0x2F, bytes(6))), no.EncryptedFile),
    ("x.odt", m.odt(encrypted=True), no.EncryptedFile),
    ("x.pdf", m.locked_pdf(), no.EncryptedFile),
    # scripts in pictures and PDF
    ("x.svg", m.svg("<script>alert(1)</script>"), no.ScriptInside),
    ("x.svg", m.svg(attributes='onload="alert(1)"'), no.ScriptInside),
    ("x.svg", m.svg("<foreignObject><p/></foreignObject>"), no.ScriptInside),
    ("x.svg", m.svg('<set attributeName="href" to="javascript:alert(1)"/>'), no.ScriptInside),
    ("x.svg", m.svg('<a href="javascript:alert(1)"/>'), no.RemoteContentInside),
    ("x.svg", m.svg('<image href="http://x.example/a.png"/>'), no.RemoteContentInside),
    ("x.svg", m.svg("<style>@import 'http://x.example/a.css';</style>"), no.RemoteContentInside),
    ("x.svg", m.svg('<g style="fill: url(http://x.example/a)"/>'), no.RemoteContentInside),
    (
        "x.svg",
        m.svg("<text>&x;</text>", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        no.RemoteContentInside,
    ),
    ("x.svg", m.svg(before='<?xml-stylesheet href="http://x.example/a.css"?>'), no.RemoteContentInside),
    ("x.pdf", m.pdf(extra="/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), no.ScriptInside),
    ("x.pdf", m.pdf(extra="/OpenAction << /S /Launch /F (cmd.exe) >>"), no.ScriptInside),
    # two kinds at once
    ("x.gif", m.GIF + m.zipped({"a.class": b"x"}), no.TwoKindsAtOnce),
    ("x.pdf", m.pdf() + m.zipped({"a.class": b"x"}), no.TwoKindsAtOnce),
    # broken
    ("x.pdf", b"%PDF-1.7\nnothing follows", no.DamagedFile),
    ("x.docx", m.word()[:-200], no.DamagedFile),
    ("x.doc", m.old_word()[:600], no.DamagedFile),
    ("x.svg", b"<svg><unclosed></svg>", no.DamagedFile),
    ("x.docx", m.with_entries(m.word(), {"../../x": "x"}), no.DamagedFile),
]


@pytest.mark.parametrize(("name", "content", "refusal"), REFUSED)
def test_a_refusal_has_its_own_name_and_names_the_remedy(
    name: str, content: bytes, refusal: type[no.FileRefused]
) -> None:
    with pytest.raises(no.FileRefused) as refused:
        inspect(io.BytesIO(content), name)
    assert type(refused.value) is refusal, refused.value
    assert "请" in str(refused.value)
    assert "{" not in str(refused.value)


def test_every_refusal_is_tried() -> None:
    elsewhere = {no.FileTooLarge, no.ArchiveBomb, no.BearsSecrecyMark}
    assert {refusal for _, _, refusal in REFUSED} | elsewhere == set(no.FileRefused.__subclasses__())


BOMBS: dict[str, dict[str, bytes | str]] = {
    "one entry of a hundred megabytes of zeros": {"word/media/a.bmp": b"BM" + bytes(100 * 1024**2)},
    "ten thousand entries": {f"word/{number}.xml": "" for number in range(10_001)},
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_zip_bomb_is_refused_before_it_is_unpacked(bomb: str) -> None:
    with pytest.raises(no.ArchiveBomb):
        inspect(io.BytesIO(m.with_entries(m.word(), BOMBS[bomb])), "x.docx")


def test_documents_within_documents_end_at_the_second_level() -> None:
    inner = m.word()
    for level in range(4):
        inner = m.with_entries(m.word(), {"word/embeddings/a.docx": inner})
        if level < 2:
            inspect(io.BytesIO(inner), "x.docx")
    with pytest.raises(no.NestedArchive):
        inspect(io.BytesIO(inner), "x.docx")


def test_a_file_larger_than_its_kind_may_be_is_refused_with_the_limit() -> None:
    with pytest.raises(no.FileTooLarge, match="2 MB"):
        inspect(io.BytesIO(m.svg("<!--" + "x" * 2 * 1024**2 + "-->")), "x.svg")


def test_what_the_program_renders_itself_may_be_a_page() -> None:
    assert inspect(io.BytesIO(WEB_PAGE), "答复书.html", made_here=True).kind.code == "html"


NAMES = [
    ("../../etc/答复.pdf", "答复.pdf"),
    ("C:\\Users\\甲\\答复.pdf", "答复.pdf"),
    ("答\u202efdp.exe.pdf", "答fdp.exe.pdf"),
    ("答复\x00\n.pdf", "答复.pdf"),
    ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
]


@pytest.mark.parametrize(("given", "kept"), NAMES)
def test_a_name_is_kept_without_what_deceives(given: str, kept: str) -> None:
    assert clean_name(given) == kept
