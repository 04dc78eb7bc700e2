"""What a PDF carries besides its pages: a password, scripts, programs to launch, secrecy marks."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.records.files.rules import secrecy
from gongkai.records.files.rules.refusals import BearsSecrecyMark, DamagedFile, EncryptedFile, ScriptInside

LABEL = "PDF"
MOST_PAGES_READ = 2_000
BLOCK = 1024 * 1024
_ACTION = re.compile(rb"/S\s*/(JavaScript|Launch)\b")
# PDFium keeps its state per process: one document at a time.
one_at_a_time = threading.Lock()


def check(file: BinaryIO) -> None:
    """Raise DamagedFile, EncryptedFile, ScriptInside, BearsSecrecyMark."""
    _check_actions(file)
    file.seek(0)
    with one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(file)
        except pypdfium2.PdfiumError as problem:
            if problem.err_code == pdfium.FPDF_ERR_PASSWORD:
                raise EncryptedFile from problem
            raise DamagedFile(label=LABEL, found="结构") from problem
        try:
            if pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0:
                raise ScriptInside(found="JavaScript")
            if len(document) == 0:
                raise DamagedFile(label=LABEL, found="没有页")
            if mark := secrecy.mark_in(_texts(document)):
                raise BearsSecrecyMark(mark=mark)
        except pypdfium2.PdfiumError as problem:
            raise DamagedFile(label=LABEL, found="页面") from problem
        finally:
            document.close()


def _texts(document: pypdfium2.PdfDocument) -> Iterator[str]:
    for number in range(min(len(document), MOST_PAGES_READ)):
        page = document[number]
        text = page.get_textpage()
        yield text.get_text_bounded()
        text.close()
        page.close()


def _check_actions(file: BinaryIO) -> None:
    file.seek(0)
    rest = b""
    while block := file.read(BLOCK):
        if found := _ACTION.search(rest + block):
            raise ScriptInside(found=found.group(1).decode("ascii"))
        rest = block[-40:]
