"""What the journal computes without database or clock: canonical JSON, digests, roots of blocks."""

from gongkai.records.journal.rules.canonical import NotCanonical, canonical, plain
from gongkai.records.journal.rules.digests import ALGORITHMS, NoSuchDigest, digest
from gongkai.records.journal.rules.roots import Header, block_root, merkle_root

__all__ = [
    "ALGORITHMS",
    "Header",
    "NoSuchDigest",
    "NotCanonical",
    "block_root",
    "canonical",
    "digest",
    "merkle_root",
    "plain",
]
