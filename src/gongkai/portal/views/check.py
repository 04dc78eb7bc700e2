"""Check a report: a file or pasted text in, tables and findings out. Nothing is stored unless asked for."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.annual_reports import operations, queries
from gongkai.annual_reports.models import KeptCheck
from gongkai.annual_reports.queries import Checked
from gongkai.annual_reports.queries.statement import statement
from gongkai.annual_reports.rules import NotAReading, NothingRead, Reading
from gongkai.portal import figures
from gongkai.portal.visitors import count_visitor
from gongkai.records.actors import PUBLIC
from gongkai.records.acts import SystemAct
from gongkai.records.addresses import client_address
from gongkai.records.process_pool import CouldNotFinish, Overloaded
from gongkai.records.rates import TooManyRequests, count_request
from gongkai.records.refusals import Refused
from gongkai.text.names import without_hidden

LARGEST = 10 * 1024 * 1024  # bytes
UNPROCESSABLE = 422
UNAVAILABLE = 503
TOO_MANY = 429
GOOD_FOR = timedelta(hours=6)
_SALT = "gongkai.portal.check"


class CannotCheck(Refused):
    """What came cannot be checked; `field` is the input to correct, the message says how."""

    kind = "invalid"

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence, field)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_report(request: HttpRequest) -> HttpResponse:
    """The form; or, for what was sent, the result (kept under an address of its own if that was asked)."""
    if request.method != "POST":
        return _form(request)
    try:
        count_visitor(request)
        checked, name = _posted(request)
    except TooManyRequests as refusal:
        return _too_many(request, refusal)
    except CannotCheck as refusal:
        return _form(request, refusal)
    except Overloaded as busy:
        return _busy(request, busy)
    if request.POST.get("keep") == "1":
        try:
            count_request("keeping", client_address(request), timezone.now())
            kept = operations.keep_check(reading=checked[0], act=SystemAct(PUBLIC, timezone.now()))
        except TooManyRequests as refusal:
            return _too_many(request, refusal)
        except operations.TooManyKept as refusal:
            return _form(request, CannotCheck("report", str(refusal)))
        return HttpResponseRedirect(reverse("kept_check", args=[kept.token]), status=303)
    return _result(request, checked, name)


def _too_many(request: HttpRequest, refusal: TooManyRequests) -> HttpResponse:
    """The form as it was sent, and when to send it again."""
    response = _form(request, CannotCheck("report", str(refusal)))
    response.status_code = TOO_MANY
    response["Retry-After"] = str(refusal.retry_after)
    return response


def _busy(request: HttpRequest, busy: Overloaded) -> HttpResponse:
    """The form as it was sent, so that what was pasted is not lost, and when to send it again."""
    field = "text" if request.POST.get("text", "").strip() and "report" not in request.FILES else "report"
    response = _form(request, CannotCheck(field, str(busy)))
    response.status_code = UNAVAILABLE
    response["Retry-After"] = str(busy.retry_after)
    return response


def _form(request: HttpRequest, refusal: CannotCheck | None = None) -> HttpResponse:
    errors = [{"href": f"#{refusal.field}", "message": str(refusal)}] if refusal else []
    context = {
        "text": request.POST.get("text", ""),
        "keep": request.POST.get("keep") == "1",
        "errors": errors,
        "file_error": str(refusal) if refusal and refusal.field == "report" else "",
        "text_error": str(refusal) if refusal and refusal.field == "text" else "",
        "forgotten": request.GET.get("forgotten") == "1",
    }
    return render(request, "portal/check.html", context, status=UNPROCESSABLE if refusal else 200)


def _posted(request: HttpRequest) -> tuple[Checked, str]:
    """The checked reading and a name for it, from a file, from pasted text, or from figures posted back."""
    if "figures" in request.POST:
        return _figures(request), ""
    file, text = request.FILES.get("report"), request.POST.get("text", "")
    if file is None and _too_large(request):
        raise CannotCheck(
            "report", _("文件超过10 MB，没有接收。请只保留报告正文（不带图片）另存为网页或文本后再试。")
        )
    if file is not None and file.size is not None and file.size > LARGEST:
        raise CannotCheck("report", _("文件超过10 MB。请只保留报告正文（不带图片）另存为网页或文本后再试。"))
    if file is not None and file.size:
        return _checked(file.read(), file.name or "", "report"), file.name or ""
    if text.strip():
        return _checked(text.encode(), "", "text"), _("粘贴的文本")
    if file is not None:
        raise CannotCheck(
            "report", _("“%(name)s”是空文件。请打开文件确认有内容，重新保存后再选。") % {"name": file.name}
        )
    raise CannotCheck("report", _("还没有内容。请选择报告文件，或者把报告全文粘贴到下面的框里。"))


def _too_large(request: HttpRequest) -> bool:
    """Whether the body was beyond what the upload handlers take: then the file does not arrive at all."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdigit() and int(length) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE


