"""Files that may do harm, and a process that has each of them read by a child with little memory and time.

    python -m tests.material.hostile

takes names from its input, one a line, and answers each with a line of JSON: `said` is `refused: …` or `read`
(or how it failed), `code` 0 or how the child ended. A child that takes more than `MEMORY` of address space or
`SECONDS` of processor time is killed by the system, one that takes `PATIENCE` by its parent.
"""

from __future__ import annotations

import io
import json
import os
import random
import resource
import select
import signal
import sys
import time
import traceback
import zipfile
from collections.abc import Callable
from functools import partial
from typing import NoReturn

from gongkai.annual_reports.rules import NothingRead, as_csv, check, read
from tests import material
from tests.material import offices
from tests.material.prints import objects

# Of address space, and of processor time: a busy machine does not fail the test.
MEMORY, SECONDS = 1536 * 1024**2, 20
PATIENCE = SECONDS * 6  # seconds by the clock: of one that sleeps or waits

TITLE = "云溪市2023年政府信息公开工作年度报告\n"
# The longest text and the largest page that are looked at (document.py, kinds.py).
TEXT, PAGE = 490_000, 10_400_000
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Long runs of what patterns look for.
RUNS = {
    "numerals": "一二三",
    "digits": "1234567890",
    "digits and spaces": "1 2 ",
    "spaces": " ",
    "line ends": "\n",
    "full-width spaces": "　",
    "brackets": "（（",
    "brackets and marks": "《》“”",
    "bars": "|",
    "bars and line ends": "|\n",
    "tabs": "\t",
    "commas": "，1,",
    "per cent": "9.9%，",
    "years": "2023年",
    "days": "2023年1月1日至",
    "figures": "收到申请12件，",
    "lists": "其中：当面申请3件、",
    "heads": "一、总体情况\n",
    "labels": "总计",
    "rows": "（一）予以公开 1 2 3 4 5 6 7\n",
    "items": "1.属于国家秘密\n",
    "bodies": "云溪市教育局",
    "references": "&#x4e00;",
    "escapes": "\\u653f",
    "open tags": "<td ",
    "comments": "<!--",
    "scripts": "<script>",
    "braces": '{"a":[',
    "growth": "同比增长",
}


