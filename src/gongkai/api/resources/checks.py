"""The check of a report that is sent along. Public, as on the portal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from gongkai.annual_reports import queries
from gongkai.annual_reports.rules import NothingRead
from gongkai.api.failures import invalid
from gongkai.api.parsing import parse_body
from gongkai.api.problems import Problem
from gongkai.api.resource import Resource
from gongkai.api.resources.reports import FIGURES_EXAMPLE, checked
from gongkai.api.route import FORM, HTML, JSON, REPORT, TEXT
from gongkai.api.shapes import reports as shapes
from gongkai.records.process_pool import CouldNotFinish

CHECKS = Resource("reports", name="report")

_SENT = {
    "required": True,
    "content": {
        FORM: {
            "schema": {
                "type": "object",
                "required": ["report"],
                "additionalProperties": False,
                "properties": {"report": {"type": "string", "format": "binary", "description": "报告文件。"}},
            }
        },
        JSON: {"schema": shapes.ReportText.model_json_schema()},
        "text/plain": {"schema": {"type": "string", "minLength": 1, "description": "报告全文，UTF-8。"}},
        "text/html": {"schema": {"type": "string", "minLength": 1, "description": "报告网页。"}},
    },
}


@CHECKS.operation(
    "check_report",
    "POST",
    "/reports/check",
    _("核查一份年度报告"),
    _(
        "发送文件（multipart 的 report 字段）、网页或者纯文本正文，或者 JSON 的 text；"
        "答复读出的数据和核查结果。不保存任何内容，因此不需要 Idempotency-Key。"
    ),
    takes=(FORM, JSON, TEXT, HTML),
    largest=REPORT,
    problems=("nothing-read",),
    answer=shapes.Checked,
    document={"requestBody": _SENT},
    example={"figures": FIGURES_EXAMPLE, "findings": []},
)
def check_report(request: HttpRequest) -> dict[str, Any]:
    """Read and check what was sent; nothing of it is kept."""
    data, name, field = _sent(request)
    if not data.strip():
        raise Problem.at(field, _("没有内容，请发送报告全文。"))
    try:
        return checked(*queries.check_report(data, name))
    except NothingRead as nothing:
        raise Problem.at(field, str(nothing), "nothing-read") from nothing
    except CouldNotFinish as refusal:
        raise Problem.at(field, str(refusal)) from refusal


def _sent(request: HttpRequest) -> tuple[bytes, str, str]:
    """What was sent, its name, and the field it came in."""
    if request.content_type == FORM:
        file = request.FILES.get("report")
        if file is None:
            raise Problem.at("report", _("请把报告文件放在 multipart 的 report 字段。"))
        return file.read(), file.name or "", "report"
    if request.content_type == JSON:
        try:
            sent = shapes.ReportText.model_validate(parse_body(request))
        except ValidationError as problem:
            raise invalid(problem.errors()) from problem
        return sent.text.encode(), "", "text"
    return request.body, "", "body"
