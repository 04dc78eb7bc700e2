"""Files of every kind, made here: harmless ones, and hostile ones that differ in what matters."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import docx
import openpyxl

MARK = "机密★10年"


def zipped(entries: Mapping[str, bytes | str], *, stored: bool = False) -> bytes:
    """A zip with these entries."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_entries(document: bytes, entries: Mapping[str, bytes | str]) -> bytes:
    """A zip with some entries added or replaced."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        there = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**there, **entries})


def word(text: str = "关于公开的答复", *, header: str = "", runs: tuple[str, ...] = ()) -> bytes:
    """A Word document; `runs` become one paragraph of that many runs."""
    document = docx.Document()
    document.add_paragraph(text)
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph.add_run(run).bold = True
    if header:
        document.sections[0].header.paragraphs[0].text = header
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def sheet(text: str = "台账") -> bytes:
    """An Excel workbook."""
    book = openpyxl.Workbook()
    book.active["B3"] = text
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def odt(text: str = "通知", *, encrypted: bool = False) -> bytes:
    """An ODF text."""
    secret = "<manifest:encryption-data/>" if encrypted else ""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content><text:p>{text}</text:p></office:document-content>",
            "META-INF/manifest.xml": f"<manifest:manifest>{secret}</manifest:manifest>",
        }
    )


def ofd(text: str = "公告") -> bytes:
    """An OFD document of one page."""
    return zipped(
        {
            "OFD.xml": "<ofd:OFD><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:OFD>",
            "Doc_0/Document.xml": "<ofd:Document/>",
            "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page><ofd:TextCode>{text}</ofd:TextCode></ofd:Page>",
        }
    )


def pdf(text: str = "公示", *, extra: str = "", trailer: str = "") -> bytes:
    """A PDF of one page, its text in a Chinese font that is not embedded; `extra` joins the catalogue."""
    shown = text.encode("utf-16-be").hex()
    stream = f"BT /F1 16 Tf 72 720 Td <{shown}> Tj ET"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            " /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        (
            "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
            " /DescendantFonts [6 0 R] >>"
        ),
        (
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo"
            " << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R >>"
        ),
        (
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 0 1000 1000]"
            " /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
        ),
    ]
    content, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(content)}\n%%EOF\n"
    )
    return content + end.encode()


def locked_pdf() -> bytes:
    """A PDF that asks for a password: its check of the empty one fails."""
    secret = "00" * 32
    return pdf(
        trailer=f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{secret}> /U <{secret}> >>"
        " /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
    )


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file ([MS-CFB], 512-byte sectors) with these streams, each padded to 4096 bytes or more."""
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    names = ["Root Entry", *streams]
    directory_sectors = -(-len(names) // 4)
    fat = [fat_mark, *range(2, 1 + directory_sectors), end]
    body, entries, next_sector = b"", [], 1 + directory_sectors
    for name, content in streams.items():
        content = content.ljust(4096, b"\x00")
        content = content.ljust(-(-len(content) // 512) * 512, b"\x00")
        count = len(content) // 512
        entries.append((name, 2, next_sector, len(content)))
        fat += [*range(next_sector + 1, next_sector + count), end]
        next_sector += count
        body += content
    directory = b""
    for name, kind, start, size in [("Root Entry", 5, end, 0), *entries]:
        raw = name.encode("utf-16-le") + b"\x00\x00"
        directory += raw.ljust(64, b"\x00") + struct.pack("<HBBIII", len(raw), kind, 1, free, free, free)
        directory += bytes(36) + struct.pack("<IQ", start, size)
    directory = directory.ljust(directory_sectors * 512, b"\x00")
    assert len(fat) <= 128, "one sector of FAT is enough for a test"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", *fat, *[free] * (128 - len(fat)))
    return header + table + directory + body


def old_word(text: str = "旧版公文", *, flags: int = 0, extra: Mapping[str, bytes] | None = None) -> bytes:
    """A Word 97–2003 document as far as anyone here looks at it."""
    return compound(
        {
            "WordDocument": struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0, 0, flags) + text.encode("utf-16-le"),
            **(extra or {}),
        }
    )


def old_sheet(*records: tuple[int, bytes]) -> bytes:
    """An Excel 97–2003 workbook of these records."""
    content = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
    return compound({"Workbook": content + struct.pack("<HH", 0x0A, 0)})


def png() -> bytes:
    """One red point."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
        + chunk(b"IEND", b"")
    )


GIF = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=")
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L" + bytes(14)
BMP = b"BM" + struct.pack("<IIIIiiHHIIiiII", 58, 0, 54, 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + bytes(4)
TIFF = b"II*\x00\x08\x00\x00\x00" + bytes(10)
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(20)
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(16)


def svg(inner: str = '<circle r="1"/>', *, before: str = "", attributes: str = "") -> bytes:
    """A drawing."""
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inner}</svg>'.encode()
