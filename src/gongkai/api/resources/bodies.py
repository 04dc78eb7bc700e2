"""Bodies: looked up on a day, founded, renamed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from gongkai.api.bearer import caller
from gongkai.api.resource import ListAsked, Resource
from gongkai.api.shapes import bodies as shapes
from gongkai.api.shapes.values import Day, Shape
from gongkai.organisations import access, queries
from gongkai.organisations.kinds import BODY
from gongkai.organisations.models import Body, BodyVersion, Succession
from gongkai.organisations.operations import bodies as operations

Code = Annotated[str, Field(pattern="^[-a-zA-Z0-9_]+$", max_length=40, examples=["tjj"])]

BODIES = Resource(
    "bodies",
    kind=BODY,
    words=_("机构：按日期查询和登记机构。"),
    scope="body.view",
    members={"on": "valid_from"},
    key=Code,
)
_EXAMPLE = {"code": "tjj", "kind": "department", "credit_code": ""}
_VERSION = {
    "name": "云河市统计局",
    "short_name": "市统计局",
    "level": "department",
    "parent": "yunhe",
    "valid_from": "2010-01-01",
    "valid_to": None,
}
_BODY = {
    **_EXAMPLE,
    "on": "2026-03-02",
    "version": _VERSION,
    "history": [_VERSION],
    "successors": [],
    "predecessors": [],
}


class DayQuestion(Shape):
    """On which day."""

    on: Day | None = Field(None, description="按哪一日查询；不填为今天。")


def _identity(body: Body) -> dict[str, Any]:
    return {"code": body.code, "kind": body.kind, "credit_code": body.credit_code}


def _version(version: BodyVersion) -> dict[str, Any]:
    return {
        "name": version.name,
        "short_name": version.short_name,
        "level": version.level,
        "parent": version.parent.code if version.parent else None,
        "valid_from": version.valid_from,
        "valid_to": version.valid_to,
    }


def _item(row: BodyVersion) -> dict[str, Any]:
    return {**_identity(row.body), **_version(row)}


def _day(asked: ListAsked) -> dict[str, Any]:
    return {"on": asked.question.on or asked.by.on}


def _rows(asked: ListAsked) -> QuerySet[BodyVersion]:
    reach = access.bodies_in_reach(asked.by.acting, "body.view", asked.by.on)
    return queries.versions(_day(asked)["on"]).filter(body__in=reach)


BODIES.list(
    _("查询机构"),
    _("某一日存在的机构，按代码排序；不填日期为今天。"),
    answer=shapes.BodyList,
    asking=DayQuestion,
    declared=queries.BODY_FILTERS,
    order=queries.BODY_ORDER,
    rows=_rows,
    item=_item,
    beside=_day,
    example={"on": "2026-03-02", "items": [{**_EXAMPLE, **_VERSION}], "next_cursor": None},
)


@BODIES.show(
    "/{code}",
    _("读取一个机构"),
    _("一个机构在某一日的名称、层级和隶属，历次变更，以及职能的承接。"),
    keys={"code": Code},
    asks=DayQuestion,
    answer=shapes.BodyDetail,
    example=_BODY,
)
def get_body(request: HttpRequest, code: str, question: DayQuestion) -> dict[str, Any]:
    """One body on a day, with its history."""
    by = caller(request)
    return _detail(BODIES.find(by, code, "body.view"), question.on or by.on)


def _detail(body: Body, on: date) -> dict[str, Any]:
    version = queries.version_of(body, on)
    steps = Succession.objects.select_related("predecessor", "successor").prefetch_related("functions")
    return {
        **_identity(body),
        "on": on,
        "version": _version(version) if version else None,
        "history": [_version(row) for row in queries.history_of(body)],
        "successors": [_succession(row, row.successor) for row in steps.filter(predecessor=body)],
        "predecessors": [_succession(row, row.predecessor) for row in steps.filter(successor=body)],
    }


def _succession(row: Succession, other: Body) -> dict[str, Any]:
    return {
        "body": {"code": other.code, "name": queries.name_of(other, row.on)},
        "on": row.on,
        "functions": [function.code for function in row.functions.all()],
    }


def _changed(body: Body, payload: Any) -> dict[str, Any]:
    return _detail(body, payload.valid_from)


BODIES.verb(
    "create",
    operations.create_body,
    "POST",
    "",
    _("在令牌所属机构或者其下级机构之下设立机构。"),
    sends=shapes.NewBody,
    things={"parent": BODY},
    shown=_changed,
    answer=shapes.BodyDetail,
    example=_BODY,
)
BODIES.verb(
    "rename",
    operations.rename_body,
    "PATCH",
    "/{code}",
    _("自某一日起更名；以前的名称保留，按日期可查。"),
    sends=shapes.Renaming,
    shown=_changed,
    answer=shapes.BodyDetail,
    example={
        **_BODY,
        "version": {**_VERSION, "name": "云河市统计和调查局", "valid_from": "2026-04-01"},
        "history": [
            {**_VERSION, "valid_to": "2026-04-01"},
            {**_VERSION, "name": "云河市统计和调查局", "valid_from": "2026-04-01"},
        ],
    },
)
