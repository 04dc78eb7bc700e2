"""A home that version 0.3 made, brought up to date where it stands, on SQLite and on PostgreSQL.

How the homes were made: make_home_0_3.py. They are never made anew: what 0.3 wrote does not change any more.
"""

from __future__ import annotations

import json
import lzma
import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django_otp.oath import TOTP

from tests.cli.served import GONGKAI, address, command, environment, process, serving, until
from tests.cli.visitor import Page, Visitor
from tests.records.journal.deployment import deployment

pytestmark = pytest.mark.database
HERE = Path(__file__).parent
SERVER = os.environ.get("DATABASE_URL", "")
FACTS: dict[str, Any] = json.loads((HERE / "home-0.3.json").read_text("utf-8"))
COUNTS: dict[str, int] = FACTS["counts_on_server" if SERVER else "counts"]
GROWING = {"records_journal_entry", "records_journal_block", "organisations_signin"}
GROWING |= {"records_casekey"}  # of the second factor, which is sealed now
SECRETS = (FACTS["totp_key"], FACTS["session_on_server" if SERVER else "session"])


@dataclass(frozen=True)
class Home:
    """A home of 0.3, and the database it stands on: "" for SQLite."""

    data: Path
    url: str

    @property
    def settings(self) -> dict[str, str]:
        return {"DATABASE_URL": self.url} if self.url else {}

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return command(self.data, *words, **self.settings)

    def rows(self, query: str) -> list[Any]:
        if self.url:
            with psycopg.connect(self.url) as server:
                return server.execute(query.encode()).fetchall()
        with closing(sqlite3.connect(self.data / "gongkai.sqlite3")) as file:
            return file.execute(query).fetchall()

    def tables(self) -> set[str]:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        if self.url:
            query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        return {name for (name,) in self.rows(query)}


@pytest.fixture(scope="module")
def old() -> Iterator[Home]:
    """The home as 0.3 left it."""
    with deployment(SERVER) as made:
        data = Path(made["GONGKAI_DATA"])
        with lzma.open(HERE / "home-0.3.tar.xz") as packed, tarfile.open(fileobj=packed) as archive:
            archive.extractall(data, filter="fully_trusted")  # noqa: S202 - modes and all
        home = Home(data / "home", made.get("DATABASE_URL", ""))
        if home.url:
            (home.data / "gongkai.sqlite3").unlink()
            with psycopg.connect(home.url) as server:
                server.execute(lzma.decompress((HERE / "home-0.3.sql.xz").read_bytes()))
        yield home


@dataclass(frozen=True)
class Upgraded:
    """The home after its first start, served."""

    home: Home
    site: str
    said: str

    def visitor(self, cookies: str = "") -> Visitor:
        return Visitor(self.site, cookies=cookies)


