"""The journal, read in order by position: what a body did, and what was done to it."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from gongkai.api import cursors
from gongkai.api.bearer import caller
from gongkai.api.service import operation
from gongkai.api.shapes import journal as shapes
from gongkai.api.shapes.values import Limit, Shape
from gongkai.organisations import access
from gongkai.records import journal
from gongkai.records.journal import Block, Entry

# Kinds of objects whose entries are business. Accounts, posts, tokens and jobs are for the auditor, who reads
# the journal in the console: administration and business are kept apart (organisations/rules/separation.py).
SHOWN = ("body", "function", "site", "annual_report", "file", "letter", "letter_template", "number")
LAST = 2**63 - 1


class JournalQuestion(Shape):
    """From where on."""

    after: Annotated[int, Field(ge=0, le=LAST)] = Field(
        0, description="只要序号大于它的；第一次为 0，以后用上次答复的 next_after。"
    )
    limit: Limit = cursors.USUAL


@operation("read_journal", answer=shapes.EntryList)
def read_journal(request: HttpRequest, question: Query[JournalQuestion]) -> dict[str, Any]:
    """Sealed entries after a position, of the bodies that the token reaches."""
    by = caller(request)
    reach = access.bodies_in_reach(by.acting, "timeline.view", by.on).values_list("code", flat=True)
    codes = list(reach)
    sealed = Block.objects.order_by("-number").values_list("last", flat=True).first() or 0
    found = Entry.objects.filter(
        Q(actor_body__in=codes) | Q(object_kind="body", object_id__in=codes),
        object_kind__in=SHOWN,
        position__gt=question.after,
        position__lte=sealed,
    ).order_by("position")
    rows, more = cursors.split(list(found[: question.limit + 1]), question.limit)
    # Without more of ours, whoever asks again need not look at what was sealed for others.
    last = rows[-1].position if more else max(sealed, question.after)
    return {"items": [_entry(row) for row in rows], "next_after": last, "more": more}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "position": entry.position,
        "at": entry.at,
        "verb": entry.verb,
        "verb_label": str(journal.label(entry.verb)),
        "object": {"kind": entry.object_kind, "id": entry.object_id, "label": entry.object_label},
        "by": {
            "kind": entry.actor_kind,
            "id": entry.actor_id,
            "name": entry.actor_name,
            "post": entry.actor_post,
            "body": entry.actor_body,
            "body_name": entry.actor_body_name,
        },
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
        "algorithm": entry.algorithm,
        "digest": entry.digest,
    }
