"""The journal's list stays quick: the filter by verb uses an index, a search reads a bounded part."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from gongkai.records import journal
from gongkai.records.journal import queries
from gongkai.records.journal.models import Entry
from tests.records.journal.conftest import AT, BY, ROAD, Write

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def many(write: Write) -> None:
    """So many entries of twenty verbs that no plan takes the whole table for a page."""
    one = write()
    fields = {name: getattr(one, name) for name in ("algorithm", "digest")}
    said = {
        "object_kind": ROAD.kind,
        "object_id": ROAD.id,
        "object_label": ROAD.label,
        "actor_kind": BY.kind,
        "actor_id": BY.id,
        "actor_name": BY.name,
    }
    Entry.objects.bulk_create(
        Entry(at=AT + timedelta(seconds=number), verb=f"specimen.done_{number % 20}", **said, **fields)
        for number in range(4000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def plan(found: QuerySet[journal.Entry]) -> str:
    return str(found.explain())


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("verb", ["specimen.done_1", "specimen.closed"])
def test_a_page_of_one_verb_uses_the_index_whether_it_is_frequent_or_absent(verb: str) -> None:
    page = Entry.objects.filter(verb=verb).order_by("-at", "-pk")[:51]
    said = plan(page)
    scanned = re.search(r"SCAN records_journal_entry(?! USING)|Seq Scan", said)
    assert not scanned, said
    if verb == "specimen.closed":
        assert "journal_entry_verb" in said
        assert "journal_entry_verb" in plan(Entry.objects.filter(verb=verb).order_by())


@pytest.mark.usefixtures("many")
def test_a_search_reads_a_bounded_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "SEARCHED", 100)
    said = plan(journal.entries(journal.EntryFilters(q="没有这个词"))[:51])
    assert re.search(r"INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)|entry_pkey", said), said


def test_a_search_begins_at_the_end_of_the_time_that_was_asked_for(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "SEARCHED", 3)
    for day in range(6):
        write(at=AT + timedelta(days=day), reason="复议")

    def found(**asked: Any) -> int:
        return journal.entries(journal.EntryFilters(q="复议", **asked)).count()

    assert found() == 3
    assert found(until=AT + timedelta(days=2)) == 2
    assert found(since=AT + timedelta(days=5)) == 1


def test_an_entry_dated_into_the_future_hides_no_other(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "SEARCHED", 3)
    write(at=AT + timedelta(days=900), reason="时钟错了")
    for _ in range(3):
        write(reason="复议")
    assert journal.entries(journal.EntryFilters(q="复议")).count() == 3
