"""Pages for what goes wrong, in the console's frame: each says what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.console.frame import UNPROCESSABLE, render_page
from gongkai.records.outages import Outage
from gongkai.records.process_pool import Overloaded


def problem(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """A page that says what went wrong and what to do."""
    return render_page(request, "problem", {"title": title, "text": text}, status)


def not_found(request: HttpRequest) -> HttpResponse:
    """404: no such address, or no such thing."""
    text = _("可能是地址输错了，或者内容已经不在。请核对地址，或者从上面的栏目进入。")
    return problem(request, 404, _("没有找到这个页面"), text)


def forbidden(request: HttpRequest, sentence: str) -> HttpResponse:
    """403 with the sentence of the refusal."""
    return problem(request, 403, _("不能办理"), sentence)


def too_demanding(request: HttpRequest, sentence: str) -> HttpResponse:
    """422: what is to be shown, or was sent, could not be read within its limits."""
    return problem(request, UNPROCESSABLE, _("没有办成"), sentence)


def busy(request: HttpRequest, overloaded: Overloaded) -> HttpResponse:
    """503: everything that reads files is at work; it says when to come again."""
    text = _("%(reason)s请返回上一页，填写的内容还在。") % {"reason": overloaded}
    response = problem(request, 503, _("系统正忙"), text)
    response.headers["Retry-After"] = str(overloaded.retry_after)
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without its token, mostly because the page was left open over a sign-in."""
    text = _("为了您的安全，这次提交没有处理。请返回上一页，刷新后重新提交；仍不行的，请重新登录。")
    response = problem(request, 403, _("表单已失效"), text)
    response.headers["Cache-Control"] = "no-store"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """500; needs no database, so it does not say who is signed in."""
    request.request_context = None  # type: ignore[attr-defined]
    text = _("系统出了故障，您刚才提交的内容没有保存。请过几分钟再试；一直这样的，请联系系统管理员。")
    response = problem(request, 500, _("暂时无法提供服务"), text)
    response.headers["Cache-Control"] = "no-store"
    return response


def unavailable(request: HttpRequest, outage: Outage) -> HttpResponse:
    """503: whoever is signed in is told what to mend; needs no database, so it does not say who that is."""
    signed_in = getattr(request, "request_context", None) is not None
    request.request_context = None  # type: ignore[attr-defined]
    sentence = str(outage) if signed_in else outage.public
    return problem(request, 503, _("暂时无法提供服务"), sentence)
