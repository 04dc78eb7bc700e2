"""Reading in order: each reader keeps its own cursor and misses nothing, whatever commits when.

A reader is a name (`search`, `feeds`). It reads, does its work and advances in one transaction:

    with transaction.atomic():
        for entry in journal.read("search", 500):
            …
        journal.advance("search", entry.position)
"""

from __future__ import annotations

from gongkai.records.journal.models import Block, Cursor, Entry


class CannotMove(ValueError):
    """A cursor goes forward only, and not beyond what is sealed."""


def read(reader: str, limit: int = 500) -> list[Entry]:
    """The next sealed entries after the reader's cursor, in the order of positions."""
    after = Cursor.objects.filter(reader=reader).values_list("position", flat=True).first() or 0
    return list(Entry.objects.filter(position__gt=after).order_by("position")[:limit])


def advance(reader: str, position: int | None) -> None:
    """Remember that the reader has dealt with everything up to `position`; raises CannotMove."""
    last = Block.objects.order_by("-number").values_list("last", flat=True).first() or 0
    if position is None or not 0 <= position <= last:
        raise CannotMove(f"{reader}: {position} is not sealed; the journal ends at {last}")
    Cursor.objects.get_or_create(reader=reader)
    if not Cursor.objects.filter(reader=reader, position__lte=position).update(position=position):
        raise CannotMove(f"{reader} has read beyond {position} already; use rewind to read again")


def rewind(reader: str) -> None:
    """Let the reader begin again at the first entry, e.g. to build an index anew."""
    Cursor.objects.filter(reader=reader).update(position=0)
