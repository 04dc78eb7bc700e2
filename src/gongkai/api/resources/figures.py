"""Figures across places and years: cell by cell, or one measure compared. Public, as on the portal."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field, StringConstraints

from gongkai.annual_reports import queries
from gongkai.annual_reports.models import ArchivedFigure
from gongkai.annual_reports.rules import comparing
from gongkai.annual_reports.rules.comparing.export import measure_as_json
from gongkai.api.problems import Problem
from gongkai.api.resource import ListAsked, Resource
from gongkai.api.shapes import figures as shapes
from gongkai.api.shapes.reports import Level
from gongkai.api.shapes.values import Shape, visible
from gongkai.records.keyset import Order

CSV = "text/csv"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST = 100  # places named in one question

Year = Annotated[int, Field(ge=2008, le=2100)]
Code = Annotated[str, StringConstraints(pattern="^[-a-zA-Z0-9_]+$", max_length=60)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(visible)]
MeasureKey = Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(visible)]
MEASURE = "指标代码（见 /reports/measures），或者单元格 表/行/列，例如 table3/new/total。"


FIGURES = Resource("reports/figures", tag="reports")
_PLACE = {"code": "chongqing", "name": "重庆市", "level": "province"}
_MEASURE = {
    "key": "completion_rate",
    "label": "办结率",
    "group": "applications",
    "unit": "%",
    "denominator": "本年新收加上年结转",
    "citation": "国办公开办函〔2021〕30号附件表三〔本项目理解〕",
    "forms": ["2019", "2021"],
}
_COMPARED = {
    "measure": _MEASURE,
    "years": [2019],
    "rows": [
        {
            "place": _PLACE,
            "values": [
                {
                    "year": 2019,
                    "state": "known",
                    "value": 97.7447,
                    "part": 7498,
                    "whole": 7671,
                    "reason": "",
                }
            ],
        }
    ],
    "ranking": {
        "year": 2019,
        "sentence": "2019年办结率（分母为本年新收加上年结转），1个地方全部参加排序。",
        "ranked": [{"position": 1, "place": "chongqing", "name": "重庆市", "value": 97.7447}],
        "left_out": [],
    },
    "totals": [
        {
            "year": 2019,
            "value": 97.7447,
            "part": 7498,
            "whole": 7671,
            "counted": 1,
            "complete": True,
            "missing": [],
            "sentence": "2019年1个地方合计；分子、分母分别相加后再相除，分母为本年新收加上年结转。",
        }
    ],
    "anomalies": [],
}


class FigureSelection(Shape):
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


class FiguresQuestion(FigureSelection):
    """Which figures: those of a measure, or of a table, row and column."""

    measure: MeasureKey | None = Field(None, description=MEASURE, examples=["completion_rate"])
    table: shapes.Table | None = Field(None, description="表。")
    row: Name | None = Field(None, description="行代码。", examples=["new"])
    column: Name | None = Field(None, description="列代码。", examples=["total"])


class CompareQuestion(FigureSelection):
    """Which measure, and how the answer is written."""

    measure: MeasureKey = Field(description=MEASURE, examples=["completion_rate"])
    year: Year | None = Field(None, description="按哪一年度排序；不填为最近有数的年度。")
    format: Literal["json", "csv", "xlsx"] | None = Field(
        None, description="答复的格式；不填则看 Accept 请求头，再不然为 json。"
    )


@FIGURES.operation(
    "list_measures",
    "GET",
    "/reports/measures",
    _("列出可以比较的指标"),
    _("每项指标的单位、分母、依据，以及哪些格式的统计表有这一项。"),
    asks=MeasuresQuestion,
    answer=shapes.MeasureList,
    example={"items": [_MEASURE]},
)
def list_measures(request: HttpRequest, question: MeasuresQuestion) -> dict[str, Any]:
    """Every measure with a name, or those of one group."""
    found = (each for each in comparing.measures().values() if question.group in (None, each.group))
    return {"items": [measure_as_json(each) for each in found]}


def _measure(key: str) -> comparing.Measure:
    try:
        return comparing.measure(key)
    except comparing.UnknownMeasure as unknown:
        raise Problem.at("measure", str(unknown)) from unknown


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


def _rows(asked: ListAsked) -> QuerySet[ArchivedFigure]:
    question = asked.question
    cells = _measure(question.measure).cells if question.measure else None
    named = {"table": question.table, "row": question.row, "column": question.column}
    narrowed = {name: value for name, value in named.items() if value is not None}
    return queries.figures(cells, question.selected()).filter(**narrowed)


FIGURES.list(
    _("查询各地各年度的数据"),
    _("已收录报告的统计表，每格一条；按指标或者按表、行、列，并按地方、层级、年度查询。"),
    name="list_figures",
    answer=shapes.FigureList,
    asking=FiguresQuestion,
    order=Order("pk"),
    rows=_rows,
    item=_figure,
    example={
        "items": [
            {
                "place": _PLACE,
                "year": 2019,
                "form": "2019",
                "table": "table3",
                "row": "new",
                "column": "total",
                "value": 7522,
                "unit": "",
            }
        ],
        "next_cursor": None,
    },
)

_FILES = {
    CSV: {"schema": {"type": "string", "description": "每个地方每个年度一行，UTF-8。"}},
    WORKBOOK: {"schema": {"type": "string", "format": "binary"}},
}


@FIGURES.operation(
    "compare_reports",
    "GET",
    "/reports/compare",
    _("比较各地各年度的同一项数据"),
    _(
        "一项指标或者一个单元格在各地各年度的数，附排序、合计、缺报名单和明显不同的数；"
        "空白、未读出、未收录都不当作0。也可以要 CSV 或者 XLSX。"
    ),
    asks=CompareQuestion,
    answer=shapes.Compared,
    besides=_FILES,
    example=_COMPARED,
)
def compare_reports(request: HttpRequest, question: CompareQuestion) -> Any:
    """One measure over places and years; a missing figure is never 0."""
    found = queries.comparison(_measure(question.measure), question.selected())
    format = question.format or _accepted(request)
    if format == "csv":
        return _file(comparing.as_csv(found), f"{CSV}; charset=utf-8", "csv")
    if format == "xlsx":
        return _file(comparing.as_xlsx(found), WORKBOOK, "xlsx")
    year = question.year if question.year in found.years else found.latest
    return comparing.as_json(found, year=year)


def _accepted(request: HttpRequest) -> str:
    best = request.get_preferred_type(["application/json", CSV, WORKBOOK])
    return {CSV: "csv", WORKBOOK: "xlsx"}.get(best or "", "json")


def _file(content: str | bytes, media_type: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="compare.{ending}"'
    patch_vary_headers(answer, ["Accept"])
    return answer
