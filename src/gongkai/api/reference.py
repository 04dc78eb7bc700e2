"""The reference page for people: the same document, flattened into tables for the design's components."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.api import rates
from gongkai.api.problems import KINDS
from gongkai.api.routes import EXAMPLES, ROUTES, TAGS
from gongkai.api.schema import BASE, document
from gongkai.design import table
from gongkai.design.stylesheet import stylesheet

Schema = dict[str, Any]


def context() -> dict[str, Any]:
    """What the template draws: operations by subject, shapes, problems, and the frame of the page."""
    made = document()
    return {
        "site": settings.GONGKAI_SITE,
        "stylesheet": reverse("stylesheet", args=[stylesheet().digest]),
        "title": made["info"]["title"],
        "lead": made["info"]["description"],
        "base": BASE,
        "nav": [{"href": reverse("api:openapi"), "label": "OpenAPI", "current": False}],
        "rules": _rules(),
        "footer_facts": _footer_facts(),
        "schema_address": reverse("api:openapi"),
        "groups": [_group(made, name, str(text)) for name, text in TAGS.items() if _names(name)],
        "shapes": [_shape(name, shape) for name, shape in sorted(made["components"]["schemas"].items())],
        "problems": [_problem(slug) for slug in KINDS],
    }


def _rules() -> list[dict[str, str]]:
    """What holds for every operation."""
    limits = {"token": rates.LIMITS["token"], "address": rates.LIMITS["address"]}
    return [
        {
            "label": _("令牌"),
            "value": _("放在 Authorization 请求头：Bearer 加空格加令牌。公开的操作不需要。"),
        },
        {
            "label": _("日期"),
            "value": _("北京时间的日期，写成 2026-02-13；时间为 UTC，写成 2026-03-02T01:30:00Z。"),
        },
        {
            "label": _("重试"),
            "value": _(
                "写操作请带 Idempotency-Key：24小时内以同一个键重发同样的请求，得到原来的答复，不会办理两次。"
            ),
        },
        {
            "label": _("分页"),
            "value": _("答复中的 next_cursor 不为 null 时，原样作为 cursor 参数取下一页；每页最多100条。"),
        },
        {
            "label": _("频率"),
            "value": _("每个令牌每分钟%(token)d次；没有令牌的，每个网络地址每分钟%(address)d次。") % limits,
        },
        {"label": _("缓存"), "value": _("公开内容带 ETag，可用 If-None-Match 询问有无变化；其余不得缓存。")},
    ]


def _footer_facts() -> list[dict[str, Any]]:
    site = settings.GONGKAI_SITE
    return [
        {"label": _("网站名称"), "value": site.name},
        {"label": _("主办单位"), "value": site.owner},
        {"label": _("网站标识码"), "value": site.identification_code},
    ]


def _names(tag: str) -> list[str]:
    return [name for name, route in ROUTES.items() if route.tag == tag]


def _group(made: Schema, tag: str, text: str) -> dict[str, Any]:
    return {
        "id": f"tag-{tag}",
        "title": text.partition("：")[0].rstrip("。"),
        "text": text.partition("：")[2],
        "operations": [_operation(made, name) for name in _names(tag)],
    }


def _operation(made: Schema, name: str) -> dict[str, Any]:
    route = ROUTES[name]
    details = made["paths"][route.path][route.method.lower()]
    scope = _("公开，不需要令牌") if route.public else _("令牌，授权范围 %(scope)s") % {"scope": route.scope}
    facts = [
        {"label": _("地址"), "value": f"{route.method} {BASE}{route.path}"},
        {"label": _("权限"), "value": scope},
    ]
    if route.takes:
        facts.append({"label": _("正文类型"), "value": "、".join(route.takes)})
    return {
        "id": name.replace("_", "-"),
        "title": str(route.summary),
        "text": str(route.description),
        "facts": facts,
        "parameters": _parameters(name, details),
        "responses": _responses(name, details),
        "body": _shape_name(details.get("requestBody", {}), "application/json"),
        "example": json.dumps(EXAMPLES[name], ensure_ascii=False, indent=2),
        "answer": _shape_name(details["responses"][str(route.status)], "application/json"),
    }


def _parameters(name: str, details: Schema) -> list[list[table.TableCell]] | None:
    rows = [
        [
            parameter["name"],
            _("必填") if parameter["required"] else _("可选"),
            kind(parameter["schema"]) + _default(parameter["schema"]),
            parameter.get("description", ""),
        ]
        for parameter in details.get("parameters", [])
    ]
    return table.plain([_("参数"), _("是否必填"), _("类型"), _("说明")], rows) if rows else None


def _default(schema: Schema) -> str:
    return _("，默认%(default)s") % schema if schema.get("default") not in (None, "", []) else ""


def _responses(name: str, details: Schema) -> list[list[table.TableCell]]:
    rows: list[list[str | table.TableCell]] = []
    for status, response in details["responses"].items():
        if "$ref" not in response:
            rows.append([status, response["description"], ""])
            continue
        slugs = response["$ref"].rpartition("/")[2].split("_")
        for slug in slugs:
            link = table.TableCell("data", slug, href=f"#problem-{slug}")
            rows.append([status, str(KINDS[slug].title), link])
    return table.plain([_("状态码"), _("含义"), _("问题类型")], rows)


def _shape_name(holder: Schema, media: str) -> str:
    shape = holder.get("content", {}).get(media, {}).get("schema", {})
    return str(shape.get("$ref", "")).rpartition("/")[2]


def _shape(name: str, shape: Schema) -> dict[str, Any]:
    needed = set(shape.get("required", []))
    rows = [
        [
            member,
            kind(inner),
            _("总有") if member in needed else _("可无"),
            inner.get("description", ""),
        ]
        for member, inner in shape.get("properties", {}).items()
    ]
    return {
        "id": f"shape-{name}",
        "name": name,
        "rows": table.plain([_("成员"), _("类型"), _("有无"), _("说明")], rows),
    }


def kind(schema: Schema) -> str:
    """A JSON schema in a few words: 文字（日期）, 列表：StepShape, 整数 或 空."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return _(" 或 ").join(dict.fromkeys(kind(each) for each in schema[word]))
    if "enum" in schema:
        return _("之一：%(values)s") % {"values": "、".join(str(value) for value in schema["enum"])}
    if "const" in schema:
        return str(schema["const"])
    words = {
        "string": _("文字"),
        "integer": _("整数"),
        "number": _("数"),
        "boolean": _("是否"),
        "null": _("空（null）"),
        "array": _("列表：%(each)s") % {"each": kind(schema["items"])} if "items" in schema else _("列表"),
        "object": _object(schema),
    }
    words["string"] += _length(schema)
    if "minimum" in schema and "maximum" in schema:
        words["integer"] += _("（%(minimum)s至%(maximum)s）") % schema
    form = {"date": _("（日期）"), "date-time": _("（时间）")}.get(schema.get("format", ""), "")
    return words.get(schema.get("type", ""), "") + form


def _length(schema: Schema) -> str:
    """How long a text may be; patterns and formats speak for themselves."""
    return _("（至多%(maxLength)s字）") % schema if "maxLength" in schema else ""


def _object(schema: Schema) -> str:
    inner = schema.get("additionalProperties")
    if isinstance(inner, dict):
        return _("对象，各成员为%(each)s") % {"each": kind(inner)}
    return _("对象")


def _problem(slug: str) -> dict[str, Any]:
    entry = KINDS[slug]
    return {
        "id": f"problem-{slug}",
        "title": f"{entry.status} {entry.title}",
        "facts": [
            {"label": "type", "value": entry.type},
            {"label": _("怎样处理"), "value": str(entry.remedy)},
        ],
    }
