"""Taking drafts in: a folder or a zip is dropped, read in the background, and given to its units."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import Collection, Draft
from gongkai.console import uploads
from gongkai.console.frame import UNPROCESSABLE, render_page
from gongkai.console.request_context import RequestContext
from gongkai.console.things import DRAFT_THING, Thing
from gongkai.console.verbs import Verb, finish
from gongkai.design.templatetags import ui
from gongkai.organisations.models import Body
from gongkai.records.refusals import Refused

MOST = 100  # files whose units are chosen on one page


def fields(error: str = "") -> list[SafeString]:
    """The two ways to hand files in."""
    files = {
        "id": "id_files",
        "name": "files",
        "label": _("文件或压缩包"),
        "hint": _("可以选多个，也可以拖到这里：HTML、docx、xlsx、PDF、文本或者zip。doc、wps请先另存为docx。"),
        "error": error,
        "several": True,
    }
    folder = {
        "id": "id_folder",
        "name": "folder",
        "label": _("整个文件夹"),
        "hint": _("下面各级文件夹里的文件都会收下；文件夹的名称也用来认单位。"),
        "optional": _("（可不填）"),
        "folder": "paths",
    }
    return [ui.render("file_field", files), ui.render("file_field", folder)]


def upload(
    request: HttpRequest, thing: Thing, verb: Verb, subject: Collection, here: RequestContext
) -> HttpResponse:
    """Hand files in; what became of them is told, and they are read in the background."""
    error = ""
    if request.method == "POST":
        error = str(getattr(request, "drop_problem", ""))
        try:
            if not error:
                data = {"files": uploads.dropped(request)}
                return finish(request, thing, verb, subject, data, verb.perform(subject, data, here), here)
        except Refused as refusal:
            error = str(refusal)
    context = {
        "title": _("上传年报草稿"),
        "collection": subject,
        "upload": fields(error),
        "errors": [{"href": "#id_files", "message": error}] if error else [],
    }
    return render_page(request, "collection_upload", context, UNPROCESSABLE if error else 200)


def outcome(done: operations.Received) -> str:
    """What became of a drop, in words."""
    parts = []
    if done.drafts:
        parts.append(_("收下%(count)s份，正在后台读取") % {"count": done.drafts})
    elif not done.refused:
        parts.append(_("没有新的文件"))
    if done.refused:
        parts.append(_("%(count)s份不能接收，原因见“读不出”") % {"count": done.refused})
    if done.again:
        parts.append(_("%(count)s份与已收下的完全相同，没有重复收") % {"count": done.again})
    if done.ignored:
        parts.append(_("%(count)s个是系统自动产生的文件，已略过") % {"count": done.ignored})
    return "".join([_("；").join(parts), _("。"), *done.problems])


def match(
    request: HttpRequest, thing: Thing, verb: Verb, subject: Collection, here: RequestContext
) -> HttpResponse:
    """Say of every file that nobody knew whose it is: a list of choices, saved at once."""
    rows = list(queries.unplaced(subject)[:MOST])
    for row in rows:
        row.collection = subject
    units = queries.unit_choices(subject)
    chosen: dict[int, str] = {}
    errors: dict[int, str] = {}
    if request.method == "POST":
        chosen = {row.pk: request.POST.get(f"unit-{row.pk}", "") for row in rows}
        done = _assign(rows, chosen, {unit.code: unit.body for unit in units}, errors, verb, here)
        rows = [row for row in rows if row.pk not in done]
        if not errors:
            return finish(request, thing, verb, subject, {}, len(done), here)
    context = {
        "title": _("选定草稿的单位"),
        "collection": subject,
        "fields": [_field(row, units, chosen.get(row.pk, ""), errors.get(row.pk, "")) for row in rows],
        "errors": [
            {"href": f"#id_unit-{row.pk}", "message": f"{row.path}：{errors[row.pk]}"}
            for row in rows
            if row.pk in errors
        ],
    }
    return render_page(request, "collection_match", context, UNPROCESSABLE if errors else 200)


def _assign(
    rows: list[Draft],
    chosen: dict[int, str],
    bodies: dict[str, Body],
    errors: dict[int, str],
    verb: Verb,
    here: RequestContext,
) -> set[int]:
    """Assign what was chosen; the drafts that are done. What cannot be done stands in `errors`."""
    done: set[int] = set()
    wanted = [code for code in chosen.values() if code]
    for row in rows:
        code = chosen[row.pk]
        if not code:
            continue
        if wanted.count(code) > 1:
            errors[row.pk] = _("两个文件选了同一个单位，请只留一个。")
        elif code not in bodies:
            errors[row.pk] = _("请从列出的单位中选择。")
        else:
            try:
                verb.perform(row.collection, {"draft": row, "body": bodies[code]}, here)
                done.add(row.pk)
            except Refused as refusal:
                errors[row.pk] = str(refusal)
    return done


def _field(row: Draft, units: list[queries.Unit], chosen: str, error: str) -> dict[str, Any]:
    place = (row.reading or {}).get("place") or ""
    told = place and place not in row.match_note
    hints = [row.match_note, _("正文写的是：%(place)s") % {"place": place} if told else ""]
    choices = [{"value": "", "label": _("暂不选定"), "current": not chosen}]
    for unit in units:
        label = _("%(name)s（已有草稿，选定后以这份为准）") % {"name": unit.name} if unit.draft else unit.name
        choices.append({"value": unit.code, "label": label, "current": unit.code == chosen})
    name = f"unit-{row.pk}"
    options = {
        "id": f"id_{name}",
        "name": name,
        "label": row.path,
        "hint": _("；").join(filter(None, hints)),
        "error": error,
        "choices": choices,
    }
    return {"field": ui.render("select_field", options), "href": DRAFT_THING.address(row)}
