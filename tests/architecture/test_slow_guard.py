"""The guard against slow work in write transactions sees it at every door, and nothing else."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import threading
import urllib.request
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import openpyxl
import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.template import Context, Template
from lxml import etree

from gongkai.annual_reports.rules import read
from gongkai.organisations.sheets.reading import read_sheet
from gongkai.records import process_pool
from gongkai.records.backups.operations import _snapshot
from gongkai.records.files import storage
from gongkai.records.files.rules import inspect
from gongkai.records.keys.rules import passphrase
from gongkai.records.keys.rules.sealing import new_key, open_bytes, seal_bytes, seal_stream
from gongkai.records.letters.rendering import pdf
from tests import slow_guard
from tests.records.process_pool import samples

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MUCH = bytes(slow_guard.SMALL + 1)
KEY = new_key()
HASH = "argon2$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AAAA"
SEALED = seal_bytes(KEY, MUCH, associated=b"")


def in_place(function: Callable[..., object], *arguments: object) -> object:
    with process_pool.in_place():
        return process_pool.run(process_pool.OWN, function, *arguments)


def connect(family: socket.AddressFamily, address: object) -> None:
    with socket.socket(family) as end:
        end.connect(address)  # type: ignore[arg-type]


# What somebody could plant inside a transaction, as it would be written there.
PLANTED: dict[str, Callable[[], object]] = {
    "a password is hashed": lambda: make_password("Yun-He-2026"),
    "a password is compared": lambda: check_password("Yun-He-2026", HASH),
    "a passphrase makes a key": lambda: passphrase.protect(b"keys", "a long passphrase of many words"),
    "a file is read in place": lambda: in_place(read, b"<h1>x</h1>", "x.html"),
    "a letter's PDF": lambda: pdf.render("<p>x"),
    "a page": lambda: Template("{{ x }}").render(Context()),
    "a workbook is written": lambda: openpyxl.Workbook().save(io.BytesIO()),
    "a workbook is read": lambda: openpyxl.load_workbook(io.BytesIO(b"PK")),
    "a sheet of an import": lambda: read_sheet(b"PK", "机构"),
    "a report": lambda: read(b"<h1>x</h1>", "x.html"),
    "an upload is inspected": lambda: inspect(io.BytesIO(b"x"), "x.txt"),
    "an archive": lambda: zipfile.ZipFile(io.BytesIO(b"PK")),
    "markup": lambda: etree.fromstring(b"<x/>"),
    "a file is sealed": lambda: list(seal_stream(KEY, io.BytesIO(b"x"), associated=b"")),
    "much is sealed": lambda: seal_bytes(KEY, MUCH, associated=b""),
    "much is opened": lambda: open_bytes(KEY, SEALED, associated=b""),
    "a file is put on the disk": lambda: storage.put([b"x"], public=True),
    "the network": lambda: connect(socket.AF_INET, ("127.0.0.1", 9)),
    "a local socket": lambda: connect(socket.AF_UNIX, "/nowhere"),
    "an address of the web": lambda: urllib.request.urlopen("http://localhost:9/"),
    "a name": lambda: socket.getaddrinfo("localhost", 80),
    "a program": lambda: subprocess.run([sys.executable, "-V"], check=True, capture_output=True),
}


@pytest.mark.parametrize("plant", [pytest.param(plant, id=what) for what, plant in PLANTED.items()])
def test_planted_inside_a_transaction_it_is_found(plant: Callable[[], object]) -> None:
    with slow_guard.caught() as found, pytest.raises(slow_guard.SlowWork), transaction.atomic():
        plant()
    assert found


@pytest.mark.parametrize("door", [pytest.param(door, id=door.place) for door in slow_guard.DOORS])
def test_no_door_is_open(door: slow_guard.Door) -> None:
    """The guard stands before whatever would be done: it is not even asked with what."""
    enter = door.find()
    sealed = io.BytesIO(MUCH)
    arguments = (None, KEY, sealed) if door.slow is slow_guard.large_stream else (KEY, MUCH)
    refused = pytest.raises(slow_guard.SlowWork, match=door.what)
    with slow_guard.caught() as found, refused, transaction.atomic():
        enter(*arguments)
    assert len(found) == 1


def test_swallowed_by_the_program_it_fails_the_test_all_the_same() -> None:
    with suppress(Exception), transaction.atomic():
        make_password("Yun-He-2026")
    with pytest.raises(slow_guard.SlowWork, match="a password is hashed"):
        slow_guard.check()


def test_work_in_a_child_is_done_before_the_transaction_and_passes() -> None:
    short = replace(process_pool.STAFF, cpu=1, wall=20)

    @process_pool.atomic
    def operation() -> int:
        return process_pool.run(short, samples.double, 1)

    assert operation() == 2


def test_the_tests_own_transaction_does_not_count() -> None:
    assert connection.in_atomic_block
    assert not slow_guard.writing()
    assert make_password("Yun-He-2026")


def test_little_is_sealed_anywhere() -> None:
    with transaction.atomic():
        assert open_bytes(KEY, seal_bytes(KEY, b"a name", associated=b""), associated=b"") == b"a name"


def test_another_thread_s_transaction_is_not_ours() -> None:
    passed = []
    with transaction.atomic():
        thread = threading.Thread(target=lambda: passed.append(make_password("Yun-He-2026")))
        thread.start()
        thread.join()
    assert passed


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_only_reads_keeps_nobody_waiting() -> None:
    with _snapshot():
        assert zipfile.ZipFile(io.BytesIO(), "w")
        assert os.getpid()
