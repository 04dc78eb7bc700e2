"""What the auditor does with the journal as a whole: verify it, and take an anchor away."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.console.areas.journal import verification
from gongkai.console.request_context import RequestContext
from gongkai.console.verbs import ListVerbs, Verb
from gongkai.organisations.models import Person
from gongkai.records import journal as records
from gongkai.records.auditing import operations as auditing
from gongkai.records.refusals import Refused


def _take_anchor(person: Person, data: dict[str, Any], here: RequestContext) -> HttpResponse:
    """Take an anchor away: what the auditor keeps outside the system."""
    try:
        taken = auditing.take_anchor(act=here.act)
    except records.NothingSealed as refusal:
        raise Refused(_("日志还没有封存的条目，过几秒再导出锚点。")) from refusal
    response = HttpResponse(taken.line() + "\n", content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="anchor-{taken.block}.jsonl"'
    return response


JOURNAL_STARTS: Final = ListVerbs(
    "journal/",
    "journal",
    (
        Verb("verify", gettext_lazy("校验日志"), "journal.verify", view=verification.verify),
        Verb(
            "anchor",
            gettext_lazy("导出锚点"),
            "journal.anchor",
            _take_anchor,
            back=lambda person, here: reverse("console:journal_verify"),
            at_once=True,
            offered=False,  # on the page of the verification
        ),
    ),
    prefix="journal",
)
