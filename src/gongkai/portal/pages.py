"""Every page of the portal in one table: who may see it and which column of the site it belongs to.

An address that is missing here is refused (`gongkai.portal.access`). Column tags are those that a
government site must carry: 国办发〔2017〕47号; types of columns as listed there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """A column of the site: ColumnName, ColumnDescription, ColumnKeywords, ColumnType."""

    name: Text
    description: Text
    keywords: Text
    type: Text


@dataclass(frozen=True)
class Page:
    """One address: its access rule, its column (None for what is not a page), and what kind it is.

    `content` pages also carry ArticleTitle, PubDate and ContentSource, given by their view as `article`.
    """

    access: Literal["public"]
    column: Column | None = None
    kind: Literal["column", "content", "machine"] = "column"


HOME = Column(
    _("政府信息公开"),
    _("查阅政府信息公开工作年度报告，核查报告数据，计算答复期限。"),
    _("政府信息公开,年度报告,答复期限"),
    _("首页"),
)
REPORTS = Column(
    _("政府信息公开年报"),
    _("各地各年度政府信息公开工作年度报告的法定统计表、勾稽核查结果和原文来源。"),
    _("政府信息公开,年度报告,统计表"),
    _("信息公开年报"),
)
CHECK = Column(
    _("核查报告"),
    _("上传或粘贴年度报告，逐格读出统计表并核查勾稽关系；默认不保存。"),
    _("年度报告,勾稽关系,核查"),
    _("办事服务"),
)
DEADLINE = Column(
    _("算期限"),
    _("按收到、补正、延期和征求意见的日期推算政府信息公开申请的答复期限，列明每一步依据。"),
    _("答复期限,工作日,依申请公开"),
    _("依申请公开"),
)
LAW = Column(
    _("法定期限"),
    _("本平台计算所依据的法定期限、费用标准和工作日安排，每项注明条文和施行日期。"),
    _("政府信息公开条例,期限,工作日"),
    _("政策文件"),
)
DESIGN = Column(
    _("界面组件"),
    _("本平台全部界面组件及其各种状态。"),
    _("界面,组件,无障碍"),
    _("概况信息"),
)

PAGES: dict[str, Page] = {
    "home": Page("public", HOME),
    "archive": Page("public", REPORTS),
    "compare": Page("public", REPORTS),
    "compare_json": Page("public", kind="machine"),
    "compare_csv": Page("public", kind="machine"),
    "compare_xlsx": Page("public", kind="machine"),
    "place": Page("public", REPORTS),
    "place_json": Page("public", kind="machine"),
    "place_csv": Page("public", kind="machine"),
    "place_xlsx": Page("public", kind="machine"),
    "report": Page("public", REPORTS, "content"),
    "report_json": Page("public", kind="machine"),
    "report_csv": Page("public", kind="machine"),
    "check": Page("public", CHECK),
    "check_figures": Page("public", kind="machine"),
    "kept_check": Page("public", CHECK),
    "kept_check_json": Page("public", kind="machine"),
    "kept_check_csv": Page("public", kind="machine"),
    "deadline": Page("public", DEADLINE),
    "law": Page("public", LAW),
    "workdays": Page("public", LAW),
    "gallery": Page("public", DESIGN),
    "stylesheet": Page("public", kind="machine"),
    "preferences": Page("public", kind="machine"),
    "healthz": Page("public", kind="machine"),
}
