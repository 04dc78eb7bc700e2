"""Entries are read for verification without models; what was recorded comes out with its digest that way."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import connection

from gongkai.records import journal
from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.journal import loading, triggers
from gongkai.records.journal.models import Entry
from tests.records.journal.conftest import AT, Write

pytestmark = [pytest.mark.django_db, pytest.mark.database]

VALUES = [
    {},
    {"name": "云河市交通运输局", "count": 3, "none": None, "yes": True},
    {"z": 1, "a": {"y": [1, "二", {"x": None}], "b": '"\\\n\t\x7f\u2028'}, "é": "𠮷"},
    {"day": date(2026, 1, 2), "at": datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=8)))},
    {"money": Decimal("12.50"), "large": 2**60},
    {"\\u0000": "\\u0000 is no NUL here"},
]
TIMES = [AT, AT.replace(microsecond=1), AT.astimezone(timezone(timedelta(hours=8)))]


def test_whatever_is_recorded_is_intact_at_the_first_look(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in TIMES:
        for value in VALUES:
            write(at=at, before=value, after=value, reason=str(value))
    write(object=ObjectRef("body", "", "“引号”\\ / "), by=Actor("system", "runner", "后台"), before=None)
    journal.seal(at=AT)

    def never(pk: int) -> loading.Loaded:
        raise AssertionError(f"entry {pk} was read twice")

    monkeypatch.setattr(loading, "_alone", never)
    result = journal.verify()
    assert (result.ok, result.entries) == (True, len(TIMES) * len(VALUES) + 1)


@pytest.mark.parametrize("columns", ['"before" = \'{"a": \'', "\"at\" = '2026-13-45 99:00:00'"])
def test_a_row_that_cannot_be_read_is_a_changed_entry_and_its_neighbours_are_not(
    write: Write, columns: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's columns hold nothing that is no JSON and no instant")
    for _ in range(5):
        write()
    journal.seal(at=AT)
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")  # Django checks that JSON is JSON
        cursor.execute(f'UPDATE "{triggers.ENTRY}" SET {columns} WHERE "position" = 3')  # noqa: S608
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    triggers.install(connection)
    assert [(one.kind, one.position) for one in journal.verify().findings] == [("changed_entry", 3)]


def test_a_broken_chain_of_many_small_blocks_is_still_placed(write: Write) -> None:
    """Runs of blocks are read in one go; where they overlap or leave a gap, each is read alone."""
    for _ in range(6):
        write()
        journal.seal(at=AT)
    triggers.remove(connection)
    journal.Block.objects.filter(number=3).update(last=5)
    triggers.install(connection)
    kinds = [(one.kind, one.block) for one in journal.verify().findings]
    assert kinds[0] == ("changed_block", 3)
    assert ("broken_chain", 4) in kinds
    assert Entry.objects.count() == 6
