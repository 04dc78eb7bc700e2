"""The kinds of things of this package: archived reports, collections, drafts, kept checks."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.annual_reports.models import AnnualReport, CellEdit, Collection, Draft, KeptCheck, Verdict
from gongkai.records.kinds import Field, Kind, declare

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
            Field("year", _("年度")),
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
        name=lambda draft, on: draft.path,
        bodies=lambda draft, on: (draft.collection.body,),
        related=("collection__body", "collection__case_key"),
        fields=(
            Field("state", _("状态"), {str(one.value): one.label for one in Draft.State}),
            Field("unit", _("单位")),
            Field("year", _("年度")),
            Field("form", _("格式")),
            Field("errors", _("错误")),
            Field("warnings", _("提醒")),
            Field("asks", _("请核实")),
            Field("finding", _("问题标识")),
            Field("code", _("问题代码")),
            Field("verdict", _("判断"), {str(one.value): one.label for one in Verdict.Says}),
            Field("cell", _("单元格")),
            Field("value", _("值")),
            Field("change", _("改法"), {str(one.value): one.label for one in CellEdit.Kind}),
            Field("letter", _("文号")),
            Field("version", _("版本")),
            Field("note", _("说明")),
        ),
    )
)
REPORT: Final = declare(
    Kind(
        "annual_report",
        _("年度报告"),
        AnnualReport,
        fields=(
            Field("year", _("年度")),
            Field("form", _("格式")),
            Field("level", _("层级")),
            Field("version", _("版本")),
            Field("publisher", _("发布机构")),
            Field("title", _("标题")),
            Field("published_on", _("公布日期")),
        ),
    )
)
KEPT_CHECK: Final = declare(
    Kind(
        "kept_check",
        _("保存的核查结果"),
        KeptCheck,
        fields=(Field("expires_at", _("保存到")), Field("last", _("最后一份"))),
    )
)
