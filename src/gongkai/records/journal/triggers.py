"""What the database itself refuses: to change, remove or back-date what the journal holds.

The definitions below are the only ones: the migration installs them, verification compares them with what
the database has. A later migration that rebuilds one of the tables must install them again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

ENTRY, BLOCK = "records_journal_entry", "records_journal_block"
# Everything of an entry but its position; a test holds it against the model.
CONTENT = (
    "id",
    "at",
    "verb",
    "object_kind",
    "object_id",
    "object_label",
    "actor_kind",
    "actor_id",
    "actor_name",
    "actor_post",
    "actor_body",
    "actor_body_name",
    "before",
    "after",
    "digests",
    "reason",
    "algorithm",
    "digest",
)


# Bits of pg_trigger.tgtype
ROW, BEFORE = 1, 2
EVENTS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A named refusal: on what event of which table, under which condition (by vendor), in what words."""

    name: str
    table: str
    event: str
    sentence: str
    when: Mapping[str, str]
    columns: tuple[str, ...] = ()


def _twice(table: str, key: str) -> str:
    """SQLite's INSERT OR REPLACE removes a row without firing the trigger on removal: refuse it first."""
    return f'EXISTS (SELECT 1 FROM "{table}" WHERE "{key}" = NEW."{key}")'  # noqa: S608 - names of ours


def _both(condition: str) -> dict[str, str]:
    return {"sqlite": condition, "postgresql": condition}


ALWAYS = _both("TRUE")
TRIGGERS = (
    Trigger(
        "journal_entry_is_never_changed",
        ENTRY,
        "UPDATE",
        "日志条目不能修改，请另记一条说明更正。",
        ALWAYS,
        CONTENT,
    ),
    Trigger(
        "journal_position_is_set_once",
        ENTRY,
        "UPDATE",
        "日志条目的序号由封存程序给定一次，以后不能修改。",
        _both('OLD."position" IS NOT NULL OR NEW."position" IS NULL'),
        ("position",),
    ),
    Trigger("journal_entry_is_never_removed", ENTRY, "DELETE", "日志条目不能删除。", ALWAYS),
    Trigger(
        "journal_entry_begins_unsealed",
        ENTRY,
        "INSERT",
        "日志条目只能追加，序号由封存程序给定。",
        {
            "sqlite": f'NEW."position" IS NOT NULL OR {_twice(ENTRY, "id")}',
            "postgresql": 'NEW."position" IS NOT NULL',
        },
    ),
    Trigger("journal_block_is_never_changed", BLOCK, "UPDATE", "日志区块不能修改。", ALWAYS),
    Trigger("journal_block_is_never_removed", BLOCK, "DELETE", "日志区块不能删除。", ALWAYS),
    Trigger(
        "journal_block_is_sealed_once",
        BLOCK,
        "INSERT",
        "日志区块只能追加，每个编号只封存一次。",
        {"sqlite": f"{_twice(BLOCK, 'number')} OR {_twice(BLOCK, 'first')}"},
    ),
    # PostgreSQL alone has TRUNCATE; to empty what is empty removes nothing
    Trigger(
        "journal_entries_are_never_emptied",
        ENTRY,
        "TRUNCATE",
        "日志条目不能清空。",
        {"postgresql": f'EXISTS (SELECT 1 FROM "{ENTRY}")'},  # noqa: S608
    ),
    Trigger(
        "journal_blocks_are_never_emptied",
        BLOCK,
        "TRUNCATE",
        "日志区块不能清空。",
        {"postgresql": f'EXISTS (SELECT 1 FROM "{BLOCK}")'},  # noqa: S608
    ),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every trigger in the form defined here, in place of one of the same name."""
    remove(connection)
    with connection.cursor() as cursor:
        for trigger in _of(connection.vendor):
            if connection.vendor == "postgresql":
                cursor.execute(
                    f'CREATE FUNCTION "{trigger.name}"() RETURNS trigger LANGUAGE plpgsql AS '
                    f"$body${_body(trigger)}$body$"
                )
            cursor.execute(_statement(trigger, connection.vendor))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger: for migrations that rebuild a table, and for tests that empty it."""
    with connection.cursor() as cursor:
        for trigger in _of(connection.vendor):
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}" ON "{trigger.table}"')
                cursor.execute(f'DROP FUNCTION IF EXISTS "{trigger.name}"()')
            else:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"')


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that are dropped, disabled, or no longer what they were."""
    if connection.vendor == "postgresql":
        there = _on_postgresql(connection)
        return [
            trigger.name
            for trigger in _of(connection.vendor)
            if there.get(trigger.name)
            != (trigger.table, _kind(trigger), sorted(trigger.columns), _body(trigger))
        ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        written = dict(cursor.fetchall())
    return [
        trigger.name
        for trigger in _of(connection.vendor)
        if written.get(trigger.name) != _statement(trigger, connection.vendor)
    ]


def _of(vendor: str) -> list[Trigger]:
    return [trigger for trigger in TRIGGERS if vendor in trigger.when]


def _statement(trigger: Trigger, vendor: str) -> str:
    columns = " OF " + ", ".join(f'"{name}"' for name in trigger.columns) if trigger.columns else ""
    each = "STATEMENT" if trigger.event == "TRUNCATE" else "ROW"
    head = (
        f'CREATE TRIGGER "{trigger.name}" BEFORE {trigger.event}{columns} ON "{trigger.table}" '
        f"FOR EACH {each}"
    )
    if vendor == "postgresql":
        return f'{head} EXECUTE FUNCTION "{trigger.name}"()'
    message = f"{trigger.name}: {trigger.sentence}"
    return f"{head} WHEN {trigger.when[vendor]} BEGIN SELECT RAISE(ABORT, '{message}'); END"


def _body(trigger: Trigger) -> str:
    """The function a trigger of PostgreSQL calls; the condition stands here, so that one text says all."""
    return (
        f" BEGIN IF {trigger.when['postgresql']} THEN RAISE EXCEPTION "
        f"USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{trigger.name}', "
        f"MESSAGE = '{trigger.name}: {trigger.sentence}'; END IF; RETURN NEW; END "
    )


def _kind(trigger: Trigger) -> int:
    row = 0 if trigger.event == "TRUNCATE" else ROW
    return row | BEFORE | EVENTS[trigger.event]


def _on_postgresql(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, int, list[str], str]]:
    """Name → table, kind, columns and function of every enabled trigger without a condition of its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT t.tgname, c.relname, t.tgtype, p.prosrc,
                   ARRAY(SELECT a.attname::text FROM pg_attribute a
                         WHERE a.attrelid = t.tgrelid AND a.attnum = ANY(t.tgattr))
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND NOT t.tgisinternal
            AND c.relnamespace = current_schema()::regnamespace
            """
        )
        return {
            name: (table, kind, sorted(columns), body)
            for name, table, kind, body, columns in cursor.fetchall()
        }
