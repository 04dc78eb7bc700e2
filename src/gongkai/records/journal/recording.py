"""Writing the journal: one entry per operation, in the operation's own transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from gongkai.records.actors import Actor, ObjectRef
from gongkai.records.journal import verbs
from gongkai.records.journal.models import Entry
from gongkai.records.journal.rules import NotCanonical, canonical, digest, plain


class NotInTransaction(RuntimeError):
    """An entry must commit or vanish together with what it tells: call from inside `transaction.atomic`."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands for the rows of a bulk import in its one entry: how many, and one digest of all."""

    rows: int
    digest: str


def record(
    *,
    verb: str,
    object: ObjectRef,
    by: Actor,
    at: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    digests: Mapping[str, str] | None = None,
    reason: str = "",
) -> Entry:
    """Journal what an operation did; the last thing it does before it returns.

    `before` and `after` are public values: no personal data of applicants, no floats (NotCanonical). `at`
    is aware. Raises NotInTransaction, UnknownVerb.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(f"{verb}: journal.record belongs inside transaction.atomic")
    verbs.check(verb)
    if at.tzinfo is None:
        raise NotCanonical("at：时刻没有时区，请使用带时区的时刻。")
    entry = Entry(
        at=at,
        verb=verb,
        object_kind=object.kind,
        object_id=object.id,
        object_label=object.label,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_name=by.name,
        actor_post=by.post,
        actor_body=by.body,
        actor_body_name=by.body_name,
        before=plain(before, "before"),
        after=plain(after, "after"),
        digests=plain(digests or {}, "digests"),
        reason=reason,
        algorithm=settings.GONGKAI_DIGEST,
    )
    entry.digest = entry.computed_digest()
    entry.save(force_insert=True)
    return entry


def content_digest(data: bytes) -> str:
    """The digest of some content for `digests=`, with its algorithm: `sha256:…`."""
    algorithm = settings.GONGKAI_DIGEST
    return f"{algorithm}:{digest(algorithm, data)}"


def manifest(rows: Iterable[object]) -> Manifest:
    """The manifest of a bulk import: a digest over the digest of each row's canonical JSON, in order.

    Journal it as `after={"rows": m.rows}, digests={"manifest": m.digest}`. Raises NotCanonical.
    """
    algorithm = settings.GONGKAI_DIGEST
    lines = [digest(algorithm, canonical(row)) for row in rows]
    return Manifest(len(lines), content_digest(canonical(lines)))
