"""Lanes of tests, side by side: for `make test`, `make check` and `.ci/run` (docs/explanation/tests.md).

    python -m tests.run [lint] [sqlite] [postgresql] [-- OPTIONS OF PYTEST]

Without a lane: `sqlite`, and `postgresql` where GONGKAI_REQUIRE names it. One lane writes as it goes; several
write into files and are printed whole when all have ended, `sqlite` last: the output ends with the summary
of the whole suite. A lane that fails fails the run; the others go on to their end all the same.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.optional import ROOT, required

LANES = ("lint", "postgresql", "sqlite")
EVERY = 60.0  # seconds between two words on how far lanes are
# A worker that has done its share takes over from another: no file holds a whole core up.
PYTEST = [
    sys.executable,
    "-m",
    "pytest",
    "-q",
    "-n",
    str(os.cpu_count() or 1),
    "--dist",
    "worksteal",
    "--durations=25",
]


def postgresql_url() -> str | None:
    """GONGKAI_TEST_DATABASE_URL, else a server on this machine that lets this user create databases."""
    given = os.environ.get("GONGKAI_TEST_DATABASE_URL", "")
    # Each checkout has databases of its own name: two of them can be tested at once.
    checkout = hashlib.sha256(bytes(ROOT)).hexdigest()[:8]
    url = given or f"postgres://{getpass.getuser()}@127.0.0.1:5432/gongkai_{checkout}"
    try:
        with psycopg.connect(url.rpartition("/")[0] + "/postgres", connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError:
        return None
    return url if row and row[0] else None


@dataclass(frozen=True)
class Lane:
    """A name, a command, and the database it runs on: "" for SQLite."""

    name: str
    command: list[str]
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """This process's, but for the database.

        Compiled modules are kept whatever the environment says: tests start some hundred processes, and each
        would compile the whole program again.
        """
        replaced = ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
        kept = {key: value for key, value in os.environ.items() if key not in replaced}
        return kept | ({"DATABASE_URL": self.url} if self.url else {})


@dataclass
class Running:
    """A lane at work, and where it writes."""

    lane: Lane
    process: subprocess.Popen[bytes]
    output: Path
    began: float

    def last_line(self) -> str:
        """What it wrote last."""
        lines = self.output.read_text("utf-8", errors="replace").split("\n")
        return next((line.strip()[-60:] for line in reversed(lines) if line.strip()), "")

    def tell(self, word: str) -> None:
        """One line on how it goes."""
        passed = int(time.monotonic() - self.began)
        print(
            f"{self.lane.name}: {word} after {passed // 60} min {passed % 60} s: {self.last_line()}",
            flush=True,
        )


def lanes(names: list[str], options: list[str]) -> list[Lane] | None:
    """The lanes of these names in their order; None (and a line that says why) where one cannot run."""
    found = []
    if "lint" in names:
        found.append(Lane("lint", ["make", "--no-print-directory", "lint"]))
    if "postgresql" in names:
        url = postgresql_url()
        if url:
            found.append(Lane("postgresql", [*PYTEST, "-m", "database", *options], url))
        elif required("postgresql"):
            print("PostgreSQL: required by GONGKAI_REQUIRE, but no server is reachable.", flush=True)
            return None
        else:
            print(
                "PostgreSQL: no server reachable on this machine; the suite runs on SQLite only.", flush=True
            )
    if "sqlite" in names:
        found.append(Lane("sqlite", [*PYTEST, *options]))
    return found


def side_by_side(chosen: list[Lane], directory: Path) -> int:
    """Run lanes at once and print what each wrote; the first exit code that is not 0, else 0."""
    running = []
    for lane in chosen:
        output = directory / lane.name
        with output.open("wb") as file:
            process = subprocess.Popen(
                lane.command, cwd=ROOT, env=lane.environment, stdout=file, stderr=subprocess.STDOUT
            )
        running.append(Running(lane, process, output, time.monotonic()))
    print("Side by side: " + ", ".join(lane.name for lane in chosen), flush=True)
    wait(running)
    for each in running:
        print(f"\n== {each.lane.name} ==\n", flush=True)
        sys.stdout.buffer.write(each.output.read_bytes())
        sys.stdout.flush()
    return next((each.process.returncode for each in running if each.process.returncode), 0)


def wait(running: list[Running]) -> None:
    """Until all have ended; says when one does, and now and then how far the others are."""
    waiting, said = list(running), time.monotonic()
    try:
        while waiting:
            time.sleep(0.2)
            for each in [each for each in waiting if each.process.poll() is not None]:
                each.tell("failed" if each.process.returncode else "done")
                waiting.remove(each)
            if time.monotonic() - said > EVERY:
                said = time.monotonic()
                for each in waiting:
                    each.tell("at work")
    finally:
        for each in waiting:
            each.process.terminate()


def main(words: list[str]) -> int:
    """Run the lanes that are named."""
    end = words.index("--") if "--" in words else len(words)
    asked, options = words[:end], words[end + 1 :]
    unknown = [word for word in asked if word not in LANES]
    if unknown:
        print(f"No lane is called {', '.join(unknown)}; there are {', '.join(LANES)}.", file=sys.stderr)
        return 2
    names = asked or ["sqlite", *(["postgresql"] if required("postgresql") else [])]
    chosen = lanes(names, options)
    if chosen is None:
        return 1
    if len(chosen) == 1:
        [only] = chosen
        return subprocess.run(only.command, cwd=ROOT, env=only.environment, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="gongkai-lanes-") as directory:
        return side_by_side(chosen, Path(directory))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
