"""Bodies as the API shows and takes them: an identity with dated versions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from gongkai.api.shapes.values import Day, PageShape, Schema, Shape, name, visible

Level = Literal["city", "district", "department", "town", "enterprise"]
Kind = Literal["government", "department", "agency", "empowered", "public_service"]
Code = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]+$", max_length=40)]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(name)
]
ShortName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40), AfterValidator(name)]


class BodyRef(Schema):
    """A body by code and name."""

    code: str = Field(examples=["tjj"])
    name: str = Field(examples=["云河市统计局"])


class VersionShape(Schema):
    """How a body is called and where it stands, from valid_from up to, but not on, valid_to."""

    name: str = Field(description="名称。", examples=["云河市统计局"])
    short_name: str = Field(description="简称。", examples=["市统计局"])
    level: Level = Field(description="层级：市级、县（区）级、部门、乡镇（街道）、公共企事业单位。")
    parent: str | None = Field(description="上级机构代码；最高一级为 null。", examples=["yunhe"])
    valid_from: date = Field(description="启用日期。")
    valid_to: date | None = Field(description="停用日期，当日已不再使用；现行为 null。")


class BodyShape(VersionShape):
    """A body as it is on the day that was asked for."""

    code: str = Field(description="机构代码，永久不变。", examples=["tjj"])
    kind: Kind = Field(
        description="机构性质：人民政府、工作部门、派出或者内设机构、授权组织、公共企事业单位。"
    )
    credit_code: str = Field(description="统一社会信用代码；没有登记的为空。")


class BodyList(PageShape):
    """A page of bodies in the order of their codes."""

    on: date = Field(description="按哪一日查询。")
    items: list[BodyShape]


class SuccessionShape(Schema):
    """Who exercises functions of whom from which day."""

    body: BodyRef
    on: date = Field(description="承接日期。")
    functions: list[str] = Field(description="承接的职能代码；为空时是其余全部职能。")


class BodyDetail(Schema):
    """A body with its history."""

    code: str = Field(examples=["tjj"])
    kind: Kind
    credit_code: str
    on: date = Field(description="按哪一日查询。")
    version: VersionShape | None = Field(description="该日的名称和隶属；该日不存在的为 null。")
    history: list[VersionShape] = Field(description="历次变更，最早在前。")
    successors: list[SuccessionShape] = Field(description="承接其职能的机构。")
    predecessors: list[SuccessionShape] = Field(description="由其承接职能的机构。")


class NewBody(Shape):
    """A body to be founded."""

    code: Code = Field(description="机构代码，永久不变，用在地址里。", examples=["tjj"])
    kind: Kind = Field(description="机构性质。", examples=["department"])
    name: Name = Field(description="名称。", examples=["云河市统计局"])
    short_name: ShortName = Field("", description="简称。", examples=["市统计局"])
    level: Level = Field(description="层级。", examples=["department"])
    parent: Code = Field(description="上级机构代码。", examples=["yunhe"])
    valid_from: Day = Field(description="设立之日。")
    credit_code: Annotated[str, StringConstraints(max_length=30), AfterValidator(visible)] = Field(
        "", description="统一社会信用代码。"
    )


class Renaming(Shape):
    """A new name from a day on."""

    name: Name = Field(description="新名称。", examples=["云河市统计和调查局"])
    short_name: ShortName = Field("", description="新简称。")
    valid_from: Day = Field(description="自哪一日起更名。")
    reason: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
        AfterValidator(visible),
    ] = Field(description="更名的依据，记入日志。", examples=["机构改革方案"])
