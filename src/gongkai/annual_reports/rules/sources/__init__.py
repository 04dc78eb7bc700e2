"""From the bytes of a file to a Document; what is no report's kind of file is refused with the remedy."""

from __future__ import annotations

from gongkai.annual_reports.rules.document import LONGEST_TEXT, Document
from gongkai.annual_reports.rules.sources import kinds, pages, texts
from gongkai.text.script import to_simplified

__all__ = ["document"]


def document(data: bytes, name: str = "") -> Document:
    """The file as prose, tables and a flow of pieces, in simplified characters.

    The content decides what kind of file it is, never the name. Raises NothingRead with a sentence naming the
    remedy. Time is linear in the size of the file; nothing is fetched.
    """
    text = kinds.decode(data)
    if kinds.is_markup(text):
        document = pages.parse(text)
        document.convert(to_simplified)
        return document
    if len(text) > LONGEST_TEXT:
        kinds.refuse_endless()
    return texts.parse(to_simplified(text))
