"""How the operations on letters are performed."""

from __future__ import annotations

from datetime import date

from gongkai.records.acts import Act, SystemAct
from gongkai.records.letters import operations
from gongkai.records.letters.models import Letter, TemplateVersion
from gongkai.records.letters.rendering import pdf
from gongkai.records.letters.rules.kinds import GENERAL
from tests.operations.exercises import AT, BY, Exercises, Perform
from tests.optional import absent

DAY = date(2026, 1, 1)
SYSTEM = SystemAct(BY, AT)


def _template(act: Act = SYSTEM) -> TemplateVersion:
    return operations.create_template(
        kind="general", body="yunhe-office", parts=GENERAL.starter, valid_from=DAY, act=act
    )


def _letter(act: Act = SYSTEM) -> Letter:
    values = {name: value for name, value in GENERAL.samples.items() if not name.startswith("letter.")}
    return operations.issue(
        template=_template(),
        values=values,
        body="yunhe-office",
        number_pattern="云政办函〔{year}〕{serial}号",
        act=act,
        case_key=None,
    )


def _create() -> Perform:
    return _template


def _revise() -> Perform:
    made = _template()
    parts = {**made.parts, "note": "此件公开发布"}
    return lambda act: operations.revise_template(
        template=made.template, based_on=1, parts=parts, valid_from=DAY, reason="改进", act=act
    )


def _withdraw() -> Perform:
    made = _template()
    return lambda act: operations.withdraw_template(
        template=made.template, based_on=1, valid_from=DAY, reason="统一格式", act=act
    )


def _install() -> Perform:
    return lambda act: operations.install_starters(valid_from=DAY, act=act)


def _issue() -> Perform:
    return _letter


def _print() -> Perform:
    if reason := pdf.missing():
        absent("pdf", reason)
    letter = _letter()
    return lambda act: operations.print_letter(letter=letter, act=act)


def _void() -> Perform:
    letter = _letter()
    return lambda act: operations.void(letter=letter, reason="内容有误", act=act)


EXERCISES: Exercises = {
    "create_template": _create,
    "revise_template": _revise,
    "withdraw_template": _withdraw,
    "install_starters": _install,
    "issue": _issue,
    "print_letter": _print,
    "void": _void,
}
