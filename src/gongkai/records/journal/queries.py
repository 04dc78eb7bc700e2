"""Questions about the journal; nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from gongkai.records.actors import ObjectRef
from gongkai.records.journal.models import Entry


@dataclass(frozen=True, slots=True)
class EntryFilters:
    """What somebody asks of the journal; empty or None asks nothing. `since` is included, `until` is not."""

    q: str = ""
    verb: str = ""
    object_kind: str = ""
    object_id: str = ""
    actor_id: str = ""
    body: str = ""
    since: datetime | None = None
    until: datetime | None = None


def timeline(ref: ObjectRef) -> QuerySet[Entry]:
    """Everything that was done to an object, first things first; what is not yet sealed stands last."""
    found = Entry.objects.filter(object_kind=ref.kind, object_id=ref.id)
    return found.order_by(F("position").asc(nulls_last=True), "id")


def entries(filters: EntryFilters | None = None) -> QuerySet[Entry]:
    """Entries newest first; every word of `q` must stand in the object, the actor or the reason."""
    filters = filters or EntryFilters()
    exact = {
        "verb": filters.verb,
        "object_kind": filters.object_kind,
        "object_id": filters.object_id,
        "actor_id": filters.actor_id,
        "actor_body": filters.body,
        "at__gte": filters.since,
        "at__lt": filters.until,
    }
    found = Entry.objects.filter(**{name: value for name, value in exact.items() if value})
    for word in filters.q.split()[:10]:
        found = found.filter(
            Q(object_label__icontains=word)
            | Q(object_id=word)
            | Q(actor_name__icontains=word)
            | Q(reason__icontains=word)
        )
    return found.order_by("-id")
