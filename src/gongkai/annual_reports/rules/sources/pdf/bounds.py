"""pdfminer with bounds: what a hostile file can make it read, unpack, follow and draw is counted.

pdfminer unpacks a stream whole, follows references for ever and believes every range it is told. Each
class here overrides one such place; a bound that is passed raises TooMuch. The bounds are some ten times
what the longest published report needs.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.pdfdocument import PDFDocument, PDFXRefStream
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFStream,
    dict_value,
    list_value,
    resolve1,
    stream_value,
)
from pdfminer.psparser import PSLiteral

MOST_UNPACKED = 24 * 1024 * 1024  # bytes of all unpacked streams but images and fonts, which are not opened
MOST_DRAWN = 12 * 1024 * 1024  # bytes of drawing instructions, those of a form counted each time it is used
COST_OF_USE = 4_000  # what beginning to draw a page or a form costs, in bytes of instructions
MOST_LINES = 3_000_000  # lines of the file looked at, again and again
MOST_ASKED = 1_000_000  # objects looked up
MOST_CODES = 300_000  # codes that the tables of one font name
LARGEST_OLD = 32 * 1024  # a stream packed by an old method, which may hold thousands of times as much
_OLD = (*LITERALS_LZW_DECODE, *LITERALS_RUNLENGTH_DECODE)
_BEGIN_OF_RANGES = re.compile(rb"begin(?:bf|cid|notdef)range")
_END_OF_RANGES = re.compile(rb"end(?:bf|cid|notdef)range")
_RANGE = re.compile(
    rb"<([0-9a-fA-F]{1,8})>\s*<([0-9a-fA-F]{1,8})>\s*(?:<[0-9a-fA-F\s]{1,600}>|\[[^\[\]]{0,9000}\]|\d{1,9})"
)


class TooMuch(Exception):
    """The file asks for more work than a report can need."""


class BoundedStream(PDFStream):
    """A stream that stops being unpacked at the file's bound."""

    parser: BoundedParser

    def decode(self) -> None:
        """As pdfminer does it, but measured first; raises TooMuch."""
        if self.decipher and self.rawdata is not None and self.objid is not None:
            self.rawdata = self.decipher(self.objid, self.genno or 0, self.rawdata, self.attrs)
            self.decipher = None
        data, dense = self.rawdata or b"", False
        for name, _ in self.get_filters():
            if dense and (name in LITERALS_FLATE_DECODE or name in _OLD):
                # Packed twice, which no program does: how large it gets is not seen from here.
                raise TooMuch
            if name in LITERALS_FLATE_DECODE:
                _measure(data, self.parser.left())
            elif name in LITERALS_ASCII85_DECODE:
                data = ascii85decode(data)
            elif name in LITERALS_ASCIIHEX_DECODE:
                data = asciihexdecode(data)
            elif name in _OLD and len(data) > LARGEST_OLD:
                raise TooMuch
            dense = dense or name in LITERALS_FLATE_DECODE or name in _OLD
        super().decode()
        self.parser.unpack(len(self.data or b""))


def _measure(packed: bytes, most: int) -> None:
    """Unpack piecewise and throw away: only whether it stays within `most` bytes matters."""
    engine, size = zlib.decompressobj(), 0
    piece = packed
    while piece and not engine.eof:
        try:
            size += len(engine.decompress(piece, 1 << 20))
        except zlib.error:
            return
        piece = engine.unconsumed_tail
        if size > most:
            raise TooMuch


class BoundedParser(PDFParser):
    """Reads the file's objects; streams come out bounded."""

    unpacked = 0
    lines = 0

    def push(self, *objs: tuple[int, Any]) -> None:
        """Every stream becomes a BoundedStream."""
        super().push(*((pos, self._bounded(obj)) for pos, obj in objs))

    def _bounded(self, obj: Any) -> Any:
        if type(obj) is not PDFStream:
            return obj
        stream = BoundedStream(obj.attrs, obj.rawdata or b"", obj.decipher)
        stream.parser = self
        return stream

    def nextline(self) -> tuple[int, bytes]:
        """A line; the lines after a stream whose end is missing are read for each such stream."""
        self.lines += 1
        if self.lines > MOST_LINES:
            raise TooMuch
        return super().nextline()

    def left(self) -> int:
        """Bytes that may still be unpacked."""
        return MOST_UNPACKED - self.unpacked

    def unpack(self, size: int) -> None:
        """Count `size` unpacked bytes."""
        self.unpacked += size
        if self.unpacked > MOST_UNPACKED:
            raise TooMuch