@pytest.fixture(scope="module")
def upgraded(old: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    errors = tmp_path_factory.mktemp("upgrade") / "errors"
    with errors.open("w") as file, ExitStack() as stack:
        words = ["--port", "0", "--no-runner"]
        _pid, line = stack.enter_context(process(old.data, *words, stderr=file, **old.settings))
        assert line, errors.read_text("utf-8")
        yield Upgraded(old, address(line), errors.read_text("utf-8"))


def test_every_row_is_still_there_and_no_table_is_left_behind(upgraded: Upgraded) -> None:
    found = {table: upgraded.home.rows(f"SELECT count(*) FROM {table}")[0][0] for table in COUNTS}  # noqa: S608
    assert {table: found[table] for table in COUNTS if table not in GROWING} == {
        table: count for table, count in COUNTS.items() if table not in GROWING
    }
    assert all(found[table] >= COUNTS[table] for table in GROWING)
    with deployment(SERVER) as fresh:
        subprocess.run([GONGKAI, "demo"], env=fresh, capture_output=True, check=True)
        new = Home(Path(fresh["GONGKAI_DATA"]), fresh.get("DATABASE_URL", ""))
        assert upgraded.home.tables() == new.tables()


def test_the_home_is_closed_to_others_and_the_start_says_what_was_open(upgraded: Upgraded) -> None:
    data = upgraded.home.data
    assert f"已收紧权限：{data} 0755 → 0700" in upgraded.said
    if not upgraded.home.url:
        assert f"{data / 'gongkai.sqlite3'} 0644 → 0600" in upgraded.said
    for path in (data, *data.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_the_journal_verifies_across_the_change(upgraded: Upgraded) -> None:
    """What 0.3 sealed, what it left unsealed, and what this version added; against 0.3's own anchor."""
    assert upgraded.home.command("journal", "seal").returncode == 0
    anchored = ["--anchor", str(HERE / "home-0.3.anchors"), "--within", "36500"]
    found = upgraded.home.command("journal", "verify", "--full", "--json", *anchored)
    assert found.returncode == 0, found.stdout + found.stderr
    assert json.loads(found.stdout)["entries"] >= COUNTS["records_journal_entry"]


def test_people_sign_in_with_the_password_they_had(upgraded: Upgraded) -> None:
    for login, password in (
        (FACTS["logins"]["plain"], FACTS["password"]),
        (FACTS["logins"]["demo"], "gongkai-yanshi"),
    ):
        visitor = upgraded.visitor()
        inbox = visitor.sign_in(login, password)
        assert (inbox.status, inbox.address) == (200, f"{upgraded.site}/console/"), inbox.text
        assert visitor.get("/console/account/").address.endswith("/console/account/")
    assert upgraded.visitor().sign_in(FACTS["logins"]["plain"], "another").status == 422


def test_a_session_of_before_has_ended(upgraded: Upgraded) -> None:
    key = FACTS["session_on_server" if SERVER else "session"]
    page = upgraded.visitor(cookies=f"gongkai_session={key}").get("/console/account/")
    assert "/console/sign-in/" in page.address


def second_step(upgraded: Upgraded, code: str) -> Page:
    visitor = upgraded.visitor()
    page = visitor.sign_in(FACTS["logins"]["two_factors"], FACTS["password"])
    assert page.address.endswith("/console/sign-in/code/")
    return visitor.post("/console/sign-in/code/", code=code)


def test_a_second_factor_is_still_asked_for_and_known(upgraded: Upgraded) -> None:
    clock = TOTP(bytes.fromhex(FACTS["totp_key"]))
    clock.time = time.time()
    assert second_step(upgraded, f"{clock.token():06}").address == f"{upgraded.site}/console/"
    assert second_step(upgraded, "000000").status == 422
    recovery = FACTS["recovery_codes"][0]
    assert second_step(upgraded, recovery).address == f"{upgraded.site}/console/"
    assert second_step(upgraded, recovery).status == 422  # good for one sign-in


def test_nothing_in_the_database_opens_an_account(upgraded: Upgraded) -> None:
    """0.3 kept keys of second factors and of sessions as they are."""
    if upgraded.home.url:
        dumped = b"\n".join(
            str(upgraded.home.rows(f"SELECT * FROM {table}")).encode()  # noqa: S608
            for table in upgraded.home.tables()
        )
    else:
        dumped = b"".join(path.read_bytes() for path in upgraded.home.data.glob("gongkai.sqlite3*"))
    for secret in SECRETS:
        assert secret.encode() not in dumped


def test_tokens_work_as_before(upgraded: Upgraded) -> None:
    asked = {
        name: upgraded.visitor().get("/api/v1/reports", Authorization=f"Bearer {secret}").status
        for name, secret in FACTS["tokens"].items()
    }
    assert asked == {"good": 200, "revoked": 401}


def test_a_sealed_file_opens(upgraded: Upgraded) -> None:
    visitor = upgraded.visitor()
    visitor.sign_in("city.disclosure", "gongkai-yanshi")
    collection, draft = upgraded.home.rows(
        "SELECT collection_id, id FROM annual_reports_draft ORDER BY id LIMIT 1"
    )[0]
    page = visitor.get(f"/console/collections/{collection}/drafts/{draft}/original/")
    assert page.status == 200
    assert "政府信息公开工作年度报告" in page.text


def test_work_that_was_asked_for_is_done(upgraded: Upgraded) -> None:
    """0.3 was stopped before its runner came to it."""
    waiting = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
    returned = "SELECT count(*) FROM annual_reports_draft WHERE state = 'returned'"
    before = upgraded.home.rows(returned)[0][0]
    with subprocess.Popen(
        [GONGKAI, "runner"],
        env=environment(upgraded.home.data, **upgraded.home.settings),
        stdout=subprocess.DEVNULL,
    ) as runner:
        try:
            until(lambda: upgraded.home.rows(waiting)[0][0] == 0, "an empty queue", seconds=240)
        finally:
            runner.send_signal(signal.SIGTERM)
    assert upgraded.home.rows(returned)[0][0] == before + 1
    numbers = upgraded.home.rows("SELECT series_id, serial FROM records_number ORDER BY series_id, serial")
    for series in {series for series, _serial in numbers}:
        serials = [serial for one, serial in numbers if one == series]
        assert serials == list(range(1, len(serials) + 1))


def test_what_was_upgraded_is_backed_up_and_restored(upgraded: Upgraded, tmp_path: Path) -> None:
    made = upgraded.home.command("backup", str(tmp_path / "backup.zip"))
    assert made.returncode == 0, made.stderr
    files = re.search(r"、(\d+)个文件", made.stdout)
    assert files
    assert int(files[1]) >= COUNTS["records_storedfile"]
    with deployment(SERVER) as other:
        shutil.copy(upgraded.home.data / "keys.json", other["GONGKAI_DATA"])
        restored = subprocess.run(
            [GONGKAI, "restore", str(tmp_path / "backup.zip")],
            env=other,
            capture_output=True,
            text=True,
            check=False,
        )
        assert restored.returncode == 0, restored.stderr
        verified = subprocess.run(
            [GONGKAI, "journal", "verify", "--anchor", str(HERE / "home-0.3.anchors"), "--within", "36500"],
            env=other,
            capture_output=True,
            check=False,
        )
        assert verified.returncode == 0


def test_the_doctor_finds_nothing(upgraded: Upgraded) -> None:
    assert upgraded.home.command("journal", "seal").returncode == 0  # 0.3 left an entry without its seal
    found = upgraded.home.command("doctor")
    assert found.returncode == 0, found.stdout


def test_a_second_start_changes_nothing(upgraded: Upgraded) -> None:
    rows = upgraded.home.rows("SELECT app, name FROM django_migrations ORDER BY id")
    with serving(upgraded.home.data, "--port", "0", "--no-runner", **upgraded.home.settings) as line:
        assert Visitor(address(line)).get("/").status == 200
    assert upgraded.home.rows("SELECT app, name FROM django_migrations ORDER BY id") == rows
