"""Questions about the journal; nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from gongkai.records.actors import ObjectRef
from gongkai.records.journal.models import AnchorReceipt, Entry

# Words are looked for in so many entries before the end of the time that was asked for: beyond, a search
# would read the whole journal for a word that is not there.
SEARCHED: Final = 100_000
# The last by their time are not the last by their ids: the last of all is among so many.
OVERLAPPING: Final = 1_000


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
    """Entries newest first; every word of `q` must stand in the object, the actor or the reason.

    With `q` only the last 100,000 entries before `until` are searched.
    """
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
    if filters.q.strip():
        until = {"at__lt": filters.until} if filters.until else {}
        found = found.filter(pk__in=matching(filters.q, Entry.objects.filter(**until)))
    return found.order_by("-id")


def matching(words: str, among: QuerySet[Entry]) -> QuerySet[Entry, Any]:
    """The ids (as a subquery) of the entries in which every word stands, of the last 100,000 among some.

    `among` is narrowed by time at the most, so that its end is found in an index.
    """
    newest = max(among.order_by("-at", "-id").values_list("id", flat=True)[:OVERLAPPING], default=0)
    found = Entry.objects.filter(id__gt=newest - SEARCHED, id__lte=newest)
    for word in words.split()[:10]:
        found = found.filter(
            Q(object_label__icontains=word)
            | Q(object_id=word)
            | Q(actor_name__icontains=word)
            | Q(reason__icontains=word)
        )
    return found.order_by().values("id")


def anchor_age(now: datetime) -> timedelta | None:
    """How long ago an anchor was last kept outside; None if none ever was."""
    kept = AnchorReceipt.objects.order_by("-kept_at").values_list("kept_at", flat=True).first()
    return None if kept is None else now - kept


def oldest_unsealed(now: datetime) -> timedelta | None:
    """How long the oldest entry without a seal has waited; None if there is none."""
    waiting = Entry.objects.filter(position__isnull=True).order_by("id").values_list("at", flat=True).first()
    return None if waiting is None else now - waiting
