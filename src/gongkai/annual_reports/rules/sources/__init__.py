"""From the bytes of a file to a Document; what is no report's kind of file is refused with the remedy."""

from __future__ import annotations

from gongkai.annual_reports.rules.document import LONGEST_TEXT, Document
from gongkai.annual_reports.rules.reading import Reading
from gongkai.annual_reports.rules.sources import compounds, encodings, kinds, pages, sheets, texts, word
from gongkai.annual_reports.rules.sources import data as structured
from gongkai.annual_reports.rules.sources.packages import opened
from gongkai.text.script import to_simplified

__all__ = ["document", "reading"]


def reading(data: bytes) -> Reading | None:
    """The figures of a JSON file, which need no tables to be found; None for every other kind of file.

    Its narrative is still to be found in `paragraphs` where it has those. Raises NothingRead.
    """
    if not structured.is_data(data):
        return None
    value = structured.parse(kinds.decode(data))
    return None if value is None else structured.reading(value)


def document(data: bytes, name: str = "") -> Document:
    """The file as prose, tables and a flow of pieces, in simplified characters.

    The content decides what kind of file it is, never the name. Raises NothingRead with a sentence naming the
    remedy. Time is linear in the size of the file; nothing is fetched.
    """
    if kinds.is_package(data) or kinds.is_compound(data):
        kinds.refuse_oversized(data, kinds.LARGEST_OFFICE)
        document = _office(data)
        document.convert(_plain)
        return document
    if kinds.is_pdf(data):
        from gongkai.annual_reports.rules.sources import pdf  # noqa: PLC0415 (loads pdfminer)

        document = pdf.parse(data)
        document.convert(_plain)
        return document
    text = kinds.decode(data)
    if structured.is_data(data) and (value := structured.parse(text)) is not None:
        text = structured.prose(value)
    encodings.refuse_lost(text)
    if not kinds.is_markup(text):
        text = encodings.unescaped(text)
    if kinds.is_markup(text):
        document = pages.parse(text)
        document.convert(_plain)
        return document
    if len(text) > LONGEST_TEXT:
        kinds.refuse_endless()
    return texts.parse(_plain(text))


def _plain(text: str) -> str:
    return to_simplified(encodings.tidy(text))


def _office(data: bytes) -> Document:
    if kinds.is_compound(data):
        compounds.refuse(data)
    package = opened(data)
    return word.parse(package) if package.kind == "word" else sheets.parse(package)
