"""An entry commits with what it tells, says it as it was, and is found again."""

from __future__ import annotations

from datetime import date, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from gongkai.config import deployment
from gongkai.records import journal
from gongkai.records.actors import ObjectRef
from gongkai.records.journal.models import COVERED, Entry
from tests.records.journal.conftest import AT, BY, ROAD, Write

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BEIJING = timezone(timedelta(hours=8))
HARBOUR = ObjectRef("body", "harbour", "云河市港务局")


def test_an_entry_says_who_did_what_to_which_object_when(write: Write) -> None:
    entry = write(before={"name": "云河市交通局"}, after={"name": "云河市交通运输局"}, reason="机构改革")
    stored = Entry.objects.get(pk=entry.pk)
    assert (stored.by, stored.object, stored.at, stored.verb) == (BY, ROAD, AT, "specimen.renamed")
    assert (stored.before, stored.after) == ({"name": "云河市交通局"}, {"name": "云河市交通运输局"})
    assert str(stored) == "林知远 单位更名 云河市交通运输局"
    assert stored.position is None


def test_values_come_back_from_the_database_with_the_digest_they_were_given(write: Write) -> None:
    after = {
        "on": date(2026, 3, 2),
        "at": AT,
        "fee": Decimal("12.50"),
        "many": 10**25,
        "道": [None, True, "〔〕"],
    }
    stored = Entry.objects.get(pk=write(after=after, digests={"file": "sha256:00"}).pk)
    assert stored.computed_digest() == stored.digest
    assert stored.after is not None
    assert stored.after["on"] == "2026-03-02"


def test_the_digest_covers_every_column_but_id_position_and_itself() -> None:
    columns = {field.attname for field in Entry._meta.concrete_fields}
    assert set(COVERED) == columns - {"id", "position", "algorithm", "digest"}


def test_an_instant_is_the_same_in_every_zone(write: Write) -> None:
    assert write(at=AT).digest == write(at=AT.astimezone(BEIJING)).digest


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(journal.NotInTransaction):
        journal.record(verb="specimen.renamed", object=ROAD, by=BY, at=AT)
    assert not journal.entries().exists()


def test_an_entry_vanishes_with_what_it_tells(write: Write) -> None:
    def renamed_and_undone() -> None:
        with transaction.atomic():
            write()
            raise LookupError

    with pytest.raises(LookupError):
        renamed_and_undone()
    assert not journal.entries().exists()


def test_a_verb_that_no_package_knows_is_refused(write: Write) -> None:
    with pytest.raises(journal.UnknownVerb, match=r"specimen\.painted"):
        write(verb="specimen.painted")


def test_an_instant_without_a_zone_is_refused(write: Write) -> None:
    with pytest.raises(journal.NotCanonical, match="时区"):
        write(at=AT.replace(tzinfo=None))


# A verb is `object.done`; two packages cannot mean different things by one verb.
BAD_VERBS = [
    {"renamed": "更名"},
    {"Specimen.renamed": "更名"},
    {"specimen.": "更名"},
    {"specimen.renamed": "别的意思"},
]


@pytest.mark.parametrize("table", BAD_VERBS)
def test_a_bad_table_of_verbs_is_refused_whole(table: dict[str, str]) -> None:
    with pytest.raises(journal.BadVerb):
        journal.register({"specimen.merged": "单位合并"} | table)
    assert "specimen.merged" not in journal.labels()


def test_a_table_may_be_registered_twice() -> None:
    journal.register({"specimen.renamed": "单位更名"})
    assert journal.label("specimen.renamed") == "单位更名"
    assert journal.label("specimen.of_a_package_long_gone") == "specimen.of_a_package_long_gone"


def test_the_time_line_of_an_object_is_in_the_order_of_what_happened(write: Write) -> None:
    first, _other, second = write(), write(object=HARBOUR), write(verb="specimen.closed")
    journal.seal(at=AT)
    third = write()
    assert list(journal.timeline(ROAD)) == [first, second, third]


FILTERS = [
    ({}, ["c", "b", "a"]),
    ({"verb": "specimen.closed"}, ["b"]),
    ({"object_kind": "body", "object_id": "harbour"}, ["c"]),
    ({"actor_id": "p-0001"}, ["c", "b", "a"]),
    ({"actor_id": "p-0002"}, []),
    ({"body": "yunhe-office"}, ["c", "b", "a"]),
    # from an instant on, and before one
    ({"since": AT + timedelta(hours=1)}, ["c", "b"]),
    ({"until": AT + timedelta(hours=1)}, ["a"]),
    # every word must be found in object, actor or reason
    ({"q": "港务 知远"}, ["c"]),
    ({"q": "港务 改革"}, []),
    ({"q": "改革"}, ["b"]),
    ({"q": "harbour"}, ["c"]),
]


@pytest.mark.parametrize(("asked", "found"), FILTERS)
def test_entries_are_found_by_what_they_say(write: Write, asked: dict[str, Any], found: list[str]) -> None:
    names = {
        write().pk: "a",
        write(verb="specimen.closed", at=AT + timedelta(hours=1), reason="机构改革").pk: "b",
        write(object=HARBOUR, at=AT + timedelta(hours=2)).pk: "c",
    }
    filters = journal.EntryFilters(**asked)
    assert [names[entry.pk] for entry in journal.entries(filters)] == found


def test_a_bulk_import_is_one_entry_with_a_manifest_of_its_rows(write: Write) -> None:
    rows = [{"code": "roads", "name": "交通运输局"}, {"code": "harbour", "name": "港务局"}]
    manifest = journal.manifest(rows)
    assert manifest.rows == 2
    assert manifest.digest.startswith("sha256:")
    assert journal.manifest(iter(rows)) == manifest
    assert journal.manifest(reversed(rows)) != manifest
    assert journal.manifest(rows[:1]) != manifest
    entry = write(after={"rows": manifest.rows}, digests={"manifest": manifest.digest})
    assert entry.digests == {"manifest": manifest.digest}


def test_the_algorithm_is_a_choice_of_the_deployment(
    write: Write, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = write()
    settings.GONGKAI_DIGEST = "sm3"
    new = write()
    assert [entry.algorithm for entry in (old, new)] == ["sha256", "sm3"]
    assert old.digest != new.digest
    block = journal.seal(at=AT)
    assert block is not None
    assert block.algorithm == "sm3"
    assert journal.verify().ok
    monkeypatch.setenv("GONGKAI_DIGEST", "SM3")
    assert deployment.digest_algorithm() == "sm3"
    monkeypatch.setenv("GONGKAI_DIGEST", "md5")
    with pytest.raises(deployment.BadSetting, match="GONGKAI_DIGEST: write sha256 or sm3"):
        deployment.digest_algorithm()
