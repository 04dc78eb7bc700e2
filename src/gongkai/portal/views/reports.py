"""The archive of annual reports, one report, and its figures as files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import AnnualReport, Place
from gongkai.annual_reports.queries.statement import statement, verdict
from gongkai.annual_reports.rules import Reading, check, form
from gongkai.annual_reports.rules.comparing import cells
from gongkai.portal import figures, legal
from gongkai.portal.listing import list_page

PER_PAGE = 20


def title(report: AnnualReport) -> str:
    """重庆市2019年政府信息公开工作年度报告."""
    return _("%(place)s%(year)d年政府信息公开工作年度报告") % {
        "place": report.place.name,
        "year": report.year,
    }


def link(report: AnnualReport) -> dict[str, str]:
    """A report in a list: its title, address, and a line on what it is."""
    parts = [str(Place.Level(report.place.level).label), format_name(report.form)]
    return {
        "href": reverse("report", args=[report.place.code, report.year]),
        "label": title(report),
        "text": _(" · ").join(parts),
    }


def links(archived: Sequence[AnnualReport], *, with_place: bool = True) -> list[dict[str, Any]]:
    """Reports in a list, each with how much was read, what the check found and the way to all its years."""
    before = queries.years_before(archived)
    return [_marked(each, before.get((each.place_id, each.year - 1)), with_place) for each in archived]


def _marked(archived: AnnualReport, before: AnnualReport | None, with_place: bool) -> dict[str, Any]:
    reading = Reading.from_json(archived.figures)
    read = len(cells(reading))
    parts = [str(Place.Level(archived.place.level).label), format_name(archived.form)]
    if read:
        parts.append(_("读出%(count)d格") % {"count": read})
        parts.append(verdict(check(reading, _earlier(before))))
    elif reading.narrative:
        parts.append(_("正文里有%(count)d个数") % {"count": len(reading.narrative)})
    else:
        parts.append(_("统计表没有读出"))
    place = {"href": reverse("place", args=[archived.place.code]), "label": _("历年数据")}
    return {**link(archived), "text": _(" · ").join(parts), "more": place if with_place else None}


def _earlier(before: AnnualReport | None) -> Reading | None:
    """What the year before says; before 2019 there was no table to compare with."""
    return Reading.from_json(before.figures) if before and before.form != "pre2019" else None


def format_name(name: str) -> str:
    """The form in words."""
    return {
        "pre2019": _("2019年以前，无法定统计表"),
        "2019": _("2019年格式"),
        "2021": _("2021年格式"),
    }[name]


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Reports that match the filters in the address, newest year first."""
    listed = list_page(
        request, queries.archive(), queries.REPORT_FILTERS, queries.REPORT_ORDER, size=PER_PAGE
    )
    context = {
        "listed": listed,
        "reports": links(listed.page.rows),
        "position": _("本页%(count)d份") % {"count": len(listed.page.rows)},
    }
    return render(request, "portal/archive.html", context)


@require_safe
def report(request: HttpRequest, place: str, year: int) -> HttpResponse:
    """One archived report: findings, tables, what was not read, figures of the prose, source, downloads."""
    archived, reading = _find(place, year)
    before = queries.report(place, year - 1)
    previous = _earlier(before)
    name = title(archived)
    context = {
        "title": name,
        "report": archived,
        "origin": _origin(archived),
        "article": _article(archived, name),
        "statement": statement(reading, check(reading, previous)),
        "source": _source(archived),
        "metadata": _metadata(archived),
        "downloads": _downloads(archived),
        "crumbs": [
            {"href": reverse("archive"), "label": _("政府信息公开年报")},
            {"href": reverse("place", args=[place]), "label": archived.place.name},
        ],
    }
    return render(request, "portal/report.html", context)


def _find(place: str, year: int) -> tuple[AnnualReport, Reading]:
    archived = queries.report(place, year)
    if archived is None:
        raise Http404
    return archived, Reading.from_json(archived.figures)


def _origin(archived: AnnualReport) -> list[str]:
    published = archived.published_on
    return [
        archived.source_publisher,
        _("%(day)s发布") % {"day": published.isoformat()} if published else "",
        format_name(archived.form),
    ]


def _article(archived: AnnualReport, name: str) -> list[tuple[str, str]]:
    """The tags of a content page. PubDate is when this page appeared here: originals rarely give a time."""
    at = timezone.localtime(archived.archived_at)
    source = archived.source_publisher or archived.source_site or archived.place.name
    return [
        ("ArticleTitle", name),
        ("PubDate", at.strftime("%Y-%m-%d %H:%M")),
        ("ContentSource", source),
        (
            "Keywords",
            _("%(place)s,%(year)d,政府信息公开,年度报告")
            % {"place": archived.place.name, "year": archived.year},
        ),
    ]


def _source(archived: AnnualReport) -> list[dict[str, str]]:
    """What the original says of itself, and in one line what it does not say."""
    published = archived.published_on
    said = {
        _("发布机构"): archived.source_publisher,
        _("原标题"): archived.source_title,
        _("来源网站"): archived.source_site,
        _("发布日期"): published.isoformat() if published else "",
        _("索引号"): archived.source_index_number,
    }
    rows = [{"label": label, "value": value} for label, value in said.items() if value]
    silent = _("、").join(label for label, value in said.items() if not value)
    return [*rows, {"label": _("原文未注明"), "value": silent}] if silent else rows


def _metadata(archived: AnnualReport) -> list[dict[str, str]]:
    shape = form(archived.form)
    return [
        {"label": _("地方"), "value": archived.place.name},
        {"label": _("层级"), "value": str(Place.Level(archived.place.level).label)},
        {"label": _("年度"), "value": str(archived.year)},
        {"label": _("格式"), "value": shape.title, "note": shape.citation},
        {"label": _("本站收录"), "value": legal.written(timezone.localtime(archived.archived_at).date())},
    ]


def _downloads(archived: AnnualReport) -> list[dict[str, str]]:
    arguments = [archived.place.code, archived.year]
    return [
        {
            "href": reverse("report_csv", args=arguments),
            "label": _("表格数据（CSV）"),
            "text": _("用表格软件打开，每格一行。"),
        },
        {
            "href": reverse("report_json", args=arguments),
            "label": _("结构化数据（JSON）"),
            "text": _("供程序使用。"),
        },
    ]


@require_safe
def report_json(request: HttpRequest, place: str, year: int) -> HttpResponse:
    """The figures as JSON."""
    return figures.response(_find(place, year)[1], "json", f"{place}-{year}")


@require_safe
def report_csv(request: HttpRequest, place: str, year: int) -> HttpResponse:
    """The figures as CSV."""
    return figures.response(_find(place, year)[1], "csv", f"{place}-{year}")
