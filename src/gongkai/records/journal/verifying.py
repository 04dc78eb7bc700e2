"""Verification: every entry, block, signature, anchor and guard, from the first to the last.

An incremental one begins at the checkpoint of the last full one and draws samples of what lies before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Max, Min
from django.utils.timezone import localdate, now

from gongkai.records.journal import anchors, checkpoints, loading, sampling, signing, triggers
from gongkai.records.journal.findings import (
    JournalFinding,
    JournalVerification,
    Proof,
    Relied,
    Unreadable,
    finding,
)
from gongkai.records.journal.models import Block, Checkpoint, Cursor, Entry
from gongkai.records.journal.rules import ALGORITHMS, NoSuchDigest, block_root
from gongkai.records.journal.sealing import signed_part

MOST_FINDINGS = 200
MOST_OF_ONE_GAP = 20
BLOCKS_AT_ONCE = 500
ENTRIES_AT_ONCE = 10_000
Report = Callable[[int, int], object]


def verify(
    *,
    anchor: Path | None = None,
    evidence: anchors.Evidence = anchors.NO_EVIDENCE,
    full: bool = True,
    at: datetime | None = None,
    report: Report | None = None,
) -> JournalVerification:
    """Verify the journal, against a file of anchors and other evidence from outside where there is any.

    `full`: everything; else, where a checkpoint is believed at the instant `at` (now), what came after it and
    a sample of what came before. Writers and the sealer may go on meanwhile. `report` is told how many
    entries of how many are done. Raises Unreadable (UnreadableAnchor for the file).
    """
    if anchor:
        evidence = anchors.from_files([anchor]) + evidence
    try:
        return _Examination(evidence, report).run(full=full, at=at or now())
    except DatabaseError as problem:
        raise Unreadable(f"不能读取日志：{str(problem).strip()}") from problem


class _Entries:
    """The entries of a run of blocks, one after the other, with a look at the next."""

    def __init__(self, first: int, last: int) -> None:
        self._source = loading.sealed(first, last)
        self._next = next(self._source, None)

    def up_to(self, last: int) -> Iterator[loading.Loaded]:
        """Those whose position is at most `last` and that were not taken yet."""
        while self._next is not None and self._next.position <= last:
            taken, self._next = self._next, next(self._source, None)
            yield taken


class _Examination:
    """One walk through the journal; keeps the block before, and what was found."""

    def __init__(self, evidence: anchors.Evidence, report: Report | None = None) -> None:
        self.report = report or (lambda done, total: None)
        self.total = Block.objects.aggregate(last=Max("last"))["last"] or 0 if report else 0
        self.checker = signing.checker()
        self.evidence = evidence
        self.seen: dict[int, tuple[str, int]] = {one.anchor.block: ("", 0) for one in evidence.witnesses}
        self.result = JournalVerification(
            checked_signatures=self.checker.ready, anchors=len(evidence.witnesses)
        )
        self.unknown: dict[str, tuple[Block, int]] = {}
        self.number = self.last = 0
        self.root = ""
        self.signed_before = False

    def run(self, *, full: bool, at: datetime) -> JournalVerification:
        # What may only grow is read before the blocks it must not be ahead of.
        cursors = list(Cursor.objects.order_by("reader").values_list("reader", "position"))
        checkpoint = None if full else checkpoints.latest(at=at, checker=self.checker)
        if checkpoint is not None:
            self._rely(checkpoint)
        for pk in self._blocks():
            self._find("unsealed_position", **loading.naming(pk))
        self._unverified_signatures()
        self._unsealed()
        for reader, position in cursors:
            if position > self.last:
                self._find("reader_ahead", reader=reader, position=position, have=self.last)
        for witness in self.evidence.witnesses:
            self._anchor(witness)
        for found in self.evidence.findings:
            self._keep(found)
        self._guards()
        result = self.result
        result.last_block, result.last_position, result.last_root = self.number, self.last, self.root
        result.unproven_since = self._unproven_since()
        return result

    def _find(self, kind: str, **facts: Any) -> None:
        self._keep(finding(kind, **facts))

    def _keep(self, found: JournalFinding) -> None:
        if len(self.result.findings) < MOST_FINDINGS:
            self.result.findings.append(found)
        else:
            self.result.more_findings += 1

    def _rely(self, checkpoint: Checkpoint) -> None:
        """Begin after the checkpoint where its part is still whole; else at the first entry."""
        if not sampling.whole(checkpoint):
            day = localdate(checkpoint.verified_at).isoformat()
            self._find("changed_since_checkpoint", block=checkpoint.block, day=day)
            return
        sampled = 0
        for block, wanted in sampling.drawn(checkpoint):
            self._sample(block, wanted)
            sampled += len(wanted)
        last = Block.objects.get(number=checkpoint.block)
        self.number, self.last, self.root = last.number, last.last, last.root
        self.signed_before = bool(last.signature)
        for number, root, end in Block.objects.filter(
            number__in=[one for one in self.seen if one <= last.number]
        ).values_list("number", "root", "last"):
            self.seen[number] = (root, end)
        anchored = bool(checkpoint.anchor_block)
        self.result.relied = Relied(last.number, last.last, checkpoint.verified_at, anchored, sampled)

    def _sample(self, block: Block, wanted: set[int]) -> None:
        self._signature(block)
        inside = Entry.objects.filter(position__range=(block.first, block.last)).order_by("position")
        self._compare(block, list(inside.values_list("digest", flat=True)))
        for position in sorted(wanted):
            for entry in loading.sealed(position, position):
                if not entry.intact:
                    self._find("changed_entry", block=block.number, **loading.naming(entry.pk))

    def _blocks(self) -> list[int]:
        """Examine every block, also those sealed meanwhile; ids of entries with a position beyond them."""
        while True:
            while chunk := self._next_blocks():
                for run in _runs(chunk):
                    entries = _Entries(run[0].first, run[-1].last)
                    for block in run:
                        self._block(block, entries)
            beyond = Entry.objects.filter(position__gt=self.last).order_by("position", "id")
            strays = list(beyond.values_list("pk", flat=True)[:MOST_FINDINGS])
            if not Block.objects.filter(number__gt=self.number).exists():
                return strays

    def _next_blocks(self) -> list[Block]:
        return list(Block.objects.filter(number__gt=self.number).order_by("number")[:BLOCKS_AT_ONCE])

    def _block(self, block: Block, entries: _Entries) -> None:
        if block.number != self.number + 1:
            self._find("removed_block", block=self.number + 1)
        elif block.previous_root != self.root or block.first != self.last + 1:
            self._find("broken_chain", block=block.number, position=block.first)
        self._signature(block)
        digests = self._entries(block, entries)
        if digests is not None:
            self._compare(block, digests)
        self.number, self.last, self.root = block.number, block.last, block.root
        self.result.blocks += 1
        self.report(block.last, max(block.last, self.total))
        if block.number in self.seen:
            self.seen[block.number] = (block.root, block.last)

    def _compare(self, block: Block, digests: list[str]) -> None:
        try:
            root = block_root(block.header, digests)
        except NoSuchDigest as problem:
            if block.algorithm in ALGORITHMS:
                raise Unreadable(str(problem)) from problem
            root = ""
        if root != block.root:
            place = {"first": block.first, "last": block.last, "position": block.first}
            self._find("changed_block", block=block.number, **place)

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
            genuine = self.checker.check(block.key_id, block.signature, signed_part(block.root))
        except signing.UnknownKey:
            begin, count = self.unknown.get(block.key_id, (block, 0))
            self.unknown[block.key_id] = (begin, count + 1)
            return
        self.result.checked += genuine
        if not genuine:
            self._find("forged_signature", block=block.number, position=block.first)

    def _unverified_signatures(self) -> None:
        """One finding for each key that is not there, however many blocks it signed."""
        for key, (begin, count) in self.unknown.items():
            self._find("unknown_key", block=begin.number, position=begin.first, key=key, count=count)
        if self.result.signed and not self.result.checked_signatures:
            self._find("missing_key", count=self.result.signed)

    def _entries(self, block: Block, entries: _Entries) -> list[str] | None:
        """Examine the entries of a block; their digests, or None if there is not one for each position."""
        digests, expected, whole = [], block.first, True
        for pk, position, digest, intact in entries.up_to(block.last):
            if position < expected:
                self._find("repeated_position", block=block.number, position=position, entry=pk)
                whole = False
                continue
            if position > expected:
                self._gap(block, expected, position)
                whole = False
            if not intact:
                self._find("changed_entry", block=block.number, **loading.naming(pk))
            digests.append(digest)
            expected = position + 1
        self.result.entries += len(digests)
        self._gap(block, expected, block.last + 1)
        return digests if whole and expected == block.last + 1 else None

    def _gap(self, block: Block, begin: int, end: int) -> None:
        for position in range(begin, min(end, begin + MOST_OF_ONE_GAP)):
            self._find("removed_entry", block=block.number, position=position)
        self.result.more_findings += max(0, end - begin - MOST_OF_ONE_GAP)

    def _unsealed(self) -> None:
        for entry in loading.unsealed():
            self.result.unsealed += 1
            if not entry.intact:
                self._find("changed_unsealed", **loading.naming(entry.pk))
        waiting = Entry.objects.filter(position__isnull=True)
        self.result.oldest_unsealed = waiting.aggregate(oldest=Min("at"))["oldest"]

    def _anchor(self, witness: anchors.Witness) -> None:
        line = witness.anchor
        if line.signature and self.result.checked_signatures:
            try:
                genuine = self.checker.check(line.key_id, line.signature, line.signed_part())
            except signing.UnknownKey:
                genuine = False
            if not genuine:
                self._find("forged_anchor", time=line.time, block=line.block, where=witness.where)
                return
        root, last = self.seen[line.block]
        if line.block > self.number or (not root and line.position > self.last):
            facts = {"block": line.block, "count": line.position, "have": self.last}
            self._find("cut_tail", time=line.time, position=self.last + 1, **facts)
        elif (root, last) != (line.root, line.position):
            self._find("rewritten", block=line.block, time=line.time)
        else:
            proof = self.result.proof
            if proof is None or (line.position, line.at) > (proof.position, proof.at):
                self.result.proof = Proof(line.block, line.position, line.root, line.at, witness.where)

    def _unproven_since(self) -> datetime | None:
        """When the first entry that no anchor vouches for was recorded."""
        proved = self.result.proof.position if self.result.proof else 0
        if proved < self.last:
            found = Entry.objects.filter(position=proved + 1).values_list("at", flat=True).first()
            return found or self.result.oldest_unsealed
        return self.result.oldest_unsealed

    def _guards(self) -> None:
        for name in triggers.missing(connection):
            self._find("dropped_trigger", name=name)
        with connection.cursor() as cursor:
            for model in (Entry, Block, Cursor):
                there = connection.introspection.get_constraints(cursor, model._meta.db_table)
                for constraint in model._meta.constraints:
                    if constraint.name not in there:
                        self._find("dropped_constraint", name=constraint.name)


def _runs(blocks: list[Block]) -> Iterator[list[Block]]:
    """The blocks in runs whose entries can be read in one go: without a gap, and not too many."""
    run: list[Block] = []
    for block in blocks:
        follows = run and block.first == run[-1].last + 1 and run[-1].last - run[0].first < ENTRIES_AT_ONCE
        if run and not follows:
            yield run
            run = []
        run.append(block)
    if run:
        yield run
