"""The journal, read in order by position: what a body did, and what was done to it."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from gongkai.api.bearer import caller
from gongkai.api.cursors import USUAL
from gongkai.api.resource import Resource
from gongkai.api.shapes import journal as shapes
from gongkai.api.shapes.values import Limit, Shape
from gongkai.organisations import access
from gongkai.records import journal
from gongkai.records.journal import Block, Entry

JOURNAL = Resource("journal", words=_("日志：按顺序读取已封存的办理记录。"), scope="timeline.view")
# Kinds of objects whose entries are business. Accounts, posts, tokens and jobs are for the auditor, who reads
# the journal in the console: administration and business are kept apart (organisations/rules/separation.py).
SHOWN = ("body", "function", "site", "annual_report", "file", "letter", "letter_template", "number")
LAST = 2**63 - 1


class JournalQuestion(Shape):
    """From where on."""

    after: Annotated[int, Field(ge=0, le=LAST)] = Field(
        0, description="只要序号大于它的；第一次为 0，以后用上次答复的 next_after。"
    )
    limit: Limit = USUAL


@JOURNAL.operation(
    "read_journal",
    "GET",
    "/journal",
    _("按顺序读取日志"),
    _(
        "令牌所属机构办理的、或者涉及该机构的业务记录，按封存的序号排列；"
        "把答复中的 next_after 作为下次的 after，不会遗漏也不会重复。账号、岗位、令牌的记录不在其内。"
    ),
    asks=JournalQuestion,
    answer=shapes.EntryList,
    example={
        "items": [
            {
                "position": 1024,
                "at": "2026-03-02T01:30:00Z",
                "verb": "body.renamed",
                "verb_label": "机构更名",
                "object": {"kind": "body", "id": "tjj", "label": "云河市统计和调查局"},
                "by": {
                    "kind": "token",
                    "id": "0011223344556677",
                    "name": "机构同步",
                    "post": "",
                    "body": "yunhe",
                    "body_name": "云河市人民政府",
                },
                "before": {"name": "云河市统计局"},
                "after": {"name": "云河市统计和调查局"},
                "reason": "机构改革方案",
                "algorithm": "sha256",
                "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            }
        ],
        "next_after": 1024,
        "more": False,
    },
)
def read_journal(request: HttpRequest, question: JournalQuestion) -> dict[str, Any]:
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
    rows = list(found[: question.limit + 1])
    shown, more = rows[: question.limit], len(rows) > question.limit
    # Without more of ours, whoever asks again need not look at what was sealed for others.
    last = shown[-1].position if more else max(sealed, question.after)
    return {"items": [_entry(row) for row in shown], "next_after": last, "more": more}


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
