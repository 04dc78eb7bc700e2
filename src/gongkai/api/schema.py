"""The OpenAPI document: what follows from the shapes, the routes and the kinds of problems.

Everything is derived, so that no operation can forget to say what it takes, who may call it and how it fails.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from gongkai.api import idempotency
from gongkai.api.problems import KINDS, MEDIA_TYPE, ProblemKind
from gongkai.api.resource import ResourceOperation
from gongkai.api.route import JSON, Route
from gongkai.api.routes import OPERATIONS, ROUTES, TAGS

BASE = "/api/v1"
VERSION = "1.0.0"
_INFO = {
    "title": "公开 API",
    "version": VERSION,
    "description": "政府信息公开平台的数据接口。错误一律按 RFC 9457（application/problem+json）答复。",
}
_REF = "#/components/schemas/{model}"
_RATES = {
    "RateLimit-Policy": {
        "description": "每个时段允许的请求数（q）和时段秒数（w）。",
        "schema": {"type": "string", "examples": ['"address";q=300;w=60']},
    },
    "RateLimit": {
        "description": "本时段剩余的请求数（r）和离结束的秒数（t）。",
        "schema": {"type": "string", "examples": ['"address";r=299;t=42']},
    },
}
_RETRY = {"Retry-After": {"description": "请等待的秒数。", "schema": {"type": "integer", "minimum": 0}}}
_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457 的问题说明。",
    "required": ["type", "title", "status", "detail", "remedy"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "enum": [kind.type for kind in KINDS.values()]},
        "title": {"type": "string", "description": "问题类型的名称。"},
        "status": {"type": "integer", "enum": sorted({kind.status for kind in KINDS.values()})},
        "detail": {"type": "string", "description": "这一次出了什么问题、怎样更正。"},
        "remedy": {"type": "string", "description": "遇到这类问题通常怎样处理。"},
        "instance": {"type": "string", "format": "uri", "description": "故障编号，供系统管理员查找。"},
        "errors": {
            "type": "array",
            "description": "逐项错误。",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {
                    "field": {"type": "string", "examples": ["received", "consultation[0]"]},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
_KEY = {
    "name": idempotency.HEADER,
    "in": "header",
    "required": False,
    "description": "重试用的键，例如一个 UUID。同一令牌在24小时内以同一个键再次发送相同的请求，"
    "得到原来的答复而不再办理；正文不同则为409。",
    "schema": {"type": "string", "minLength": 1, "maxLength": idempotency.LONGEST, "pattern": "^[!-~]+$"},
}


@cache
def document() -> dict[str, Any]:
    """The whole document; the same for everybody, so made once."""
    shapes = _shapes()
    paths: dict[str, dict[str, Any]] = defaultdict(dict)
    for one in OPERATIONS.values():
        paths[one.route.path][one.route.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {**_INFO, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": BASE}],
        "tags": [{"name": name, "description": str(text)} for name, text in TAGS.items()],
        "paths": dict(paths),
        "components": {
            "schemas": {**shapes, "Problem": _PROBLEM},
            "responses": _problem_responses(),
            "headers": {**_RATES, **_RETRY},
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "本单位系统管理员发放的令牌；每项操作注明所需的授权范围。",
                }
            },
        },
    }


class _Generator(GenerateJsonSchema):
    """Schemas as we write them."""

    def default_schema(self, schema: Any) -> dict[str, Any]:
        """Without a default of null, which says nothing."""
        made = super().default_schema(schema)
        return {name: value for name, value in made.items() if (name, value) != ("default", None)}


def _shapes() -> dict[str, Any]:
    """Every shape by its name, with those inside."""
    sent = [shape for one in OPERATIONS.values() for shape in (one.asks, one.sends) if shape]
    wanted: list[tuple[type[BaseModel], Literal["validation", "serialization"]]] = [
        *((shape, "validation") for shape in dict.fromkeys(sent)),
        *((one.answer, "serialization") for one in OPERATIONS.values()),
    ]
    _map, made = models_json_schema(wanted, ref_template=_REF, schema_generator=_Generator)
    return dict(made["$defs"])


def _operation(one: ResourceOperation) -> dict[str, Any]:
    route = one.route
    responses: dict[str, Any] = {str(route.status): _success(one)}
    for status, slugs in _by_status(route).items():
        responses[str(status)] = {"$ref": f"#/components/responses/{_response_name(slugs)}"}
    if route.public and not route.takes:
        unchanged = {"description": "自 If-None-Match 所列版本以来没有变化。", "headers": _references(_RATES)}
        responses["304"] = unchanged
    details = {
        "operationId": one.name,
        "summary": str(route.summary),
        "description": str(route.description),
        "tags": [route.tag],
        "parameters": [*_parameters(one), *([_KEY] if route.keeps else [])],
        "responses": dict(sorted(responses.items())),
        "security": _security(route),
    }
    if one.sends:
        content = {JSON: {"schema": {"$ref": _REF.format(model=one.sends.__name__)}}}
        details["requestBody"] = {"content": content, "required": True}
    return {**details, **one.document}


def _parameters(one: ResourceOperation) -> Iterator[dict[str, Any]]:
    """What stands in the path and in the address."""
    for name, type_ in one.key_types.items():
        schema = {"title": name.title(), **type_.json_schema()}
        yield {"in": "path", "name": name, "schema": schema, "required": True}
    if one.asks is None:
        return
    made = one.asks.model_json_schema(ref_template=_REF, schema_generator=_Generator)
    for name, schema in made["properties"].items():
        told = {"description": schema["description"]} if "description" in schema else {}
        needed = name in made.get("required", ())
        yield {"in": "query", "name": name, "schema": _given(schema), "required": needed, **told}


def _given(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that may be left out is left out: null cannot be written into an address."""
    kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "default")}
    return {**kinds[0], **rest}


