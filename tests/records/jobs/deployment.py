"""A whole deployment of its own, with real processes: what a test of locks, kills and restarts needs."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import dj_database_url
import psycopg
from psycopg import sql

from tests.optional import ROOT

PREPARE = "import django; django.setup(); import tests.records.jobs.samples; "
RUNNER = "from gongkai.cli.runner import runner; runner()"
DEADLINE = 60.0  # seconds; a loaded machine is slow, a broken runner is slower


@dataclass
class Deployment:
    """Its data directory, its database, and the file where its jobs bear witness."""

    data: Path
    url: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
            "GONGKAI_DATA": str(self.data),
            "DATABASE_URL": self.url,
            "GONGKAI_TEST_WITNESS": str(self.data / "witness"),
        }

    def python(self, code: str) -> str:
        """Run a program to its end; what it printed."""
        result = subprocess.run(
            [sys.executable, "-c", PREPARE + code],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()

    def enqueue(self, name: str, arguments: str = "") -> str:
        """Enqueue one job; its id."""
        return self.python(f"from gongkai.records import jobs; print(jobs.enqueue({name!r}, {arguments}))")

    def state(self, job_id: str) -> str:
        """The status of a job and the number of its attempts, as its row has them."""
        text = "SELECT status, worker_ids FROM django_tasks_database_dbtaskresult WHERE id = "
        if self.url:
            with psycopg.connect(self.url) as connection:
                status, workers = connection.execute(f"{text}%s", [job_id]).fetchone() or ("gone", [])
        else:
            with closing(sqlite3.connect(self.data / "gongkai.sqlite3", timeout=20)) as file:
                key = [uuid.UUID(job_id).hex]
                status, kept = file.execute(f"{text}?", key).fetchone() or ("gone", "[]")
                workers = json.loads(kept)
        return f"{status} {len(workers)}"

    def unsealed(self) -> int:
        """How many entries of the journal have no position yet."""
        text = "SELECT COUNT(*) FROM records_journal_entry WHERE position IS NULL"
        if self.url:
            with psycopg.connect(self.url) as connection:
                return int((connection.execute(text).fetchone() or (-1,))[0])
        with closing(sqlite3.connect(self.data / "gongkai.sqlite3", timeout=20)) as file:
            return int(file.execute(text).fetchone()[0])

    def runner(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a runner that knows the sample jobs."""
        with self.said.open("ab") as said:
            process = subprocess.Popen(
                [sys.executable, "-c", PREPARE + RUNNER, *words], cwd=ROOT, env=self.environment, stderr=said
            )
        self.processes.append(process)
        return process

    @property
    def said(self) -> Path:
        """What its runners said, all of them."""
        return self.data / "runner.log"

    def administer(self, statement: str) -> None:
        """Execute a statement in the deployment's database (PostgreSQL)."""
        with psycopg.connect(self.url) as connection:
            connection.execute(statement)

    def witnessed(self, start: str = "") -> list[str]:
        """The lines the jobs wrote that begin with `start`."""
        path = self.data / "witness"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return [line for line in lines if line.startswith(start)]

    def until(self, start: str, count: int = 1) -> list[str]:
        """Wait for `count` lines that begin with `start`."""
        wait(lambda: self._refused() or len(self.witnessed(start)) >= count, f"{count} × {start!r}")
        return self.witnessed(start)

    def settles(self, job_id: str, state: str) -> None:
        """Wait until a job has this state; if it never has, say which it has and what runners said."""
        try:
            wait(lambda: self.state(job_id) == state, state)
        except AssertionError:
            said = self.said.read_text("utf-8")
            raise AssertionError(
                f"never {state}, but {self.state(job_id)}; the runners said:\n{said}"
            ) from None

    def _refused(self) -> bool:
        """Fail with what a runner said that could not even start."""
        if any(process.poll() in (1, 2) for process in self.processes):
            raise AssertionError(self.said.read_text("utf-8"))
        return False


def wait(happened: Callable[[], bool], what: str) -> None:
    """Poll until it happened; fail after the deadline."""
    end = time.monotonic() + DEADLINE
    while not happened():
        assert time.monotonic() < end, f"never seen: {what}"
        time.sleep(0.05)


@contextmanager
def deployments(directory: Path) -> Iterator[Callable[[Path], Deployment]]:
    """Makes fresh deployments, each a copy of one that was migrated once."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        template = Deployment(directory, "")
        template.python(
            "from django.core.management import call_command; call_command('migrate', verbosity=0)"
        )

        def copied(data: Path) -> Deployment:
            shutil.copytree(directory, data, dirs_exist_ok=True)
            return Deployment(data, "")

        yield copied
        return
    stem = f"gongkai_jobs_{uuid.uuid4().hex[:8]}"
    made = [stem]
    with _administration(server) as administer:
        administer("CREATE DATABASE {}", stem)
        Deployment(directory, _named(server, stem)).python(
            "from django.core.management import call_command; call_command('migrate', verbosity=0)"
        )

        def cloned(data: Path) -> Deployment:
            name = f"{stem}_{len(made)}"
            administer("CREATE DATABASE {} TEMPLATE {}", name, stem)
            made.append(name)
            shutil.copytree(directory, data, dirs_exist_ok=True)
            return Deployment(data, _named(server, name))

        try:
            yield cloned
        finally:
            for name in made:
                administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _named(server: str, name: str) -> str:
    return f"{server.rpartition('/')[0]}/{name}"


@contextmanager
def _administration(server: str) -> Iterator[Callable[..., object]]:
    parsed = dj_database_url.parse(server)
    with psycopg.connect(
        host=parsed["HOST"],
        port=parsed["PORT"] or 5432,
        user=parsed["USER"],
        password=parsed["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as connection:
        yield lambda text, *names: connection.execute(sql.SQL(text).format(*map(sql.Identifier, names)))
