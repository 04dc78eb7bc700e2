"""Archived annual reports. Public, as on the portal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import AnnualReport
from gongkai.annual_reports.rules import Finding, Reading, check
from gongkai.api.resource import Resource
from gongkai.api.shapes import reports as shapes

Place = Annotated[str, Field(pattern="^[-a-zA-Z0-9_]+$", max_length=60, examples=["chongqing"])]
Year = Annotated[int, Field(ge=2008, le=2100, examples=[2019])]
REPORTS = Resource(
    "reports",
    name="report",
    words=_("年度报告：与本站“年报”“核查报告”页面相同的内容，不需要令牌。"),
)
_SOURCE = {
    "publisher": "",
    "title": "重庆市2019年政府信息公开工作年度报告",
    "site": "www.cq.gov.cn",
    "index_number": "11500000009275780L/2020-11304",
    "published_on": "2020-03-31",
}
_SUMMARY = {
    "place": {"code": "chongqing", "name": "重庆市", "level": "province"},
    "year": 2019,
    "form": "2019",
    "source": _SOURCE,
    "archived_at": "2026-03-02T01:30:00Z",
}
FIGURES_EXAMPLE = {
    "place": "重庆市",
    "year": 2019,
    "format": "2019",
    "table2": {"行政许可": {"上一年项目数量": 711, "本年增/减": -5, "处理决定数量": 9960742}},
    "table3": {"carried_in": {"natural": 147, "commercial": 1, "total": 149}},
    "table4": None,
    "narrative": [],
    "unread": [{"table": "table4", "row": None, "col": None, "reason": "文中没有找到表四"}],
}


def _summary(report: AnnualReport) -> dict[str, Any]:
    place = report.place
    return {
        "place": {"code": place.code, "name": place.name, "level": place.level},
        "year": report.year,
        "form": report.form,
        "source": {
            "publisher": report.source_publisher,
            "title": report.source_title,
            "site": report.source_site,
            "index_number": report.source_index_number,
            "published_on": report.published_on,
        },
        "archived_at": report.archived_at,
    }


def checked(reading: Reading, findings: Iterable[Finding]) -> dict[str, Any]:
    """What was read, and what the check found."""
    return {"figures": reading.as_json(), "findings": [finding.as_json() for finding in findings]}


REPORTS.list(
    _("查询年度报告"),
    _("按地方或者标题中的词、年度、层级查询，最近年度在前；分页时新收录的报告不会打乱次序。"),
    answer=shapes.ReportList,
    declared=queries.REPORT_FILTERS,
    order=queries.REPORT_ORDER,
    rows=lambda asked: queries.archive(),
    item=_summary,
    example={"items": [_SUMMARY], "next_cursor": None},
)


@REPORTS.show(
    "/{place}/{year}",
    _("读取一份年度报告"),
    _("一个地方一个年度的报告：三张法定统计表的数据、正文中的数、没有读出的格，以及勾稽核查结果。"),
    keys={"place": Place, "year": Year},
    answer=shapes.Report,
    example={**_SUMMARY, "figures": FIGURES_EXAMPLE, "findings": []},
)
def get_report(
    request: HttpRequest,
    place: str,
    year: int,
) -> dict[str, Any]:
    """One report with figures and findings, checked against the year before where the form is the same."""
    archived = queries.report(place, year)
    if archived is None:
        raise Http404
    before = queries.report(place, year - 1)
    previous = Reading.from_json(before.figures) if before and before.form == archived.form else None
    reading = Reading.from_json(archived.figures)
    return {**_summary(archived), **checked(reading, check(reading, previous))}
