"""The kinds of this package: archived reports, collections, drafts, kept checks; and the letter that returns
a draft.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.annual_reports.models import AnnualReport, CellEdit, Collection, Draft, KeptCheck, Verdict
from gongkai.annual_reports.queries.collecting import unit_name
from gongkai.annual_reports.rules import return_letter
from gongkai.records.kinds import Field, Kind, declare
from gongkai.records.letters.rules import kinds as letter_kinds

_YEAR: Final = Field("year", _("年度"))
_VERSION: Final = Field("version", _("版本"))
_FINDINGS: Final = (
    Field("errors", _("错误")),
    Field("warnings", _("提醒")),
    Field("asks", _("请核实")),
)

letter_kinds.register(return_letter.KIND)


def _collecting(draft: Draft, on: date) -> Iterable[object]:
    return (draft.collection.body,)


def _unit_or_file(draft: Draft, on: date) -> str:
    return unit_name(draft) or draft.path[:200]


REPORT: Final = declare(
    Kind(
        "annual_report",
        _("年度报告"),
        AnnualReport,
        key="code",
        name=lambda report, on: f"{report.place.name}{report.year}年度报告",
        # A place of the archive is a body of the deployment where it bears its code; any other is the root's.
        bodies=lambda report, on: (report.place.code,),
        related=("place",),
        fields=(
            Field("form", _("格式")),
            Field("publisher", _("发布机构")),
            Field("published_on", _("公布日期")),
            _VERSION,
        ),
    )
)
COLLECTION: Final = declare(
    Kind(
        "report_collection",
        _("年报收集"),
        Collection,
        name=lambda collection, on: collection.title,
        bodies=lambda collection, on: (collection.body,),
        related=("body", "case_key"),
        fields=(
            Field("title", _("名称")),
            _YEAR,
            Field("body", _("收集单位")),
            Field("due_on", _("报送截止日期")),
            Field("units", _("应报单位数")),
            Field("added", _("加入的单位")),
            Field("removed", _("去掉的单位")),
            Field("files", _("文件数")),
            Field("refused", _("未收下")),
            Field("again", _("重复")),
            Field("drafts", _("草稿数")),
            Field("returned", _("已退回")),
        ),
    )
)
DRAFT: Final = declare(
    Kind(
        "report_draft",
        _("年报草稿"),
        Draft,
        name=_unit_or_file,
        bodies=_collecting,
        related=("body", "file", "letter", "report", "collection__body", "collection__case_key"),
        whole="collection",
        fields=(
            Field("unit", _("单位")),
            Field("state", _("状态"), {str(one.value): one.label for one in Draft.State}),
            *_FINDINGS,
            Field("finding", _("问题标识")),
            Field("code", _("问题代码")),
            Field("verdict", _("判断"), {str(one.value): one.label for one in Verdict.Says}),
            Field("cell", _("单元格")),
            Field("value", _("值")),
            Field("change", _("改法"), {str(one.value): one.label for one in CellEdit.Kind}),
            Field("letter", _("文号")),
            _YEAR,
            _VERSION,
        ),
    )
)
# Neither its address, which is a secret, nor the visitor's file name.
KEPT_CHECK: Final = declare(
    Kind(
        "kept_check",
        _("保存的核查结果"),
        KeptCheck,
        name=lambda kept, on: str(_("保存的核查结果")),
        fields=(Field("expires_at", _("保存到")),),
    )
)