def _zip(parts: dict[str, bytes], base: bytes = b"") -> bytes:
    """An office file with further or other parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        if base:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in set(old.namelist()) - set(parts):
                    new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def _word() -> bytes:
    return offices.saved(offices.word(material.figures("2021", 1, 9)))


def _book() -> bytes:
    return offices.saved(offices.workbook(material.figures("2021", 1, 9), one_sheet=True))


def _sheet(rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    return _zip({"xl/worksheets/sheet1.xml": sheet.encode()}, _book())


def _macros() -> bytes:
    return _zip({"word/vbaProject.bin": b"Sub AutoOpen()"}, _word())


def _locked_pdf() -> bytes:
    lock = b"<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>" % (b"o" * 32, b"u" * 32)
    pages = b"<</Type/Pages/Kids[]/Count 0>>"
    trailer = b"/Encrypt 3 0 R/ID[(0123456789abcdef)(0123456789abcdef)]"
    return objects(b"<</Type/Catalog/Pages 2 0 R>>", pages, lock, trailer=trailer)


def _html(content: str) -> bytes:
    return f"<html><body><h1>{TITLE}</h1>{content}</body></html>".encode()


def _long(unit: str, length: int) -> str:
    return unit * (length // len(unit))


# Name → (bytes, name of the file). What cannot be a report; the sentence says what to do.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a docx that unpacks to 500 MB": (lambda: _zip({"word/media/a": bytes(500 << 20)}, _word()), "a.docx"),
    "an xlsx that unpacks to 500 MB": (lambda: _zip({"xl/media/a": bytes(500 << 20)}, _book()), "a.xlsx"),
    "zips in a zip": (lambda: _zip({f"{n}.zip": _zip({"a": bytes(1 << 20)}) for n in range(99)}), "a.zip"),
    "a page of 200 MB": (lambda: _html("<p>公开信息12条。</p>" * (200_000_000 // 25)), "a.html"),
    "a page of 100,000 nested blocks": (lambda: b"<div>" * 100_000, "a.html"),
    "a docx with macros": (_macros, "a.docx"),
    "a docx under a password": (lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"), "a.docx"),
    "a pdf under a password": (_locked_pdf, "a.pdf"),
    "a picture called page": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(9999), "a.html"),
    "a pdf cut short called document": (lambda: b"%PDF-1.7\n1 0 obj\n<<", "a.docx"),
    "a document cut short called pdf": (lambda: _word()[:-200], "a.pdf"),
    "nul bytes": (lambda: bytes(5 << 20), "a.txt"),
    "nul bytes in a report": (lambda: TITLE.encode() + bytes(5000), "a.txt"),
    "random bytes": (lambda: random.Random(7).randbytes(9 << 20), "a.txt"),  # noqa: S311
    "10 MB of digits": (lambda: b"1234567890" * (1 << 20), "a.txt"),
}
# What may be a report with something strange in it: refused or read, but soon.
ENDURED: dict[str, tuple[Callable[[], bytes], str]] = {
    "100,000 nested blocks around a report": (
        lambda: b"<div>" * 100_000 + material.html(material.figures("2021", 1, 9)).encode(),
        "a.html",
    ),
    "an endless table": (lambda: _html("<table>" + _long("<tr><td>1</td></tr>", PAGE // 4)), "a.html"),
    "an endless row": (lambda: _html("<table><tr>" + _long("<td>1", PAGE // 4)), "a.html"),
    "endless spans": (lambda: _html("<table>" + "<tr><td colspan=999 rowspan=999>1" * 60_000), "a.html"),
    "tables in tables": (lambda: _html("<table><tr><td>" * 60_000), "a.html"),
    "an endless sheet": (lambda: _sheet(_long("<row><c><v>1</v></c></row>", 60_000_000)), "a.xlsx"),
    "a far cell": (lambda: _sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "a.xlsx"),
    "a page without line ends": (lambda: _html(_long("公开", PAGE // 6)), "a.html"),
} | {
    f"{name} in {kind}": (
        lambda unit=unit, text=text: (
            (TITLE + _long(unit, TEXT)).encode() if text else _html(f"<p>{_long(unit, TEXT)}</p>")
        ),
        "",
    )
    for name, unit in RUNS.items()
    for kind, text in (("a text", True), ("a page", False))
}
FILES = REFUSED | ENDURED


def examine(name: str) -> str:
    """Read and check the file of this name within the limits; `read` or `refused: …`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    make, called = FILES[name]
    data = make()
    used = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + SECONDS, used + SECONDS))
    try:
        reading = read(data, called)
    except NothingRead as nothing:
        return f"refused: {nothing}"
    check(reading)
    as_csv(reading)
    return "read"


def _child(work: Callable[[], str], output: int) -> NoReturn:
    """The child's whole life: say how it went, leave nothing behind."""
    code = 1
    try:
        said = work()
        code = 0
    except BaseException:
        said = traceback.format_exc()[-2000:]
    os.write(output, said.encode()[:4000])
    os._exit(code)


def in_a_child(work: Callable[[], str], patience: float = PATIENCE) -> dict[str, object]:
    """What a forked child says of its work, and how it ended (minus the signal where one ended it)."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        _child(work, writing)
    os.close(writing)
    said, end = b"", time.monotonic() + patience
    while select.select([reading], [], [], max(0.0, end - time.monotonic()))[0]:
        more = os.read(reading, 4096)
        if not more:
            break
        said += more
    else:
        os.kill(pid, signal.SIGKILL)
    os.close(reading)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return {"code": code, "said": said.decode(errors="replace")}


def main() -> None:
    """Answer names until the input ends."""
    for line in sys.stdin:
        name = line.strip()
        print(json.dumps(in_a_child(partial(examine, name))), flush=True)


if __name__ == "__main__":
    main()
