"""Annual reports as the API shows them: figures exactly as the reader writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import ConfigDict, Field

from gongkai.api.shapes.values import PageShape, Schema, Shape

Level = Literal["province", "city", "county", "town", "department"]


class PlaceShape(Schema):
    """Whose report it is."""

    code: str = Field(description="地方代码，用在地址里。", examples=["chongqing"])
    name: str = Field(examples=["重庆市"])
    level: Level = Field(description="层级：省、市、县、乡、部门。", examples=["province"])


class SourceShape(Schema):
    """Where the report was published; an empty text where the original does not say."""

    publisher: str = Field(description="发布机构。")
    title: str = Field(description="原标题。")
    site: str = Field(description="来源网站。")
    index_number: str = Field(description="索引号。")
    published_on: date | None = Field(description="发布日期。")


class ReportSummary(Schema):
    """One report in a list."""

    place: PlaceShape
    year: int = Field(description="年度。", examples=[2019])
    form: Literal["pre2019", "2019", "2021"] = Field(
        description="统计表格式：pre2019 为 2019 年以前，无法定统计表。", examples=["2019"]
    )
    source: SourceShape
    archived_at: datetime = Field(description="本站收录时间。")


class ReportList(PageShape):
    """A page of reports, newest year first."""

    items: list[ReportSummary]


class AmountShape(Schema):
    """A sum of money with the unit it was written with."""

    model_config = ConfigDict(extra="forbid")
    value: int | float
    unit: str = Field(examples=["万元"])


Cell = int | float | AmountShape | str | None
Table = dict[str, dict[str, Cell]]


class ClaimShape(Schema):
    """A figure of the prose."""

    claim: str = Field(description="所在的说法。", examples=["主动公开政府信息"])
    value: int | float
    unit: str = Field(examples=["条"])
    approximate: bool = Field(False, description="原文带有“余”“多”“近”等。")


class UnreadShape(Schema):
    """What could not be read, and why. No row and column: the whole table."""

    table: Literal["table2", "table3", "table4"] | None
    row: str | None
    col: str | None
    reason: str


class FiguresShape(Schema):
    """A report as read: rows and columns by their keys (docs/reference/report-forms.md)."""

    place: str | None
    year: int | None
    format: Literal["pre2019", "2019", "2021"] | None
    table2: Table | None = Field(
        description="主动公开情况：行 → 列 → 数；空白为 null，读不出的格不在表内而在 unread。"
    )
    table3: Table | None = Field(description="收到和处理申请情况。")
    table4: Table | None = Field(description="行政复议、行政诉讼情况。")
    narrative: list[ClaimShape]
    unread: list[UnreadShape]


class CellShape(Schema):
    """A cell that a finding is about."""

    row: str
    col: str


class FindingShape(Schema):
    """One finding of the check."""

    code: str = Field(description="核查项代码。", examples=["T3-A"])
    level: str = Field(description="error 错误，warn 存疑，ask 待说明。", examples=["error"])
    table: str | None
    cells: list[CellShape]
    expected: int | float | str | None
    found: int | float | str | None
    message: str = Field(description="说明。")


class Report(ReportSummary):
    """One report with its figures and what the check found."""

    figures: FiguresShape
    findings: list[FindingShape]


class Checked(Schema):
    """What was read from a report that was sent, and what the check found. Nothing of it is kept."""

    figures: FiguresShape
    findings: list[FindingShape]


class ReportText(Shape):
    """A report as text."""

    text: str = Field(
        min_length=1,
        max_length=5_000_000,
        description="报告全文；从网页复制的，表格单元之间为制表符。",
        examples=["云河市人民政府2023年政府信息公开工作年度报告\n……"],
    )
