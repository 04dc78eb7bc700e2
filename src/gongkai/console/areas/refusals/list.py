"""Refused files with a mark of secrecy: the security administrator looks at each and says what was done."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongkai.console import listing, wording
from gongkai.console.areas.refusals.verbs import REFUSAL_VERBS
from gongkai.design.rows import Cell
from gongkai.records import files
from gongkai.records.files import SecretRefusal


def _handle(row: SecretRefusal) -> Cell:
    return Cell("" if row.handled_at else _("处理"), href="" if row.handled_at else _address(row))


def _address(row: SecretRefusal) -> str:
    return REFUSAL_VERBS.address("handle", row)


def _search(rows: QuerySet[SecretRefusal], text: str) -> QuerySet[SecretRefusal]:
    return rows.filter(Q(by_name__icontains=text) | Q(body_name__icontains=text) | Q(mark__icontains=text))


REFUSALS = listing.Listing(
    name="refusals",
    title=gettext_lazy("涉密标志拦截记录"),
    noun=gettext_lazy("共%(count)s条"),
    rows=lambda here: files.secret_refusals(),
    columns=(
        listing.Column("mark", gettext_lazy("标志"), lambda row: Cell(row.mark)),
        listing.Column(
            "refused",
            gettext_lazy("时间"),
            lambda row: Cell(wording.instant(row.refused_at), kind="time"),
            order="refused_at",
            plain=lambda row: row.refused_at,
        ),
        listing.Column("by", gettext_lazy("提交人"), lambda row: Cell(row.by_name), order="by_name"),
        listing.Column("body", gettext_lazy("机构"), lambda row: Cell(row.body_name), order="body_name"),
        listing.Column(
            "handling",
            gettext_lazy("处理情况"),
            lambda row: Cell(row.handling, note=wording.instant(row.handled_at)),
        ),
        listing.Column("handle", gettext_lazy("办理"), _handle, plain=lambda row: ""),
        listing.Column("sha256", gettext_lazy("文件摘要"), lambda row: Cell(row.sha256), shown=False),
    ),
    order="-refused",
    key=lambda row: str(row.pk),
    key_field="pk",
    filters=(
        listing.Filter("q", gettext_lazy("标志、提交人或机构"), _search),
        listing.Filter(
            "state",
            gettext_lazy("处理情况"),
            lambda rows, state: rows.filter(handled_at__isnull=state == "open"),
            choices=lambda here: [("open", _("未处理")), ("handled", _("已处理"))],
        ),
    ),
    empty=gettext_lazy("有人上传带密级标志的文件时，会在这里和待办里提醒您。"),
)


def refusals(request: HttpRequest) -> HttpResponse:
    """What was refused, newest first; the file itself was not kept."""
    lead = _("带秘密、机密、绝密标志的文件一律拒收，内容和文件名都不保存，只留下谁在何时提交。")
    return listing.page(request, REFUSALS, listing.Head(lead=lead))


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """The list as a file."""
    return listing.export(request, REFUSALS)
