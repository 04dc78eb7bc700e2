"""`make test`: the whole suite on SQLite, and its database tests on PostgreSQL where a server is reachable.

The SQLite run comes last, so that the output ends with the summary of the whole suite.
"""

from __future__ import annotations

import getpass
import os
import subprocess
import sys

import psycopg

from tests.optional import required

PYTEST = [sys.executable, "-m", "pytest", "-q"]
# A module's tests stay together, so that what a module prepares is prepared once.
SIDE_BY_SIDE = ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "loadfile"]


def postgresql_url() -> str | None:
    """GONGKAI_TEST_DATABASE_URL, else a server on this machine that lets this user create databases."""
    given = os.environ.get("GONGKAI_TEST_DATABASE_URL", "")
    url = given or f"postgres://{getpass.getuser()}@127.0.0.1:5432/gongkai"
    try:
        with psycopg.connect(url.rpartition("/")[0] + "/postgres", connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError:
        return None
    return url if row and row[0] else None


def main() -> int:
    """Run both; exit with the first failure."""
    url = postgresql_url()
    if url:
        print("PostgreSQL: reachable, the database tests run on it first.", flush=True)
        on_postgresql = subprocess.run(
            [*PYTEST, *SIDE_BY_SIDE, "-m", "database", *sys.argv[1:]],
            env={**os.environ, "DATABASE_URL": url},
            check=False,
        )
        if on_postgresql.returncode:
            return on_postgresql.returncode
    elif required("postgresql"):
        print("PostgreSQL: required by GONGKAI_REQUIRE, but no server is reachable.", flush=True)
        return 1
    else:
        print("PostgreSQL: no server reachable on this machine; the suite runs on SQLite only.", flush=True)
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return subprocess.run([*PYTEST, *SIDE_BY_SIDE, *sys.argv[1:]], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
