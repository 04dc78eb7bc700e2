"""A place across the years: main figures side by side, its reports, what stands out in its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import AnnualReport, Place
from gongkai.annual_reports.rules import comparing as rules
from gongkai.portal import comparing, figures
from gongkai.portal.views import reports

STANDING_OUT = 6  # shown at once; the rest is folded
# What is drawn: a chart of counts and one of shares.
DRAWN = (
    ("applications_new", "applications_done", "applications_carried_out"),
    ("completion_rate", "disclosure_rate"),
)


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """The page; 404 for a place that has no report."""
    found, archived = _find(code)
    subject = queries.subject(found)
    compared = _shown(_compared(found))
    years = sorted(each.year for each in archived)
    standing_out = _standing_out(compared)
    context = {
        "place": found,
        "title": _("%(name)s历年年报数据") % {"name": found.name},
        "origin": [
            str(Place.Level(found.level).label),
            _span(years),
            _("收录%(count)d份年报") % {"count": len(archived)},
        ],
        "tables": _tables(compared, subject),
        "charts": _charts(compared, subject),
        "standing_out": standing_out[:STANDING_OUT],
        "standing_out_further": standing_out[STANDING_OUT:],
        "reports": reports.links(archived, with_place=False),
        "downloads": _downloads(code),
        "compare": reverse("compare") + "?" + urlencode({"places": found.name}),
        "peers": reverse("compare") + "?" + urlencode({"level": found.level}),
        "crumbs": [{"href": reverse("archive"), "label": _("政府信息公开年报")}],
    }
    return render(request, "portal/place.html", context)


def _find(code: str) -> tuple[Place, list[AnnualReport]]:
    archived = list(queries.of_place(code))
    if not archived:
        raise Http404
    return archived[0].place, archived


def _compared(found: Place) -> list[rules.Comparison]:
    return queries.comparisons(list(rules.measures().values()), queries.Selection((found.code,)))


def _shown(compared: list[rules.Comparison]) -> list[rules.Comparison]:
    """Without the years before and after those in which anything can be compared, if there are any."""
    spans = [
        each.trimmed().years for each in compared if any(outcome.known for outcome in each.found.values())
    ]
    if not spans:
        return compared
    first, last = min(span[0] for span in spans), max(span[-1] for span in spans)
    return [each.over([year for year in each.years if first <= year <= last]) for each in compared]


def _tables(compared: list[rules.Comparison], subject: rules.ComparedPlace) -> list[dict[str, Any]]:
    titles = {
        "applications": _("收到和办理申请"),
        "outcomes": _("办理结果"),
        "remedies": _("行政复议、行政诉讼"),
        "publication": _("主动公开"),
    }
    tables = []
    for number, (group, title) in enumerate(titles.items(), start=1):
        members = [each for each in compared if each.measure.group == group]
        tables.append(
            {"id": f"figures-{number}", "title": title, "rows": comparing.measure_rows(members, subject)}
        )
    return tables


def _charts(compared: list[rules.Comparison], subject: rules.ComparedPlace) -> list[dict[str, Any]]:
    """Nothing where there is only one year: a line needs two."""
    by_key = {each.measure.key: each for each in compared}
    years = compared[0].years
    if len(years) < 2:
        return []
    charts = []
    for number, keys in enumerate(DRAWN, start=1):
        members = [by_key[key] for key in keys]
        drawing = comparing.lines([(each.measure.label, each, subject) for each in members], years)
        if drawing.empty:
            continue
        labels = _("、").join(each.measure.label for each in members)
        charts.append(
            {
                "id": f"chart-{number}",
                "chart": drawing,
                "title": labels,
                "unit": comparing.unit_words(members[0].measure),
                "desc": _("折线图，%(labels)s，%(span)s；没有数的年度断开，数据与下表相同。")
                % {"labels": labels, "span": _span(years)},
            }
        )
    return charts


def _span(years: Sequence[int]) -> str:
    if len(years) == 1:
        return _("%(year)d年") % {"year": years[0]}
    return _("%(first)d年至%(last)d年") % {"first": years[0], "last": years[-1]}


def _standing_out(compared: list[rules.Comparison]) -> list[dict[str, str]]:
    return [
        {
            "text": each.message,
            "href": comparing.address(each.place, each.year, comparison.at(each.place, each.year)),
        }
        for comparison in compared
        for each in rules.anomalies(comparison)
    ]


def _downloads(code: str) -> list[dict[str, str]]:
    files = (
        ("place_xlsx", _("工作簿（XLSX）"), _("全部指标各年度的数和说明。")),
        ("place_csv", _("表格数据（CSV）"), _("每项指标每个年度一行。")),
        ("place_json", _("结构化数据（JSON）"), _("供程序使用。")),
    )
    return [{"href": reverse(name, args=[code]), "label": label, "text": text} for name, label, text in files]


@require_safe
def place_json(request: HttpRequest, code: str) -> HttpResponse:
    """All measures of the place as JSON: `{place, measures: [comparison …]}`."""
    found, _archived = _find(code)
    compared = [rules.as_json(each, totals=False) for each in _compared(found)]
    data = {"place": {"code": found.code, "name": found.name, "level": found.level}, "measures": compared}
    return figures.as_json(data, code)


@require_safe
def place_csv(request: HttpRequest, code: str) -> HttpResponse:
    """All measures of the place as CSV."""
    return figures.as_csv_file(rules.as_csv(*_compared(_find(code)[0])), code)


@require_safe
def place_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """All measures of the place as a workbook."""
    return figures.as_workbook(rules.as_xlsx(*_compared(_find(code)[0])), code)
