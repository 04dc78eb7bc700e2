"""Secrecy marks in text: 秘密★, 机密★, 绝密★, with or without years (GB/T 9704-2012, 7.2.2 密级和保密期限).

Spaces between the characters don't count, markup between them neither: in a document the mark is often spread
over several runs.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable, Iterator

MARK = re.compile(r"(?:绝密|機密|机密|秘密|絕密)★(?:\d{1,2}(?:年|个月)|[一二三四五六七八九十]{1,3}年|长期)?")
LONGEST = 12
LONGEST_TAG = 65536
LONGEST_REFERENCE = 12
_SPACE = re.compile(r"[\s\u200b\u200c\u200d\ufeff]+")
_TAG = re.compile(r"<[^<>]*>")
# 〖秘密★〗 in the two encodings that compound files and old text use.
_RAW = tuple(
    ((level + "★").encode(encoding), level + "★")
    for level in ("绝密", "机密", "秘密")
    for encoding in ("utf-16-le", "utf-8")
)


def mark_in(pieces: Iterable[str]) -> str | None:
    """The first mark in a text that comes in pieces, or None."""
    rest = ""
    for piece in pieces:
        text = rest + _SPACE.sub("", piece)
        if found := MARK.search(text):
            return found.group()
        rest = text[-LONGEST:]
    return None


def mark_in_bytes(blocks: Iterable[bytes]) -> str | None:
    """A mark in raw bytes, for formats whose text is not taken apart."""
    rest = b""
    for block in blocks:
        content = rest + block
        for pattern, mark in _RAW:
            if pattern in content:
                return mark
        rest = content[-LONGEST * 2 :]
    return None


def decoded(blocks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """Blocks as text; what does not decode becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for block in blocks:
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def without_markup(pieces: Iterable[str]) -> Iterator[str]:
    """The text between tags, character references resolved; a tag cut by a piece's end waits for the next."""
    rest = ""
    for piece in pieces:
        text = rest + piece
        cut = _unfinished(text)
        rest = text[cut:]
        yield html.unescape(_TAG.sub("", text[:cut]))
    yield html.unescape(_TAG.sub("", rest))


def _unfinished(text: str) -> int:
    """Where a tag or a character reference begins that the text does not end; else its length."""
    tag, reference = text.rfind("<"), text.rfind("&")
    if tag >= 0 and ">" not in text[tag:] and len(text) - tag <= LONGEST_TAG:
        return tag
    if reference >= 0 and ";" not in text[reference:] and len(text) - reference <= LONGEST_REFERENCE:
        return reference
    return len(text)


def xml_encoding(beginning: bytes) -> str:
    """The encoding of an XML part from its first bytes: a byte order mark, a declaration, else UTF-8."""
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = re.match(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,20})", beginning)
    try:
        return codecs.lookup(declared.group(1).decode("ascii")).name if declared else "utf-8-sig"
    except LookupError:
        return "utf-8-sig"
