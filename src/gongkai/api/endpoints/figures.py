"""Figures across places and years: cell by cell, or one measure compared. Public, as on the portal."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import AfterValidator, Field, StringConstraints

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import ArchivedFigure
from gongkai.annual_reports.rules import comparing
from gongkai.annual_reports.rules.comparing.export import measure_as_json
from gongkai.api import cursors
from gongkai.api.problems import Problem
from gongkai.api.service import operation
from gongkai.api.shapes import figures as shapes
from gongkai.api.shapes.reports import Level
from gongkai.api.shapes.values import CURSOR, CursorText, Limit, Shape, visible

CSV = "text/csv"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST = 100  # places named in one question

Year = Annotated[int, Field(ge=2008, le=2100)]
Code = Annotated[str, StringConstraints(pattern="^[-a-zA-Z0-9_]+$", max_length=60)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(visible)]
MeasureKey = Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(visible)]
MEASURE = "指标代码（见 /reports/measures），或者单元格 表/行/列，例如 table3/new/total。"


class Selection(Shape):
    """Which reports."""

    place: list[Code] = Field(
        [], max_length=_MOST, description="地方代码，可重复；不填为全部。", examples=[["chongqing"]]
    )
    level: Level | None = Field(None, description="层级。")
    first_year: Year | None = Field(None, description="起始年度。", examples=[2019])
    last_year: Year | None = Field(None, description="截止年度。", examples=[2023])

    def selected(self) -> queries.Selection:
        """As the archive is asked; raises Problem for a place that is not there."""
        known = set(queries.known_codes(self.place))
        if unknown := [code for code in self.place if code not in known]:
            sentence = _("没有收录这些地方：%(codes)s，请核对代码。") % {"codes": "、".join(unknown)}
            raise Problem.at("place", sentence)
        return queries.Selection(tuple(self.place), self.level or "", self.first_year, self.last_year)


class MeasuresQuestion(Shape):
    """Which measures."""

    group: shapes.Group | None = Field(
        None, description="applications 申请，outcomes 办理结果，remedies 复议诉讼，publication 主动公开。"
    )


class FiguresQuestion(Selection):
    """Which figures: those of a measure, or of a table, row and column."""

    measure: MeasureKey | None = Field(None, description=MEASURE, examples=["completion_rate"])
    table: shapes.Table | None = Field(None, description="表。")
    row: Name | None = Field(None, description="行代码。", examples=["new"])
    column: Name | None = Field(None, description="列代码。", examples=["total"])
    limit: Limit = cursors.USUAL
    cursor: CursorText | None = Field(None, description=CURSOR)


class CompareQuestion(Selection):
    """Which measure, and how the answer is written."""

    measure: MeasureKey = Field(description=MEASURE, examples=["completion_rate"])
    year: Year | None = Field(None, description="按哪一年度排序；不填为最近有数的年度。")
    format: Literal["json", "csv", "xlsx"] | None = Field(
        None, description="答复的格式；不填则看 Accept 请求头，再不然为 json。"
    )


@operation("list_measures", answer=shapes.MeasureList)
def list_measures(request: HttpRequest, question: Query[MeasuresQuestion]) -> dict[str, Any]:
    """Every measure with a name, or those of one group."""
    found = (each for each in comparing.measures().values() if question.group in (None, each.group))
    return {"items": [measure_as_json(each) for each in found]}


@operation("list_figures", answer=shapes.FigureList)
def list_figures(request: HttpRequest, question: Query[FiguresQuestion]) -> dict[str, Any]:
    """Cell by cell, in the order in which they were archived."""
    cells = _measure(question.measure).cells if question.measure else None
    asked = cursors.Question("list_figures", question.model_dump(exclude={"limit", "cursor"}))
    found = queries.figures(cells, question.selected())
    narrowed = {"table": question.table, "row": question.row, "column": question.column}
    found = found.filter(**{name: value for name, value in narrowed.items() if value is not None})
    after = asked.keys(question.cursor)
    if after is not None:
        found = found.filter(pk__gt=after[0])
    rows, more = cursors.split(list(found[: question.limit + 1]), question.limit)
    return {
        "items": [_figure(row) for row in rows],
        "next_cursor": asked.cursor([rows[-1].pk]) if more else None,
    }


_FILES = {
    "responses": {
        200: {
            "content": {
                CSV: {"schema": {"type": "string", "description": "每个地方每个年度一行，UTF-8。"}},
                WORKBOOK: {"schema": {"type": "string", "format": "binary"}},
            }
        }
    }
}


@operation("compare_reports", answer=shapes.Compared, openapi_extra=_FILES)
def compare_reports(request: HttpRequest, question: Query[CompareQuestion]) -> Any:
    """One measure over places and years; a missing figure is never 0."""
    found = queries.comparison(_measure(question.measure), question.selected())
    format = question.format or _accepted(request)
    if format == "csv":
        return _file(comparing.as_csv(found), f"{CSV}; charset=utf-8", "csv")
    if format == "xlsx":
        return _file(comparing.as_xlsx(found), WORKBOOK, "xlsx")
    year = question.year if question.year in found.years else found.latest
    return comparing.as_json(found, year=year)


def _measure(key: str) -> comparing.Measure:
    try:
        return comparing.measure(key)
    except comparing.UnknownMeasure as unknown:
        raise Problem.at("measure", str(unknown)) from unknown


def _accepted(request: HttpRequest) -> str:
    best = request.get_preferred_type(["application/json", CSV, WORKBOOK])
    return {CSV: "csv", WORKBOOK: "xlsx"}.get(best or "", "json")


def _file(content: str | bytes, media_type: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="compare.{ending}"'
    patch_vary_headers(answer, ["Accept"])
    return answer


def _figure(row: ArchivedFigure) -> dict[str, Any]:
    report, value = row.report, row.value
    place = report.place
    return {
        "place": {"code": place.code, "name": place.name, "level": place.level},
        "year": report.year,
        "form": report.form,
        "table": row.table,
        "row": row.row,
        "column": row.column,
        "value": None if value is None else int(value) if value == int(value) else float(value),
        "unit": row.unit,
    }
