"""Anchors: what the auditor keeps outside the database, one line of JSON a day.

Whoever holds an anchor can tell that the journal was cut, or rewritten and chained again, however well it
was done: the last root stands for everything before it.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from gongkai.records.journal import signing
from gongkai.records.journal.findings import Unreadable
from gongkai.records.journal.models import Block
from gongkai.records.journal.rules import canonical, plain
from gongkai.records.refusals import Refused


class NothingSealed(Refused):
    """There is no block yet that an anchor could stand for."""


class UnreadableAnchor(Unreadable):
    """A file of anchors that cannot be read; the message names the line."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The journal up to a block: its number and root, how many entries, when, and who vouches for it."""

    block: int
    root: str
    count: int
    time: str
    key_id: str = ""
    signature: str = ""

    def line(self) -> str:
        """The anchor as one line of JSON, without the end of line."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def signed_part(self) -> bytes:
        """What the signature covers."""
        said = {"block": self.block, "root": self.root, "count": self.count, "time": self.time}
        return b"gongkai journal anchor " + canonical(said)


def export_anchor(*, at: datetime) -> Anchor:
    """An anchor of the last sealed block, signed where there is a key; raises NothingSealed."""
    block = Block.objects.order_by("-number").first()
    if block is None:
        raise NothingSealed("日志还没有封存的条目，请先运行 gongkai journal seal。")
    anchor = Anchor(block.number, block.root, block.last, str(plain(at)))
    key_id, signature = signing.sign(anchor.signed_part())
    return Anchor(anchor.block, anchor.root, anchor.count, anchor.time, key_id, signature)


def append(anchor: Anchor, path: Path) -> None:
    """Add the anchor to a file, on the disk before this returns; raises OSError."""
    with path.open("a", encoding="utf-8") as file:
        file.write(anchor.line() + "\n")
        file.flush()
        os.fsync(file.fileno())


def load(path: Path) -> list[Anchor]:
    """The anchors in a file, in its order; raises UnreadableAnchor, also for a file without any."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise UnreadableAnchor(f"{path}：不能读取锚点文件（{problem}）。") from problem
    anchors = [_parse(line, f"{path} 第{number}行") for number, line in enumerate(lines, 1) if line.strip()]
    if not anchors:
        raise UnreadableAnchor(f"{path}：文件里没有锚点。")
    return anchors


def _parse(line: str, where: str) -> Anchor:
    try:
        anchor = Anchor(**json.loads(line))
    except (ValueError, TypeError, RecursionError) as problem:
        raise UnreadableAnchor(f"{where}：不是锚点。") from problem
    numbers = (anchor.block, anchor.count)
    words = (anchor.root, anchor.time, anchor.key_id, anchor.signature)
    if not all(type(n) is int for n in numbers) or not all(isinstance(word, str) for word in words):
        raise UnreadableAnchor(f"{where}：锚点的内容不完整。")
    return anchor
