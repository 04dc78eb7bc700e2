"""Archived annual reports, and the check of one that is sent along. Public, as on the portal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query
from pydantic import AfterValidator, Field, ValidationError

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import AnnualReport
from gongkai.annual_reports.rules import Finding, NothingRead, Reading, check
from gongkai.api import cursors
from gongkai.api.failures import invalid
from gongkai.api.problems import Problem
from gongkai.api.routes import FORM, JSON
from gongkai.api.service import operation, service
from gongkai.api.shapes import reports as shapes
from gongkai.api.shapes.values import CURSOR, CursorText, Limit, Shape, visible
from gongkai.records.process_pool import CouldNotFinish

Year = Annotated[int, Field(ge=2008, le=2100)]


class ListQuestion(Shape):
    """Which reports."""

    q: Annotated[str, AfterValidator(visible)] = Field(
        "", max_length=100, description="地方或者标题中的词，空格分开；也可以是年份。"
    )
    year: Year | None = Field(None, description="年度。", examples=[2019])
    level: shapes.Level | None = Field(None, description="层级。")
    limit: Limit = cursors.USUAL
    cursor: CursorText | None = Field(None, description=CURSOR)


@operation("list_reports", answer=shapes.ReportList)
def list_reports(request: HttpRequest, question: Query[ListQuestion]) -> dict[str, Any]:
    """Reports newest year first, then by the code of the place."""
    filters = queries.ArchiveFilters(question.q, question.year, question.level or "")
    asked = cursors.Question("list_reports", question.model_dump(exclude={"limit", "cursor"}))
    found = queries.archive(filters)
    after = asked.keys(question.cursor)
    if after is not None:
        year, code = after
        found = found.filter(Q(year__lt=year) | Q(year=year, place__code__gt=code))
    rows, more = cursors.split(list(found[: question.limit + 1]), question.limit)
    last = asked.cursor([rows[-1].year, rows[-1].place.code]) if more else None
    return {"items": [_summary(report) for report in rows], "next_cursor": last}


@operation("get_report", answer=shapes.Report)
def get_report(
    request: HttpRequest,
    place: Annotated[str, Path(pattern="^[-a-zA-Z0-9_]+$", max_length=60, examples=["chongqing"])],
    year: Annotated[int, Path(ge=2008, le=2100, examples=[2019])],
) -> dict[str, Any]:
    """One report with figures and findings, checked against the year before where the form is the same."""
    archived = queries.report(place, year)
    if archived is None:
        raise Http404
    before = queries.report(place, year - 1)
    previous = Reading.from_json(before.figures) if before and before.form == archived.form else None
    reading = Reading.from_json(archived.figures)
    return {**_summary(archived), **_checked(reading, check(reading, previous))}


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


def _checked(reading: Reading, findings: Iterable[Finding]) -> dict[str, Any]:
    return {"figures": reading.as_json(), "findings": [finding.as_json() for finding in findings]}


_SENT = {
    "required": True,
    "content": {
        FORM: {
            "schema": {
                "type": "object",
                "required": ["report"],
                "additionalProperties": False,
                "properties": {"report": {"type": "string", "format": "binary", "description": "报告文件。"}},
            }
        },
        JSON: {"schema": shapes.ReportText.model_json_schema()},
        "text/plain": {"schema": {"type": "string", "minLength": 1, "description": "报告全文，UTF-8。"}},
        "text/html": {"schema": {"type": "string", "minLength": 1, "description": "报告网页。"}},
    },
}


@operation("check_report", answer=shapes.Checked, openapi_extra={"requestBody": _SENT})
def check_report(request: HttpRequest) -> dict[str, Any]:
    """Read and check what was sent; nothing of it is kept."""
    data, name, field = _sent(request)
    if not data.strip():
        raise Problem.at(field, _("没有内容，请发送报告全文。"))
    try:
        return _checked(*queries.check_report(data, name))
    except NothingRead as nothing:
        raise Problem.at(field, str(nothing), "nothing-read") from nothing
    except CouldNotFinish as refusal:
        raise Problem.at(field, str(refusal)) from refusal


def _sent(request: HttpRequest) -> tuple[bytes, str, str]:
    """What was sent, its name, and the field it came in."""
    if request.content_type == FORM:
        file = request.FILES.get("report")
        if file is None:
            raise Problem.at("report", _("请把报告文件放在 multipart 的 report 字段。"))
        return file.read(), file.name or "", "report"
    if request.content_type == JSON:
        try:
            sent = shapes.ReportText.model_validate(service.parser.parse_body(request))
        except ValidationError as problem:
            errors = [{**error, "loc": ("body", *error["loc"])} for error in problem.errors()]
            raise invalid(errors) from problem
        return sent.text.encode(), "", "text"
    return request.body, "", "body"
