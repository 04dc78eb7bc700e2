"""Checkpoints: that everything up to a block was verified in full on a day, so that it need not be each time.

A checkpoint weakens nothing that a signature does not weaken already: it is signed with the journal's key,
names the root of its block and the anchor that vouched for it, and is not believed where any of these does
not hold any more, or where it is old. Whoever holds database *and* key can forge one, as he can forge
signatures: an anchor tells what is older than it, a full verification what was changed inside.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from gongkai.records.journal import signing
from gongkai.records.journal.findings import JournalVerification
from gongkai.records.journal.models import Block, Checkpoint
from gongkai.records.journal.rules import canonical

# After this everything is verified again, whatever a checkpoint says.
BELIEVED: Final = timedelta(days=31)


def latest(*, at: datetime, checker: signing.Checker) -> Checkpoint | None:
    """The newest checkpoint that is believed at an instant: signed by one of our keys, and not old."""
    found = Checkpoint.objects.order_by("-verified_at", "-id").first()
    if found is None or not timedelta(0) <= at - found.verified_at <= BELIEVED:
        return None
    try:
        genuine = checker.check(found.key_id, found.signature, _signed_part(found))
    except signing.UnknownKey:
        return None
    return found if genuine else None


def keep(result: JournalVerification, *, at: datetime) -> Checkpoint | None:
    """Keep a checkpoint of a full verification that found nothing; None where there is nothing to sign with.

    Inside a transaction.
    """
    if result.findings or result.relied or not result.last_block:
        return None
    block = Block.objects.get(number=result.last_block)
    made = Checkpoint(
        block=block.number,
        position=block.last,
        root=block.root,
        algorithm=block.algorithm,
        verified_at=at,
        anchor_block=result.proof.block if result.proof else 0,
        anchor_root=result.proof.root if result.proof else "",
    )
    if block.root != result.last_root or not signing.ready():
        return None
    made.key_id, made.signature = signing.sign(_signed_part(made))
    made.save(force_insert=True)
    return made


def _signed_part(checkpoint: Checkpoint) -> bytes:
    said = {
        "block": checkpoint.block,
        "position": checkpoint.position,
        "root": checkpoint.root,
        "algorithm": checkpoint.algorithm,
        "verified_at": checkpoint.verified_at,
        "anchor_block": checkpoint.anchor_block,
        "anchor_root": checkpoint.anchor_root,
    }
    return b"gongkai journal checkpoint " + canonical(said)
