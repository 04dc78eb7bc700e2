"""Drafts that were sent back together: how far the letters are, what was refused, the letters as one file."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import Collection, Draft, ReturnBatch
from gongkai.console import operations, wording
from gongkai.console.frame import flash, render_page
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.things import COLLECTION_THING, DRAFT_THING
from gongkai.records.jobs import queries as jobs

LETTERS = "collection_letters"


def _batch(here: RequestContext, batch: int) -> ReturnBatch:
    subject: Collection = here.subject
    found = subject.batches.filter(pk=batch).first()
    if found is None:
        raise Http404
    return found


@require_safe
def batch(request: HttpRequest, collection: int, batch: int) -> HttpResponse:
    """How far a batch is; it can be left and looked at again."""
    here = context_of(request)
    found = _batch(here, batch)
    total = found.drafts.count()
    returned = found.drafts.filter(state=Draft.State.RETURNED).count()
    job = jobs.job(found.job) if found.job else None
    dead = found.done_at is None and (job is None or job.state == "dead")
    rows = {row.pk: row for row in found.drafts.select_related("collection")}
    context = {
        "title": _("批量退回"),
        "collection": here.subject,
        "facts": [
            {"label": _("提交"), "value": wording.instant(found.asked_at)},
            {"label": _("提交人"), "value": found.asked_by.get("name", "")},
            {"label": _("附言"), "value": found.note or _("没有")},
            {"label": _("草稿"), "value": _("%(count)s份") % {"count": total}},
        ],
        "running": found.done_at is None and not dead,
        "dead": dead,
        "done": returned,
        "total": total,
        "text": _("已退回%(done)s份，共%(total)s份。") % {"done": returned, "total": total},
        "refusals": [
            {
                "href": DRAFT_THING.address(rows[one["draft"]]) if one["draft"] in rows else "",
                "label": one["path"],
                "reason": one["reason"],
            }
            for one in found.refusals
        ],
        "letters": reverse("console:return_batch_letters", args=[collection, batch]) if returned else "",
    }
    return render_page(request, "return_batch", context)


@require_safe
def batch_letters(request: HttpRequest, collection: int, batch: int) -> HttpResponse:
    """The letters of a batch in a zip."""
    here = context_of(request)
    found = _batch(here, batch)
    back = reverse("console:return_batch", args=[collection, batch])
    return _zip(request, here, list(found.drafts.all()), f"letters-{collection}-{batch}.zip", back)


@require_safe
def letters(request: HttpRequest, collection: int) -> HttpResponse:
    """Every letter of a collection in a zip."""
    here = context_of(request)
    subject: Collection = here.subject
    back = COLLECTION_THING.address(subject)
    return _zip(request, here, list(subject.drafts.all()), f"letters-{collection}.zip", back)


def _zip(
    request: HttpRequest, here: RequestContext, found: Sequence[Draft], name: str, back: str
) -> HttpResponse:
    sent = [draft for draft in found if draft.letter_id is not None]
    if not sent:
        flash(request, _("还没有退改函可以下载。"))
        return HttpResponseRedirect(back, status=303)
    packed = queries.letters_zip(here.subject, sent)
    operations.record_export(
        listing=LETTERS,
        title=str(_("退改函")),
        rows=len(sent),
        columns=[],
        filters=[],
        format="zip",
        act=here.act,
    )
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
