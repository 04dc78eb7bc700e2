"""What changed from one version of a template to another, as data for a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from gongkai.records.letters.rules.composing import PARTS

# Lines times lines, or characters times characters: matching them all takes as many steps and more.
MOST_COMPARED: Final = 250_000
Change = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class DifferencePiece:
    """Part of a line that is in both versions, only in the newer, or only in the older."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A line of one of the versions; `pieces` joined are its text, and mark what differs inside it."""

    change: Change
    pieces: tuple[DifferencePiece, ...]


@dataclass(frozen=True, slots=True)
class PartDifference:
    """The lines of a part that changed, in order, with those that stayed."""

    part: str
    label: str
    lines: tuple[DifferenceLine, ...]


def difference(older: Mapping[str, str], newer: Mapping[str, str]) -> tuple[PartDifference, ...]:
    """The parts that differ, in the order of the template; none where the versions say the same."""
    return tuple(
        PartDifference(part.name, part.label, tuple(_lines(before.split("\n"), after.split("\n"))))
        for part in PARTS
        if (before := older.get(part.name, "")) != (after := newer.get(part.name, ""))
    )


def _opcodes(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As SequenceMatcher says them; of what is too long for it, only beginning and end are matched."""
    if len(before) * len(after) <= MOST_COMPARED:
        yield from SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        return
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    tail = next((at for at in range(shorter - head) if before[-1 - at] != after[-1 - at]), shorter - head)
    i, k = len(before) - tail, len(after) - tail
    if head:
        yield "equal", 0, head, 0, head
    if head < i or head < k:
        yield "replace" if head < i and head < k else "delete" if head < i else "insert", head, i, head, k
    if tail:
        yield "equal", i, len(before), k, len(after)


def _lines(before: list[str], after: list[str]) -> Iterator[DifferenceLine]:
    for tag, i, j, k, m in _opcodes(before, after):
        if tag == "equal":
            yield from (DifferenceLine("same", (DifferencePiece("same", text),)) for text in before[i:j])
            continue
        paired = min(j - i, m - k) if tag == "replace" else 0
        for old, new in zip(before[i : i + paired], after[k : k + paired], strict=True):
            yield from _inside(old, new)
        yield from (
            DifferenceLine("removed", (DifferencePiece("removed", text),)) for text in before[i + paired : j]
        )
        yield from (
            DifferenceLine("added", (DifferencePiece("added", text),)) for text in after[k + paired : m]
        )


def _inside(old: str, new: str) -> Iterator[DifferenceLine]:
    removed: list[DifferencePiece] = []
    added: list[DifferencePiece] = []
    for tag, i, j, k, m in _opcodes(old, new):
        if tag == "equal":
            removed.append(DifferencePiece("same", old[i:j]))
            added.append(DifferencePiece("same", new[k:m]))
            continue
        if i < j:
            removed.append(DifferencePiece("removed", old[i:j]))
        if k < m:
            added.append(DifferencePiece("added", new[k:m]))
    yield DifferenceLine("removed", tuple(removed))
    yield DifferenceLine("added", tuple(added))
