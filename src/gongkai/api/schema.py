"""The OpenAPI document, completed: problems, headers, the security scheme and its scopes, examples.

What the framework makes from the shapes is taken; what follows from the tables of routes and problems is
added, so that no operation can forget to say how it fails.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

from gongkai.api import idempotency
from gongkai.api.problems import KINDS, MEDIA_TYPE, Kind
from gongkai.api.route import Route
from gongkai.api.routes import EXAMPLES, ROUTES
from gongkai.api.service import service

BASE = "/api/v1"
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
    made = service.get_openapi_schema(path_prefix="")
    paths = {}
    for path, methods in made["paths"].items():
        paths[path] = {method: _operation(details) for method, details in methods.items()}
    components = made["components"]
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {**made["info"], "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": BASE}],
        "tags": made["tags"],
        "paths": paths,
        "components": {
            "schemas": {**components.get("schemas", {}), "Problem": _PROBLEM},
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


def _operation(made: dict[str, Any]) -> dict[str, Any]:
    route = ROUTES[made["operationId"]]
    details = {**made, "responses": {}, "security": _security(route)}
    for status, response in made["responses"].items():
        details["responses"][str(status)] = _success(made["operationId"], route, response)
    for status, slugs in _by_status(route).items():
        details["responses"][str(status)] = {"$ref": f"#/components/responses/{_response_name(slugs)}"}
    if route.public and not route.takes:
        unchanged = {"description": "自 If-None-Match 所列版本以来没有变化。", "headers": _references(_RATES)}
        details["responses"]["304"] = unchanged
    details["parameters"] = [_parameter(each) for each in made.get("parameters", [])]
    if route.keeps:
        details["parameters"].append(_KEY)
    details["responses"] = dict(sorted(details["responses"].items()))
    return details


def _parameter(made: dict[str, Any]) -> dict[str, Any]:
    """A parameter that may be left out is left out: null cannot be written into an address."""
    schema = made["schema"]
    kinds = [kind for kind in schema.get("anyOf", []) if kind != {"type": "null"}]
    if len(kinds) != 1:
        return made
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "default")}
    return {**made, "schema": {**kinds[0], **rest}}


def _security(route: Route) -> list[dict[str, list[str]]]:
    """A public operation may be called with a token too, then the token's rate applies."""
    return [{}, {"bearer": []}] if route.scope is None else [{"bearer": [route.scope]}]


def _success(name: str, route: Route, made: dict[str, Any]) -> dict[str, Any]:
    headers = _references(_RATES)
    if route.public and not route.takes:
        headers["ETag"] = {"description": "版本标记。", "schema": {"type": "string"}}
    if route.keeps:
        replayed = {"type": "string", "enum": ["true"]}
        headers[idempotency.REPLAYED] = {"description": "这是原来的答复。", "schema": replayed}
    if route.status == 201:
        headers["Location"] = {"description": "新资源的地址。", "schema": {"type": "string"}}
    content = made.get("content", {})
    if name in EXAMPLES and "application/json" in content:
        content["application/json"]["examples"] = {"example": {"value": EXAMPLES[name]}}
    return {**made, "description": "成功。", "headers": headers, "content": content}


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


def _problem_response(kinds: list[Kind]) -> dict[str, Any]:
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


def _example(kind: Kind) -> dict[str, Any]:
    return {
        "type": kind.type,
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(kind.remedy),
        "remedy": str(kind.remedy),
    }
