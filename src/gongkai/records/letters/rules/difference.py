"""What changed from one version of a template to another, as data for a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from gongkai.records.letters.rules.composing import PARTS

Change = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line that is in both versions, only in the newer, or only in the older."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one of the versions; `pieces` joined are its text, and mark what differs inside it."""

    change: Change
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PartDifference:
    """The lines of a part that changed, in order, with those that stayed."""

    part: str
    label: str
    lines: tuple[Line, ...]


def difference(older: Mapping[str, str], newer: Mapping[str, str]) -> tuple[PartDifference, ...]:
    """The parts that differ, in the order of the template; none where the versions say the same."""
    return tuple(
        PartDifference(part.name, part.label, tuple(_lines(before.split("\n"), after.split("\n"))))
        for part in PARTS
        if (before := older.get(part.name, "")) != (after := newer.get(part.name, ""))
    )


def _lines(before: list[str], after: list[str]) -> Iterator[Line]:
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Line("same", (Piece("same", text),)) for text in before[i:j])
            continue
        paired = min(j - i, m - k) if tag == "replace" else 0
        for old, new in zip(before[i : i + paired], after[k : k + paired], strict=True):
            yield from _inside(old, new)
        yield from (Line("removed", (Piece("removed", text),)) for text in before[i + paired : j])
        yield from (Line("added", (Piece("added", text),)) for text in after[k + paired : m])


def _inside(old: str, new: str) -> Iterator[Line]:
    removed: list[Piece] = []
    added: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            removed.append(Piece("same", old[i:j]))
            added.append(Piece("same", new[k:m]))
            continue
        if i < j:
            removed.append(Piece("removed", old[i:j]))
        if k < m:
            added.append(Piece("added", new[k:m]))
    yield Line("removed", tuple(removed))
    yield Line("added", tuple(added))
