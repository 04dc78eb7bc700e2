"""An incremental verification begins at the last full one and weakens nothing that it does not say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from gongkai.records import journal
from gongkai.records.acts import command_act
from gongkai.records.auditing import operations
from gongkai.records.journal import anchors, checkpoints, sampling, triggers, verdicts
from gongkai.records.journal.models import Block, Checkpoint, Entry
from tests.records.journal.conftest import AT, Write

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LATER = AT + timedelta(hours=1)
Deed = Callable[[], object]


@pytest.fixture
def verified(write: Write, tmp_path: Path) -> Path:
    """Nine entries in three blocks with an anchor of the last, all verified in full; then a tenth, sealed."""
    path = tmp_path / "anchors.jsonl"
    for number in range(1, 10):
        write(reason=f"第{number}条")
        if number % 3 == 0:
            journal.seal(at=AT)
    anchors.append(journal.export_anchor(at=AT), path)
    evidence = anchors.from_files([path])
    operations.verify_journal(act=command_act(AT), full=True, witnessed=evidence)
    journal.seal(at=AT)
    return path


def incremental(path: Path | None = None, at: datetime = LATER) -> journal.JournalVerification:
    return journal.verify(anchor=path, full=False, at=at)


def tamper(deed: Deed) -> None:
    triggers.remove(connection)
    deed()
    triggers.install(connection)


def change_well(position: int, **columns: object) -> None:
    """Change an entry and make its digest fit."""
    Entry.objects.filter(position=position).update(**columns)
    digest = Entry.objects.get(position=position).computed_digest()
    Entry.objects.filter(position=position).update(digest=digest)


def test_only_what_came_after_the_checkpoint_is_recomputed_and_the_verdict_says_so(verified: Path) -> None:
    result = incremental(verified)
    assert result.relied is not None
    assert (result.verdict(LATER), result.entries, result.blocks) == (
        "proved",
        1,
        1,
    )  # the entry of verifying
    assert (result.relied.position, result.relied.sampled, result.relied.anchored) == (9, 9, True)
    assert (result.last_position, result.last_block, result.unproven) == (10, 4, 1)
    said = verdicts.reach(result)
    assert "序号1至9于2026-11-23完整核验过（有锚点证明）" in said
    assert "随机抽查9条；此后的1条逐一重算" in said


def test_a_full_one_relies_on_nothing(verified: Path) -> None:
    result = journal.verify(anchor=verified)
    assert (result.relied, result.entries) == (None, 10)


# What is changed in the part that was verified before → what an incremental verification finds without anchor
FOUND: list[tuple[str, Deed, str]] = [
    ("an entry removed", lambda: Entry.objects.filter(position=2).delete(), "changed_since_checkpoint"),
    ("a block removed", lambda: Block.objects.filter(number=2).delete(), "changed_since_checkpoint"),
    ("a root", lambda: Block.objects.filter(number=2).update(root="0" * 64), "changed_since_checkpoint"),
    ("the root of the checkpoint's block", lambda: Block.objects.filter(number=3).update(root="0" * 64),
     "changed_since_checkpoint"),
    ("the tail", lambda: (Entry.objects.filter(position__gte=7).delete(),
                          Block.objects.filter(number__gte=3).delete()), "changed_since_checkpoint"),
    ("a value", lambda: Entry.objects.filter(position=5).update(reason="x"), "changed_entry"),
    ("a value and its digest", lambda: change_well(5, reason="x"), "changed_block"),
    ("a signature", lambda: Block.objects.filter(number=2).update(signature="00"), "forged_signature"),
]  # fmt: skip


@pytest.mark.parametrize(("deed", "kind"), [pytest.param(*row[1:], id=row[0]) for row in FOUND])
def test_the_older_part_is_counted_compared_and_sampled(verified: Path, deed: Deed, kind: str) -> None:
    assert incremental().ok
    tamper(deed)
    result = incremental()
    assert result.first is not None
    assert (result.first.kind, result.verdict(LATER)) == (kind, "damaged")


def test_what_no_longer_fits_the_checkpoint_is_verified_in_full(verified: Path) -> None:
    tamper(lambda: Entry.objects.filter(position=2).delete())
    result = incremental()
    assert result.relied is None
    assert [one.kind for one in result.findings] == ["changed_since_checkpoint", "removed_entry"]


def test_an_anchor_older_than_the_checkpoint_is_compared_too(verified: Path) -> None:
    line = anchors.load(verified)[0]
    assert incremental(verified).proof is not None
    assert line.block < Block.objects.count()


def test_the_part_beyond_the_sample_waits_for_the_next_full_one(
    verified: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an incremental verification cannot see, it does not claim: it says how many it drew."""
    monkeypatch.setattr(sampling, "DRAWN", 0)
    tamper(lambda: Entry.objects.filter(position=5).update(reason="x"))
    result = incremental()
    assert (result.ok, result.relied and result.relied.sampled) == (True, 0)
    assert [one.kind for one in journal.verify().findings] == ["changed_entry"]


def test_one_sampled_entry_stands_for_its_block(verified: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The root over the block is recomputed, so a neighbour changed together with its digest is found."""
    drawn = {5}
    block = Block.objects.get(number=2)
    monkeypatch.setattr(sampling, "drawn", lambda checkpoint: iter([(block, drawn)]))
    tamper(lambda: change_well(4, reason="x"))
    assert [one.kind for one in incremental().findings] == ["changed_block"]


DISTRUSTED: list[tuple[str, Deed]] = [
    ("signed by nobody of ours", lambda: Checkpoint.objects.update(signature="00" * 64)),
    ("of an unknown key", lambda: Checkpoint.objects.update(key_id="stranger")),
    ("moved to a later block", lambda: Checkpoint.objects.update(block=4, position=10)),
    ("with another day", lambda: Checkpoint.objects.update(verified_at=AT + timedelta(minutes=1))),
    ("tied to another anchor", lambda: Checkpoint.objects.update(anchor_root="0" * 64)),
]


@pytest.mark.parametrize("deed", [pytest.param(deed, id=name) for name, deed in DISTRUSTED])
def test_a_checkpoint_that_was_tampered_with_is_not_believed(verified: Path, deed: Deed) -> None:
    deed()
    result = incremental(verified)
    assert (result.relied, result.entries, result.ok) == (None, 10, True)


def test_a_checkpoint_that_is_old_or_of_the_future_is_not_believed(verified: Path) -> None:
    assert incremental(at=AT + checkpoints.BELIEVED).relied is not None
    assert incremental(at=AT + checkpoints.BELIEVED + timedelta(seconds=1)).relied is None
    assert incremental(at=AT - timedelta(seconds=1)).relied is None


def test_without_a_key_there_is_no_checkpoint_to_believe(verified: Path) -> None:
    journal.signing.use(None)
    result = incremental()
    assert (result.relied, [one.kind for one in result.findings]) == (None, ["missing_key"])


def test_a_damaged_journal_gets_no_checkpoint(verified: Path) -> None:
    tamper(lambda: Entry.objects.filter(position=5).update(reason="x"))
    operations.verify_journal(act=command_act(LATER), full=True, witnessed=anchors.NO_EVIDENCE)
    assert Checkpoint.objects.count() == 1


def test_a_checkpoint_tied_to_an_anchor_holds_only_while_that_block_stands(verified: Path) -> None:
    made = Checkpoint.objects.get()
    assert (made.anchor_block, made.anchor_root) == (3, Block.objects.get(number=3).root)
    assert sampling.whole(made)
    made.anchor_root = "0" * 64
    assert not sampling.whole(made)
