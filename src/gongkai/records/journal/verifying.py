"""Verification: every entry, block, signature, anchor and guard, from the first to the last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Max, Min, QuerySet

from gongkai.records.journal import anchors, signing, triggers
from gongkai.records.journal.findings import Unreadable, Verification, finding
from gongkai.records.journal.models import Block, Cursor, Entry
from gongkai.records.journal.rules import ALGORITHMS, NoSuchDigest, NotCanonical, block_root
from gongkai.records.journal.sealing import signed_part

MOST_FINDINGS = 200
MOST_OF_ONE_GAP = 20
CHUNK = 10_000
Report = Callable[[int, int], object]


def verify(*, anchor: Path | None = None, report: Report | None = None) -> Verification:
    """Verify the whole journal, against the file of anchors too where one is given.

    Writers and the sealer may go on meanwhile. `report` is told after every block how many entries of how
    many are done. Raises Unreadable (UnreadableAnchor for the file).
    """
    lines = anchors.load(anchor) if anchor else []
    try:
        return _Examination(lines, report).run()
    except DatabaseError as problem:
        raise Unreadable(f"不能读取日志：{str(problem).strip()}") from problem


class _Examination:
    """One walk through the journal; keeps the block before, and what was found."""

    def __init__(self, lines: list[anchors.Anchor], report: Report | None = None) -> None:
        self.report = report or (lambda done, total: None)
        self.total = Block.objects.aggregate(last=Max("last"))["last"] or 0 if report else 0
        self.result = Verification(checked_signatures=signing.ready(), anchors=len(lines))
        self.lines = lines
        self.seen: dict[int, tuple[str, int]] = {line.block: ("", 0) for line in lines}
        self.number = self.last = 0
        self.root = ""
        self.signed_before = False

    def run(self) -> Verification:
        # What may only grow is read before the blocks it must not be ahead of.
        cursors = list(Cursor.objects.order_by("reader").values_list("reader", "position"))
        strays = self._blocks()
        for entry in strays:
            self._find("unsealed_position", **_naming(entry))
        self._unsealed()
        for reader, position in cursors:
            if position > self.last:
                self._find("reader_ahead", reader=reader, position=position, have=self.last)
        for line in self.lines:
            self._anchor(line)
        self._guards()
        return self.result

    def _find(self, kind: str, **facts: Any) -> None:
        if len(self.result.findings) < MOST_FINDINGS:
            self.result.findings.append(finding(kind, **facts))
        else:
            self.result.more_findings += 1

    def _blocks(self) -> list[Entry]:
        """Examine every block, also those sealed meanwhile; entries with a position beyond them."""
        while True:
            while chunk := list(Block.objects.filter(number__gt=self.number).order_by("number")[:100]):
                for block in chunk:
                    self._block(block)
            beyond = Entry.objects.filter(position__gt=self.last).order_by("position", "id")
            strays = list(beyond.only(*NAMING)[:MOST_FINDINGS])
            if not Block.objects.filter(number__gt=self.number).exists():
                return strays

    def _block(self, block: Block) -> None:
        if block.number != self.number + 1:
            self._find("removed_block", block=self.number + 1)
        elif block.previous_root != self.root or block.first != self.last + 1:
            self._find("broken_chain", block=block.number, position=block.first)
        self._signature(block)
        digests = self._entries(block)
        if digests is not None and self._computed_root(block, digests) != block.root:
            place = {"first": block.first, "last": block.last, "position": block.first}
            self._find("changed_block", block=block.number, **place)
        self.number, self.last, self.root = block.number, block.last, block.root
        self.result.blocks += 1
        self.report(block.last, max(block.last, self.total))
        self.result.last_root = block.root
        if block.number in self.seen:
            self.seen[block.number] = (block.root, block.last)

    def _computed_root(self, block: Block, digests: list[str]) -> str:
        try:
            return block_root(block.header, digests)
        except NoSuchDigest as problem:
            if block.algorithm in ALGORITHMS:
                raise Unreadable(str(problem)) from problem
            return ""

    def _signature(self, block: Block) -> None:
        if not block.signature:
            self.result.unsigned += 1
            if self.signed_before:
                self._find("lost_signature", block=block.number, position=block.first)
            return
        self.result.signed += 1
        self.signed_before = True
        if not self.result.checked_signatures:
            return
        try:
            if not signing.verify(block.key_id, block.signature, signed_part(block.root)):
                self._find("forged_signature", block=block.number, position=block.first)
        except signing.UnknownKey:
            self._find("unknown_key", block=block.number, position=block.first, key=block.key_id)

    def _entries(self, block: Block) -> list[str] | None:
        """Examine the entries of a block; their digests, or None if there is not one for each position."""
        digests, expected, whole = [], block.first, True
        found = Entry.objects.filter(position__range=(block.first, block.last)).order_by("position", "id")
        for entry, intact in _loaded(found):
            position = entry.position or 0
            if position < expected:
                self._find("repeated_position", block=block.number, position=position, entry=entry.pk)
                whole = False
                continue
            self._gap(block, expected, position)
            whole &= position == expected
            if not intact:
                self._find("changed_entry", block=block.number, **_naming(entry))
            digests.append(entry.digest)
            expected = position + 1
            self.result.entries += 1
        self._gap(block, expected, block.last + 1)
        return digests if whole and expected == block.last + 1 else None

    def _gap(self, block: Block, begin: int, end: int) -> None:
        for position in range(begin, min(end, begin + MOST_OF_ONE_GAP)):
            self._find("removed_entry", block=block.number, position=position)
        self.result.more_findings += max(0, end - begin - MOST_OF_ONE_GAP)

    def _unsealed(self) -> None:
        found, after = Entry.objects.filter(position__isnull=True).order_by("id"), 0
        while chunk := _loaded(found.filter(id__gt=after)[:CHUNK]):
            after = chunk[-1][0].pk
            self.result.unsealed += len(chunk)
            for entry, intact in chunk:
                if not intact:
                    self._find("changed_unsealed", **_naming(entry))
        self.result.oldest_unsealed = found.aggregate(oldest=Min("at"))["oldest"]

    def _anchor(self, line: anchors.Anchor) -> None:
        if line.signature and self.result.checked_signatures:
            try:
                genuine = signing.verify(line.key_id, line.signature, line.signed_part())
            except signing.UnknownKey:
                genuine = False
            if not genuine:
                self._find("forged_anchor", time=line.time, block=line.block)
                return
        root, last = self.seen[line.block]
        if line.block > self.number or (not root and line.count > self.last):
            facts = {"block": line.block, "count": line.count, "have": self.last}
            self._find("cut_tail", time=line.time, position=self.last + 1, **facts)
        elif (root, last) != (line.root, line.count):
            self._find("rewritten", block=line.block, time=line.time)

    def _guards(self) -> None:
        for name in triggers.missing(connection):
            self._find("dropped_trigger", name=name)
        with connection.cursor() as cursor:
            for model in (Entry, Block, Cursor):
                there = connection.introspection.get_constraints(cursor, model._meta.db_table)
                for constraint in model._meta.constraints:
                    if constraint.name not in there:
                        self._find("dropped_constraint", name=constraint.name)


NAMING = ("id", "position", "verb", "actor_name", "object_label")


def _naming(entry: Entry) -> dict[str, Any]:
    return {"position": entry.position, "entry": entry.pk, "what": str(entry)}


def _loaded(found: QuerySet[Entry]) -> list[tuple[Entry, bool]]:
    """Each entry with whether its content still has the digest it was recorded with."""
    try:
        entries = list(found)
    except ValueError:  # something in there is no JSON or no instant any more: look at each alone
        return [_alone(pk) for pk in found.values_list("pk", flat=True)]
    return [(entry, _intact(entry)) for entry in entries]


def _alone(pk: int) -> tuple[Entry, bool]:
    try:
        entry = Entry.objects.get(pk=pk)
    except ValueError:
        return Entry.objects.only(*NAMING, "digest").get(pk=pk), False
    return entry, _intact(entry)


def _intact(entry: Entry) -> bool:
    try:
        return entry.computed_digest() == entry.digest
    except NotCanonical:
        return False
    except NoSuchDigest as problem:
        if entry.algorithm in ALGORITHMS:
            raise Unreadable(str(problem)) from problem
        return False
