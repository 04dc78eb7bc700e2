"""One measure over places and years: the address is the whole question, the table the first answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.annual_reports import queries
from gongkai.annual_reports.rules import comparing as rules
from gongkai.design import chart
from gongkai.design.table import TableCell
from gongkai.portal import compare_form, comparing, figures

PER_PAGE = 50
RANKED = 50
NAMED = 60  # of places left out or missing
STANDING_OUT = 20


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The form, then table, sums, chart, ranking and what stands out, each number a link to its report."""
    asked = compare_form.asked(request.GET)
    context: dict[str, Any] = {
        "asked": asked,
        "form": _form(asked),
        "errors": _errors(asked),
        "crumbs": [{"href": reverse("archive"), "label": _("政府信息公开年报")}],
    }
    if not asked.errors:
        context |= _answer(asked)
    return render(request, "portal/compare.html", context)


def _form(asked: compare_form.ComparisonAsked) -> dict[str, Any]:
    typed = asked.typed
    return {
        "measures": compare_form.measure_choices(typed["measure"]),
        "rows": compare_form.row_choices(typed["row"]),
        "columns": compare_form.column_choices(typed["column"]),
        "by_cell": bool(typed["row"]),
        "levels": compare_form.level_choices(typed["level"]),
        "first": compare_form.year_choices(typed["from"], _("不限")),
        "last": compare_form.year_choices(typed["to"], _("不限")),
        "years": compare_form.year_choices(typed["year"], _("最近一年")),
        "orders": compare_form.order_choices(typed["order"]),
        "places": typed["places"],
        "error": asked.errors,
    }


def _errors(asked: compare_form.ComparisonAsked) -> list[dict[str, str]]:
    return [{"href": f"#{name}", "message": message} for name, message in asked.errors.items()]


def _answer(asked: compare_form.ComparisonAsked) -> dict[str, Any]:
    measure = asked.measure
    found = _shown(asked)
    year = _ranked_year(found, asked.year)
    page = Paginator(found.places, PER_PAGE).get_page(asked.page)
    totals = [rules.total(found, each) for each in found.years]
    rows = comparing.place_rows(found, list(page))
    if len(found.places) > 1:
        rows.append(comparing.total_row(found, totals))
    ranking = rules.rank(found, year, ascending=asked.ascending) if year else None
    return {
        "found": found,
        "title": comparing.with_unit(measure),
        "measure": measure,
        "over": comparing.over(measure),
        "rows": rows,
        "page": page,
        "previous": _page(asked, page.previous_page_number()) if page.has_previous() else "",
        "next": _page(asked, page.next_page_number()) if page.has_next() else "",
        "latest_total": next(
            (each.sentence for each in totals if each.year == year and len(found.places) > 1), ""
        ),
        "totals": [each.sentence for each in totals] if len(found.places) > 1 else [],
        "drawing": _drawing(found, ranking),
        "ranking": _ranking(ranking) if ranking else None,
        "standing_out": _standing_out(found),
        "downloads": _downloads(asked),
    }


def _shown(asked: compare_form.ComparisonAsked) -> rules.Comparison:
    """What the page shows: without years before and after all figures, unless they were asked for."""
    found = queries.comparison(asked.measure, asked.selection)
    if asked.selection.first is None and asked.selection.last is None:
        return found.trimmed()
    return found


def _ranked_year(found: rules.Comparison, wanted: int | None) -> int | None:
    """The year asked for if it is shown, else the last in which anything is known."""
    return wanted if wanted in found.years else found.latest


def _page(asked: compare_form.ComparisonAsked, number: int) -> str:
    return "?" + urlencode(asked.address(page=number))


