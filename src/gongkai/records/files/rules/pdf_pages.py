"""The pages of a PDF as pictures, for who looks at it without opening the file itself."""

from __future__ import annotations

import io
from typing import BinaryIO

import pypdfium2

from gongkai.records.files.rules.pdfs import one_at_a_time

WIDTH = 1_000  # pixels
TALLEST = 3_000


class NoSuchPage(LookupError):
    """The file has no such page, or the page cannot be drawn."""


def count(file: BinaryIO) -> int:
    """How many pages the file has; 0 for one that cannot be opened."""
    with one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(file)
        except pypdfium2.PdfiumError:
            return 0
        try:
            return len(document)
        finally:
            document.close()


def picture(file: BinaryIO, number: int) -> bytes:
    """Page `number` (from 1) as PNG, `WIDTH` pixels wide unless that makes it taller than `TALLEST`.

    Scripts and links are not drawn. Raises NoSuchPage.
    """
    with one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(file)
        except pypdfium2.PdfiumError as problem:
            raise NoSuchPage(number) from problem
        try:
            if not 1 <= number <= len(document):
                raise NoSuchPage(number)
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(WIDTH / max(width, 1), TALLEST / max(height, 1))
            drawn = page.render(scale=scale, may_draw_forms=False).to_pil()
        except pypdfium2.PdfiumError as problem:
            raise NoSuchPage(number) from problem
        finally:
            document.close()
    out = io.BytesIO()
    drawn.convert("L" if drawn.mode == "L" else "RGB").save(out, "PNG")
    return out.getvalue()