class BoundedDocument(PDFDocument):
    """Looks up objects, a bounded number of times (two references to each other never end)."""

    asked = 0

    def getobj(self, objid: int) -> object:
        """The object; raises TooMuch."""
        self.asked += 1
        if self.asked > MOST_ASKED:
            raise TooMuch
        return super().getobj(objid)

    def page_objects(self) -> Iterator[PDFPage]:
        """The pages in order; names of pages are not needed."""
        for xref in self.xrefs:
            if isinstance(xref, PDFXRefStream) and sum(count for _, count in xref.ranges) > MOST_ASKED:
                raise TooMuch
        self.catalog.pop("PageLabels", None)
        return PDFPage.create_pages(self)


class BoundedResources(PDFResourceManager):
    """Fonts: without the ranges no font has, and without guesses at what their codes mean."""

    def __init__(self) -> None:
        super().__init__()
        # Fonts of which only codes are known, not characters.
        self.codes_only: dict[int, PDFFont] = {}

    def get_font(self, objid: object, spec: Mapping[str, Any]) -> PDFFont:
        """The font of `spec`; raises TooMuch."""
        spec = dict(spec)
        kind = getattr(resolve1(spec.get("Subtype")), "name", "")
        map_ = resolve1(spec.pop("ToUnicode", None))
        mapped = isinstance(map_, PDFStream) and _is_plain_map(map_.get_data())
        if mapped:
            spec["ToUnicode"] = map_
        for widths in ("W", "W2"):
            _check_widths(list_value(resolve1(spec.get(widths)) or []))
        descriptor = dict(dict_value(resolve1(spec.get("FontDescriptor")) or {}))
        embedded = any(name.startswith("FontFile") for name in descriptor)
        if kind.startswith("CIDFont") and "FontFile2" in descriptor:
            # Only needed to guess characters from shapes' numbers.
            del descriptor["FontFile2"]
            spec["FontDescriptor"] = descriptor
        font = super().get_font(objid, spec)
        if not mapped and (kind == "Type3" or (kind == "TrueType" and embedded and "Encoding" not in spec)):
            self.codes_only[id(font)] = font
        return font


def _is_plain_map(data: bytes) -> bool:
    """Whether the ranges of a character map are written as programs write them; raises TooMuch."""
    named = 0
    for part in _END_OF_RANGES.split(data)[:-1]:
        body = _BEGIN_OF_RANGES.split(part)
        if len(body) < 2 or _RANGE.sub(b"", body[-1]).strip():
            return False
        named += sum(max(0, int(high, 16) - int(low, 16)) for low, high in _RANGE.findall(body[-1]))
    if named > MOST_CODES:
        raise TooMuch
    return True


def _check_widths(widths: Iterable[Any]) -> None:
    """Widths come as “first [w w w]” or “first last w”; raises TooMuch."""
    numbers: list[int] = []
    named = 0
    for item in map(resolve1, widths):
        if isinstance(item, list):
            numbers, named = [], named + len(item)
        elif isinstance(item, int | float):
            numbers.append(int(item))
            if len(numbers) > 1:
                named += max(0, numbers[1] - numbers[0]) if len(numbers) == 2 else 0
                numbers = numbers if len(numbers) < 3 else []
    # A vertical font's triples are counted wrong by this, but only upwards.
    if named > MOST_CODES:
        raise TooMuch


class BoundedInterpreter(PDFPageInterpreter):
    """Carries out drawing instructions, a bounded amount of them per file."""

    def execute(self, streams: Any) -> None:
        """Draw; each use of a form is counted anew."""
        size = sum(len(stream_value(item).get_data()) for item in streams)
        self.device.charge(size + COST_OF_USE)  # type: ignore[attr-defined]
        super().execute(streams)

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802 (the operator's name)
        """Draw a form or an image; afterwards the page's own coordinates hold again."""
        if isinstance(xobjid_arg, PSLiteral):
            super().do_Do(xobjid_arg)
            self.device.set_ctm(self.ctm)
