"""The journal: who did what, when, to what, on which evidence; append-only, sealed, verifiable.

Operations call `record` as their last act. The background runner calls `seal` every couple of seconds, which
gives committed entries their `position`; readers follow positions with `read` and `advance`. `verify` finds
what was tampered with, and says what an anchor proves. Import this package in `AppConfig.ready` or later.
"""

from gongkai.records.journal import signing
from gongkai.records.journal.anchors import Anchor, Evidence, NothingSealed, UnreadableAnchor, export_anchor
from gongkai.records.journal.findings import WITHIN, JournalFinding, JournalVerification, Unreadable, Verdict
from gongkai.records.journal.models import AnchorMade, AnchorReceipt, Block, Entry
from gongkai.records.journal.queries import (
    EntryFilters,
    anchor_age,
    entries,
    matching,
    oldest_unsealed,
    timeline,
)
from gongkai.records.journal.reading import CannotMove, advance, read, rewind
from gongkai.records.journal.recording import Manifest, NotInTransaction, content_digest, manifest, record
from gongkai.records.journal.rules import NotCanonical
from gongkai.records.journal.sealing import KeyIsMissing, SealingInterrupted, seal, seal_all
from gongkai.records.journal.verbs import BadVerb, UnknownVerb, label, labels, register
from gongkai.records.journal.verifying import verify

__all__ = [
    "WITHIN",
    "Anchor",
    "AnchorMade",
    "AnchorReceipt",
    "BadVerb",
    "Block",
    "CannotMove",
    "Entry",
    "EntryFilters",
    "Evidence",
    "JournalFinding",
    "JournalVerification",
    "KeyIsMissing",
    "Manifest",
    "NotCanonical",
    "NotInTransaction",
    "NothingSealed",
    "SealingInterrupted",
    "UnknownVerb",
    "Unreadable",
    "UnreadableAnchor",
    "Verdict",
    "advance",
    "anchor_age",
    "content_digest",
    "entries",
    "export_anchor",
    "label",
    "labels",
    "manifest",
    "matching",
    "oldest_unsealed",
    "read",
    "record",
    "register",
    "rewind",
    "seal",
    "seal_all",
    "signing",
    "timeline",
    "verify",
]
