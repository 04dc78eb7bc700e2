"""No slow work inside a write transaction: on SQLite everybody who writes would wait for it.

The whole suite runs under it (conftest). Whoever hashes a password, has work done in a child process,
renders, parses, seals or opens a file, goes to the network or starts a program while a transaction of the
program's is open gets `SlowWork`; should the program swallow that, the test fails at its end all the same.
A transaction that a test or a preparation wrapped around itself does not count, nor one that only reads.
"""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from gongkai.records.process_pool import transactions

Call = tuple[tuple[Any, ...], dict[str, Any]]
SMALL: Final = 64 * 1024  # bytes that are sealed in a tenth of a millisecond


class SlowWork(AssertionError):
    """Slow work was asked for inside a write transaction: do it before (`prepared_operation`)."""


@dataclass(frozen=True)
class Door:
    """Where slow work enters: `module:name` or `module:Class.method`; `slow`: whether this call is."""

    what: str
    place: str
    slow: Callable[..., bool] = lambda *_arguments, **_named: True

    @property
    def owner(self) -> tuple[Any, str]:
        """The module or class, and the name in it."""
        module, _colon, path = self.place.partition(":")
        *owners, name = path.split(".")
        return functools.reduce(getattr, owners, importlib.import_module(module)), name

    def find(self) -> Callable[..., Any]:
        """What is called there now."""
        owner, name = self.owner
        found: Callable[..., Any] = getattr(owner, name)
        return found


def _large(_key: bytes, content: bytes, **_named: object) -> bool:
    return len(content) > SMALL


def large_stream(_self: object, _key: bytes, sealed: Any, **_named: object) -> bool:
    """Whether a sealed stream holds more than what is little."""
    place = sealed.tell()
    size = sealed.seek(0, 2)
    sealed.seek(place)
    return bool(size > SMALL)


_HASHERS: Final = "django.contrib.auth.hashers"
DOORS: Final = (
    *(
        Door("a password is hashed", f"{_HASHERS}:{hasher}.{method}")
        for hasher in ("Argon2PasswordHasher", "PBKDF2PasswordHasher", "ScryptPasswordHasher")
        for method in ("encode", "verify")
    ),
    Door("a key is derived from a passphrase", "gongkai.records.keys.rules.passphrase:_derive"),
    Door("a child process works", "gongkai.records.process_pool.pool:Pool.run"),
    Door("a letter is laid out", "gongkai.records.letters.rendering.docx:render"),
    Door("a letter is laid out", "gongkai.records.letters.rendering.html:render"),
    Door("a PDF is laid out", "gongkai.records.letters.rendering.pdf:render"),
    Door("a page is rendered", "django.template.base:Template.render"),
    Door("a workbook is written", "openpyxl.workbook.workbook:Workbook.save"),
    Door("a sheet is read", "gongkai.organisations.sheets.reading:read_sheet"),
    Door("a report is read", "gongkai.annual_reports.rules.reader:read"),
    Door("a report is checked", "gongkai.annual_reports.rules.checks:check"),
    Door("a file is inspected", "gongkai.records.files.rules.inspection:inspect"),
    Door("an archive is opened", "zipfile:ZipFile.__init__"),
    Door("a PDF is opened", "pypdfium2:PdfDocument.__init__"),
    Door("a PDF is parsed", "pdfminer.pdfparser:PDFParser.__init__"),
    *(Door("markup is parsed", f"lxml.etree:{name}") for name in ("fromstring", "parse", "HTML", "XML")),
    Door("a file is sealed", "gongkai.records.keys.rules.sealing:seal_stream"),
    Door("a file is opened", "gongkai.records.keys.rules.sealing:OpenedStream.__init__", large_stream),
    Door("much is sealed", "gongkai.records.keys.rules.sealing:seal_bytes", _large),
    Door("much is opened", "gongkai.records.keys.rules.sealing:open_bytes", _large),
    Door("a file is put on the disk", "gongkai.records.files.storage:put"),
    Door("a connection is opened", "socket:socket.connect"),
    Door("a connection is opened", "socket:socket.connect_ex"),
    Door("a name is looked up", "socket:getaddrinfo"),
    Door("a program is started", "subprocess:Popen.__init__"),
)

_found: list[str] = []


def writing() -> bool:
    """Whether this thread is inside a transaction of the program's that may write."""
    if not transactions.is_open():
        return False
    connection = transaction.get_connection()
    if connection.vendor == "sqlite":
        return getattr(connection, "transaction_mode", None) != "DEFERRED"
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return bool(cursor.fetchone()[0] == "off")


def install() -> None:
    """Put a guard at every door, once for the process."""
    for door in DOORS:
        _guard(door)


@contextmanager
def caught() -> Iterator[list[str]]:
    """Inside, slow work is expected: what was found is given here and held against nobody."""
    mine: list[str] = []
    before = list(_found)
    try:
        yield mine
    finally:
        mine += _found[len(before) :]
        _found[:] = before


def check() -> None:
    """Raise SlowWork for what was found since the last time, whoever swallowed it."""
    found, _found[:] = list(_found), []
    if found:
        raise SlowWork("; ".join(dict.fromkeys(found)))


def _guard(door: Door) -> None:
    owner, name = door.owner
    original = door.find()
    if hasattr(original, "guarded"):
        return

    @functools.wraps(original)
    def guarded(*arguments: Any, **named: Any) -> Any:
        if transactions.is_open() and door.slow(*arguments, **named) and writing():
            _found.append(f"{door.what} inside a write transaction ({door.place})")
            raise SlowWork(_found[-1])
        return original(*arguments, **named)

    guarded.guarded = door  # type: ignore[attr-defined]
    setattr(owner, name, guarded)
    if not isinstance(owner, type):
        for other in list(sys.modules.values()):
            if getattr(other, "__dict__", {}).get(name) is original:  # imported by its name
                setattr(other, name, guarded)
