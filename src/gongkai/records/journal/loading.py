"""Entries read for verification: many at a time, each with whether its content has its digest.

Rows are read without models, since their making would be half of the work. The digest decides: where it does
not come out, the entry is read again as a model, and what that says counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection

from gongkai.records.journal.findings import Unreadable
from gongkai.records.journal.models import COVERED, Entry
from gongkai.records.journal.rules import ALGORITHMS, NoSuchDigest, NotCanonical, digest

AT_ONCE = 2_000
NAMING = ("id", "position", "verb", "actor_name", "object_label")
JSON_COLUMNS = ("before", "after", "digests")
COLUMNS = ("id", "position", "digest", "algorithm", *COVERED)

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_decode = json.JSONDecoder().raw_decode


class Loaded(NamedTuple):
    """An entry as verification needs it; its position is 0 while it is unsealed."""

    pk: int
    position: int
    digest: str
    intact: bool


def sealed(first: int, last: int) -> Iterator[Loaded]:
    """The entries with these positions, in their order; two with one position follow each other."""
    return _read('"position" BETWEEN %s AND %s ORDER BY "position", "id"', (first, last))


def unsealed() -> Iterator[Loaded]:
    """The entries that wait for their seal, in the order of their ids."""
    after = 0
    while chunk := list(_read('"position" IS NULL AND "id" > %s ORDER BY "id" LIMIT %s', (after, AT_ONCE))):
        after = chunk[-1].pk
        yield from chunk


def naming(pk: int) -> dict[str, Any]:
    """Position, id and a few words on an entry, for a finding."""
    entry = Entry.objects.only(*NAMING).get(pk=pk)
    return {"position": entry.position, "entry": entry.pk, "what": str(entry)}


def _read(condition: str, arguments: tuple[int, ...]) -> Iterator[Loaded]:
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(name) for name in COLUMNS)
    table = quoted(Entry._meta.db_table)
    statement = f"SELECT {names} FROM {table} WHERE {condition}"  # noqa: S608 - names of ours
    read = 0
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        while (rows := _fetched(cursor)) is not None:
            if not rows:
                return
            yield from map(_loaded, rows)
            read += len(rows)
        cursor.execute(f"SELECT {quoted('id')} FROM {table} WHERE {condition}", arguments)  # noqa: S608
        rest = [pk for (pk,) in cursor.fetchall()][read:]
    yield from map(_alone, rest)


def _fetched(cursor: Any) -> list[tuple[Any, ...]] | None:
    """The next rows; None where one holds no instant any more, so that each must be looked at alone."""
    try:
        rows: list[tuple[Any, ...]] = cursor.fetchmany(AT_ONCE)
    except ValueError:
        return None
    return rows


def _loaded(row: tuple[Any, ...]) -> Loaded:
    pk, position, stored, algorithm = row[:4]
    try:
        if digest(algorithm, _canonical(row)) == stored:
            return Loaded(pk, position or 0, stored, True)
    except (ValueError, TypeError, AttributeError):  # no JSON, no text, no digest of ours
        pass
    return _alone(pk)


def _canonical(row: tuple[Any, ...]) -> bytes:
    """What rules.canonical gives for the content of an entry that was recorded by this program.

    For anything else it gives bytes of which nobody has recorded the digest.
    """
    content = dict(zip(COVERED, row[4:], strict=True))
    for name in JSON_COLUMNS:
        text = content[name]
        if text == "{}":
            content[name] = {}
        elif text is not None:
            content[name], end = _decode(text)
            if end != len(text):
                raise ValueError(name)
    at: datetime = content["at"]
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    content["at"] = at.isoformat(timespec="microseconds")
    return _encode(content).encode()


def _alone(pk: int) -> Loaded:
    try:
        entry = Entry.objects.get(pk=pk)
    except ValueError:
        entry = Entry.objects.only(*NAMING, "digest").get(pk=pk)
        return Loaded(pk, entry.position or 0, entry.digest, False)
    return Loaded(pk, entry.position or 0, entry.digest, _intact(entry))


def _intact(entry: Entry) -> bool:
    try:
        return entry.computed_digest() == entry.digest
    except NotCanonical:
        return False
    except NoSuchDigest as problem:
        if entry.algorithm in ALGORITHMS:
            raise Unreadable(str(problem)) from problem
        return False
