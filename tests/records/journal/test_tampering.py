"""Whoever has the whole database in hand and changes the journal is found, and the place is named.

The attacker of these tables switches the triggers off, does the deed and switches them on again; he has the
key file as well, which lies beside the database. What leaves no trace inside (a cut tail, a history that is
rewritten, chained and signed again) is told by an anchor, and without one nobody says that all is well.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from django.db import connection

from gongkai.records import journal
from gongkai.records.journal import anchors, triggers
from gongkai.records.journal.findings import KINDS
from gongkai.records.journal.models import Block, Cursor, Entry
from gongkai.records.journal.rules import block_root
from gongkai.records.journal.sealing import signed_part
from tests.records.journal.conftest import AT, Write

pytestmark = [pytest.mark.django_db, pytest.mark.database]
Deed = Callable[[], object]
LATER = AT + timedelta(hours=1)


@pytest.fixture
def anchor(write: Write, tmp_path: Path) -> Path:
    """Nine entries in three blocks, an anchor of the first and the third, and a tenth entry unsealed."""
    path = tmp_path / "anchors.jsonl"
    for number in range(1, 10):
        write(reason=f"第{number}条", after={"number": number})
        if number in (3, 6, 9):
            journal.seal(at=AT)
        if number in (3, 9):
            anchors.append(journal.export_anchor(at=AT), path)
    write(reason="第10条")
    return path


def at(position: int) -> Entry:
    return Entry.objects.get(position=position)


def change(position: int, /, **columns: object) -> None:
    Entry.objects.filter(position=position).update(**columns)


def change_well(position: int, /, **columns: object) -> None:
    """Change an entry and make its digest fit."""
    change(position, **columns)
    change(position, digest=at(position).computed_digest())


def chain_again(signatures: Literal["left", "removed", "made again"]) -> None:
    """Compute every root anew; leave the signatures, take them all away, or sign with the key beside it."""
    before = ""
    for block in Block.objects.order_by("number"):
        block.previous_root = before
        inside = Entry.objects.filter(position__range=(block.first, block.last)).order_by("position")
        block.root = before = block_root(block.header, list(inside.values_list("digest", flat=True)))
        if signatures == "removed":
            block.key_id = block.signature = ""
        elif signatures == "made again":
            block.key_id, block.signature = journal.signing.sign(signed_part(block.root))
        block.save()


def rewrite(signatures: Literal["removed", "made again"]) -> None:
    change_well(5, reason="从未发生")
    chain_again(signatures)


def remove(position: int) -> None:
    Entry.objects.filter(position=position).delete()


def remove_well(position: int) -> None:
    """Remove an entry, close the gap and chain again."""
    remove(position)
    for later in Entry.objects.filter(position__gt=position).order_by("position"):
        change(later.position or 0, position=(later.position or 0) - 1)
    last = Block.objects.order_by("-number")[0]
    Block.objects.filter(number=last.number).update(last=last.last - 1)
    chain_again("made again")


def cut(blocks: int) -> None:
    """Cut everything after so many blocks, without a trace inside."""
    end = Block.objects.get(number=blocks).last if blocks else 0
    Entry.objects.filter(position__gt=end).delete()
    Entry.objects.filter(position=None).delete()
    Block.objects.filter(number__gt=blocks).delete()


def swap(one: int, other: int) -> None:
    ids = at(one).pk, at(other).pk
    Entry.objects.filter(pk=ids[0]).update(position=99)
    Entry.objects.filter(pk=ids[1]).update(position=one)
    Entry.objects.filter(pk=ids[0]).update(position=other)


# What is done → what is found first, at which position; all of it without an anchor, and with one as well
FOUND_INSIDE: list[tuple[str, Deed, str, int | None]] = [
    ("one character", lambda: change(5, reason="第5 条"), "changed_entry", 5),
    ("who it was", lambda: change(4, actor_name="别人"), "changed_entry", 4),
    ("when it was", lambda: change(4, at=AT.replace(year=2025)), "changed_entry", 4),
    ("a public value", lambda: change(7, after={"number": 70}), "changed_entry", 7),
    ("a float the journal cannot hold", lambda: change(7, after={"number": 7.5}), "changed_entry", 7),
    ("the digest alone", lambda: change(2, digest="0" * 64), "changed_entry", 2),
    ("an unknown algorithm", lambda: change(2, algorithm="md5"), "changed_entry", 2),
    ("two: the first is named", lambda: (change(8, reason="x"), change(3, reason="x")), "changed_entry", 3),
    ("an entry and its digest", lambda: change_well(5, reason="从未发生"), "changed_block", 4),
    ("the order of two", lambda: swap(4, 5), "changed_block", 4),
    ("an entry that is not yet sealed", lambda: Entry.objects.filter(position=None).update(reason="x"),
     "changed_unsealed", None),
    ("an entry removed", lambda: remove(5), "removed_entry", 5),
    ("the first removed", lambda: remove(1), "removed_entry", 1),
    ("the last removed", lambda: remove(9), "removed_entry", 9),
    ("an entry slipped in", lambda: Entry.objects.filter(position=None).update(position=77),
     "unsealed_position", 77),
    ("a block removed", lambda: Block.objects.filter(number=2).delete(), "removed_block", None),
    ("the last block removed", lambda: Block.objects.filter(number=3).delete(), "unsealed_position", 7),
    ("the time of a block", lambda: Block.objects.filter(number=2).update(sealed_at=AT.replace(year=2025)),
     "changed_block", 4),
    ("a root", lambda: Block.objects.filter(number=2).update(root="0" * 64), "forged_signature", 4),
    ("the link to the block before", lambda: Block.objects.filter(number=3).update(previous_root="0" * 64),
     "broken_chain", 7),
    ("one block rewritten well", lambda: (change_well(5, reason="x"), chain_again("left")),
     "forged_signature", 4),
    ("a signature taken away", lambda: Block.objects.filter(number=2).update(key_id="", signature=""),
     "lost_signature", 4),
    ("a signature by a key of their own", lambda: Block.objects.filter(number=3).update(key_id="stranger"),
     "unknown_key", 7),
    ("a tail that a reader has seen", lambda: (Cursor.objects.create(reader="search", position=9), cut(2)),
     "reader_ahead", 9),
]  # fmt: skip

# What leaves no trace inside → what the anchor tells
FOUND_BY_ANCHOR: list[tuple[str, Deed, str]] = [
    ("the tail is cut on the edge of a block", lambda: cut(2), "cut_tail"),
    ("everything is cut", lambda: cut(0), "cut_tail"),
    ("history is rewritten, chained and signed again with the key beside it",
     lambda: rewrite("made again"), "rewritten"),
    ("history is rewritten, chained again, signatures taken away", lambda: rewrite("removed"), "rewritten"),
    ("two entries change places, chained and signed again",
     lambda: (swap(4, 5), chain_again("made again")), "rewritten"),
    ("an entry is removed, the gap closed, chained and signed again", lambda: remove_well(8), "rewritten"),
]  # fmt: skip


def tamper(deed: Deed) -> None:
    triggers.remove(connection)
    deed()
    triggers.install(connection)


@pytest.mark.parametrize(
    ("deed", "kind", "position"), [pytest.param(*row[1:], id=row[0]) for row in FOUND_INSIDE]
)
def test_it_is_found_and_named(anchor: Path, deed: Deed, kind: str, position: int | None) -> None:
    assert journal.verify(anchor=anchor).verdict(LATER) == "proved"
    tamper(deed)
    result = journal.verify()
    assert result.first is not None
    assert (result.first.kind, result.first.position) == (kind, position)
    assert result.verdict(LATER) == journal.verify(anchor=anchor).verdict(LATER) == "damaged"


@pytest.mark.parametrize(("deed", "kind"), [pytest.param(*row[1:], id=row[0]) for row in FOUND_BY_ANCHOR])
def test_it_is_told_by_an_anchor_and_without_one_nobody_says_that_all_is_well(
    anchor: Path, deed: Deed, kind: str
) -> None:
    tamper(deed)
    assert triggers.missing(connection) == []
    alone = journal.verify()
    assert alone.findings == []
    assert alone.verdict(LATER) == "unproven"
    told = journal.verify(anchor=anchor)
    assert told.first is not None
    assert (told.first.kind, told.verdict(LATER)) == (kind, "damaged")


def test_taking_away_signatures_alone_changes_no_content_and_proves_nothing(anchor: Path) -> None:
    tamper(lambda: Block.objects.update(key_id="", signature=""))
    alone = journal.verify()
    assert (alone.verdict(LATER), alone.checked, alone.unsigned) == ("unproven", 0, 3)
    assert journal.verify(anchor=anchor).verdict(LATER) == "proved"  # not a word was changed


def test_a_name_says_who_did_what_in_the_entry_that_was_changed(anchor: Path) -> None:
    tamper(lambda: change(5, reason="x"))
    first = journal.verify().first
    assert first is not None
    assert first.message == (
        f"序号5（内部编号{at(5).pk}，林知远 单位更名 云河市交通运输局）的内容与记入时的摘要不符，已被改动。"
    )


def test_what_was_sealed_after_the_anchor_is_no_cut(anchor: Path, write: Write) -> None:
    write()
    journal.seal(at=AT)
    result = journal.verify(anchor=anchor)
    assert (result.ok, result.anchors, result.blocks, result.entries) == (True, 2, 4, 11)
    assert result.proof is not None
    assert (result.proof.position, result.unproven, result.proof.where) == (
        9,
        2,
        str(anchor),
    )


HERE = [
    pytest.param(trigger.name, trigger.table, id=trigger.name)
    for trigger in triggers.TRIGGERS
    if connection.vendor in trigger.when
]


@pytest.mark.parametrize(("trigger", "table"), HERE)
def test_a_dropped_trigger_is_named(anchor: Path, trigger: str, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f'DROP TRIGGER "{trigger}"' + (f' ON "{table}"' if connection.vendor != "sqlite" else "")
        )
    assert [(one.kind, trigger in one.message) for one in journal.verify().findings] == [
        ("dropped_trigger", True)
    ]


def test_a_trigger_that_only_looks_like_one_is_named(anchor: Path) -> None:
    name = "journal_entry_is_never_removed"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'DROP TRIGGER "{name}"')
            cursor.execute(f'CREATE TRIGGER "{name}" BEFORE DELETE ON "{triggers.ENTRY}" BEGIN SELECT 1; END')
        else:
            cursor.execute(
                f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
                "'BEGIN RETURN OLD; END'"
            )
    assert [one.kind for one in journal.verify().findings] == ["dropped_trigger"]


def test_a_disabled_trigger_is_named(anchor: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite cannot disable a trigger")
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{triggers.ENTRY}" DISABLE TRIGGER "journal_entry_is_never_removed"')
    assert [one.kind for one in journal.verify().findings] == ["dropped_trigger"]


def test_a_dropped_constraint_is_named_and_so_is_a_position_given_twice(anchor: Path) -> None:
    constraint = "journal_position_is_given_once"
    triggers.remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # what ALTER TABLE cannot do there, a new table does
            cursor.execute(f'CREATE TABLE "copy" AS SELECT * FROM "{triggers.ENTRY}"')  # noqa: S608
            cursor.execute(f'DROP TABLE "{triggers.ENTRY}"')
            cursor.execute(f'ALTER TABLE "copy" RENAME TO "{triggers.ENTRY}"')
        else:
            cursor.execute(f'ALTER TABLE "{triggers.ENTRY}" DROP CONSTRAINT "{constraint}"')
    change(5, position=4)
    triggers.install(connection)
    found = journal.verify().findings
    assert [(one.kind, one.position) for one in found[:2]] == [("repeated_position", 4), ("removed_entry", 5)]
    assert any(one.kind == "dropped_constraint" and constraint in one.message for one in found)


def test_an_anchor_that_was_written_over_is_no_anchor(anchor: Path) -> None:
    line = anchors.load(anchor)[-1]
    forged = replace(line, root="0" * 64)
    anchor.write_text(json.dumps(asdict(forged)) + "\n", "utf-8")
    assert [one.kind for one in journal.verify(anchor=anchor).findings] == ["forged_anchor"]


def test_a_gap_of_many_is_told_without_end(anchor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.records.journal.verifying.MOST_OF_ONE_GAP", 2)
    tamper(lambda: Entry.objects.filter(position__gte=4, position__lte=9).delete())
    result = journal.verify()
    assert [one.position for one in result.findings] == [4, 5, 7, 8]
    assert result.more_findings == 2


def test_what_waits_to_be_sealed_is_counted_and_its_age_is_known(anchor: Path, write: Write) -> None:
    write(at=AT.replace(hour=0))
    result = journal.verify()
    assert (result.unsealed, result.oldest_unsealed) == (2, AT.replace(hour=0))


def test_a_missing_key_is_one_finding_and_no_signature_counts_as_verified(anchor: Path) -> None:
    journal.signing.use(None)
    result = journal.verify()
    assert [(one.kind, "3个区块" in one.message) for one in result.findings] == [("missing_key", True)]
    assert (result.signed, result.checked, result.checked_signatures) == (3, 0, False)


def test_a_key_that_is_not_known_is_one_finding_however_many_blocks_it_signed(anchor: Path) -> None:
    tamper(lambda: Block.objects.filter(number__gte=2).update(key_id="stranger"))
    result = journal.verify()
    assert [(one.kind, one.block, "2个区块" in one.message) for one in result.findings] == [
        ("unknown_key", 2, True)
    ]
    assert (result.signed, result.checked) == (3, 1)


def test_every_kind_of_finding_is_found_here_or_named_where_it_is() -> None:
    tried = {row[2] for row in FOUND_INSIDE} | {row[2] for row in FOUND_BY_ANCHOR}
    here = {"dropped_trigger", "dropped_constraint", "repeated_position", "forged_anchor", "missing_key"}
    elsewhere = {
        "changed_since_checkpoint",  # test_incremental.py
        "lost_anchor",  # auditing/test_evidence.py
        "unreadable_anchor",  # auditing/test_evidence.py
    }
    assert tried | here | elsewhere == set(KINDS)


def test_an_anchor_of_version_0_2_still_proves(anchor: Path) -> None:
    """What auditors carried away stays good: its fields and what its signature covers have other names."""
    newest = anchors.load(anchor)[-1]
    old = replace(newest, day="", algorithm="")
    key_id, signature = journal.signing.sign(old.signed_part())
    line = replace(old, key_id=key_id, signature=signature).line()
    assert set(json.loads(line)) == {"block", "root", "count", "time", "key_id", "signature"}
    anchor.write_text(line + "\n", "utf-8")
    assert journal.verify(anchor=anchor).verdict(LATER) == "proved"


def test_an_anchor_states_position_root_day_and_algorithm(anchor: Path) -> None:
    said = json.loads(anchors.load(anchor)[-1].line())
    last = Block.objects.get(number=3)
    assert (said["position"], said["root"], said["day"], said["algorithm"]) == (
        9,
        last.root,
        "2026-11-23",
        "sha256",
    )


UNREADABLE = [
    ("", "文件里没有锚点"),
    ("{}\n", "第1行：不是锚点"),
    ('{"block": 1, "root": "x", "count": "many", "time": ""}\n', "第1行：锚点的内容不完整"),
    ('{"block": 1, "root": "x", "position": 2, "time": "gestern"}\n', "第1行：锚点的内容不完整"),
    ("[1, 2]\n", "第1行：不是锚点"),
    ("\n\nno json\n", "第3行：不是锚点"),
]


@pytest.mark.parametrize(("text", "sentence"), UNREADABLE)
def test_a_file_that_holds_no_anchors_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "anchors.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(journal.UnreadableAnchor, match=sentence):
        journal.verify(anchor=path)
