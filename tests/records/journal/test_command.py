"""`gongkai journal`: seal, anchor and verify; 0 proved, 1 broken, 2 unreadable, 3 consistent but unproven."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from gongkai.cli import main
from gongkai.records import journal
from gongkai.records.journal import anchors, triggers
from gongkai.records.journal.models import Block, Checkpoint, Entry
from gongkai.records.journal.rules import block_root
from gongkai.records.journal.sealing import signed_part
from tests.records.journal.conftest import AT, Write

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def gongkai(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["journal", *map(str, arguments)])


def break_it() -> None:
    triggers.remove(connection)
    Entry.objects.filter(position=2).update(reason="x")
    triggers.install(connection)


def test_an_empty_journal_proves_nothing_and_has_no_anchor(tmp_path: Path) -> None:
    assert gongkai("seal").output == "没有待封存的条目。\n"
    told = gongkai("verify", "--unrecorded")
    assert told.exit_code == 3
    assert told.output.startswith("日志里没有条目")
    anchor = gongkai("anchor", tmp_path / "a.jsonl")
    assert anchor.exit_code == 2
    assert "还没有封存的条目" in anchor.output


def test_seal_anchor_verify(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write(), write()
    waiting = gongkai("verify", "--unrecorded")
    assert waiting.exit_code == 3
    assert "待封存：2条" in waiting.output
    assert gongkai("seal").output.startswith("区块1：序号1至2")
    write()
    assert gongkai("anchor", path).exit_code == 0  # seals first
    assert gongkai("anchor", path).exit_code == 0
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [(line["block"], line["position"]) for line in lines] == [(2, 3), (2, 3)]
    assert all({"root", "time", "key_id", "signature"} <= set(line) for line in lines)
    verified = gongkai("verify", "--anchor", path, "--json", "--unrecorded")
    assert verified.exit_code == 0
    told = json.loads(verified.output)
    assert (told["ok"], told["entries"], told["blocks"], told["anchors"]) == (True, 3, 2, 2)
    assert (told["unsealed"], told["unsealed_seconds"], told["findings"]) == (0, 0, [])
    assert (told["verdict"], told["proof"]["position"], told["proof"]["where"]) == ("proved", 3, str(path))


def resign_history() -> None:
    """As the server's administrator can: change an entry, chain all again, sign with the key beside it."""
    triggers.remove(connection)
    Entry.objects.filter(position=2).update(reason="从未发生")
    changed = Entry.objects.get(position=2)
    Entry.objects.filter(position=2).update(digest=changed.computed_digest())
    before = ""
    for block in Block.objects.order_by("number"):
        block.previous_root = before
        inside = Entry.objects.filter(position__range=(block.first, block.last)).order_by("position")
        block.root = before = block_root(block.header, list(inside.values_list("digest", flat=True)))
        block.key_id, block.signature = journal.signing.sign(signed_part(block.root))
        block.save()
    triggers.install(connection)


def test_a_history_that_was_rewritten_and_signed_again_is_never_called_whole(
    write: Write, tmp_path: Path
) -> None:
    """It ended with 0 and the words "日志完好" before there were verdicts."""
    path = tmp_path / "a.jsonl"
    for _ in range(4):
        write()
        gongkai("seal")
    assert gongkai("anchor", path).exit_code == 0
    resign_history()
    alone = gongkai("verify")
    assert alone.exit_code == 3
    assert "完好" not in alone.output
    assert alone.output.startswith("日志前后一致，但没有锚点证明：全部4条自")
    told = gongkai("verify", "--anchor", path)
    assert told.exit_code == 1
    assert "历史被改写" in told.output


def test_the_verdict_names_the_anchor_and_what_is_younger(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write()
    gongkai("anchor", path)
    proved = gongkai("verify", "--anchor", path, "--unrecorded")
    assert proved.exit_code == 0
    assert proved.output.startswith("日志完好，有锚点证明：序号1至1由")
    assert f"的锚点证明（{path}），此后没有条目。" in proved.output
    write(at=timezone.now())
    assert "此后1条自" in gongkai("verify", "--anchor", path, "--unrecorded").output


def test_an_anchor_that_is_too_old_proves_no_more_than_it_says(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write()
    journal.seal(at=AT)
    anchors.append(journal.export_anchor(at=timezone.now() - timedelta(days=3)), path)
    old = gongkai("verify", "--anchor", path, "--unrecorded")
    assert old.exit_code == 3
    assert old.output.startswith("日志前后一致，但没有新的锚点证明：序号1至1由")
    assert gongkai("verify", "--anchor", path, "--within", 4, "--unrecorded").exit_code == 0


def test_a_verification_is_recorded_and_leaves_a_checkpoint_for_the_next(write: Write) -> None:
    write(), write()
    gongkai("seal")
    assert "完整核验：2条" in gongkai("verify").output
    entry = journal.entries(journal.EntryFilters(verb="journal.verified"))[0]
    assert entry.after is not None
    assert (entry.after["ok"], entry.after["verdict"], entry.actor_id) == (True, "unproven", "command")
    assert Checkpoint.objects.count() == 1
    again = gongkai("verify")
    assert "增量核验：序号1至2于" in again.output
    assert "完整核验：" in gongkai("verify", "--full").output


def test_only_to_look_leaves_nothing(write: Write) -> None:
    write()
    gongkai("seal")
    assert gongkai("verify", "--unrecorded").exit_code == 3
    assert (Entry.objects.count(), Checkpoint.objects.count()) == (1, 0)


def test_the_exit_codes_are_in_its_help() -> None:
    told = gongkai("verify", "--help").output
    assert all(
        line in told for line in ("0  全部条目一致", "1  被破坏", "2  不能读取", "3  全部条目前后一致")
    )


def test_without_a_place_there_is_nothing_to_ask() -> None:
    told = gongkai("verify", "--anchors")
    assert told.exit_code == 2
    assert "GONGKAI_ANCHOR_FOLDER" in told.output
    assert gongkai("anchor").exit_code == 2


def test_an_anchor_is_kept_at_once_and_read_back(write: Write, tmp_path: Path, settings: Settings) -> None:
    settings.GONGKAI_ANCHOR_FOLDER = tmp_path
    write()
    kept = gongkai("anchor")
    assert (kept.exit_code, kept.output.startswith(f"已存放 {tmp_path} anchor-")) == (0, True)
    told = gongkai("verify", "--anchors")
    assert told.exit_code == 0
    assert str(tmp_path) in told.output
    settings.GONGKAI_ANCHOR_FOLDER = tmp_path / "unmounted"
    away = gongkai("anchor")
    assert (away.exit_code, "请确认文件夹已挂载" in away.output) == (1, True)
    assert gongkai("verify", "--anchors").exit_code == 2


def test_a_broken_journal_ends_with_one_and_names_the_first_place(write: Write) -> None:
    write(), write(), write()
    gongkai("seal")
    break_it()
    told = gongkai("verify")
    assert told.exit_code == 1
    assert told.output.startswith("日志已被破坏，首处：序号2")
    as_json = json.loads(gongkai("verify", "--json").output)
    assert [(one["kind"], one["position"]) for one in as_json["findings"]] == [("changed_entry", 2)]


def test_what_cannot_be_read_ends_with_two(tmp_path: Path) -> None:
    assert gongkai("verify", "--anchor", tmp_path / "nowhere.jsonl").exit_code == 2
    assert gongkai("anchor", tmp_path / "no" / "such" / "place").exit_code == 2
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE "{triggers.ENTRY}"')
    told = gongkai("verify")
    assert told.exit_code == 2
    assert "不能读取日志" in told.output
