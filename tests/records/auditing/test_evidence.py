"""What places outside have kept is read back and proves; what is missing or strange there is said."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from gongkai.config.anchors import Bucket
from gongkai.records import journal
from gongkai.records.auditing import evidence, operations
from gongkai.records.auditing.stores import StoreRefused
from gongkai.records.journal import AnchorMade, anchors
from tests.records.auditing.conftest import ACT, record
from tests.records.journal.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LATER = AT + timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.GONGKAI_ANCHOR_FOLDER = tmp_path
    return tmp_path


def test_what_a_folder_and_a_bucket_kept_proves(folder: Path, bucket: Bucket, made: AnchorMade) -> None:
    operations.keep_anchor(anchor=made, place="folder", act=ACT)
    operations.keep_anchor(anchor=made, place="bucket", act=ACT)
    result = journal.verify(evidence=evidence.read_back())
    assert (result.verdict(LATER), result.anchors) == ("proved", 2)
    assert result.proof is not None
    assert (result.proof.position, result.proof.where) == (made.position, str(folder))


def test_all_anchors_are_compared_not_only_the_newest(folder: Path, made: AnchorMade) -> None:
    """Whoever rewrote the past may add an anchor of it, but not take back the older ones."""
    old = json.loads(made.line)
    key_id, signature = journal.signing.sign(b"")
    forged = anchors.Anchor(**(old | {"root": "0" * 64}))
    key_id, signature = journal.signing.sign(forged.signed_part())
    line = json.dumps(old | {"root": "0" * 64, "key_id": key_id, "signature": signature})
    (folder / "anchor-2026-11-22-000000001.jsonl").write_text(line + "\n")
    operations.keep_anchor(anchor=made, place="folder", act=ACT)
    result = journal.verify(evidence=evidence.read_back())
    assert [one.kind for one in result.findings] == ["rewritten"]
    assert result.verdict(LATER) == "damaged"


def test_an_anchor_that_is_gone_is_a_finding(folder: Path, made: AnchorMade) -> None:
    receipt = operations.keep_anchor(anchor=made, place="folder", act=ACT)
    (folder / receipt.name).unlink()
    result = journal.verify(evidence=evidence.read_back())
    assert [(one.kind, receipt.name in one.message) for one in result.findings] == [("lost_anchor", True)]


def test_a_file_that_is_no_anchor_is_a_finding_and_the_others_count(folder: Path, made: AnchorMade) -> None:
    operations.keep_anchor(anchor=made, place="folder", act=ACT)
    (folder / "anchor-2026-11-24-000000009.jsonl").write_bytes(b"\xff\x00")
    result = journal.verify(evidence=evidence.read_back())
    assert [one.kind for one in result.findings] == ["unreadable_anchor"]
    assert result.proof is not None


def test_a_place_that_does_not_answer_stops_who_asked_for_it_but_not_the_nightly_one(
    folder: Path, made: AnchorMade, settings: Settings
) -> None:
    settings.GONGKAI_ANCHOR_FOLDER = folder / "unmounted"
    with pytest.raises(StoreRefused, match="请确认文件夹已挂载"):
        evidence.read_back()
    result = operations.verify_journal(act=ACT)
    assert result.verdict(LATER) == "unproven"
    told = journal.entries(journal.EntryFilters(verb="journal.verified"))[0].after
    assert told is not None
    assert "请确认文件夹已挂载" in told["silent"][0]


def test_what_is_younger_than_the_anchor_is_counted(folder: Path, made: AnchorMade) -> None:
    operations.keep_anchor(anchor=made, place="folder", act=ACT)
    record("later")
    result = journal.verify(evidence=evidence.read_back())
    assert result.unproven == 3  # that it was made, that it was kept, and the later one
    assert result.unproven_since == AT
