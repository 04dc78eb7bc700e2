"""Figures of archived reports across places and years, as the API shows them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gongkai.api.shapes.reports import PlaceShape
from gongkai.api.shapes.values import PageShape, Schema

Number = int | float
Form = Literal["pre2019", "2019", "2021"]
Table = Literal["table2", "table3", "table4", "statistics"]
Group = Literal["applications", "outcomes", "remedies", "publication"]
State = Literal["known", "blank", "unread", "absent", "incomparable", "undefined"]
STATE = (
    "known 有数；blank 空白；unread 没有读出；absent 没有收录这一年度的报告；"
    "incomparable 这一格式没有可比的项目；undefined 分母为0。"
)


class FigureShape(Schema):
    """One cell of one report."""

    place: PlaceShape
    year: int = Field(description="年度。", examples=[2019])
    form: Form = Field(description="统计表格式。")
    table: Table = Field(description="表。", examples=["table3"])
    row: str = Field(description="行代码。", examples=["new"])
    column: str = Field(description="列代码。", examples=["total"])
    value: Number | None = Field(description="数；原文空白的为 null，没有读出的格不列出。", examples=[7522])
    unit: str = Field(description="金额的单位，其他为空。", examples=[""])


class FigureList(PageShape):
    """A page of figures, in the order in which they were archived."""

    items: list[FigureShape]


class MeasureShape(Schema):
    """Something that can be compared."""

    key: str = Field(description="指标代码，或者单元格 表/行/列。", examples=["completion_rate"])
    label: str = Field(examples=["办结率"])
    group: str = Field(examples=["applications"])
    unit: str = Field(description="单位；比率为 %。", examples=["%"])
    denominator: str = Field(description="比率的分母；不是比率的为空。", examples=["本年新收加上年结转"])
    citation: str = Field(description="依据。")
    forms: list[Form] = Field(description="哪些格式有这一项。")


class MeasureList(Schema):
    """Every measure with a name; any single cell can be compared besides."""

    items: list[MeasureShape]


class OutcomeShape(Schema):
    """The measure in one report, or why there is none."""

    year: int
    state: State = Field(description=STATE)
    value: Number | None = Field(description="数；state 不是 known 时为 null，不是 0。")
    part: Number | None = Field(description="比率的分子。")
    whole: Number | None = Field(description="比率的分母。")
    reason: str = Field(description="没有数的原因。")


class RowShape(Schema):
    """One place over the years."""

    place: PlaceShape
    values: list[OutcomeShape]


class MissingShape(Schema):
    """A place that could not take part, and why."""

    place: str = Field(description="地方代码。")
    name: str
    state: State
    reason: str


class RankedShape(Schema):
    """A place in the order; equal values share a position."""

    position: int
    place: str
    name: str
    value: Number


class RankingShape(Schema):
    """The order of one year, with who was left out."""

    year: int
    sentence: str
    ranked: list[RankedShape]
    left_out: list[MissingShape]


class TotalShape(Schema):
    """The sum of one year; of a share, numerators and denominators are added first."""

    year: int
    value: Number | None = Field(description="合计；complete 为 false 时不是全部。")
    part: Number | None
    whole: Number | None
    counted: int = Field(description="参加合计的地方数。")
    complete: bool = Field(description="所选地方是否都在合计之内。")
    missing: list[MissingShape]
    sentence: str


class AnomalyShape(Schema):
    """A figure that stands out; not an error, a question."""

    kind: Literal["history", "jump", "peers"] = Field(
        description="history 与自己此前年度相比；jump 与上一个有数的年度相差5倍以上；peers 与同级各地相比。"
    )
    place: str
    name: str
    year: int
    value: Number
    usual: Number = Field(description="用来相比的数：上一个数，或者中位数。")
    over: int = Field(description="与多少个数相比。")
    score: float
    message: str


class Compared(Schema):
    """One measure over places and years, with ranking, sums and what stands out."""

    measure: MeasureShape
    years: list[int]
    rows: list[RowShape]
    ranking: RankingShape | None = Field(description="没有任何数时为 null。")
    totals: list[TotalShape]
    anomalies: list[AnomalyShape]