def _checked(data: bytes, name: str, field: str) -> Checked:
    try:
        return queries.check_report(data, name)
    except (NothingRead, CouldNotFinish) as refusal:
        raise CannotCheck(field, str(refusal)) from refusal


def _figures(request: HttpRequest) -> Checked:
    """Figures that this page gave out and that come back for a download or to be kept.

    They bear this server's signature: nobody has it show, under the city's address, what it has not read.
    """
    try:
        figures = signing.loads(request.POST.get("figures", ""), salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature as broken:
        sentence = _("这些数据不是本页给出的，或者已经过期，请重新选择文件核查。")
        raise CannotCheck("report", sentence) from broken
    try:
        return queries.check_figures(figures)
    except (NotAReading, CouldNotFinish) as refusal:
        sentence = _("%(reason)s请重新选择文件核查。") % {"reason": refusal}
        raise CannotCheck("report", sentence) from refusal


def _result(request: HttpRequest, checked: Checked, name: str, kept: KeptCheck | None = None) -> HttpResponse:
    reading, findings = checked
    context: dict[str, Any] = {
        "title": _title(reading) if kept is None else _kept_title(reading),
        "name": name,
        "origin": [name] if kept is None else [_claimed(reading)],
        "statement": statement(reading, findings),
        "crumbs": [{"href": reverse("check"), "label": _("核查报告")}],
        "kept": kept,
        "figures": signing.dumps(
            json.dumps(reading.as_json(), ensure_ascii=False), salt=_SALT, compress=True
        ),
        "downloads": _downloads(kept),
    }
    if kept:
        context["expires"] = timezone.localtime(kept.expires_at).strftime("%Y-%m-%d %H:%M")
        context["address"] = request.build_absolute_uri()
    response = render(request, "portal/check_result.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _title(reading: Reading) -> str:
    place = reading.place or _("地方未读出")
    if reading.year is None:
        return _("核查结果：%(place)s，年度未读出") % {"place": place}
    return _("核查结果：%(place)s%(year)d年度报告") % {"place": place, "year": reading.year}


def _kept_title(reading: Reading) -> str:
    """What stands under the city's address for others to see says nothing that a stranger wrote."""
    if reading.year is None:
        return _("保存的核查结果，年度未读出")
    return _("保存的核查结果：%(year)d年度报告") % {"year": reading.year}


def _claimed(reading: Reading) -> str:
    """The place that the file names, as the file's own word."""
    place = without_hidden(reading.place or "")[:30]
    if not place or not all(one.isalnum() for one in place):
        return _("由访客提交的文件读出，内容未经本站核实")
    return _("由访客提交的文件读出，文件中写的地方是“%(place)s”，未经本站核实") % {"place": place}


def _downloads(kept: KeptCheck | None) -> list[dict[str, str]]:
    csv, as_json = _("表格数据（CSV）"), _("结构化数据（JSON）")
    if kept is None:
        return [
            {"name": "as", "value": "csv", "label": csv},
            {"name": "as", "value": "json", "label": as_json},
        ]
    return [
        {"href": reverse("kept_check_csv", args=[kept.token]), "label": csv},
        {"href": reverse("kept_check_json", args=[kept.token]), "label": as_json},
    ]


@never_cache
@require_POST
def check_figures(request: HttpRequest) -> HttpResponse:
    """The figures of an unkept result as a file: they come from the page and are checked, not remembered."""
    try:
        reading, _findings = _figures(request)
    except CannotCheck as refusal:
        return _form(request, refusal)
    return figures.response(reading, "csv" if request.POST.get("as") == "csv" else "json", "figures")


def _find(token: str) -> tuple[KeptCheck, Reading]:
    kept = queries.kept_check(token, timezone.now())
    if kept is None:
        raise Http404
    return kept, Reading.from_json(kept.figures)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kept_check(request: HttpRequest, token: str) -> HttpResponse:
    """A kept result under its own address; POST with `forget` deletes it at once."""
    kept, reading = _find(token)
    if request.method == "POST":
        if "forget" in request.POST:
            operations.forget_check(token=token, act=SystemAct(PUBLIC, timezone.now()))
            return HttpResponseRedirect(reverse("check") + "?forgotten=1", status=303)
        return HttpResponseRedirect(request.path, status=303)
    return _result(request, (reading, queries.findings(reading)), kept.name, kept)


@never_cache
@require_safe
def kept_check_json(request: HttpRequest, token: str) -> HttpResponse:
    """The figures of a kept result as JSON."""
    return figures.response(_find(token)[1], "json", "figures")


@never_cache
@require_safe
def kept_check_csv(request: HttpRequest, token: str) -> HttpResponse:
    """The figures of a kept result as CSV."""
    return figures.response(_find(token)[1], "csv", "figures")
