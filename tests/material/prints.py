"""Reports as PDF: printed from their pages, as pictures of those, or put together object by object."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache

import pypdfium2
from PIL import Image

from tests.optional import absent

PAGE = (
    "@page{size:A4;margin:25mm;@bottom-center{content:'- ' counter(page) ' -'}}"
    "body{font:%(size)dpt 'Noto Serif CJK SC'}p{margin:0;line-height:1.3}div>p{text-indent:2em;line-height:2}"
    "td{padding:4px;border:%(border)s}table{border-collapse:collapse;width:100%%}"
)
BORDERS = ("1px solid #000", "0.4pt solid #888", "1px dotted #000", "1px dashed #000", "3px double #000")


@lru_cache(maxsize=1)
def printer() -> Callable[[str], bytes]:
    try:
        import weasyprint  # noqa: PLC0415 - needs Pango, which not every machine has
    except (ImportError, OSError) as error:
        absent("pdf", str(error))
    return lambda html: bytes(weasyprint.HTML(string=html).write_pdf())


def printed(html: str, border: str = BORDERS[0], size: int = 9) -> bytes:
    """The page as a PDF on A4."""
    style = PAGE % {"border": border, "size": size}
    return printer()(html.replace("<head>", f"<head><style>{style}</style>"))


def pages_of(data: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=1.5).to_pil() for page in document]


def scan(data: bytes) -> bytes:
    """The same pages as pictures."""
    first, *others = pages_of(data)
    file = io.BytesIO()
    first.save(file, "PDF", save_all=True, append_images=others)
    return file.getvalue()


def objects(*bodies: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, trailer, len(data))
    )


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), entries, data)


def one_page(content: bytes, resources: bytes = b"<<>>", *more: bytes) -> bytes:
    """A PDF with one page that draws `content` (a stream object); `more` objects follow as 5, 6, …"""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources %s>>" % resources
    kids = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return objects(b"<</Type/Catalog/Pages 2 0 R>>", kids, page, content, *more)
