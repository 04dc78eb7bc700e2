"""What kind of file it is, by its content; kinds that are no report are refused with the remedy."""

from __future__ import annotations

import re
from typing import NoReturn

from gongkai.annual_reports.rules.reading import NothingRead
from gongkai.annual_reports.rules.sources import encodings

# Texts and pages; office files hold pictures and may be larger.
LARGEST, LARGEST_OFFICE = 10 * 1024 * 1024, 30 * 1024 * 1024

_REMEDY = "请上传报告网页（HTML），或者把报告全文连同表格复制出来，粘贴或存为文本文件后再试。"
_BEGINNINGS = (
    (b"{\\rtf", "这是RTF文件，不能读；请用Word打开，另存为docx后再上传。"),
    (b"\x89PNG", "这是图片，图片里的数字不能确定地读出。"),
    (b"\xff\xd8\xff", "这是图片，图片里的数字不能确定地读出。"),
    (b"GIF8", "这是图片，图片里的数字不能确定地读出。"),
    (b"Rar!", "这是压缩文件，请先解压。"),
    (b"7z\xbc\xaf", "这是压缩文件，请先解压。"),
    (b"\x1f\x8b", "这是压缩文件，请先解压。"),
)
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|tr|td|div|p|span|h1)\b[^<]{0,400}?>", re.IGNORECASE
)


def is_package(data: bytes) -> bool:
    """Whether the file is a zip: an office package, or an archive."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF file; a few bytes may stand before its mark."""
    return data.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and b"\nstartxref" in data[-2048:])


def is_compound(data: bytes) -> bool:
    """Whether the file is a compound file: doc, xls, wps, or an office package under a password."""
    return data.startswith(b"\xd0\xcf\x11\xe0")


def refuse_oversized(data: bytes, limit: int) -> None:
    """Raises NothingRead for a file of more than `limit` bytes."""
    if len(data) > limit:
        raise NothingRead(f"文件超过{limit // 1024 // 1024}MB，请只上传报告正文的网页或者文本。")


def decode(data: bytes) -> str:
    """The text of a page or a text file, whatever its encoding; else raises NothingRead."""
    refuse_oversized(data, LARGEST)
    if not data.strip():
        raise NothingRead(f"文件是空的。{_REMEDY}")
    _refuse_other_kinds(data)
    text = encodings.decode(data)
    if "\x00" in text:
        raise NothingRead(f"这不是网页或者文本文件。{_REMEDY}")
    return text


def refuse_endless() -> NoReturn:
    """The text is far longer than any report."""
    raise NothingRead(f"文字太多，不像是一份年度报告；请只上传报告正文。{_REMEDY}")


def is_markup(text: str) -> bool:
    """Whether the text is a web page or a piece of one."""
    return _MARKUP.search(text) is not None


def _refuse_other_kinds(data: bytes) -> None:
    for beginning, sentence in _BEGINNINGS:
        if data.startswith(beginning):
            raise NothingRead(f"{sentence}{_REMEDY}")
