"""Bodies: looked up on a day, founded, renamed. Access is decided by organisations.access."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Body as Sent
from ninja import Path, Query
from pydantic import AfterValidator, Field

from gongkai.api import cursors
from gongkai.api.bearer import Caller, caller
from gongkai.api.problems import Problem
from gongkai.api.service import operation
from gongkai.api.shapes import bodies as shapes
from gongkai.api.shapes.values import CURSOR, CursorText, Day, Limit, Shape, visible
from gongkai.organisations import access, queries
from gongkai.organisations.models import Body, BodyVersion, Succession, valid_on
from gongkai.organisations.operations import bodies as operations

CodeInPath = Annotated[str, Path(pattern="^[-a-zA-Z0-9_]+$", max_length=40, examples=["tjj"])]


class ListQuestion(Shape):
    """Which bodies, on which day."""

    on: Day | None = Field(None, description="按哪一日查询；不填为今天。")
    q: Annotated[str, AfterValidator(visible)] = Field("", max_length=100, description="名称中的词。")
    level: shapes.Level | None = Field(None, description="层级。")
    parent: shapes.Code | None = Field(None, description="只看直接在这个机构之下的。")
    limit: Limit = cursors.USUAL
    cursor: CursorText | None = Field(None, description=CURSOR)


class DayQuestion(Shape):
    """On which day."""

    on: Day | None = Field(None, description="按哪一日查询；不填为今天。")


@operation("list_bodies", answer=shapes.BodyList)
def list_bodies(request: HttpRequest, question: Query[ListQuestion]) -> dict[str, Any]:
    """The bodies that exist on a day, by code."""
    by = caller(request)
    on = question.on or by.on
    reach = access.bodies_in_reach(by.acting, "body.view", by.on)
    found = BodyVersion.objects.filter(valid_on(on), body__in=reach).select_related("body", "parent")
    for word in question.q.split()[:10]:
        found = found.filter(name__icontains=word)
    if question.level:
        found = found.filter(level=question.level)
    if question.parent:
        found = found.filter(parent__code=question.parent)
    parameters = {**question.model_dump(exclude={"limit", "cursor"}), "on": on}
    asked = cursors.Question("list_bodies", parameters)
    after = asked.keys(question.cursor)
    if after is not None:
        found = found.filter(body__code__gt=after[0])
    rows, more = cursors.split(list(found.order_by("body__code")[: question.limit + 1]), question.limit)
    return {
        "on": on,
        "items": [{**_identity(row.body), **_version(row)} for row in rows],
        "next_cursor": asked.cursor([rows[-1].body.code]) if more else None,
    }


@operation("get_body", answer=shapes.BodyDetail)
def get_body(request: HttpRequest, code: CodeInPath, question: Query[DayQuestion]) -> dict[str, Any]:
    """One body on a day, with its history."""
    by = caller(request)
    return _detail(_body(by, code, "body.view"), question.on or by.on)


@operation("create_body", answer=shapes.BodyDetail)
def create_body(
    request: HttpRequest, response: HttpResponse, payload: Sent[shapes.NewBody]
) -> dict[str, Any]:
    """Found a body under one that the token reaches."""
    by = caller(request)
    parent = queries.body(payload.parent)
    if parent is None:
        raise Problem.at("parent", _("没有代码为“%(code)s”的机构。") % {"code": payload.parent})
    by.check("body.manage", parent)
    made = operations.create_body(
        code=payload.code,
        kind=payload.kind,
        name=payload.name,
        level=payload.level,
        parent=parent,
        on=payload.valid_from,
        short_name=payload.short_name,
        credit_code=payload.credit_code,
        act=by.act,
    )
    response["Location"] = reverse("api:get_body", args=[made.code])
    return _detail(made, payload.valid_from)


@operation("rename_body", answer=shapes.BodyDetail)
def rename_body(request: HttpRequest, code: CodeInPath, payload: Sent[shapes.Renaming]) -> dict[str, Any]:
    """Give a body that the token reaches another name from a day on."""
    by = caller(request)
    body = _body(by, code, "body.manage")
    operations.rename_body(
        body=body,
        name=payload.name,
        short_name=payload.short_name,
        on=payload.valid_from,
        reason=payload.reason,
        act=by.act,
    )
    return _detail(body, payload.valid_from)


def _body(by: Caller, code: str, action: str) -> Body:
    """The body, if there is one and the token may do this for it."""
    found = queries.body(code)
    if found is None:
        raise Http404
    by.check(action, found)
    return found


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
