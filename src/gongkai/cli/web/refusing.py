"""Answers to requests that no view ever sees: malformed, too long, too slow; in words of ours."""

from __future__ import annotations

import html
import json
from http import HTTPStatus
from typing import Final

from gunicorn.http import errors
from gunicorn.http.wsgi import Response
from gunicorn.util import http_date

from gongkai.api.problems import KINDS, MEDIA_TYPE, Problem

MALFORMED, TIMEOUT, BUSY, BROKEN = "malformed-request", "request-timeout", "busy", "internal-error"

# What the parser says → the kind of problem; anything else of its errors is `malformed-request`.
KIND_OF: Final[dict[type[Exception], str]] = {
    errors.LimitRequestLine: "uri-too-long",
    errors.LimitRequestHeaders: "headers-too-large",
    errors.UnsupportedTransferCoding: "not-implemented",
}
# For people: what happened, what to do. Titles are those of the problems.
SENTENCES: Final = {
    MALFORMED: "请求的格式不正确，没有处理。请核对地址，或者换一个浏览器再试。",
    TIMEOUT: "请求没有在规定的时间内发完，没有处理。请检查网络后重新打开或者重新提交。",
    "uri-too-long": "这个地址太长，没有处理。请返回上一页，减少查询条件后再试。",
    "headers-too-large": "请求头太大，没有处理。请清除本站的 Cookie 后再试。",
    "not-implemented": "不支持这种传输方式，没有处理。请换一个浏览器再试。",
    BUSY: "系统正忙，没有处理。请几秒钟后再试。",
    BROKEN: "系统出了故障，没有处理。请过几分钟再试；一直这样的，请联系主办单位。",
}
PAGE: Final = (
    '<!doctype html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"><title>{title}</title></head>\n'
    "<body><h1>{title}</h1><p>{text}</p></body>\n</html>\n"
)


class QuietResponse(Response):  # type: ignore[misc]  # gunicorn ships no types
    """A response that does not say by which server it was made."""

    def default_headers(self) -> list[str]:
        """The headers of gunicorn without `Server`."""
        return [line for line in super().default_headers() if not line.startswith("Server:")]


def slug_of(failure: BaseException) -> str:
    """The kind of problem that a failure before or beside the views is."""
    if isinstance(failure, TimeoutError):
        return TIMEOUT
    if isinstance(failure, errors.ParseException):
        return KIND_OF.get(type(failure), MALFORMED)
    return BROKEN


def answer(slug: str, *, api: bool, head: bool = False) -> bytes:
    """A whole answer that ends the connection: problem+json for the API, a short page for all others."""
    kind = KINDS[slug]
    if api:
        media = MEDIA_TYPE
        text = json.dumps(Problem(slug).as_json(), ensure_ascii=False)
    else:
        media = "text/html; charset=utf-8"
        text = PAGE.format(title=html.escape(str(kind.title)), text=SENTENCES[slug])
    body = text.encode()
    lines = [
        f"HTTP/1.1 {kind.status} {HTTPStatus(kind.status).phrase}",
        f"Date: {http_date()}",
        "Connection: close",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
        f"Content-Type: {media}",
        f"Content-Length: {len(body)}",
        *(["Retry-After: 5"] if kind.status == HTTPStatus.SERVICE_UNAVAILABLE else []),
    ]
    return "\r\n".join((*lines, "", "")).encode("ascii") + (b"" if head else body)
