"""A deployment of its own for tests that need real processes: data directory, database, environment."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql


@contextmanager
def deployment(url: str, *, template: str = "template1") -> Iterator[dict[str, str]]:
    """The environment of a fresh deployment: SQLite, or a new database on the PostgreSQL server of `url`.

    `template`: the database on that server that the new one is a copy of.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-crowd-") as directory:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment |= {"GONGKAI_DATA": directory, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"}
        if not url:
            yield environment
            return
        server = url.rpartition("/")[0]
        name = f"gongkai_crowd_{secrets.token_hex(4)}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as administrator:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            administrator.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
            try:
                yield environment | {"DATABASE_URL": f"{server}/{name}"}
            finally:
                drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                administrator.execute(drop)
