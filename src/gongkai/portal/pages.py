"""Every page of the portal in one table: where it is, what shows it, who may see it, its column.

The addresses are made from it (`gongkai.portal.urls`); one that is missing here is refused
(`gongkai.portal.access`). Column tags are those that a
government site must carry: 国办发〔2017〕47号; types of columns as listed there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from django.http import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.portal import reading
from gongkai.portal.views import check, compare, deadline, home, law, place, reports, site

Text = str | Promise


@dataclass(frozen=True)
class SiteColumn:
    """A column of the site: ColumnName, ColumnDescription, ColumnKeywords, ColumnType."""

    name: Text
    description: Text
    keywords: Text
    type: Text


@dataclass(frozen=True)
class PortalPage:
    """One address: its name, its route, what shows it, its column (None for what is not a page), its kind.

    `content` pages also carry ArticleTitle, PubDate and ContentSource, given by their view as `article`.
    `head`: what the way to it is called in the head of every page, "" for none. `access`: its rule.
    """

    name: str
    route: str
    view: Callable[..., HttpResponseBase]
    column: SiteColumn | None = None
    kind: Literal["column", "content", "machine"] = "column"
    head: Text = ""
    access: Literal["public"] = "public"


HOME = SiteColumn(
    _("政府信息公开"),
    _("查阅政府信息公开工作年度报告，核查报告数据，计算答复期限。"),
    _("政府信息公开,年度报告,答复期限"),
    _("首页"),
)
REPORTS = SiteColumn(
    _("政府信息公开年报"),
    _("各地各年度政府信息公开工作年度报告的法定统计表、勾稽核查结果和原文来源。"),
    _("政府信息公开,年度报告,统计表"),
    _("信息公开年报"),
)
CHECK = SiteColumn(
    _("核查报告"),
    _("上传或粘贴年度报告，逐格读出统计表并核查勾稽关系；默认不保存。"),
    _("年度报告,勾稽关系,核查"),
    _("办事服务"),
)
DEADLINE = SiteColumn(
    _("算期限"),
    _("按收到、补正、延期和征求意见的日期推算政府信息公开申请的答复期限，列明每一步依据。"),
    _("答复期限,工作日,依申请公开"),
    _("依申请公开"),
)
LAW = SiteColumn(
    _("法定期限"),
    _("本平台计算所依据的法定期限、费用标准和工作日安排，每项注明条文和施行日期。"),
    _("政府信息公开条例,期限,工作日"),
    _("政策文件"),
)
DESIGN = SiteColumn(
    _("界面组件"),
    _("本平台全部界面组件及其各种状态。"),
    _("界面,组件,无障碍"),
    _("概况信息"),
)

_PAGES: Final = (
    PortalPage("home", "", home.home, HOME),
    PortalPage("archive", "reports/", reports.archive, REPORTS, head=_("年报")),
    PortalPage("compare", "reports/compare/", compare.compare, REPORTS),
    PortalPage("compare_json", "reports/compare/figures.json", compare.compare_json, kind="machine"),
    PortalPage("compare_csv", "reports/compare/figures.csv", compare.compare_csv, kind="machine"),
    PortalPage("compare_xlsx", "reports/compare/figures.xlsx", compare.compare_xlsx, kind="machine"),
    PortalPage("place", "reports/<slug:code>/", place.place, REPORTS),
    PortalPage("place_json", "reports/<slug:code>/figures.json", place.place_json, kind="machine"),
    PortalPage("place_csv", "reports/<slug:code>/figures.csv", place.place_csv, kind="machine"),
    PortalPage("place_xlsx", "reports/<slug:code>/figures.xlsx", place.place_xlsx, kind="machine"),
    PortalPage("report", "reports/<slug:place>/<int:year>/", reports.report, REPORTS, kind="content"),
    PortalPage(
        "report_json", "reports/<slug:place>/<int:year>/figures.json", reports.report_json, kind="machine"
    ),
    PortalPage(
        "report_csv", "reports/<slug:place>/<int:year>/figures.csv", reports.report_csv, kind="machine"
    ),
    PortalPage("check", "check/", check.check_report, CHECK, head=_("核查报告")),
    PortalPage("check_figures", "check/figures/", check.check_figures, kind="machine"),
    PortalPage("kept_check", "check/kept/<str:token>/", check.kept_check, CHECK),
    PortalPage(
        "kept_check_json", "check/kept/<str:token>/figures.json", check.kept_check_json, kind="machine"
    ),
    PortalPage("kept_check_csv", "check/kept/<str:token>/figures.csv", check.kept_check_csv, kind="machine"),
    PortalPage("deadline", "deadline/", deadline.deadline, DEADLINE, head=_("算期限")),
    PortalPage("law", "law/", law.terms, LAW, head=_("法定期限")),
    PortalPage("workdays", "law/workdays/<int:year>/", law.workdays, LAW),
    PortalPage("gallery", "design/", site.gallery, DESIGN),
    PortalPage("stylesheet", "design/<slug:digest>.css", site.stylesheet, kind="machine"),
    PortalPage("preferences", "preferences/", reading.preferences, kind="machine"),
    PortalPage("healthz", "healthz", site.healthz, kind="machine"),
)
PAGES: Final = {page.name: page for page in _PAGES}
if len(PAGES) != len(_PAGES):
    raise ValueError("two pages of the portal have one name")
