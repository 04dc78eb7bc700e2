"""Home, the gallery, the style sheet, the health of the process, and the pages for what goes wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gongkai.design.components import declaration
from gongkai.design.gallery import Exhibit, exhibits
from gongkai.design.stylesheet import stylesheet as joined
from gongkai.design.templatetags import ui
from gongkai.records.health import Lasting
from gongkai.records.process_pool import Overloaded

# Nothing can be late before this process was up.
HEALTH = Lasting(since=timezone.now())
STATES = {
    "default": gettext_lazy("默认"),
    "focus": gettext_lazy("焦点"),
    "error": gettext_lazy("出错"),
    "empty": gettext_lazy("空"),
    "long": gettext_lazy("长文本"),
    "rare": gettext_lazy("生僻字"),
    "overflow": gettext_lazy("溢出"),
}


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in all its states."""
    drawn = [
        {"name": exhibit.name, "purpose": exhibit.purpose, "drawn": _draw(exhibit)} for exhibit in exhibits()
    ]
    return render(request, "portal/gallery.html", {"exhibits": drawn})


def _draw(exhibit: Exhibit) -> list[tuple[str, str, str]]:
    block = declaration(exhibit.name).block
    return [
        (
            specimen.state,
            str(STATES[specimen.state]),
            ui.render(exhibit.name, dict(specimen.options), (specimen.content or "") if block else None),
        )
        for specimen in exhibit.specimens
    ]


@gzip_page
@require_safe
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The joined style sheet; kept for ever under the digest of its content."""
    sheet = joined()
    response = HttpResponse(sheet.text, content_type="text/css; charset=utf-8")
    current = digest == sheet.digest
    response["Cache-Control"] = "public, max-age=31536000, immutable" if current else "no-cache"
    return response


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the deployment is sound, else 503 with the names of the checks that found a fault."""
    faults = [finding.check for finding in HEALTH.findings(timezone.now()) if finding.fault]
    database = "unreachable" if "database" in faults else "ok"
    answer: dict[str, object] = {"status": "error" if faults else "ok", "database": database}
    if faults:
        answer["reasons"] = faults
    response = JsonResponse(answer, status=503 if faults else 200)
    response["Cache-Control"] = "no-store"
    return response


def problem(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """A page that says what went wrong and what to do, in the same design as all others."""
    return render(request, "portal/problem.html", {"title": title, "text": text}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    text = _("这个地址没有页面，可能是地址输错了，或者内容已经移走。请核对地址，或者从下面的栏目进入。")
    return problem(request, 404, _("没有找到这个页面"), text)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: no access rule lets the request in."""
    return problem(request, 403, _("不能查看这个页面"), _("这个地址不对外开放。请从下面的栏目进入。"))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return problem(request, 400, _("无法处理这个请求"), _("请求的内容不完整或者过大。请返回上一页重新提交。"))


def failed(request: HttpRequest) -> HttpResponse:
    """500; needs no database."""
    text = _("系统出了故障，您刚才提交的内容没有保存。请过几分钟再试；如果一直这样，请联系主办单位。")
    return problem(request, 500, _("暂时无法提供服务"), text)


def unavailable(request: HttpRequest, sentence: str) -> HttpResponse:
    """503 with the sentence of the outage; needs no database."""
    return problem(request, 503, _("暂时无法提供服务"), sentence)


def cut_off(request: HttpRequest) -> HttpResponse:
    """408: what was sent did not arrive whole."""
    text = _("您提交的内容没有完整收到，没有处理。请检查网络，重新提交；文件较大的，请等待上传完成。")
    return problem(request, 408, _("提交没有完成"), text)


def busy(request: HttpRequest, overloaded: Overloaded) -> HttpResponse:
    """503: everything that reads files is at work; it says when to come again."""
    response = problem(request, 503, _("系统正忙"), str(overloaded))
    response["Retry-After"] = str(overloaded.retry_after)
    return _not_logged(response)


def too_demanding(request: HttpRequest, sentence: str) -> HttpResponse:
    """422: what is to be shown could not be read within its limits."""
    return _not_logged(problem(request, 422, _("没有办成"), sentence))


def _not_logged(response: HttpResponse) -> HttpResponse:
    """The pool has said it in the log; Django would add the address, and that of a kept check is a secret."""
    response._has_been_logged = True  # type: ignore[attr-defined]  # as django.utils.log marks it
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without its token, mostly because cookies are off or the page was left open long."""
    text = _("为了您的安全，这次提交没有处理。请允许本站使用 Cookie，返回上一页刷新后重新提交。")
    return problem(request, 403, _("表单已失效"), text)