def _security(route: Route) -> list[dict[str, list[str]]]:
    """A public operation may be called with a token too, then the token's rate applies."""
    return [{}, {"bearer": []}] if route.scope is None else [{"bearer": [route.scope]}]


def _success(one: ResourceOperation) -> dict[str, Any]:
    route = one.route
    headers = _references(_RATES)
    if route.public and not route.takes:
        headers["ETag"] = {"description": "版本标记。", "schema": {"type": "string"}}
    if route.keeps:
        replayed = {"type": "string", "enum": ["true"]}
        headers[idempotency.REPLAYED] = {"description": "这是原来的答复。", "schema": replayed}
    if route.status == 201:
        headers["Location"] = {"description": "新资源的地址。", "schema": {"type": "string"}}
    shape = {"$ref": _REF.format(model=one.answer.__name__)}
    content = {JSON: {"schema": shape, "examples": {"example": {"value": one.example}}}, **one.besides}
    return {"description": "成功。", "headers": headers, "content": content}


def _references(headers: dict[str, Any]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in headers}


def _by_status(route: Route) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for slug in dict.fromkeys(route.possible_problems()):
        found[KINDS[slug].status].append(slug)
    return {status: tuple(slugs) for status, slugs in found.items()}


def _response_name(slugs: tuple[str, ...]) -> str:
    return "_".join(slugs)


def _problem_responses() -> dict[str, Any]:
    """One response per set of problems that some route answers with under one status."""
    sets = {slugs for route in ROUTES.values() for slugs in _by_status(route).values()}
    return {
        _response_name(slugs): _problem_response([KINDS[slug] for slug in slugs]) for slugs in sorted(sets)
    }


def _problem_response(kinds: list[ProblemKind]) -> dict[str, Any]:
    headers: dict[str, Any] = _references(_RATES)
    if kinds[0].status in (409, 429, 503):
        headers |= _references(_RETRY)
    if kinds[0].status == 401:
        headers["WWW-Authenticate"] = {"schema": {"type": "string"}}
    return {
        "description": "；".join(str(kind.title) for kind in kinds) + "。",
        "headers": headers,
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {kind.slug: {"value": _example(kind)} for kind in kinds},
            }
        },
    }


def _example(kind: ProblemKind) -> dict[str, Any]:
    return {
        "type": kind.type,
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(kind.remedy),
        "remedy": str(kind.remedy),
    }
