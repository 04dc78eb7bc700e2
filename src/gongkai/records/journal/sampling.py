"""What an incremental verification looks at again in the part that a full one stands for.

All of it is counted and its chain compared by the database; of its content a random sample is recomputed,
each entry with the whole block around it, so that a change with a fitting digest is found as well.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Final

from django.db import connection

from gongkai.records.journal.models import Block, Checkpoint, Entry

# Entries drawn, and how many digests their blocks may hold together: two or three seconds at the most.
DRAWN: Final = 400
MOST_LEAVES: Final = 200_000


def whole(checkpoint: Checkpoint) -> bool:
    """Whether all blocks up to the checkpoint's are there and linked, and every position has its entry."""
    block = Block.objects.filter(number=checkpoint.block).first()
    return (
        block is not None
        and (block.root, block.last) == (checkpoint.root, checkpoint.position)
        and Block.objects.filter(number__range=(1, checkpoint.block)).count() == checkpoint.block
        and Entry.objects.filter(position__range=(1, checkpoint.position)).count() == checkpoint.position
        and Block.objects.filter(number=1, first=1, previous_root="").exists()
        and _anchored(checkpoint)
        and not _broken(checkpoint.block)
    )


def drawn(checkpoint: Checkpoint) -> Iterator[tuple[Block, set[int]]]:
    """Blocks with the positions in them to recompute, drawn so that nobody can know which."""
    draw = secrets.SystemRandom()
    count = min(DRAWN, checkpoint.position)
    positions = sorted(draw.sample(range(1, checkpoint.position + 1), count))
    blocks: dict[int, tuple[Block, set[int]]] = {}
    for position in draw.sample(positions, count):
        block = (
            Block.objects.filter(first__lte=position, number__lte=checkpoint.block).order_by("-first").first()
        )
        if block is not None:
            blocks.setdefault(block.number, (block, set()))[1].add(position)
        if sum(one.last - one.first + 1 for one, _wanted in blocks.values()) > MOST_LEAVES:
            break
    yield from (blocks[number] for number in sorted(blocks))


def _anchored(checkpoint: Checkpoint) -> bool:
    """Whether the block that an anchor vouched for then is still as it was."""
    if not checkpoint.anchor_block:
        return True
    return Block.objects.filter(number=checkpoint.anchor_block, root=checkpoint.anchor_root).exists()


def _broken(last: int) -> bool:
    """Whether two neighbours among the blocks do not fit each other."""
    table = connection.ops.quote_name(Block._meta.db_table)
    statement = (
        f'SELECT 1 FROM {table} b JOIN {table} p ON p."number" = b."number" - 1 '  # noqa: S608 - names of ours
        'WHERE b."number" <= %s AND (p."root" <> b."previous_root" OR b."first" <> p."last" + 1) LIMIT 1'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [last])
        return cursor.fetchone() is not None
