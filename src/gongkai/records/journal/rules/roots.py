"""The root of a block: one digest that stands for its entries, its place and everything sealed before it.

A Merkle tree in the manner of RFC 6962 (leaves and inner nodes hashed apart, so that neither passes for the
other) whose first leaf is the block's header. The header names the previous root: whoever knows the last
root can tell any change of anything that was sealed up to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gongkai.records.journal.rules.canonical import canonical
from gongkai.records.journal.rules.digests import hasher

HEADER, LEAF, NODE = b"\x02", b"\x00", b"\x01"


@dataclass(frozen=True, slots=True)
class Header:
    """What a block says of itself: its number, the positions it covers, what came before, how, when."""

    number: int
    first: int
    last: int
    previous_root: str
    algorithm: str
    sealed_at: datetime

    def content(self) -> bytes:
        """What its leaf covers."""
        return canonical({name: getattr(self, name) for name in self.__slots__})


def block_root(header: Header, digests: Sequence[str]) -> str:
    """The root of a block over the digests of its entries in the order of their positions."""
    hashed = hasher(header.algorithm)
    leaves = [hashed(HEADER + header.content())]
    leaves += [hashed(LEAF + one.encode()) for one in digests]
    return merkle_root(header.algorithm, leaves)


def merkle_root(algorithm: str, leaves: Sequence[str]) -> str:
    """The root of a tree over leaf digests; a level's odd last node moves up as it is.

    ValueError without leaves: nothing has no root.
    """
    if not leaves:
        raise ValueError("a tree needs a leaf")
    hashed = hasher(algorithm)
    level = list(leaves)
    while len(level) > 1:
        pairs = [
            hashed(NODE + f"{left}{right}".encode())
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]
