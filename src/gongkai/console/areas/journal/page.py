"""The page of one entry of the journal, whole: who, what, before and after, digests, seal."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.console import timeline, wording
from gongkai.console.frame import render_page
from gongkai.design import table
from gongkai.records import journal as records


@require_safe
def entry(request: HttpRequest, entry: int) -> HttpResponse:
    """One entry whole: who, what, before and after, digests, seal."""
    found = records.Entry.objects.filter(pk=entry).first()
    if found is None:
        raise Http404
    changes = [[one["name"], one["before"] or "—", one["after"]] for one in timeline.list_changes(found)]
    block = None
    if found.position is not None:
        block = records.Block.objects.filter(first__lte=found.position, last__gte=found.position).first()
    context = {
        "title": records.label(found.verb),
        "facts": _facts(found),
        "changes": table.plain([_("项目"), _("变更前"), _("变更后")], changes) if changes else [],
        "seal": _seal_facts(found, block),
        "raw": json.dumps({"before": found.before, "after": found.after}, ensure_ascii=False, indent=2),
    }
    return render_page(request, "entry", context)


def _facts(found: records.Entry) -> list[dict[str, Any]]:
    thing = f"{timeline.kind_name(found.object_kind)} {found.object_label}"
    facts = [
        {"label": _("时间"), "value": wording.instant(found.at)},
        {"label": _("对象"), "value": thing, "note": found.object_id},
        {"label": _("操作者"), "value": wording.who(found.by), "note": found.actor_id},
    ]
    if found.reason:
        facts.append({"label": _("理由"), "value": found.reason})
    return facts


def _seal_facts(found: records.Entry, block: records.Block | None) -> list[dict[str, Any]]:
    intact = found.computed_digest() == found.digest
    position = wording.number(found.position) if found.position is not None else _("尚未封存")
    facts = [
        {"label": _("序号"), "value": position},
        {
            "label": _("摘要"),
            "value": found.digest,
            "note": _("与内容相符（%(algorithm)s）") % {"algorithm": found.algorithm}
            if intact
            else _("与内容不符：这一条已被改动，请立即校验全部日志"),
        },
    ]
    if block is not None:
        signed = _("已签名") if block.signature else _("没有签名")
        at = wording.instant(block.sealed_at)
        facts.append(
            {
                "label": _("区块"),
                "value": f"{block.number}（{block.first}–{block.last}）",
                "note": f"{at} {signed}",
            }
        )
    return facts
