"""A folder keeps anchors: written once, whole or not at all, never over another."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from gongkai.records.auditing.stores import AnotherContent, StoreRefused
from gongkai.records.auditing.stores.folder import FolderStore

NAME, CONTENT = "anchor-2026-11-23-000000001.jsonl", b'{"block": 1}\n'


def test_an_anchor_is_a_file_that_nobody_writes_again(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    assert store.put(NAME, CONTENT) == "13字节"
    assert (store.list(), store.get(NAME)) == ([NAME], CONTENT)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o444


def test_the_same_again_is_well_and_another_under_its_name_is_refused(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.put(NAME, CONTENT)
    store.put(NAME, CONTENT)
    with pytest.raises(AnotherContent, match="没有覆盖"):
        store.put(NAME, b"another")
    assert store.get(NAME) == CONTENT


def test_where_files_have_no_second_name_it_is_written_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*paths: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)  # what CIFS and some write-once stores answer
    store = FolderStore(tmp_path)
    store.put(NAME, CONTENT)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(NAME, CONTENT)]
    with pytest.raises(AnotherContent):
        store.put(NAME, b"another")


def test_a_folder_that_is_not_mounted_says_so(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "mnt")
    for ask in (lambda: store.put(NAME, CONTENT), store.list):
        with pytest.raises(StoreRefused, match="请确认文件夹已挂载"):
            ask()


def test_what_is_not_there_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreRefused, match="不能使用"):
        FolderStore(tmp_path).get(NAME)


def test_other_files_in_it_are_not_ours(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("of the auditor")
    (tmp_path / ".anchor-half").write_text("{")
    assert FolderStore(tmp_path).list() == []
