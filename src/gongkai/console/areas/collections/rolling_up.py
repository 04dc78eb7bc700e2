"""The units' figures added up: the sums on the form, who is missing in them, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import Collection
from gongkai.annual_reports.queries.statement import statement
from gongkai.annual_reports.rules import Amount, form
from gongkai.annual_reports.rules.return_letter import cell_words
from gongkai.console import operations
from gongkai.console.frame import render_page
from gongkai.console.listing.declaration import Plain
from gongkai.console.listing.exports import XLSX, as_csv, as_xlsx
from gongkai.console.request_context import context_of
from gongkai.console.things import DRAFT_THING

ACCEPTED = "accepted"
NAMED = 5  # units that are named beside a cell


def _asked(request: HttpRequest) -> bool:
    return request.GET.get("only") == ACCEPTED


@require_safe
def roll_up(request: HttpRequest, collection: int) -> HttpResponse:
    """The sums, with every unit that is not in them named first."""
    subject: Collection = context_of(request).subject
    only = _asked(request)
    rolled = queries.roll_up(subject, accepted_only=only)
    shown = statement(rolled.total, rolled.findings)
    base = reverse("console:roll_up", args=[collection])
    export = reverse("console:roll_up_export", args=[collection])
    tail = f"&only={ACCEPTED}" if only else ""
    context = {
        "title": _("汇总"),
        "collection": subject,
        "tabs": [
            {"href": base, "label": _("读出和收录的"), "current": not only},
            {"href": f"{base}?only={ACCEPTED}", "label": _("只算已收录的"), "current": only},
        ],
        "counted": len(rolled.counted),
        "units": len(rolled.counted) + len(rolled.missing) + len(rolled.left_out),
        "missing": [unit.name for unit in rolled.missing],
        "left_out": [
            {
                "name": unit.name,
                "href": DRAFT_THING.address(unit.draft) if unit.draft else "",
                "reason": reason,
            }
            for unit, reason in rolled.left_out
        ],
        "statement": shown,
        "own": rolled.own is not None,
        "compared": rolled.own is not None and not rolled.missing and not rolled.left_out and rolled.counted,
        "incomplete": _incomplete(rolled),
        "downloads": [
            {"label": label, "href": f"{export}?format={kind}{tail}"}
            for kind, label in (("xlsx", _("Excel（XLSX）")), ("csv", _("CSV")))
        ],
    }
    return render_page(request, "roll_up", context)


def _incomplete(rolled: queries.RollUp) -> list[dict[str, Any]]:
    """Cells that are not summed over every unit, those of the same units together."""
    cells: dict[tuple[str, ...], list[str]] = {}
    for (table, row, column), names in rolled.incomplete.items():
        cells.setdefault(names, []).append(cell_words(rolled.form, table, row, column))
    return [
        {"label": _name(names), "value": _("%(count)s格") % {"count": len(found)}, "note": _name(found)}
        for names, found in sorted(cells.items(), key=lambda one: -len(one[1]))
    ]


def _name(names: Any) -> str:
    shown = _("、").join(list(names)[:NAMED])
    return (
        _("%(names)s等%(count)s个") % {"names": shown, "count": len(names)} if len(names) > NAMED else shown
    )


@require_safe
def export(request: HttpRequest, collection: int) -> HttpResponseBase:
    """The sums as a file, with the units that are missing or left out at its end."""
    here = context_of(request)
    subject: Collection = here.subject
    rolled = queries.roll_up(subject, accepted_only=_asked(request))
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    lines = list(_lines(rolled))
    operations.record_export(
        listing="roll_up",
        title=subject.title,
        rows=len(lines) - 1,
        columns=[],
        filters=["only"] if _asked(request) else [],
        format=kind,
        act=here.act,
    )
    name = f"rollup-{collection}-{here.on:%Y%m%d}.{kind}"
    if kind == "csv":
        response: HttpResponseBase = StreamingHttpResponse(
            as_csv(iter(lines)), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return FileResponse(
        as_xlsx(iter(lines), str(_("汇总"))), as_attachment=True, filename=name, content_type=XLSX
    )


def _lines(rolled: queries.RollUp) -> Iterator[list[Plain]]:
    yield [_("表"), _("行"), _("列"), _("合计"), _("单位"), _("没有这一格的单位")]
    for key, table in form(rolled.form).tables.items():
        lines = rolled.total.tables.get(key) or {}
        for row, column in table.cells_of(lines):
            line = lines.get(row)
            value = line.cells.get(column) if line else None
            unit = table.row(row).unit or table.columns[column].unit
            number: Any = value.value if isinstance(value, Amount) else value
            yield [
                table.title,
                table.row(row).label,
                table.columns[column].label,
                number,
                value.unit if isinstance(value, Amount) else unit,
                _("、").join(rolled.incomplete.get((key, row, column), ())),
            ]
    for one in rolled.counted:
        yield [_("已汇总"), one.name, "", None, "", ""]
    for one in rolled.missing:
        yield [_("未报送"), one.name, "", None, "", ""]
    for one, reason in rolled.left_out:
        yield [_("未汇总"), one.name, reason, None, "", ""]
