"""The table's rows of this floor and of `records`, which lies below and cannot declare its own.

A supervisor's post is set up at the *government* whose lead office (《条例》第三条) watches over disclosure,
not at the office as a department: it is the government's tree that the lead office supervises.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from gongkai.organisations import access
from gongkai.organisations.access import Action, Reach
from gongkai.organisations.models import ADMINISTRATORS, Role

OWN, SUBTREE, ALL = Reach.OWN, Reach.SUBTREE, Reach.ALL
_BUSINESS: Final = tuple(role for role in Role if role not in ADMINISTRATORS)
# Everybody in business sees what is their own body's; who supervises sees what lies below too.
_SEEN: Final[Mapping[Role, Reach]] = {**dict.fromkeys(_BUSINESS, OWN), Role.SUPERVISOR: SUBTREE}
_LED: Final[Mapping[Role, Reach]] = {Role.DISCLOSURE_OFFICER: OWN, Role.SUPERVISOR: SUBTREE}
_SYSTEM_BELOW: Final[Mapping[Role, Reach]] = {Role.SYSTEM_ADMIN: SUBTREE}
_SYSTEM: Final[Mapping[Role, Reach]] = {Role.SYSTEM_ADMIN: ALL}
_SECURITY_BELOW: Final[Mapping[Role, Reach]] = {Role.SECURITY_ADMIN: SUBTREE}
_SECURITY: Final[Mapping[Role, Reach]] = {Role.SECURITY_ADMIN: ALL}
_AUDIT: Final[Mapping[Role, Reach]] = {Role.AUDITOR: ALL}

TABLE: Final = (
    # what everybody with a post may
    Action("inbox.view", _("查看本岗待办"), "common", dict.fromkeys(Role, OWN)),
    Action("body.view", _("查看机构"), "common", dict.fromkeys(Role, ALL), token=ALL),
    Action(
        "person.view",
        _("查看人员"),
        "common",
        {**_SEEN, Role.SYSTEM_ADMIN: SUBTREE, Role.SECURITY_ADMIN: SUBTREE, Role.AUDITOR: ALL},
    ),
    # business: records and reports
    Action("timeline.view", _("查看办理过程"), "business", _SEEN, token=OWN),
    Action("letter.issue", _("签发文书"), "business", _LED),
    Action("letter_template.manage", _("维护文书模板"), "business", _LED),
    Action("number.void", _("作废编号"), "business", _LED),
    Action("list.export", _("导出列表"), "common", dict.fromkeys(Role, OWN)),
    # the system administrator: bodies, accounts, running the program
    Action("body.manage", _("管理机构"), "administration", _SYSTEM_BELOW, token=SUBTREE),
    Action("body.import", _("导入机构"), "administration", _SYSTEM_BELOW),
    Action("site.manage", _("管理网站登记"), "administration", _SYSTEM_BELOW),
    Action("person.manage", _("建立、更正账号"), "administration", _SYSTEM_BELOW),
    Action("settings.change", _("修改设置"), "administration", _SYSTEM),
    Action("settings.view", _("查看设置"), "administration", dict.fromkeys(ADMINISTRATORS, ALL)),
    Action("job.view", _("查看后台任务"), "administration", _SYSTEM),
    Action("job.retry", _("重试后台任务"), "administration", _SYSTEM),
    Action("backup.make", _("备份"), "administration", _SYSTEM),
    # the security administrator: who may what, and what must not leave
    Action("post.manage", _("设立岗位、授予角色"), "administration", _SECURITY_BELOW),
    Action("appointment.manage", _("任免岗位"), "administration", _SECURITY_BELOW),
    Action("person.import", _("导入人员和岗位"), "administration", _SECURITY_BELOW),
    Action("person.lock", _("停用、启用账号"), "administration", _SECURITY_BELOW),
    Action(
        "grant.confirm",
        _("确认另一名管理员提出的授权、重置"),
        "administration",
        {Role.SYSTEM_ADMIN: SUBTREE, Role.SECURITY_ADMIN: SUBTREE, Role.AUDITOR: ALL},
    ),
    Action("password.reset", _("核准设置密码、取消二次验证"), "administration", _SECURITY_BELOW),
    Action("session.end", _("强制退出登录"), "administration", _SECURITY_BELOW),
    Action("token.manage", _("管理接口令牌"), "administration", _SECURITY_BELOW),
    Action("key.rotate", _("轮换密钥"), "administration", _SECURITY),
    Action("secrecy_alert.view", _("查看涉密标志拦截记录"), "administration", _SECURITY),
    # the auditor: looks at everything done, changes nothing
    Action("journal.view", _("查看审计日志"), "administration", _AUDIT),
    Action("journal.verify", _("校验审计日志"), "administration", _AUDIT),
    Action("journal.anchor", _("导出审计锚点"), "administration", _AUDIT),
    Action("session.view", _("查看登录情况"), "administration", {Role.SECURITY_ADMIN: SUBTREE, **_AUDIT}),
)

access.declare(*TABLE)
