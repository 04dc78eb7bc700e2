"""The kinds of files that are accepted, their extensions and how large each may be."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `largest` in bytes; `shown` kinds a browser may show in place, others are downloaded."""

    code: str
    label: str
    extensions: tuple[str, ...]
    media_type: str
    largest: int
    shown: bool = False


_OPENXML = "application/vnd.openxmlformats-officedocument."
_OPENDOCUMENT = "application/vnd.oasis.opendocument."

KINDS: tuple[Kind, ...] = (
    Kind("pdf", "PDF", ("pdf",), "application/pdf", 200 * MB, shown=True),
    Kind("ofd", "OFD版式文件", ("ofd",), "application/ofd", 200 * MB),
    Kind("docx", "Word文档", ("docx",), _OPENXML + "wordprocessingml.document", 100 * MB),
    Kind("xlsx", "Excel工作簿", ("xlsx",), _OPENXML + "spreadsheetml.sheet", 100 * MB),
    Kind("pptx", "演示文稿", ("pptx",), _OPENXML + "presentationml.presentation", 200 * MB),
    Kind("doc", "Word 97–2003文档", ("doc", "wps"), "application/msword", 100 * MB),
    Kind("xls", "Excel 97–2003工作簿", ("xls", "et"), "application/vnd.ms-excel", 100 * MB),
    Kind("ppt", "PowerPoint 97–2003演示文稿", ("ppt", "dps"), "application/vnd.ms-powerpoint", 200 * MB),
    Kind("odt", "ODF文本", ("odt",), _OPENDOCUMENT + "text", 100 * MB),
    Kind("ods", "ODF表格", ("ods",), _OPENDOCUMENT + "spreadsheet", 100 * MB),
    Kind("odp", "ODF演示", ("odp",), _OPENDOCUMENT + "presentation", 200 * MB),
    Kind("txt", "文本", ("txt",), "text/plain; charset=utf-8", 20 * MB),
    Kind("csv", "CSV表格", ("csv",), "text/csv; charset=utf-8", 100 * MB),
    Kind("png", "PNG图片", ("png",), "image/png", 50 * MB, shown=True),
    Kind("jpeg", "JPEG图片", ("jpg", "jpeg"), "image/jpeg", 50 * MB, shown=True),
    Kind("gif", "GIF图片", ("gif",), "image/gif", 20 * MB, shown=True),
    Kind("webp", "WebP图片", ("webp",), "image/webp", 50 * MB, shown=True),
    Kind("bmp", "BMP图片", ("bmp",), "image/bmp", 50 * MB),
    Kind("tiff", "TIFF图片", ("tif", "tiff"), "image/tiff", 200 * MB),
    Kind("svg", "SVG图形", ("svg",), "image/svg+xml", 2 * MB),
    Kind("mp3", "MP3录音", ("mp3",), "audio/mpeg", 200 * MB),
    Kind("mp4", "MP4录像", ("mp4", "m4v"), "video/mp4", 1024 * MB),
)
# What this program makes itself (print versions of letters); never accepted from outside.
MADE_HERE = Kind("html", "网页", ("html",), "text/html; charset=utf-8", 20 * MB)

_BY_CODE = {one.code: one for one in (*KINDS, MADE_HERE)}


def kind(code: str) -> Kind:
    """The kind of this code; KeyError for others."""
    return _BY_CODE[code]
