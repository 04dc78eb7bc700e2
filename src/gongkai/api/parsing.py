"""The body of a request as JSON as RFC 8259 has it: UTF-8, no NaN, no member twice, no text that a database
cannot keep.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.api.problems import Problem


def parse_body(request: HttpRequest) -> Any:
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
