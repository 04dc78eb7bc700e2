"""How the operations on letters are performed."""

from __future__ import annotations

from datetime import date

from gongkai.records.acts import SystemAct
from gongkai.records.letters import operations
from gongkai.records.letters.models import Letter, TemplateVersion
from gongkai.records.letters.rendering import pdf
from gongkai.records.letters.rules.kinds import GENERAL
from tests.operations.exercises import AT, BY, Act, Exercises
from tests.optional import absent

DAY = date(2026, 1, 1)


def _template() -> TemplateVersion:
    return operations.create_template(
        kind="general", body="yunhe-office", parts=GENERAL.starter, valid_from=DAY, act=SystemAct(BY, AT)
    )


def _letter() -> Letter:
    values = {name: value for name, value in GENERAL.samples.items() if not name.startswith("letter.")}
    return operations.issue(
        template=_template(),
        values=values,
        body="yunhe-office",
        number_pattern="云政办函〔{year}〕{serial}号",
        act=SystemAct(BY, AT),
        case_key=None,
    )


def _create() -> Act:
    return _template


def _revise() -> Act:
    made = _template()
    parts = {**made.parts, "note": "此件公开发布"}
    return lambda: operations.revise_template(
        template=made.template, based_on=1, parts=parts, valid_from=DAY, reason="改进", act=SystemAct(BY, AT)
    )


def _withdraw() -> Act:
    made = _template()
    return lambda: operations.withdraw_template(
        template=made.template, based_on=1, valid_from=DAY, reason="统一格式", act=SystemAct(BY, AT)
    )


def _install() -> Act:
    return lambda: operations.install_starters(valid_from=DAY, act=SystemAct(BY, AT))


def _issue() -> Act:
    return _letter


def _print() -> Act:
    if reason := pdf.missing():
        absent("pdf", reason)
    letter = _letter()
    return lambda: operations.print_letter(letter=letter, act=SystemAct(BY, AT))


def _void() -> Act:
    letter = _letter()
    return lambda: operations.void(letter=letter, reason="内容有误", act=SystemAct(BY, AT))


EXERCISES: Exercises = {
    "create_template": _create,
    "revise_template": _revise,
    "withdraw_template": _withdraw,
    "install_starters": _install,
    "issue": _issue,
    "print_letter": _print,
    "void": _void,
}
