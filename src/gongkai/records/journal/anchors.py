"""Anchors: what is kept outside the database and out of its administrators' reach, one line of JSON a day.

Whoever holds an anchor can tell that the journal was cut, or rewritten and chained and signed again, however
well it was done: the last root stands for everything before it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from gongkai.records.journal import signing
from gongkai.records.journal.findings import JournalFinding, Unreadable, finding
from gongkai.records.journal.models import AnchorMade, Block
from gongkai.records.journal.rules import canonical, plain
from gongkai.records.refusals import Refused


class NothingSealed(Refused):
    """There is no block yet that an anchor could stand for."""


class UnreadableAnchor(Unreadable):
    """A file of anchors that cannot be read; the message names the line."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The journal up to a block: its number, last position, root and algorithm; when, and who vouches for it.

    `day` is the day in Asia/Shanghai, `time` the instant in UTC. Anchors of version 0.2 have neither day nor
    algorithm.
    """

    block: int
    position: int
    root: str
    time: str
    day: str = ""
    algorithm: str = ""
    key_id: str = ""
    signature: str = ""

    @property
    def at(self) -> datetime:
        """The instant it was made at."""
        return datetime.fromisoformat(self.time)

    @property
    def on(self) -> date:
        """The day it was made on, in Asia/Shanghai."""
        return localdate(self.at)

    def line(self) -> str:
        """The anchor as one line of JSON, without the end of line."""
        return json.dumps(
            {**self._said(), "key_id": self.key_id, "signature": self.signature}, ensure_ascii=False
        )

    def signed_part(self) -> bytes:
        """What the signature covers."""
        return b"gongkai journal anchor " + canonical(self._said())

    def _said(self) -> dict[str, Any]:
        if not self.algorithm:  # of version 0.2
            return {"block": self.block, "root": self.root, "count": self.position, "time": self.time}
        said = asdict(self)
        del said["key_id"], said["signature"]
        return said


@dataclass(frozen=True, slots=True)
class Witness:
    """An anchor, and where it was read from, in words."""

    anchor: Anchor
    where: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was kept outside: anchors to compare with, and what is already wrong with them."""

    witnesses: tuple[Witness, ...] = ()
    findings: tuple[JournalFinding, ...] = ()

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(self.witnesses + other.witnesses, self.findings + other.findings)


NO_EVIDENCE = Evidence()


def export_anchor(*, at: datetime) -> Anchor:
    """An anchor of the last sealed block, signed where there is a key; raises NothingSealed."""
    block = Block.objects.order_by("-number").first()
    if block is None:
        raise NothingSealed("日志还没有封存的条目，请先运行 gongkai journal seal。")
    anchor = Anchor(
        block.number, block.last, block.root, str(plain(at)), localdate(at).isoformat(), block.algorithm
    )
    key_id, signature = signing.sign(anchor.signed_part())
    return replace(anchor, key_id=key_id, signature=signature)


def note(anchor: Anchor) -> AnchorMade:
    """Keep a row of an anchor that was made, for the receipts of where it goes; inside a transaction."""
    return AnchorMade.objects.create(
        block=anchor.block,
        position=anchor.position,
        root=anchor.root,
        algorithm=anchor.algorithm,
        day=anchor.on,
        made_at=anchor.at,
        line=anchor.line(),
    )


def append(anchor: Anchor, path: Path) -> None:
    """Add the anchor to a file, on the disk before this returns; raises OSError."""
    with path.open("a", encoding="utf-8") as file:
        file.write(anchor.line() + "\n")
        file.flush()
        os.fsync(file.fileno())


def load(path: Path) -> list[Anchor]:
    """The anchors in a file, in its order; raises UnreadableAnchor, also for a file without any."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise UnreadableAnchor(f"{path}：不能读取锚点文件（{problem}）。") from problem
    return parse(content, str(path))


def parse(content: bytes, name: str) -> list[Anchor]:
    """The anchors in the content of a file; raises UnreadableAnchor, also where there is none."""
    try:
        lines = content.decode("utf-8").splitlines()
    except UnicodeDecodeError as problem:
        raise UnreadableAnchor(f"{name}：不能读取锚点文件（{problem}）。") from problem
    anchors = [_parse(line, f"{name} 第{number}行") for number, line in enumerate(lines, 1) if line.strip()]
    if not anchors:
        raise UnreadableAnchor(f"{name}：文件里没有锚点。")
    return anchors


def from_files(paths: Iterable[Path]) -> Evidence:
    """The anchors of the auditor's files; raises UnreadableAnchor."""
    return Evidence(tuple(Witness(one, str(path)) for path in paths for one in load(path)))


def from_contents(where: str, files: Iterable[tuple[str, bytes]]) -> Evidence:
    """The anchors in the files (name, content) of a place; what cannot be read there is a finding."""
    witnesses: list[Witness] = []
    findings: list[JournalFinding] = []
    for name, content in files:
        try:
            witnesses += [Witness(one, where) for one in parse(content, name)]
        except UnreadableAnchor:
            findings.append(finding("unreadable_anchor", where=where, name=name))
    return Evidence(tuple(witnesses), tuple(findings))


def _parse(line: str, where: str) -> Anchor:
    try:
        said = json.loads(line)
        if "count" in said:  # of version 0.2
            said["position"] = said.pop("count")
        anchor = Anchor(**said)
    except (ValueError, TypeError, RecursionError) as problem:
        raise UnreadableAnchor(f"{where}：不是锚点。") from problem
    numbers = (anchor.block, anchor.position)
    words = (anchor.root, anchor.time, anchor.day, anchor.algorithm, anchor.key_id, anchor.signature)
    if not all(type(n) is int for n in numbers) or not all(isinstance(word, str) for word in words):
        raise UnreadableAnchor(f"{where}：锚点的内容不完整。")
    try:
        whole = anchor.at.tzinfo is not None
    except ValueError:
        whole = False
    if not whole:
        raise UnreadableAnchor(f"{where}：锚点的内容不完整。")
    return anchor
