"""`gongkai journal`: seal, anchor and verify from the command line; 0 whole, 1 broken, 2 unreadable."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from gongkai.cli import main
from gongkai.records.journal import triggers
from gongkai.records.journal.models import Entry
from tests.records.journal.conftest import Write

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def gongkai(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["journal", *map(str, arguments)])


def break_it() -> None:
    triggers.remove(connection)
    Entry.objects.filter(position=2).update(reason="x")
    triggers.install(connection)


def test_an_empty_journal_is_whole_and_has_no_anchor(tmp_path: Path) -> None:
    assert gongkai("seal").output == "没有待封存的条目。\n"
    assert gongkai("verify").exit_code == 0
    anchor = gongkai("anchor", tmp_path / "a.jsonl")
    assert anchor.exit_code == 2
    assert "还没有封存的条目" in anchor.output


def test_seal_anchor_verify(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write(), write()
    waiting = gongkai("verify")
    assert waiting.exit_code == 0
    assert "待封存：2条" in waiting.output
    assert gongkai("seal").output.startswith("区块1：序号1至2")
    write()
    assert gongkai("anchor", path).exit_code == 0  # seals first
    assert gongkai("anchor", path).exit_code == 0
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [(line["block"], line["count"]) for line in lines] == [(2, 3), (2, 3)]
    assert all({"root", "time", "key_id", "signature"} <= set(line) for line in lines)
    verified = gongkai("verify", "--anchor", path, "--json")
    assert verified.exit_code == 0
    told = json.loads(verified.output)
    assert (told["ok"], told["entries"], told["blocks"], told["anchors"]) == (True, 3, 2, 2)
    assert (told["unsealed"], told["unsealed_seconds"], told["findings"]) == (0, 0, [])


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
