"""The journal: who did what, when, to what, on which evidence; append-only, sealed, verifiable.

Operations call `record` as their last act. The background runner calls `seal` every couple of seconds, which
gives committed entries their `position`; readers follow positions with `read` and `advance`. `verify` finds
what was tampered with. Import this package in `AppConfig.ready` or later.
"""

from gongkai.records.journal import signing
from gongkai.records.journal.models import Block, Entry
from gongkai.records.journal.queries import EntryFilters, entries, timeline
from gongkai.records.journal.recording import Manifest, NotInTransaction, manifest, record
from gongkai.records.journal.rules import NotCanonical
from gongkai.records.journal.verbs import BadVerb, UnknownVerb, label, labels, register

__all__ = [
    "BadVerb",
    "Block",
    "Entry",
    "EntryFilters",
    "Manifest",
    "NotCanonical",
    "NotInTransaction",
    "UnknownVerb",
    "entries",
    "label",
    "labels",
    "manifest",
    "record",
    "register",
    "signing",
    "timeline",
]
