"""Every problem the API answers with (RFC 9457), in one table; the documentation is made from it.

`type` is `/api/v1/problems/<slug>`: a relative reference with its full path, the same on every deployment,
and an address that explains itself. Whoever raises a Problem gives the sentence; the rest stands here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"
BASE = "/api/v1/problems/"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One type of problem: its slug, status, title, and what a client should do about it."""

    slug: str
    status: int
    title: str | Promise
    remedy: str | Promise

    @property
    def type(self) -> str:
        """The type URI."""
        return BASE + self.slug


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one parameter or one member of the body (`parent.child`, `list[0]`)."""

    field: str
    message: str


_TABLE = (
    ProblemKind(
        "malformed-request",
        400,
        _("请求无法解析"),
        _("请检查请求正文是否为完整的 UTF-8 编码 JSON，请求头是否符合格式。"),
    ),
    ProblemKind(
        "not-authenticated",
        401,
        _("没有有效的令牌"),
        _("请在 Authorization 请求头中写明“Bearer ”和令牌；令牌过期或者已撤销的，请向本单位管理员申请新的。"),
    ),
    ProblemKind(
        "scope-missing",
        403,
        _("令牌没有这项授权"),
        _("请向系统管理员申请带有所需授权范围的令牌；GET /tokens/self 列出现有的授权范围。"),
    ),
    ProblemKind(
        "not-allowed",
        403,
        _("不能办理这个机构的事项"),
        _("令牌只能办理所属机构及其下级机构的事项，请改用该机构自己的令牌。"),
    ),
    ProblemKind("not-found", 404, _("没有这个资源"), _("请核对地址中的代码、年份；可以先用列表接口查询。")),
    ProblemKind(
        "method-not-allowed",
        405,
        _("这个地址不支持这种请求方法"),
        _("请使用 Allow 响应头中列出的方法。"),
    ),
    ProblemKind(
        "refused",
        409,
        _("与现有记录冲突，没有办理"),
        _("请按说明更正后重新提交；没有办理的请求不占用 Idempotency-Key。"),
    ),
    ProblemKind(
        "idempotency-key-reused",
        409,
        _("这个 Idempotency-Key 已用于另一个请求"),
        _("重试时请求必须与原来完全相同；不同的请求请用新的 Idempotency-Key。"),
    ),
    ProblemKind(
        "request-in-progress",
        409,
        _("带有同一个 Idempotency-Key 的请求还在办理"),
        _("请按 Retry-After 等待后，用同一个 Idempotency-Key 重试，不要换新的。"),
    ),
    ProblemKind(
        "request-timeout",
        408,
        _("请求没有完整收到"),
        _("请检查网络后重新发送；正文请一次连续发完。"),
    ),
    ProblemKind(
        "too-large", 413, _("请求正文过大"), _("请缩小正文；报告请只保留正文（不带图片）另存后再发送。")
    ),
    ProblemKind("uri-too-long", 414, _("请求的地址过长"), _("请减少查询参数后重新发送。")),
    ProblemKind(
        "unsupported-media-type",
        415,
        _("不支持这种正文类型"),
        _("请按 Accept 响应头列出的类型设置 Content-Type，正文不要压缩。"),
    ),
    ProblemKind("invalid-request", 422, _("参数不符合要求"), _("请按 errors 逐项更正后重新提交。")),
    ProblemKind(
        "impossible-facts",
        422,
        _("这些日期不可能同时成立"),
        _("请核对 errors 指出的日期，改正填错的一个。"),
    ),
    ProblemKind(
        "calendar-unknown",
        422,
        _("这一年的工作日历还没有"),
        _(
            "请等国务院办公厅发布放假通知、日历载入后再算；"
            "GET /workdays/years/{year} 可以查询某一年是否已经载入。"
        ),
    ),
    ProblemKind(
        "nothing-read",
        422,
        _("没有读出年度报告"),
        _("请确认发送的是政府信息公开工作年度报告正文，并保留其中的表格。"),
    ),
    ProblemKind(
        "too-many-requests", 429, _("请求过于频繁"), _("请按 Retry-After 等待后再试，并降低请求频率。")
    ),
    ProblemKind("headers-too-large", 431, _("请求头过大"), _("请去掉不需要的请求头后重新发送。")),
    ProblemKind(
        "internal-error",
        500,
        _("系统出了故障"),
        _(
            "这次请求没有办理。请过几分钟用同一个 Idempotency-Key 重试；"
            "如果一直这样，请把 instance 告诉系统管理员。"
        ),
    ),
    ProblemKind(
        "not-implemented",
        501,
        _("不支持这种传输方式"),
        _("正文请用 Content-Length 或者 chunked 方式发送，不要使用其他 Transfer-Encoding。"),
    ),
    ProblemKind("busy", 503, _("系统正忙"), _("这次请求没有办理。请按 Retry-After 等待后重试。")),
    ProblemKind(
        "unavailable",
        503,
        _("系统暂时不能提供服务"),
        _("这次请求没有办理。请按 Retry-After 等待后重试；一直这样的，请联系系统管理员。"),
    ),
)
KINDS: dict[str, ProblemKind] = {kind.slug: kind for kind in _TABLE}


class Problem(Exception):
    """A request that is not answered as asked: its kind by slug, a sentence, errors at fields, headers."""

    def __init__(
        self,
        slug: str,
        detail: str | Promise = "",
        *,
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        instance: str = "",
    ) -> None:
        self.kind = KINDS[slug]
        self.detail = str(detail or self.kind.remedy)
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.instance = instance
        super().__init__(self.detail)

    @classmethod
    def at(cls, field: str, message: str | Promise, slug: str = "invalid-request") -> Problem:
        """A problem with one field."""
        return cls(slug, message, errors=[FieldError(field, str(message))])

    def as_json(self) -> dict[str, Any]:
        """The members of the answer; `errors` and `instance` only where there are any."""
        members: dict[str, Any] = {
            "type": self.kind.type,
            "title": str(self.kind.title),
            "status": self.kind.status,
            "detail": self.detail,
            "remedy": str(self.kind.remedy),
        }
        if self.errors:
            members["errors"] = [{"field": each.field, "message": each.message} for each in self.errors]
        return members | ({"instance": self.instance} if self.instance else {})

    def as_response(self) -> HttpResponse:
        """The answer; never kept by a cache."""
        return HttpResponse(
            json.dumps(self.as_json(), ensure_ascii=False),
            content_type=MEDIA_TYPE,
            status=self.kind.status,
            headers={"Cache-Control": "no-store", **self.headers},
        )
