"""The kinds of files that are accepted, their extensions and how large each may be."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind. `largest` in bytes; `shown` kinds a browser may show in place, others are downloaded."""

    code: str
    label: str
    extensions: tuple[str, ...]
    media_type: str
    largest: int
    shown: bool = False


_OPENXML = "application/vnd.openxmlformats-officedocument."
_OPENDOCUMENT = "application/vnd.oasis.opendocument."

KINDS: tuple[FileKind, ...] = (
    FileKind("pdf", "PDF", ("pdf",), "application/pdf", 200 * MB, shown=True),
    FileKind("ofd", "OFD版式文件", ("ofd",), "application/ofd", 200 * MB),
    FileKind("docx", "Word文档", ("docx",), _OPENXML + "wordprocessingml.document", 100 * MB),
    FileKind("xlsx", "Excel工作簿", ("xlsx",), _OPENXML + "spreadsheetml.sheet", 100 * MB),
    FileKind("pptx", "演示文稿", ("pptx",), _OPENXML + "presentationml.presentation", 200 * MB),
    FileKind("doc", "Word 97–2003文档", ("doc", "wps"), "application/msword", 100 * MB),
    FileKind("xls", "Excel 97–2003工作簿", ("xls", "et"), "application/vnd.ms-excel", 100 * MB),
    FileKind("ppt", "PowerPoint 97–2003演示文稿", ("ppt", "dps"), "application/vnd.ms-powerpoint", 200 * MB),
    FileKind("odt", "ODF文本", ("odt",), _OPENDOCUMENT + "text", 100 * MB),
    FileKind("ods", "ODF表格", ("ods",), _OPENDOCUMENT + "spreadsheet", 100 * MB),
    FileKind("odp", "ODF演示", ("odp",), _OPENDOCUMENT + "presentation", 200 * MB),
    FileKind("txt", "文本", ("txt",), "text/plain; charset=utf-8", 20 * MB),
    FileKind("csv", "CSV表格", ("csv",), "text/csv; charset=utf-8", 100 * MB),
    FileKind("png", "PNG图片", ("png",), "image/png", 50 * MB, shown=True),
    FileKind("jpeg", "JPEG图片", ("jpg", "jpeg"), "image/jpeg", 50 * MB, shown=True),
    FileKind("gif", "GIF图片", ("gif",), "image/gif", 20 * MB, shown=True),
    FileKind("webp", "WebP图片", ("webp",), "image/webp", 50 * MB, shown=True),
    FileKind("bmp", "BMP图片", ("bmp",), "image/bmp", 50 * MB),
    FileKind("tiff", "TIFF图片", ("tif", "tiff"), "image/tiff", 200 * MB),
    FileKind("svg", "SVG图形", ("svg",), "image/svg+xml", 2 * MB),
    FileKind("mp3", "MP3录音", ("mp3",), "audio/mpeg", 200 * MB),
    FileKind("mp4", "MP4录像", ("mp4", "m4v"), "video/mp4", 1024 * MB),
)
# What this program makes itself (print versions of letters); never accepted from outside.
MADE_HERE = FileKind("html", "网页", ("html",), "text/html; charset=utf-8", 20 * MB)

_BY_CODE = {one.code: one for one in (*KINDS, MADE_HERE)}


def kind(code: str) -> FileKind:
    """The kind of this code; KeyError for others."""
    return _BY_CODE[code]
