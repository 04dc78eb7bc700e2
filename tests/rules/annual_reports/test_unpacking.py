"""A dropped zip: names in two encodings, leftovers of computers, and what is hostile."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from gongkai.annual_reports.rules import unpacking
from gongkai.annual_reports.rules.unpacking import CannotUnpack, clean_path, ignored, is_archive, members
from tests.operations.annual_reports.office import packed

NAMES = ["各部门/云河市教育局.html", "各部门/明河区/清水镇.docx", "说明.txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030"])
def test_names_of_members_come_back_in_chinese(encoding: str) -> None:
    data = packed({name: name.encode() for name in NAMES}, encoding)
    found = {member.path: member.data for member in members(io.BytesIO(data))}
    assert found == {name: name.encode() for name in NAMES}


@pytest.mark.parametrize(
    "path",
    [
        "__MACOSX/._云河市.docx",
        "各部门/__MACOSX/a.html",
        "各部门/Thumbs.db",
        "thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "各部门/.DS_Store",
        "~$云河市教育局.docx",
        "各部门/",
    ],
)
def test_what_computers_leave_in_folders_is_no_draft(path: str) -> None:
    assert ignored(path)
    data = packed({path: b"x", "a.html": b"y"})
    assert [member.path for member in members(io.BytesIO(data))] == ["a.html"]


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("C:\\草稿\\a.html", "C:/草稿/a.html"),
        ("/a//b/./c.html", "a/b/c.html"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("x\x00y.html", "xy.html"),
    ],
)
def test_a_path_leads_nowhere_and_deceives_nobody(path: str, kept: str) -> None:
    assert clean_path(path) == kept


def test_a_path_is_never_longer_than_its_column() -> None:
    assert len(clean_path("部门/" * 200 + "a.html")) == 300


def test_a_document_kept_as_a_zip_is_no_archive() -> None:
    assert not is_archive(
        io.BytesIO(packed({"[Content_Types].xml": b"", "word/document.xml": b""})), "a.docx"
    )
    assert not is_archive(io.BytesIO(b"<html>"), "a.zip")
    assert not is_archive(io.BytesIO(b"PK\x03\x04broken"), "a.docx")
    assert is_archive(io.BytesIO(packed({"a.html": b"x"})), "a.docx")


def test_a_zip_within_a_zip_is_named_and_harms_no_other() -> None:
    data = packed({"a.html": b"a", "b.zip": packed({"c.html": b"c"})})
    first, second = members(io.BytesIO(data))
    assert first.data == b"a"
    assert second.data is None
    assert "先解压" in second.problem


def test_a_damaged_member_is_named_and_harms_no_other() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.html", b"a" * 100)
        archive.writestr("b.html", b"b" * 100)
    data = bytearray(out.getvalue())
    data[data.index(b"a" * 100) + 5] = 0
    first, second = members(io.BytesIO(bytes(data)))
    assert "损坏" in first.problem
    assert second.data == b"b" * 100


def test_a_bomb_is_refused_before_anything_is_unpacked() -> None:
    data = packed({f"{n}.html": bytes(30 * 1024 * 1024) for n in range(2)})
    assert len(data) < 200_000
    with pytest.raises(CannotUnpack, match=r"异常庞大.*请"):
        next(members(io.BytesIO(data)))


def test_a_member_that_lies_about_its_size_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_MEMBER", 1000)
    (member,) = members(io.BytesIO(packed({"a.html": b"x" * 5000})))
    assert member.data is None
    assert "超过" in member.problem


def test_too_many_files_are_refused() -> None:
    data = packed({f"{n}.html": b"x" for n in range(2001)})
    with pytest.raises(CannotUnpack, match="2001个文件"):
        next(members(io.BytesIO(data)))


def test_a_password_is_refused_with_the_remedy() -> None:
    data = bytearray(packed({"a.html": b"x"}))
    place = data.index(b"PK\x01\x02")
    flags = struct.unpack_from("<H", data, place + 8)[0]
    struct.pack_into("<H", data, place + 8, flags | 1)
    with pytest.raises(CannotUnpack, match="取消密码"):
        next(members(io.BytesIO(bytes(data))))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(3), packed({"a": b"x"})[:-10]])
def test_a_broken_archive_is_refused_with_the_remedy(data: bytes) -> None:
    with pytest.raises(CannotUnpack, match="重新压缩"):
        next(members(io.BytesIO(data)))