def _drawing(found: rules.Comparison, ranking: rules.Ranking | None) -> dict[str, Any]:
    """Lines where they can be told apart, else the bars of the ranking."""
    measure = found.measure
    if 0 < len(found.places) <= comparing.LINES and len(found.years) > 1:
        series = [(place.name, found, place) for place in found.places]
        return {
            "chart": comparing.lines(series, found.years),
            "title": _("%(measure)s历年变化") % {"measure": measure.label},
            "unit": comparing.unit_words(measure),
            "desc": _("折线图，%(places)s，%(first)d年至%(last)d年；没有数的年度断开，数据与上表相同。")
            % {
                "places": _("、").join(place.name for place in found.places),
                "first": found.years[0],
                "last": found.years[-1],
            },
        }
    ranked = ranking.ranked[: comparing.BARS] if ranking else ()
    bars = [
        chart.Bar(
            each.place.name,
            each.outcome.value or 0,
            comparing.written(measure, each.outcome.value),
            comparing.address(each.place, ranking.year if ranking else 0, each.outcome),
            str(each.position),
        )
        for each in ranked
    ]
    year = ranking.year if ranking else ""
    return {
        "chart": chart.bars(bars),
        "title": _("%(year)s年%(measure)s排序") % {"year": year, "measure": measure.label},
        "unit": comparing.unit_words(measure),
        "desc": _("条形图，按数值排列，最多画出前%(count)d个地方；数据与排序表相同。")
        % {"count": comparing.BARS},
    }


def _ranking(ranking: rules.Ranking) -> dict[str, Any]:
    measure = ranking.measure
    heads = (TableCell("head", _("位次"), depth=1), TableCell("head", _("地方"), depth=2))
    rows = [[*heads, TableCell("head", comparing.with_unit(measure))]]
    for each in ranking.ranked[:RANKED]:
        rows.append(
            [
                TableCell("data", str(each.position), depth=1),
                TableCell("label", each.place.name, depth=2, last_label=True),
                comparing.figure(measure, each.place, ranking.year, each.outcome),
            ]
        )
    left_out = [
        _("%(place)s（%(why)s）") % {"place": place.name, "why": outcome.word}
        for place, outcome in ranking.left_out
    ]
    return {
        "year": ranking.year,
        "sentence": ranking.sentence,
        "rows": rows if ranking.ranked else [],
        "more": max(0, len(ranking.ranked) - RANKED),
        "left_out": left_out[:NAMED],
        "more_left_out": max(0, len(left_out) - NAMED),
    }


def _standing_out(found: rules.Comparison) -> dict[str, Any]:
    made = rules.anomalies(found)
    return {
        "rows": [
            {
                "text": each.message,
                "href": comparing.address(each.place, each.year, found.at(each.place, each.year)),
            }
            for each in made[:STANDING_OUT]
        ],
        "more": max(0, len(made) - STANDING_OUT),
    }


def _downloads(asked: compare_form.ComparisonAsked) -> list[dict[str, str]]:
    query = "?" + urlencode(asked.address())
    return [
        {
            "href": reverse("compare_xlsx") + query,
            "label": _("工作簿（XLSX）"),
            "text": _("数据、横排比较和说明。"),
        },
        {
            "href": reverse("compare_csv") + query,
            "label": _("表格数据（CSV）"),
            "text": _("每个地方每个年度一行。"),
        },
        {
            "href": reverse("compare_json") + query,
            "label": _("结构化数据（JSON）"),
            "text": _("含排序、合计和缺报名单。"),
        },
    ]


def _found(request: HttpRequest) -> tuple[compare_form.ComparisonAsked, rules.Comparison]:
    asked = compare_form.asked(request.GET)
    if asked.errors:
        raise Http404
    return asked, queries.comparison(asked.measure, asked.selection)


@require_safe
def compare_json(request: HttpRequest) -> HttpResponse:
    """The comparison as JSON, with ranking, sums, who is missing and what stands out."""
    asked, found = _found(request)
    year = _ranked_year(found, asked.year)
    return figures.as_json(rules.as_json(found, year=year), "compare")


@require_safe
def compare_csv(request: HttpRequest) -> HttpResponse:
    """The comparison as CSV."""
    return figures.as_csv_file(rules.as_csv(_found(request)[1]), "compare")


@require_safe
def compare_xlsx(request: HttpRequest) -> HttpResponse:
    """The comparison as a workbook."""
    return figures.as_workbook(rules.as_xlsx(_found(request)[1]), "compare")
