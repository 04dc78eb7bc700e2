"""Anchors made and kept outside, and verifications that are recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy

from gongkai.records import journal
from gongkai.records.actors import ObjectRef
from gongkai.records.acts import Act
from gongkai.records.auditing import evidence, stores
from gongkai.records.auditing.kinds import JOURNAL, VERIFIED
from gongkai.records.jobs import enqueue
from gongkai.records.journal import (
    AnchorMade,
    AnchorReceipt,
    Evidence,
    JournalVerification,
    anchors,
    checkpoints,
)
from gongkai.records.journal.verdicts import sentence
from gongkai.records.operations import Done, operation, prepared_operation

TOLD: Final = 20  # findings that the entry of a verification names
SEND: Final = "auditing.keep_anchor"
Report = Callable[[int, int], object]


def _sealed(*, act: Act) -> None:
    journal.seal_all(at=act.at)


@prepared_operation(
    _sealed, "journal.anchor_made", gettext_lazy("制作日志锚点"), of=JOURNAL, action="journal.anchor"
)
def make_anchor(sealed: None, *, act: Act) -> Done[AnchorMade]:
    """Make an anchor of everything sealed up to now, and ask the runner to keep it in every place.

    Raises NothingSealed, KeyIsMissing.
    """
    made = anchors.note(journal.export_anchor(at=act.at))
    for place in stores.places():
        enqueue(SEND, anchor=made.pk, place=place)
    after = {
        "block": made.block,
        "position": made.position,
        "root": made.root,
        "algorithm": made.algorithm,
    }
    return Done(made, _whole_journal(), after=after)


@dataclass(frozen=True, slots=True)
class _Kept:
    place: str
    where: str
    said: str


def _put(*, anchor: AnchorMade, place: str) -> _Kept:
    """Network and disks of others: outside any transaction, and again where it was done before."""
    store = stores.find(place)
    return _Kept(store.place, store.where, store.put(anchor.name, anchor.content))


@prepared_operation(
    _put, "journal.anchor_kept", gettext_lazy("存放日志锚点"), of=JOURNAL, action="journal.anchor"
)
def keep_anchor(kept: _Kept, *, anchor: AnchorMade, place: str, act: Act) -> Done[AnchorReceipt]:
    """Keep an anchor in a place outside, with the receipt of it. Raises StoreRefused."""
    digest = hashlib.sha256(anchor.content).hexdigest()
    receipt, new = AnchorReceipt.objects.get_or_create(
        anchor=anchor,
        place=kept.place,
        location=kept.where,
        defaults={"name": anchor.name, "digest": digest, "said": kept.said, "kept_at": act.at},
    )
    after = {
        "position": anchor.position,
        "place": receipt.place,
        "where": receipt.location,
        "file": receipt.name,
        "receipt": receipt.said,
    }
    return Done(
        receipt, _whole_journal(), after=after, digests={"anchor": f"sha256:{digest}"}, silent=not new
    )


def _verified(
    *,
    act: Act,
    full: bool = True,
    witnessed: Evidence | None = None,
    report: Report | None = None,
) -> tuple[JournalVerification, list[str]]:
    silent: list[str] = []
    if witnessed is None:
        witnessed, silent = evidence.read_what_answers()
    return journal.verify(evidence=witnessed, full=full, at=act.at, report=report), silent


@prepared_operation(_verified, VERIFIED, gettext_lazy("校验审计日志"), of=JOURNAL, action="journal.verify")
def verify_journal(
    verified: tuple[JournalVerification, list[str]],
    *,
    act: Act,
    full: bool = True,
    witnessed: Evidence | None = None,
    report: Report | None = None,
) -> Done[JournalVerification]:
    """Verify the journal, which writers do not wait for; record the verdict, and keep a checkpoint.

    `witnessed`: the anchors to compare with; None: those that the places of this deployment have kept, as far
    as they answer. Raises Unreadable.
    """
    result, silent = verified
    checkpoints.keep(result, at=act.at)
    proof = result.proof
    after = {
        "ok": result.ok,
        "verdict": result.verdict(act.at),
        "said": sentence(result, act.at),
        "full": result.relied is None,
        "entries": result.last_position,
        "blocks": result.last_block,
        "unsealed": result.unsealed,
        "last_root": result.last_root,
        "proved_to": proof.position if proof else 0,
        "proved_by": proof.where if proof else "",
        "findings": [finding.message for finding in result.findings[:TOLD]],
        "more_findings": max(0, len(result.findings) - TOLD) + result.more_findings,
        "silent": silent,
    }
    return Done(result, _whole_journal(), after=after)


@operation("journal.anchor_taken", gettext_lazy("导出审计锚点"), of=JOURNAL, action="journal.anchor")
def take_anchor(*, act: Act) -> Done[journal.Anchor]:
    """Export an anchor for somebody to take away, and record that it was taken. Raises NothingSealed."""
    anchor = journal.export_anchor(at=act.at)
    after = {"block": anchor.block, "root": anchor.root, "position": anchor.position}
    return Done(anchor, _whole_journal(), after=after)


def _whole_journal() -> ObjectRef:
    return ObjectRef(JOURNAL.code, JOURNAL.code, str(JOURNAL.label))
