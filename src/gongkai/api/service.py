"""The API itself: operations are declared here against the table of routes, and their schema is made."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from gongkai.api.bearer import Bearer
from gongkai.api.problems import Problem
from gongkai.api.routes import ROUTES, TAGS

VERSION = "1.0.0"
Operation = TypeVar("Operation", bound=Callable[..., Any])


class StrictParser(Parser):
    """JSON as RFC 8259 has it: UTF-8, no NaN, no member twice, no text that a database cannot keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The value; raises Problem `malformed-request`."""
        try:
            value = json.loads(request.body.decode(), parse_constant=_not_json, object_pairs_hook=_members)
            json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate fails here
        except (ValueError, RecursionError) as broken:
            raise Problem("malformed-request", _("请求正文不是完整的 UTF-8 编码 JSON。")) from broken
        return value


def _not_json(constant: str) -> Any:
    raise ValueError(constant)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs) or any(
        "\0" in text for pair in pairs for text in pair if isinstance(text, str)
    ):
        raise ValueError("a member twice, or a character that is none")
    return members


class Renderer(JSONRenderer):
    """Chinese as it is written, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012 - read only, as the parent has it


class Service(NinjaAPI):
    """Failures pass through: the frame around every operation turns them into problems."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Let the frame see it."""
        raise exc


service = Service(
    title="公开 API",
    version=VERSION,
    description="政府信息公开平台的数据接口。错误一律按 RFC 9457（application/problem+json）答复。",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
    renderer=Renderer(),
    openapi_extra={"tags": [{"name": name, "description": str(text)} for name, text in TAGS.items()]},
)
bearer = Bearer()


def operation(name: str, *, answer: type[Schema], **extra: Any) -> Callable[[Operation], Operation]:
    """Declare the operation `name` of the table of routes; `answer` is the shape of what it returns."""
    route = ROUTES[name]
    declare: Callable[[Operation], Operation] = service.api_operation(
        [route.method],
        route.path,
        operation_id=name,
        url_name=name,
        summary=str(route.summary),
        description=str(route.description),
        tags=[route.tag],
        auth=None if route.public else bearer,
        response={route.status: answer},
        **extra,
    )
    return declare
