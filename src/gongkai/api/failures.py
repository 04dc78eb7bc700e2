"""What goes wrong, as problems: errors of validation in sentences, everything else by its kind."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from gongkai.api.problems import FieldError, Problem
from gongkai.records.outages import DatabaseBusy, Outage, outage_of
from gongkai.records.process_pool import Overloaded
from gongkai.records.refusals import Refused

logger = logging.getLogger(__name__)

# pydantic's type of an error → the sentence; {…} are members of its context.
SENTENCES: dict[str, str | Promise] = {
    "missing": gettext_lazy("这一项必须填写。"),
    "extra_forbidden": gettext_lazy("没有这一项，请核对名称或者去掉。"),
    "string_type": gettext_lazy("应为文字。"),
    "string_too_short": gettext_lazy("至少{min_length}个字符。"),
    "string_too_long": gettext_lazy("最多{max_length}个字符。"),
    "string_pattern_mismatch": gettext_lazy("格式不符，应匹配 {pattern}。"),
    "int_type": gettext_lazy("应为整数。"),
    "int_parsing": gettext_lazy("应为整数。"),
    "int_parsing_size": gettext_lazy("数值过大。"),
    "int_from_float": gettext_lazy("应为整数，不带小数。"),
    "greater_than_equal": gettext_lazy("不得小于{ge}。"),
    "less_than_equal": gettext_lazy("不得大于{le}。"),
    "literal_error": gettext_lazy("应为下列之一：{expected}。"),
    "enum": gettext_lazy("应为下列之一：{expected}。"),
    "list_type": gettext_lazy("应为列表。"),
    "too_long": gettext_lazy("最多{max_length}项。"),
    "too_short": gettext_lazy("至少{min_length}项。"),
    "dict_type": gettext_lazy("应为 JSON 对象。"),
    "model_type": gettext_lazy("应为 JSON 对象。"),
    "model_attributes_type": gettext_lazy("应为 JSON 对象。"),
    "bool_type": gettext_lazy("应为 true 或者 false。"),
    "bool_parsing": gettext_lazy("应为 true 或者 false。"),
}


def unavailable(outage: Outage) -> Problem:
    """The outage as a problem, with the sentence for everybody."""
    slug = "busy" if isinstance(outage, DatabaseBusy) else "unavailable"
    return Problem(slug, outage.public, headers={"Retry-After": str(outage.retry_after)})


def problem_of(failure: Exception, members: Mapping[str, str] | None = None) -> Problem:
    """The problem to answer with; what nobody expected is logged under the number that the answer gives.

    `members`: how the resource calls the arguments of operations, where a refusal names one.
    """
    match failure:
        case Problem():
            return failure
        case ValidationError():
            return invalid(failure.errors())
        case Refused():
            return refused(failure, members or {})
        case Overloaded():
            return Problem("busy", str(failure), headers={"Retry-After": str(failure.retry_after)})
        case UnreadablePostError():
            return Problem("request-timeout")
        case _ if (outage := outage_of(failure)) is not None:
            logger.error("%s", outage)
            return unavailable(outage)
        case OperationalError():
            logger.warning("the database did not answer: %s", type(failure.__cause__).__name__)
            return Problem("busy", headers={"Retry-After": "5"})
        case Http404():
            return Problem("not-found")
        case RequestDataTooBig():
            return Problem("too-large")
        case BadRequest() | SuspiciousOperation() | MultiPartParserError():
            return Problem("malformed-request")
        case _:
            number = uuid.uuid4().urn
            logger.error("%s", number, exc_info=failure)
            return Problem("internal-error", instance=number)


def refused(refusal: Refused, members: Mapping[str, str]) -> Problem:
    """The refusal of an operation, as what it says itself that it is."""
    field = members.get(refusal.field, refusal.field)
    errors = [FieldError(field, str(refusal))] if field else []
    slug = {"invalid": "invalid-request", "conflict": "refused", "forbidden": "not-allowed"}[refusal.kind]
    return Problem(slug, str(refusal), errors=errors)


def invalid(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """Errors of pydantic as a problem with a sentence at every field."""
    found = [FieldError(_field(error["loc"]), sentence(error)) for error in errors]
    detail = _("有%(count)d处不符合要求：%(first)s") % {
        "count": len(found),
        "first": f"{found[0].field}，{found[0].message}" if found else "",
    }
    return Problem("invalid-request", detail, errors=found)


def sentence(error: Mapping[str, Any]) -> str:
    """One error of pydantic in a sentence; our own types give theirs."""
    context = error.get("ctx") or {}
    if error["type"] == "value_error":
        return str(context.get("error", ""))
    template = SENTENCES.get(error["type"])
    return str(template).format(**context) if template else _("这一项的值不符合要求。")


def _field(location: Iterable[int | str]) -> str:
    """`("parent",)` → `parent`; `("consultation", 0)` → `consultation[0]`; the whole: `body`."""
    name = ""
    for part in location:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else str(part)
    return name or "body"
