"""Every operation of the API in one table: its address, who may call it, what it takes.

An operation that is missing here cannot be declared (`service.operation`), an address without one is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

JSON = "application/json"
FORM = "multipart/form-data"
TEXT = "text/plain"
HTML = "text/html"
ANY_TOKEN = ""
SMALL = 64 * 1024  # bytes
REPORT = 10 * 1024 * 1024  # bytes, as on the portal's page
TAGS = {
    "reports": _("年度报告：与本站“年报”“核查报告”页面相同的内容，不需要令牌。"),
    "clock": _("期限和工作日：与本站“算期限”“法定期限”页面相同的计算，不需要令牌。"),
    "bodies": _("机构：按日期查询和登记机构。"),
    "journal": _("日志：按顺序读取已封存的办理记录。"),
    "tokens": _("令牌。"),
}


@dataclass(frozen=True, slots=True)
class Route:
    """One operation.

    `scope` is the action of organisations.access that the token needs; ANY_TOKEN: any token will do; None:
    public, as on the portal. `takes`: media types of the body, none on reads. `keeps`: its answers
    are kept under the Idempotency-Key. `problems`: kinds beyond those every route has.
    """

    method: Literal["GET", "POST", "PATCH"]
    path: str
    tag: str
    summary: str | Promise
    description: str | Promise
    scope: str | None = None
    status: int = 200
    takes: tuple[str, ...] = ()
    largest: int = SMALL
    keeps: bool = False
    problems: tuple[str, ...] = ()

    @property
    def public(self) -> bool:
        """Whether it may be called without a token."""
        return self.scope is None

    def possible_problems(self) -> Iterator[str]:
        """The slugs of every kind of problem the route may answer with."""
        yield from ("malformed-request", "not-authenticated", "invalid-request", "too-many-requests")
        if self.scope:
            yield from ("scope-missing", "not-allowed")
        if "{" in self.path:
            yield "not-found"
        if self.takes:
            yield from ("request-timeout", "too-large", "unsupported-media-type")
        if self.keeps:
            yield from ("idempotency-key-reused", "request-in-progress", "refused")
        yield from self.problems
        yield from ("internal-error", "busy", "unavailable")


ROUTES: dict[str, Route] = {
    "list_reports": Route(
        "GET",
        "/reports",
        "reports",
        _("查询年度报告"),
        _("按地方或者标题中的词、年度、层级查询，最近年度在前；分页时新收录的报告不会打乱次序。"),
    ),
    "get_report": Route(
        "GET",
        "/reports/{place}/{year}",
        "reports",
        _("读取一份年度报告"),
        _("一个地方一个年度的报告：三张法定统计表的数据、正文中的数、没有读出的格，以及勾稽核查结果。"),
    ),
    "list_measures": Route(
        "GET",
        "/reports/measures",
        "reports",
        _("列出可以比较的指标"),
        _("每项指标的单位、分母、依据，以及哪些格式的统计表有这一项。"),
    ),
    "list_figures": Route(
        "GET",
        "/reports/figures",
        "reports",
        _("查询各地各年度的数据"),
        _("已收录报告的统计表，每格一条；按指标或者按表、行、列，并按地方、层级、年度查询。"),
    ),
    "compare_reports": Route(
        "GET",
        "/reports/compare",
        "reports",
        _("比较各地各年度的同一项数据"),
        _(
            "一项指标或者一个单元格在各地各年度的数，附排序、合计、缺报名单和明显不同的数；"
            "空白、未读出、未收录都不当作0。也可以要 CSV 或者 XLSX。"
        ),
    ),
    "check_report": Route(
        "POST",
        "/reports/check",
        "reports",
        _("核查一份年度报告"),
        _(
            "发送文件（multipart 的 report 字段）、网页或者纯文本正文，或者 JSON 的 text；"
            "答复读出的数据和核查结果。不保存任何内容，因此不需要 Idempotency-Key。"
        ),
        takes=(FORM, JSON, TEXT, HTML),
        largest=REPORT,
        problems=("nothing-read",),
    ),
    "get_reply_deadline": Route(
        "GET",
        "/deadlines/reply",
        "clock",
        _("计算答复期限"),
        _("按收到、补正、征求意见、延期、收费和答复的日期，推算政府信息公开申请的答复期限，逐步列明依据。"),
        problems=("impossible-facts", "calendar-unknown"),
    ),
    "add_workdays": Route(
        "GET",
        "/workdays/add",
        "clock",
        _("某日之后第若干个工作日"),
        _("起算日当日不计。"),
        problems=("calendar-unknown",),
    ),
    "count_workdays": Route(
        "GET",
        "/workdays/between",
        "clock",
        _("两日之间的工作日数"),
        _("不含起始日，含截止日。"),
        problems=("calendar-unknown",),
    ),
    "get_workday_year": Route(
        "GET",
        "/workdays/years/{year}",
        "clock",
        _("一年的放假和调休"),
        _("与周一至周五上班不同的每一天，及其所依据的通知。"),
        problems=("calendar-unknown",),
    ),
    "list_bodies": Route(
        "GET",
        "/bodies",
        "bodies",
        _("查询机构"),
        _("某一日存在的机构，按代码排序；不填日期为今天。"),
        scope="body.view",
    ),
    "get_body": Route(
        "GET",
        "/bodies/{code}",
        "bodies",
        _("读取一个机构"),
        _("一个机构在某一日的名称、层级和隶属，历次变更，以及职能的承接。"),
        scope="body.view",
    ),
    "create_body": Route(
        "POST",
        "/bodies",
        "bodies",
        _("设立机构"),
        _("在令牌所属机构或者其下级机构之下设立机构。"),
        scope="body.manage",
        status=201,
        takes=(JSON,),
        keeps=True,
    ),
    "rename_body": Route(
        "PATCH",
        "/bodies/{code}",
        "bodies",
        _("机构更名"),
        _("自某一日起更名；以前的名称保留，按日期可查。"),
        scope="body.manage",
        takes=(JSON,),
        keeps=True,
    ),
    "read_journal": Route(
        "GET",
        "/journal",
        "journal",
        _("按顺序读取日志"),
        _(
            "令牌所属机构办理的、或者涉及该机构的业务记录，按封存的序号排列；"
            "把答复中的 next_after 作为下次的 after，不会遗漏也不会重复。账号、岗位、令牌的记录不在其内。"
        ),
        scope="timeline.view",
    ),
    "get_own_token": Route(
        "GET",
        "/tokens/self",
        "tokens",
        _("查看正在使用的令牌"),
        _("所属机构、授权范围和到期时间。"),
        scope=ANY_TOKEN,
    ),
}
