"""The journal as a person reads it on a page: the time line of a thing, and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.annual_reports.models import CellEdit, Draft, Verdict
from gongkai.console import wording
from gongkai.console.visit import Visit
from gongkai.organisations.models import ADMINISTRATORS, Body, Kind, Level, Role
from gongkai.records import journal
from gongkai.records.actors import ObjectRef

MOST: Final = 100
LONGEST: Final = 120  # characters of one value

# What the journal's keys are called; a key that is not here is shown as it stands.
NAMES: Final[Mapping[str, str | Promise]] = {
    "name": _("名称"),
    "short_name": _("简称"),
    "level": _("层级"),
    "kind": _("性质"),
    "parent": _("上级机构"),
    "valid_from": _("起"),
    "valid_to": _("止"),
    "credit_code": _("统一社会信用代码"),
    "successor": _("承接机构代码"),
    "successor_name": _("承接机构"),
    "functions": _("职能"),
    "on": _("日期"),
    "ground": _("依据"),
    "login": _("登录名"),
    "body": _("机构"),
    "post": _("岗位"),
    "title": _("岗位"),
    "note": _("说明"),
    "roles": _("角色"),
    "scopes": _("授权范围"),
    "prefix": _("令牌开头"),
    "expires_at": _("到期"),
    "sign_ins_ended": _("退出的登录"),
    "appointments_ended": _("结束的任职"),
    "appointments_dropped": _("取消的任职"),
    "identification_code": _("网站标识码"),
    "owner": _("主办单位"),
    "rows": _("行数"),
    "columns": _("列"),
    "filters": _("筛选"),
    "format": _("格式"),
    "second_factor": _("二次验证"),
    "failed_attempts_before": _("此前失败次数"),
    "failures": _("失败次数"),
    "wait_until": _("暂停至"),
    "value": _("值"),
    "job": _("任务"),
    "arguments": _("参数"),
    "error": _("错误"),
    "ok": _("通过"),
    "entries": _("条目数"),
    "blocks": _("区块数"),
    "unsealed": _("未封存"),
    "last_root": _("最后的根摘要"),
    "findings": _("发现"),
    "more_findings": _("其余发现"),
    "year": _("年度"),
    "due_on": _("报送截止日期"),
    "units": _("应报单位数"),
    "files": _("文件数"),
    "refused": _("未收下"),
    "again": _("重复"),
    "drafts": _("草稿数"),
    "returned": _("已退回"),
    "added": _("加入的单位"),
    "removed": _("去掉的单位"),
    "unit": _("单位"),
    "state": _("状态"),
    "errors": _("错误"),
    "warnings": _("提醒"),
    "asks": _("请核实"),
    "finding": _("问题标识"),
    "code": _("问题代码"),
    "verdict": _("判断"),
    "cell": _("单元格"),
    "change": _("改法"),
    "letter": _("文号"),
    "version": _("版本"),
}
_WORDS: Final[Mapping[str, str | Promise]] = {
    "True": _("是"),
    "False": _("否"),
    "none": _("未用"),
}
# Under these keys stand words of a table.
_TABLES: Final[Mapping[str, Mapping[str, str | Promise]]] = {
    "level": {str(one.value): one.label for one in Level},
    "kind": {str(one.value): one.label for one in Kind},
    "roles": {str(one.value): one.label for one in Role},
    "state": {str(one.value): one.label for one in Draft.State},
    "verdict": {str(one.value): one.label for one in Verdict.Says},
    "change": {str(one.value): one.label for one in CellEdit.Kind},
}
OBJECT_KINDS: Final[Mapping[str, str | Promise]] = {
    "body": _("机构"),
    "person": _("人员"),
    "post": _("岗位"),
    "token": _("接口令牌"),
    "site": _("网站"),
    "function": _("职能"),
    "job": _("后台任务"),
    "file": _("文件"),
    "annual_report": _("年度报告"),
    "report_collection": _("年报收集"),
    "report_draft": _("年报草稿"),
    "kept_check": _("保存的核查结果"),
    "secret_refusal": _("涉密拒收"),
    "number": _("编号"),
    "list": _("列表"),
    "journal": _("审计日志"),
    "parameter": _("设置"),
    "sign_in_source": _("登录来源"),
    "import_of_bodies": _("机构导入"),
    "import_of_people": _("人员导入"),
    "backup": _("备份"),
    "demo": _("演示城市"),
    "files": _("文件库"),
    "keys": _("密钥"),
    "letter": _("公文"),
    "letter_template": _("公文模板"),
    "number_series": _("编号序列"),
}


def kind_name(kind: str) -> str:
    """What kind of thing a journal entry is about."""
    return str(OBJECT_KINDS.get(kind, kind))


def value(of: Any, key: str = "") -> str:
    """A value of the journal in words; `key` is the name it stands under."""
    if of is None or of == "" or of == []:
        return "—"
    if isinstance(of, list):
        text = "、".join(value(one, key) for one in of)
    elif isinstance(of, dict):
        text = "；".join(f"{NAMES.get(name, name)} {value(one, name)}" for name, one in of.items())
    else:
        text = str(_TABLES.get(key, _WORDS).get(str(of), of))
    return text


def changes(entry: journal.Entry) -> list[dict[str, str]]:
    """What the entry changed: name, before (empty where there was nothing), after."""
    before, after = entry.before or {}, entry.after or {}
    found = []
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) == after.get(key):
            continue
        was = value(before[key], key) if key in before else ""
        now = value(after[key], key) if key in after else "—"
        if was or now != "—":
            found.append({"name": str(NAMES.get(key, key)), "before": was, "after": now})
    return found


def line(entry: journal.Entry, visit: Visit) -> dict[str, Any]:
    """An entry as the component `time_line` draws it; only an auditor is led on to the whole entry."""
    return {
        "what": journal.label(entry.verb),
        "when": wording.instant(entry.at),
        "iso": timezone.localtime(entry.at).isoformat(timespec="seconds"),
        "who": wording.who(entry.by),
        "href": reverse("console:entry", args=[entry.pk]) if visit.may("journal.view") else "",
        "changes": [{key: _shortened(text) for key, text in change.items()} for change in changes(entry)],
        "reason": entry.reason,
    }


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def may_read(visit: Visit, body: Body | None) -> bool:
    """Whether the time line of a thing of this body is shown: to business by its reach, to administrators."""
    return bool(visit.acting.roles & ADMINISTRATORS) or visit.may("timeline.view", body)


def of(ref: ObjectRef, visit: Visit) -> list[dict[str, Any]]:
    """The latest entries of a thing, first things first."""
    newest = journal.timeline(ref).reverse()[:MOST]
    return [line(entry, visit) for entry in reversed(newest)]
