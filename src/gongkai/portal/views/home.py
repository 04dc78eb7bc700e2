"""The first page: one search field, what people come for, the newest reports and their figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import AnnualReport
from gongkai.annual_reports.queries.statement import cell_id, number_written
from gongkai.annual_reports.rules import Reading
from gongkai.portal.views import reports

NEWEST = 5
# Looked through for one with tables; older reports have only figures of the prose.
SEARCHED = 50


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What people come for, in words; the newest reports; figures of the newest one that has tables."""
    newest = list(queries.archive()[:SEARCHED])
    with_figures = next(filter(_has_tables, newest), None)
    context = {
        "errands": _errands(),
        "newest": [reports.link(report) for report in newest[:NEWEST]],
        "figures": _figures(with_figures) if with_figures else [],
        "figures_of": with_figures,
        "figures_title": reports.title(with_figures) if with_figures else "",
    }
    return render(request, "portal/home.html", context)


def _errands() -> list[dict[str, str]]:
    errands = (
        ("archive", _("查年报"), _("看各地年度报告的法定统计表和核查结果。")),
        ("check", _("核查报告"), _("上传或粘贴一份报告，看哪些数对不上。")),
        ("deadline", _("算期限"), _("填收到日期，得到答复期限和每一步依据。")),
        ("law", _("看法定期限"), _("条例规定的期限、收费标准和工作日安排。")),
    )
    return [{"href": reverse(name), "label": label, "text": text} for name, label, text in errands]


def _has_tables(report: AnnualReport) -> bool:
    return bool(report.figures.get("table3"))


def _figures(report: AnnualReport) -> list[dict[str, str]]:
    """Figures that the report's tables have, each with a link to its cell."""
    reading = Reading.from_json(report.figures)
    address = reverse("report", args=[report.place.code, report.year])
    wanted = (
        ("table3", "new", "total", _("本年新收申请")),
        ("table3", "1", "total", _("予以公开")),
        ("table3", "2", "total", _("部分公开")),
        ("table3", "carried_out", "total", _("结转下年度继续办理")),
        ("table4", "review", "total", _("行政复议")),
        ("table4", "litigation_direct", "total", _("未经复议直接起诉")),
    )
    found = []
    for table, row, col, label in wanted:
        value = reading.value(table, row, col)
        if value is not None:
            href = f"{address}#{cell_id(table, row, col)}"
            found.append({"value": number_written(value), "unit": _("件"), "label": label, "href": href})
    return found
