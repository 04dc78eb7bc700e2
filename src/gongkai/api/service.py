"""The API itself: every operation of every resource, and the schema made from them."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from gongkai.api.bearer import Bearer
from gongkai.api.parsing import parser
from gongkai.api.resource import Operation
from gongkai.api.routes import OPERATIONS, TAGS

VERSION: Final = "1.0.0"


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
    parser=parser,
    renderer=Renderer(),
    openapi_extra={"tags": [{"name": name, "description": str(text)} for name, text in TAGS.items()]},
)
bearer = Bearer()


def declare(one: Operation) -> None:
    """Make an operation known to the framework, which reads its parameters and writes its answers."""
    route = one.route
    service.api_operation(
        [route.method],
        route.path,
        operation_id=one.name,
        url_name=one.name,
        summary=str(route.summary),
        description=str(route.description),
        tags=[route.tag],
        auth=None if route.public else bearer,
        response={route.status: one.answer},
        **one.extra,
    )(one.view)


for _operation in OPERATIONS.values():
    declare(_operation)
