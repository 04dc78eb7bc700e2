"""An operation called by a request: what was sent judged by its shapes, the answer written by its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_origin

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from gongkai.api.failures import invalid
from gongkai.api.parsing import parse_body
from gongkai.api.resource import Located, ResourceOperation
from gongkai.api.route import JSON
from gongkai.api.shapes.values import parameter_names


def execute(one: ResourceOperation, request: HttpRequest, path: Mapping[str, str]) -> HttpResponse:
    """The answer of an operation; raises Problem with a sentence for every part that is amiss."""
    answered = one.view(request, **_given(one, request, path))
    if isinstance(answered, HttpResponse):
        return answered
    headers = {}
    if isinstance(answered, Located):
        headers["Location"] = answered.address
        answered = answered.value
    value = one.answer.model_validate(answered).model_dump(by_alias=True)
    return JsonResponse(
        value,
        status=one.route.status,
        headers=headers,
        content_type=f"{JSON}; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )


def _given(one: ResourceOperation, request: HttpRequest, path: Mapping[str, str]) -> dict[str, Any]:
    """What the view takes besides the request."""
    given: dict[str, Any] = {}
    errors: list[ErrorDetails] = []
    for name, text in path.items():
        try:
            given[name] = one.key_types[name].validate_python(text)
        except ValidationError as wrong:
            errors += [{**error, "loc": (name,)} for error in wrong.errors()]
    try:
        if one.asks is not None:
            given["question"] = one.asks.model_validate(_asked(request.GET, one.asks))
        if one.sends is not None:
            given["payload"] = one.sends.model_validate(parse_body(request))
    except ValidationError as wrong:
        errors += wrong.errors()
    if errors:
        raise invalid(errors)
    return given


def _asked(query: QueryDict, shape: type[BaseModel]) -> dict[str, Any]:
    """The parameters of an address, those that may be repeated as lists."""
    names = parameter_names(shape)
    return {
        name: query.getlist(name) if get_origin(field.annotation) is list else query[name]
        for name, field in zip(names, shape.model_fields.values(), strict=True)
        if name in query
    }
