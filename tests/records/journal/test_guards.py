"""The database itself refuses to change, remove or back-date what the journal holds; tested by name."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.records import journal
from gongkai.records.journal import triggers
from gongkai.records.journal.models import Block, Entry
from tests.records.journal.conftest import AT, Write

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BOTH, SQLITE, POSTGRESQL = {"sqlite", "postgresql"}, {"sqlite"}, {"postgresql"}
REFUSED = [
    # An entry is evidence: no column of it can be changed …
    *(
        (f'UPDATE ENTRY SET "{column}" = "{column}"', "journal_entry_is_never_changed", BOTH)  # noqa: S608
        for column in triggers.CONTENT
    ),
    # … its position is given once …
    ("UPDATE ENTRY SET position = position + 10", "journal_position_is_set_once", BOTH),
    ("UPDATE ENTRY SET position = NULL", "journal_position_is_set_once", BOTH),
    # … it cannot be removed …
    ("DELETE FROM ENTRY WHERE id = 1", "journal_entry_is_never_removed", BOTH),
    ("TRUNCATE ENTRY", "journal_entries_are_never_emptied", POSTGRESQL),
    # … nor inserted between others, nor put in the place of one
    (
        "INSERT INTO ENTRY (COLUMNS, position) SELECT COLUMNS, 99 FROM ENTRY",
        "journal_entry_begins_unsealed",
        BOTH,
    ),
    ("INSERT OR REPLACE INTO ENTRY SELECT * FROM ENTRY", "journal_entry_begins_unsealed", SQLITE),
    (
        "INSERT OR REPLACE INTO ENTRY (id, COLUMNS) SELECT id, COLUMNS FROM ENTRY",
        "journal_entry_begins_unsealed",
        SQLITE,
    ),
    # A block is sealed once and for all
    ("UPDATE BLOCK SET root = 'x'", "journal_block_is_never_changed", BOTH),
    ("UPDATE BLOCK SET signature = ''", "journal_block_is_never_changed", BOTH),
    ("DELETE FROM BLOCK", "journal_block_is_never_removed", BOTH),
    ("INSERT OR REPLACE INTO BLOCK SELECT * FROM BLOCK", "journal_block_is_sealed_once", SQLITE),
    ("TRUNCATE BLOCK", "journal_blocks_are_never_emptied", POSTGRESQL),
]


def attempt(statement: str) -> None:
    """Execute a statement in which ENTRY, BLOCK and COLUMNS stand for the real names."""
    names = {"ENTRY": triggers.ENTRY, "BLOCK": triggers.BLOCK}
    names["COLUMNS"] = ", ".join(f'"{name}"' for name in triggers.CONTENT if name != "id")
    for word, name in names.items():
        statement = statement.replace(word, name)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


HERE = [row[:2] for row in REFUSED if connection.vendor in row[2]]


@pytest.mark.parametrize(("statement", "name"), HERE)
def test_what_the_database_refuses(write: Write, statement: str, name: str) -> None:
    entry = write()
    journal.seal(at=AT)
    with pytest.raises(IntegrityError, match=f"{name}: 日志") as refusal:
        attempt(statement.replace("id = 1", f"id = {entry.pk}"))
    assert re.search("不能|只能|一次", str(refusal.value))
    assert journal.verify().ok


def test_every_trigger_is_tried_above() -> None:
    assert {name for _statement, name, _vendors in REFUSED} == {trigger.name for trigger in triggers.TRIGGERS}


def test_triggers_guard_every_column_of_an_entry() -> None:
    assert (*triggers.CONTENT, "position") == tuple(field.column for field in Entry._meta.concrete_fields)


# What the tables themselves forbid
CONSTRAINTS = [
    ("UPDATE ENTRY SET position = 0", "journal_position_starts_at_one"),
    ("UPDATE ENTRY SET position = 1", "position"),
    ("UPDATE ENTRY SET actor_kind = 'ghost'", "journal_actor_kind_is_known"),
    ("UPDATE BLOCK SET last = first - 1", "journal_block_holds_entries"),
    ("UPDATE BLOCK SET signature = '', key_id = 'k'", "journal_signature_names_its_key"),
    ("INSERT INTO records_journal_cursor VALUES ('x', -1)", "journal_cursor_is_not_negative"),
]


@pytest.mark.parametrize(("statement", "name"), CONSTRAINTS)
def test_even_without_triggers_the_tables_forbid(write: Write, statement: str, name: str) -> None:
    write(), write()
    journal.seal(at=AT)
    triggers.remove(connection)
    with pytest.raises(IntegrityError, match=name):
        attempt(statement)


def test_a_block_can_begin_only_where_no_other_does(write: Write) -> None:
    write()
    block = journal.seal(at=AT)
    assert block is not None
    again = Block(number=2, first=1, last=1, root="x", algorithm="sha256", sealed_at=AT)
    with pytest.raises(IntegrityError, match=r"first|journal_block"), transaction.atomic():
        again.save(force_insert=True)


def test_triggers_can_be_installed_again_over_old_ones() -> None:
    triggers.install(connection)
    triggers.install(connection)
    assert triggers.missing(connection) == []
