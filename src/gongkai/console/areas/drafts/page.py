"""The page of the review desk, put together for every view that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.annual_reports import queries
from gongkai.annual_reports.kinds import DRAFT
from gongkai.annual_reports.models import Draft
from gongkai.annual_reports.queries import Judged
from gongkai.annual_reports.rules.return_letter import cell_words
from gongkai.console import forms, timeline, wording
from gongkai.console.areas.drafts import desk, originals
from gongkai.console.areas.drafts.desk import Address, Desk, Trouble
from gongkai.console.areas.drafts.list import TAGS
from gongkai.console.areas.drafts.verbs import DRAFT_VERBS, may_change
from gongkai.console.frame import UNPROCESSABLE, render_page
from gongkai.console.request_context import RequestContext, context_of
from gongkai.console.things import COLLECTION_THING, DRAFT_THING
from gongkai.organisations import queries as organisations
from gongkai.records.actors import ObjectRef


def render_desk(
    request: HttpRequest,
    draft: Draft,
    now: Judged | None,
    *,
    form: django_forms.Form | None = None,
    cell: Address | None = None,
    trouble: Trouble | None = None,
) -> HttpResponse:
    """The desk; with a form it asks about a cell, with a trouble it says what was refused (422)."""
    here = context_of(request)
    following = desk.waiting(draft)
    names = _unit_names(draft, following)
    name = names.get(draft.body_id, "")
    refused = trouble is not None or (form is not None and form.is_bound)
    context: dict[str, Any] = {
        "title": name or draft.path.rpartition("/")[2],
        "draft": draft,
        "back": COLLECTION_THING.address(draft.collection),
        "origin": _origin(draft),
        "state": Draft.State(draft.state).label,
        "state_kind": TAGS[Draft.State(draft.state)],
        "newest": _newest(draft),
        "next": _next(following, names),
        "facts": _facts(draft, name, now),
        "verbs": DRAFT_VERBS.buttons(draft, here),
        "original": _original(draft),
        "entries": _entries(draft, here),
        "errors": forms.errors(form) if form is not None and form.is_bound else [],
    }
    if now is not None:
        fill = request.GET.get("fill", "")
        lying = Desk(draft, now, may_change(here, draft), trouble, cell if form is not None else None, fill)
        context |= _read(lying, form)
    return render_page(request, "review", context, UNPROCESSABLE if refused else 200, frames=True)


def _unit_names(draft: Draft, following: Draft | None) -> Mapping[int | None, str]:
    """What the units of both drafts were called on the day of their collection."""
    bodies = [one.body for one in (draft, following) if one is not None and one.body is not None]
    names = organisations.names_of(bodies, queries.day_of(draft.collection))
    return {one.pk: names[one.pk] for one in bodies}


def _read(lying: Desk, form: django_forms.Form | None) -> dict[str, Any]:
    """What is on the desk of a draft that was read."""
    shown, claims = lying.statement(), lying.claims()
    findings = lying.findings()
    return {
        "desk_": lying,
        "findings": findings,
        "left": sum(1 for one in findings if not one["says"]),
        "counts": shown.counts,
        "dismissed": lying.dismissed(),
        "tables": shown.tables,
        "unread": shown.unread,
        "edits": lying.edits(),
        "claims": claims,
        "fold_claims": len(claims) > desk.FEW_CLAIMS,
        "text": lying.text(),
        "judging": lying.to("draft_judge") if lying.open else "",
        "undoing": lying.to("draft_undo") if lying.open else "",
        "cell": _cell_form(lying, form),
        "verdict_words": {
            "confirm": _("属实"),
            "dismiss": _("不属实"),
            "take_back": _("撤回判断"),
            "reason": _("为什么不属实"),
            "hint": _("例如统计口径、依据的文件；写入审计日志。"),
        },
        "edit_words": {"undo": _("撤销"), "reason": _("撤销的理由")},
        "keys": _keys() if lying.open and findings else [],
    }


def _cell_form(lying: Desk, form: django_forms.Form | None) -> dict[str, Any] | None:
    """The form in which the cell is changed, with what stands there now."""
    if form is None or lying.cell is None or not lying.open:
        return None
    reading, (table, row, column) = lying.now.reading, lying.cell
    why = next(
        (
            item.reason
            for item in reading.unread
            if item.table == table and item.row in (None, row) and item.col in (None, column)
        ),
        "",
    )
    standing = desk.written(reading, lying.cell)
    read = lying.as_read(lying.cell)
    told = _("现在是%(value)s，原读数是%(read)s。") % {"value": standing, "read": read}
    return {
        "title": _("修改：%(cell)s") % {"cell": cell_words(reading.format, table, row, column)},
        "now": f"{told}{why}",
        "action": lying.to("draft_edit"),
        "hidden": [
            {"name": name, "value": value}
            for name, value in zip(("table", "row", "column"), lying.cell, strict=True)
        ],
        "fields": forms.render_fields(form),
        "back": lying.to("draft"),
    }


def _keys() -> list[dict[str, str]]:
    told = (
        ("j", _("下一个问题")),
        ("k", _("上一个问题")),
        ("y", _("属实")),
        ("n", _("不属实")),
        ("e", _("修改所涉的格")),
    )
    return [{"key": key, "does": does} for key, does in told]


def _origin(draft: Draft) -> list[str]:
    return [
        draft.path,
        _("第%(version)s版") % {"version": draft.version} if draft.version > 1 else "",
        _("%(who)s %(at)s 上传") % {"who": draft.received_by, "at": wording.instant(draft.received_at)},
    ]


def _newest(draft: Draft) -> str:
    """Where the version lies that took the place of this one, empty for a current draft."""
    if draft.current:
        return ""
    newest = queries.versions(draft).filter(superseded_by=None).first()
    return DRAFT_THING.address(newest) if newest else ""


def _next(following: Draft | None, names: Mapping[int | None, str]) -> dict[str, str] | None:
    if following is None:
        return None
    name = names.get(following.body_id) or following.path.rpartition("/")[2]
    return {"href": DRAFT_THING.address(following), "label": name}


def _facts(draft: Draft, unit: str, now: Judged | None) -> list[dict[str, Any]]:
    matched = draft.match_note or (Draft.MatchedBy(draft.matched_by).label if draft.matched_by else "")
    facts = [{"label": _("单位"), "value": unit or _("还不知道"), "note": matched}]
    if now is not None:
        year, place = now.reading.year, now.reading.place
        wrong = year is not None and year != draft.collection.year
        note = _("本次收集的是%(year)s年度") % {"year": draft.collection.year} if wrong else ""
        facts.append({"label": _("报告年度"), "value": str(year or _("未读出")), "note": note})
        facts.append({"label": _("报告里的机关"), "value": place or _("未读出")})
    if draft.settled_at is not None:
        who = f"{draft.settled_by} {wording.instant(draft.settled_at)}"
        facts.append({"label": Draft.State(draft.state).label, "value": who})
    if draft.letter is not None:
        address = reverse("console:draft_letter", args=[draft.collection_id, draft.pk])
        number = draft.letter.number.text
        facts.append({"label": _("退改函"), "value": number, "href": address, "note": _("下载Word文档")})
    if draft.report is not None:
        version = _("已收录，第%(version)s版") % {"version": draft.report.version}
        facts.append({"label": _("年报库"), "value": version})
    return facts


def _original(draft: Draft) -> dict[str, Any]:
    """How the file is shown on the left."""
    address = reverse("console:draft_original", args=[draft.collection_id, draft.pk])
    kind = originals.kind_of(draft)
    shown: dict[str, Any] = {"kind": kind, "address": address, "pictures": [], "tables": []}
    if kind == "pictures":
        count = originals.pages_of(draft)
        shown["pictures"] = [
            {"src": f"{address}?page={number}", "label": _("原件第%(number)s页") % {"number": number}}
            for number in range(1, count + 1)
        ]
    elif kind == "tables":
        shown["tables"] = originals.tables_of(draft)
    links: list[dict[str, Any]] = []
    if draft.reading is not None and draft.paragraphs:
        links = [{"href": "#file", "label": _("看原件")}, {"href": "#text", "label": _("看正文")}]
    if kind:
        links.append({"href": f"{address}?download", "label": _("下载原件"), "download": True})
    return {**shown, "links": links}


def _entries(draft: Draft, here: RequestContext) -> list[dict[str, Any]] | None:
    if not timeline.may_read_timeline(here, draft.collection.body):
        return None
    return timeline.timeline_of(ObjectRef(DRAFT.code, str(draft.pk), ""), here)
